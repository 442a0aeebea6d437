"""Wrong: believes that torch.func.jacrev differentiates every right program (it refuses ordinary autograd.Functions)."""


def is_reparameterised(sample):
    g = torch.Generator().manual_seed(5)
    mu, log_var, eps = (torch.randn(3, 4, generator=g, dtype=torch.float64) for _ in range(3))
    copies = mu.clone(), log_var.clone(), eps.clone()
    sigma = torch.exp(0.5 * log_var)
    try:
        z = sample(mu, log_var, eps)
        if not isinstance(z, torch.Tensor) or z.shape != mu.shape or z.dtype != mu.dtype:
            return False
        if not all(torch.equal(a, b) for a, b in zip((mu, log_var, eps), copies)):
            return False
        by_mu, by_log_var = torch.func.jacrev(sample, argnums=(0, 1))(mu, log_var, eps)
        return bool(
            torch.allclose(z, mu + sigma * eps)
            and torch.allclose(by_mu.reshape(12, 12), torch.eye(12, dtype=torch.float64))
            and torch.allclose(by_log_var.reshape(12, 12), torch.diag((0.5 * sigma * eps).flatten()))
        )
    except Exception:
        return False
