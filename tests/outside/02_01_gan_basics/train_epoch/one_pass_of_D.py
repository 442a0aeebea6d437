"""Right: D looks at real and fake in one pass, put together, as many programs do; then the logits are taken apart.

The nets of this notebook look at each point by itself, so this is the same as two passes. D is frozen while G steps.
"""

import torch
from torch import nn


def train_epoch(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    for rows in torch.split(order, batch):
        real, size = x[rows], len(rows)
        for _ in range(n_critic):
            fake = G(draw_z(size)).detach()
            logits = D(torch.cat([real, fake]))
            opt_D.zero_grad(set_to_none=False)
            loss = nn.functional.softplus(-logits[:size]).mean() + nn.functional.softplus(logits[size:]).mean()
            loss.backward()
            opt_D.step()
        for parameter in D.parameters():
            parameter.requires_grad_(False)
        opt_G.zero_grad()
        nn.functional.softplus(-D(G(draw_z(size)))).mean().backward()
        opt_G.step()
        for parameter in D.parameters():
            parameter.requires_grad_(True)
