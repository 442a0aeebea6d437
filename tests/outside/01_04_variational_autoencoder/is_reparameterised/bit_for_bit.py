"""Wrong: everything right but torch.equal for values and gradients: "up to rounding" forgotten.

A right program that takes the root of exp(log_var) differs in the last bit and is rejected.
"""

import torch


def is_reparameterised(sample):
    torch.manual_seed(0)
    mu, log_var = (torch.randn(4, 3).requires_grad_() for _ in range(2))
    eps, weights = torch.randn(4, 3), torch.rand(4, 3)
    before = [t.detach().clone() for t in (mu, log_var, eps)]
    try:
        z = sample(mu, log_var, eps)
        g_mu, g_lv = torch.autograd.grad((weights * z).sum(), (mu, log_var))
    except Exception:
        return False
    sd = torch.exp(0.5 * before[1])
    same = all(torch.equal(a.detach(), b) for a, b in zip((mu, log_var, eps), before))
    return bool(
        same
        and torch.equal(z.detach(), before[0] + sd * before[2])
        and torch.equal(g_mu, weights)
        and torch.allclose(g_lv, 0.5 * weights * sd * before[2], rtol=0, atol=0)
    )
