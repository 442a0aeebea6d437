"""Wrong: believes that float32 is good enough where the tensors come in float32 (roots of rounded zeros cost four
digits).
"""


def frechet_distance(mu_1, sigma_1, mu_2, sigma_2):
    def root(sigma):
        values, q = torch.linalg.eigh(sigma)
        return q @ torch.diag(values.clamp(min=0).sqrt()) @ q.T

    cross = torch.linalg.svdvals(root(sigma_1) @ root(sigma_2)).sum()
    d2 = (mu_1 - mu_2).square().sum() + sigma_1.trace() + sigma_2.trace() - 2 * cross
    return float(d2.clamp(min=0))
