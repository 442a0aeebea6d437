"""Wrong: believes that the gradient of the plain sum of z shows every wrong gradient."""


def is_reparameterised(sample):
    generator = torch.Generator().manual_seed(0)
    mu, log_var, eps = (torch.randn(5, 3, generator=generator) for _ in range(3))
    m, s, e = mu.clone().requires_grad_(), log_var.clone().requires_grad_(), eps.clone()
    try:
        z = sample(m, s, e)
        if not torch.is_tensor(z) or z.shape != mu.shape or z.dtype != mu.dtype:
            return False
        z.sum().backward()
        good = torch.allclose(z, mu + (log_var / 2).exp() * eps, atol=1e-5)
        good = good and torch.allclose(m.grad, torch.ones_like(mu), atol=1e-5)
        good = good and torch.allclose(s.grad, 0.5 * (log_var / 2).exp() * eps, atol=1e-5)
        good = good and torch.equal(m, mu) and torch.equal(s, log_var) and torch.equal(e, eps)
        return bool(good)
    except Exception:
        return False
