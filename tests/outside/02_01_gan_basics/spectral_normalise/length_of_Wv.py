"""Right: sigma as the length of W v with v constant (the same number and the same slope u v^T)."""


def spectral_normalise(W, u, n_iter=1):
    matrix = W.view(W.size(0), -1) if W.is_contiguous() else W.reshape(W.size(0), -1)
    new = u.detach().clone()
    with torch.no_grad():
        for _ in range(n_iter):
            v = matrix.T @ new
            v = v / v.norm().clamp_min(1e-12)
            new = matrix @ v
            new = new / new.norm().clamp_min(1e-12)
    sigma = torch.linalg.vector_norm(matrix @ v)
    return W / torch.clamp(sigma, min=1e-12), new
