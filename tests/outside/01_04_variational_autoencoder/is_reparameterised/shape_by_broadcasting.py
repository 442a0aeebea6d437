"""Wrong: believes that torch.allclose notices a wrong shape (it broadcasts: [1, N, D] agrees with [N, D])."""


def is_reparameterised(sample):
    g = torch.Generator().manual_seed(1)
    mu, log_var, eps, w = (torch.randn(5, 4, generator=g, dtype=torch.float64) for _ in range(4))
    try:
        inputs = [mu.clone().requires_grad_(), log_var.clone().requires_grad_(), eps.clone()]
        z = sample(*inputs)
        d_mu, d_log_var = torch.autograd.grad((w * z).sum(), inputs[:2])
        sigma = (0.5 * log_var).exp()
        checks = [
            torch.allclose(z, mu + sigma * eps),
            torch.allclose(d_mu, w),
            torch.allclose(d_log_var, w * 0.5 * sigma * eps),
            *[torch.equal(a, b) for a, b in zip(inputs, (mu, log_var, eps))],
        ]
        return all(checks)
    except Exception:
        return False
