"""Right: torch.autograd.gradcheck compares gradients with central differences of the program itself; values by (7).

Right values at all the points that gradcheck visits, and gradients that agree with them, are the right gradients.
"""

import torch


def is_reparameterised(sample):
    generator = torch.Generator().manual_seed(5)
    base = [torch.randn(2, 3, dtype=torch.float64, generator=generator) for _ in range(3)]

    def checked(mu, log_var):
        eps = base[2].clone()
        before = [mu.detach().clone(), log_var.detach().clone()]
        z = sample(mu, log_var, eps)
        wanted = before[0] + before[1].mul(0.5).exp() * base[2]
        assert z.shape == (2, 3) and z.dtype == torch.float64
        assert torch.allclose(z.detach(), wanted, rtol=1e-9, atol=1e-12)
        assert torch.equal(mu, before[0]) and torch.equal(log_var, before[1]) and torch.equal(eps, base[2])
        return z

    try:
        return torch.autograd.gradcheck(checked, [each.clone().requires_grad_() for each in base[:2]])
    except Exception:
        return False
