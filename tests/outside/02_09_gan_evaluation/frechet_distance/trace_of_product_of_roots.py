"""Wrong: believes that the trace of the root is the trace of root_1 root_2 (true only if the covariances commute)."""


def frechet_distance(mu_1, sigma_1, mu_2, sigma_2):
    def root(sigma):
        values, q = torch.linalg.eigh(sigma.double())
        return q @ torch.diag(values.clamp(min=0).sqrt()) @ q.T

    covariance = sigma_1.double().trace() + sigma_2.double().trace() - 2 * (root(sigma_1) @ root(sigma_2)).trace()
    return max(float((mu_1 - mu_2).double().square().sum() + covariance), 0.0)
