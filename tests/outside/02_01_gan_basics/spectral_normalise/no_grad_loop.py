"""Right: loop under no_grad with functional.normalize, sigma in the graph."""


def spectral_normalise(W, u, n_iter=1):
    M = W.reshape(W.shape[0], -1)
    with torch.no_grad():
        for _ in range(n_iter):
            v = nn.functional.normalize(M.T @ u, dim=0, eps=1e-12)
            u = nn.functional.normalize(M @ v, dim=0, eps=1e-12)
    sigma = torch.dot(u, M @ v).clamp(min=1e-12)
    return W / sigma, u
