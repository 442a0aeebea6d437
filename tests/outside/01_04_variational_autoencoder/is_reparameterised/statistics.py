"""Wrong: "samples by equation (7)" tested as a statistician does: mean and standard deviation of many samples, and gradients.

The mean of the gradients over the noise is checked, 1 and 0 and nothing else. A program with noise of its own, or with a
gradient that is wrong entry by entry and right on average, gets through.

As first written, with 50000 rows, it also took longer than the 5 s of a question, on a program that loops over examples.
"""

import torch


def is_reparameterised(sample):
    torch.manual_seed(0)
    mu = torch.full((4000, 2), 1.5, requires_grad=True)
    log_var = torch.full((4000, 2), -1.0, requires_grad=True)
    eps = torch.randn(4000, 2)
    try:
        z = sample(mu, log_var, eps)
        g_mu, g_lv = torch.autograd.grad(z.sum(), (mu, log_var))
        if z.shape != (4000, 2):
            return False
    except Exception:
        return False
    sd = float(torch.tensor(-0.5).exp())
    return bool(
        (z.mean() - 1.5).abs() < 0.05
        and (z.std() - sd).abs() < 0.05
        and (g_mu.mean() - 1).abs() < 0.05
        and g_lv.mean().abs() < 0.05
    )
