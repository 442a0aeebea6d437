"""Right: detached copy of the matrix, own normalisation, gradient through the outer product."""


def spectral_normalise(W, u, n_iter=1):
    def unit(a):
        return a / max(a.norm().item(), 1e-12)

    frozen = W.detach().flatten(1)
    u = u.detach()
    for _ in range(n_iter):
        v = unit(frozen.t().mv(u))
        u = unit(frozen.mv(v))
    sigma = (torch.outer(u, v) * W.flatten(1)).sum()
    if sigma.item() < 1e-12:
        sigma = torch.full_like(sigma, 1e-12)
    return W / sigma, u
