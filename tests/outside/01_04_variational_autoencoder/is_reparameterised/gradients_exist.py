"""Wrong: values compared exactly as they should be, and then only *that* gradients arrive, not which.

I read "lets gradients through"; the text says that some give a wrong one.
"""

import torch


def is_reparameterised(sample):
    torch.manual_seed(0)
    mu = torch.randn(4, 3, requires_grad=True)
    log_var = torch.randn(4, 3, requires_grad=True)
    eps = torch.randn(4, 3)
    before = [t.detach().clone() for t in (mu, log_var, eps)]
    try:
        z = sample(mu, log_var, eps)
        z.sum().backward()
        wanted = before[0] + torch.exp(0.5 * before[1]) * before[2]
        same = all(torch.equal(a.detach(), b) for a, b in zip((mu, log_var, eps), before))
        return bool(
            same
            and z.shape == (4, 3)
            and z.dtype == mu.dtype
            and torch.allclose(z, wanted, atol=1e-5)
            and mu.grad is not None
            and log_var.grad is not None
        )
    except Exception:
        return False
