"""Right: both roots by eigh with clamped eigenvalues, sum of the singular values of their product, in float64."""


def _root(sigma):
    values, q = torch.linalg.eigh(sigma)
    return (q * values.clamp(min=0).sqrt()) @ q.mT


def frechet_distance(mu_1, sigma_1, mu_2, sigma_2):
    mu_1, sigma_1, mu_2, sigma_2 = (t.detach().to(torch.float64) for t in (mu_1, sigma_1, mu_2, sigma_2))
    overlap = torch.linalg.svdvals(_root(sigma_1) @ _root(sigma_2)).sum()
    d2 = (mu_1 - mu_2).square().sum() + sigma_1.trace() + sigma_2.trace() - 2 * overlap
    return max(float(d2), 0.0)
