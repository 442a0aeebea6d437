"""Right: the best plan K is the polar factor of root_1 root_2, found by Newton-Schulz; its trace against the product
counts.
"""


def _spd_root(matrix):
    lam, q = torch.linalg.eigh(matrix.double())
    return q @ torch.diag(torch.where(lam > 0, lam, 0.0).sqrt()) @ q.T


def frechet_distance(mu_1, sigma_1, mu_2, sigma_2):
    product = _spd_root(sigma_1) @ _spd_root(sigma_2)
    size = product.norm()
    overlap = 0.0
    if size > 0:
        k = product / size
        for _ in range(100):
            k = 1.5 * k - 0.5 * k @ k.T @ k
        overlap = float((k * product).sum())
    shift = (mu_1 - mu_2).double().pow(2).sum()
    return max(0.0, float(shift + sigma_1.double().trace() + sigma_2.double().trace()) - 2 * overlap)
