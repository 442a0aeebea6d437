"""Other right answers to `is_honest_penalty`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def check_with_many_draws(penalty):
    """Several draws, gradients first, a try around everything."""
    torch.manual_seed(1)
    try:
        for _ in range(5):
            z = torch.randn(2, 4, dtype=torch.float64).requires_grad_()
            D = torch.randn(4, 3, dtype=torch.float64).requires_grad_()
            value = penalty(z, D)
            d_z, d_D = torch.autograd.grad(value, (z, D))
            if not torch.allclose((z * d_z).sum(0), (D * d_D).sum(1), rtol=1e-6, atol=1e-15):
                return False
            z, D, value = z.detach(), D.detach(), float(value)
            s = 0.1 + 5 * torch.rand(4, dtype=torch.float64)
            if abs(float(penalty(z * s, D / s[:, None])) - value) > 1e-6 * abs(value):
                return False
            if abs(float(penalty(z * 0.25, D)) - 0.25 * value) > 1e-6 * abs(value):
                return False
            total = 0.0
            for i in range(2):
                for j in range(4):
                    only = torch.zeros_like(z)
                    only[i, j] = z[i, j]
                    prices = [float(penalty(sign * only, D)) for sign in (1, -1)]
                    if min(prices) <= 0:
                        return False
                    total += prices[0]
            if abs(total - value) > 1e-6 * abs(value):
                return False
    except (RuntimeError, TypeError):
        return False
    return True
