"""Wrong: "the inputs are left as they were" not looked at: a leaf that needs a gradient cannot be changed in place anyway.

True of mu and log_var; eps is no such leaf, and a program may change it, or go through .data.
"""

import torch


def is_reparameterised(sample):
    torch.manual_seed(0)
    mu, log_var = (torch.randn(4, 3, dtype=torch.float64).requires_grad_() for _ in range(2))
    eps, weights = torch.randn(4, 3, dtype=torch.float64), torch.rand(4, 3, dtype=torch.float64)
    sd = torch.exp(0.5 * log_var.detach())
    wanted = mu.detach() + sd * eps
    slope = 0.5 * weights * sd * eps
    try:
        z = sample(mu, log_var, eps)
        g_mu, g_lv = torch.autograd.grad((weights * z).sum(), (mu, log_var))
        return bool(
            z.shape == (4, 3)
            and z.dtype == torch.float64
            and torch.allclose(z, wanted)
            and torch.allclose(g_mu, weights)
            and torch.allclose(g_lv, slope)
        )
    except Exception:
        return False
