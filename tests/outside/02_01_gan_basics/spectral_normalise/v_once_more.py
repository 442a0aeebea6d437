"""Wrong: believes that sigma is better with a v from the newest u (half a repetition too many)."""


def spectral_normalise(W, u, n_iter=1):
    M = W.reshape(len(W), -1)
    normalise = nn.functional.normalize
    with torch.no_grad():
        for _ in range(n_iter):
            v = normalise(M.T @ u, dim=0, eps=1e-12)
            u = normalise(M @ v, dim=0, eps=1e-12)
        v = normalise(M.T @ u, dim=0, eps=1e-12)
    sigma = (u @ M @ v).clamp(min=1e-12)
    return W / sigma, u
