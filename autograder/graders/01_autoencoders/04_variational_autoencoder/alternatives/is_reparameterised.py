"""Other right answers to `is_reparameterised`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def check_by_differences(sample):
    """Fixed inputs in place of random ones; one probe for each weight."""
    mu = torch.linspace(-2, 3, 12, dtype=torch.float64).reshape(4, 3)
    log_var = torch.linspace(3, -2.5, 12, dtype=torch.float64).reshape(4, 3)
    eps = torch.tensor([0.3, -1.2, 2.2, 0.7, -0.4, 1.9, -2.6, 0.1, 1.1, -0.8, 0.5, -1.5]).double().reshape(4, 3)
    sigma = (log_var / 2).exp()
    for weight in (torch.ones_like(mu), mu**2 + 1):
        leaves = [mu.clone().requires_grad_(), log_var.clone().requires_grad_()]
        noise = eps.clone()
        try:
            z = sample(*leaves, noise)
            (z * weight).sum().backward()
            fine = z.shape == mu.shape and torch.allclose(z, mu + sigma * eps)
            fine = fine and torch.allclose(leaves[0].grad, weight)
            fine = fine and torch.allclose(leaves[1].grad, weight * sigma * eps / 2)
            fine = fine and torch.equal(noise, eps) and torch.equal(leaves[0].detach(), mu)
        except Exception:
            return False
        if not (fine and torch.equal(leaves[1].detach(), log_var)):
            return False
    return True


@alternative
def check_against_a_copy(sample):
    """Writes equation (7) once more, differentiates both, and compares all."""
    generator = torch.Generator().manual_seed(3)
    data = [scale * torch.randn(6, 4, dtype=torch.float64, generator=generator) for scale in (1, 2, 1)]
    weight = torch.randn(6, 4, dtype=torch.float64, generator=generator)

    def right(mu, log_var, eps):
        return mu + torch.exp(0.5 * log_var) * eps

    found = []
    for function in (right, sample):
        try:
            given = [data[0].clone().requires_grad_(), data[1].clone().requires_grad_(), data[2].clone()]
            z = function(*given)
            gradients = torch.autograd.grad((weight * z).sum(), given[:2])
            found.append([z.detach(), *gradients, *(part.detach() for part in given)])
        except Exception:
            return False
    same_kind = all(a.shape == b.shape and a.dtype == b.dtype for a, b in zip(*found, strict=True))
    return same_kind and all(torch.allclose(a, b) for a, b in zip(*found, strict=True))
