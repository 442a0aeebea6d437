"""Right: no d_step and no g_step: the losses as cross-entropies with labels, noise drawn under no_grad, in one function.

D's gradients are cleared before its backward pass, G's before its own; what G's pass leaves in D is cleared next time.
"""

import torch
from torch import nn


def train_epoch(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    bce = nn.functional.binary_cross_entropy_with_logits
    n = order.numel()
    start = 0
    while start < n:
        stop = min(start + batch, n)
        real = torch.index_select(x, 0, order[start:stop])
        for _ in range(n_critic):
            with torch.no_grad():
                fake = G(draw_z(stop - start))
            r, f = D(real), D(fake)
            loss_D = bce(r, torch.ones_like(r)) + bce(f, torch.zeros_like(f))
            opt_D.zero_grad()
            loss_D.backward()
            opt_D.step()
        f = D(G(draw_z(stop - start)))
        opt_G.zero_grad()
        bce(f, torch.ones_like(f)).backward()
        opt_G.step()
        start = stop
