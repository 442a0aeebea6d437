"""Right: power iteration in NumPy, torch only for the part that is in the graph."""


def spectral_normalise(W, u, n_iter=1):
    A = W.detach().cpu().numpy().reshape(len(W), -1)
    left = u.detach().cpu().numpy().copy()
    for _ in range(n_iter):
        right = A.T.dot(left)
        right = right / max(np.linalg.norm(right), 1e-12)
        left = A.dot(right)
        left = left / max(np.linalg.norm(left), 1e-12)
    left = torch.as_tensor(left, dtype=W.dtype)
    right = torch.as_tensor(right, dtype=W.dtype)
    sigma = torch.einsum("i,ij,j->", left, W.reshape(len(W), -1), right)
    return W / sigma.clamp_min(1e-12), left
