"""Right: one weighted sum and torch.autograd.grad, on float64 and float32, called twice, inputs compared with copies."""


def is_reparameterised(sample):
    generator = torch.Generator().manual_seed(7)
    try:
        for dtype, tolerance in ((torch.float64, 1e-6), (torch.float32, 1e-3)):
            mu, eps, weights = (torch.randn(4, 3, generator=generator, dtype=dtype) for _ in range(3))
            log_var = torch.linspace(-4, 3, 12, dtype=dtype).reshape(4, 3).flip(1)
            eps[0, 0], eps[2, 1] = 3.2, -3.1
            sigma = torch.exp(0.5 * log_var)
            for _ in range(2):
                given = [mu.clone().requires_grad_(), log_var.clone().requires_grad_(), eps.clone()]
                with torch.enable_grad():
                    z = sample(*given)
                    if not isinstance(z, torch.Tensor) or z.shape != mu.shape or z.dtype != dtype:
                        return False
                    slopes = torch.autograd.grad((weights * z).sum(), given[:2])
                pairs = [(z, mu + sigma * eps), (slopes[0], weights), (slopes[1], 0.5 * sigma * eps * weights)]
                for got, wanted in pairs:
                    if not torch.allclose(got.detach(), wanted, rtol=tolerance, atol=tolerance):
                        return False
                for now, before in zip(given, (mu, log_var, eps)):
                    if not torch.equal(now.detach(), before):
                        return False
    except Exception:
        return False
    return True
