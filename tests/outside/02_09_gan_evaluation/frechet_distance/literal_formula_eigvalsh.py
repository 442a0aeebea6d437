"""Right: equation (2) as it stands: one root, then the eigenvalues of root @ sigma_2 @ root, in NumPy."""


def frechet_distance(mu_1, sigma_1, mu_2, sigma_2):
    m1, s1, m2, s2 = (np.asarray(t.detach().cpu().double()) for t in (mu_1, sigma_1, mu_2, sigma_2))
    lam, q = np.linalg.eigh((s1 + s1.T) / 2)
    root = q @ np.diag(np.sqrt(np.maximum(lam, 0))) @ q.T
    middle = root @ s2 @ root
    lam = np.linalg.eigvalsh((middle + middle.T) / 2)
    trace_of_root = np.sqrt(np.maximum(lam, 0)).sum()
    distance = ((m1 - m2) ** 2).sum() + np.trace(s1) + np.trace(s2) - 2 * trace_of_root
    return float(max(distance, 0))
