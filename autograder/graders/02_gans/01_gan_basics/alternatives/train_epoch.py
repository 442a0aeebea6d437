"""Other right answers to `train_epoch`, which must have full marks. Each docstring says how it differs."""

import torch
from torch import nn

from autograder.testing import alternative


@alternative
def epoch_by_slices(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    """Shuffles first, then cuts slices."""
    shuffled = x[order]
    for start in range(0, len(shuffled), batch):
        real = shuffled[start : start + batch]
        for _ in range(n_critic):
            d_step(G, D, opt_D, real, draw_z(real.shape[0]), "ns")
        g_step(G, D, opt_G, draw_z(real.shape[0]), "ns")


@alternative
def epoch_with_noise_beforehand(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    """Draws all noise of a batch before its first step, in the same order."""
    while len(order):
        rows, order = order[:batch], order[batch:]
        *for_d, for_g = [draw_z(len(rows)) for _ in range(n_critic + 1)]
        for z in for_d:
            d_step(G, D, opt_D, x[rows], z)
        g_step(G, D, opt_G, for_g)


@alternative
def epoch_without_the_steps(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    """Calls neither step: cross-entropies with labels, real and fake through D in one pass, D frozen while G moves."""
    bce = nn.functional.binary_cross_entropy_with_logits
    for rows in order.split(batch):
        real, size = x[rows], len(rows)
        for _ in range(n_critic):
            logits = D(torch.cat([real, G(draw_z(size)).detach()]))
            ones = torch.ones_like(logits[:size])
            opt_D.zero_grad(set_to_none=False)
            (bce(logits[:size], ones) + bce(logits[size:], 0 * ones)).backward()
            opt_D.step()
        D.requires_grad_(False)
        opt_G.zero_grad()
        bce(D(G(draw_z(size))), ones).backward()
        opt_G.step()
        D.requires_grad_(True)
