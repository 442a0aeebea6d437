"""Right: float32, .backward() with a weighted sum and .grad, three sets of inputs of different shapes, a loop."""

import torch


def is_reparameterised(sample):
    torch.manual_seed(123)
    for shape in [(1, 1), (5, 2), (2, 7)]:
        start_mu, start_lv, start_eps = torch.randn(shape), 2 * torch.randn(shape) - 1, torch.randn(shape)
        weights = torch.rand(shape) + 0.5
        mu = start_mu.clone().requires_grad_()
        lv = start_lv.clone().requires_grad_()
        eps = start_eps.clone()
        try:
            z = sample(mu, lv, eps)
            (z * weights).sum().backward()
        except Exception:
            return False
        s = (start_lv / 2).exp()
        if z.shape != shape or z.dtype != torch.float32:
            return False
        if mu.grad is None or lv.grad is None:
            return False
        pairs = [
            (z.detach(), start_mu + s * start_eps),
            (mu.grad, weights),
            (lv.grad, weights * s * start_eps / 2),
            (mu.detach(), start_mu),
            (lv.detach(), start_lv),
            (eps, start_eps),
        ]
        for found, wanted in pairs:
            if not torch.allclose(found, wanted, rtol=1e-4, atol=1e-5):
                return False
    return True
