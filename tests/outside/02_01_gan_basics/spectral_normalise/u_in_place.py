"""Wrong: believes that u may be kept up to date in place (the caller's vector is changed)."""


def spectral_normalise(W, u, n_iter=1):
    M = W.reshape(len(W), -1)
    with torch.no_grad():
        for _ in range(n_iter):
            v = nn.functional.normalize(M.T @ u, dim=0, eps=1e-12)
            u.copy_(nn.functional.normalize(M @ v, dim=0, eps=1e-12))
    sigma = (u @ M @ v).clamp(min=1e-12)
    return W / sigma, u.clone()
