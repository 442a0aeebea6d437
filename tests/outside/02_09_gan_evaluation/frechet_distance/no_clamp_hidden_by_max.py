"""Wrong: believes that one clamp is enough: the second root gives NaN for singular covariances, and max(0.0, nan) is
0.0.
"""


def frechet_distance(mu_1, sigma_1, mu_2, sigma_2):
    values, q = torch.linalg.eigh(sigma_1.double())
    root = q @ torch.diag(values.clamp(min=0).sqrt()) @ q.T
    cross = torch.linalg.eigvalsh(root @ sigma_2.double() @ root).sqrt().sum()
    d2 = (mu_1 - mu_2).double().square().sum() + sigma_1.double().trace() + sigma_2.double().trace() - 2 * cross
    return max(0.0, float(d2))
