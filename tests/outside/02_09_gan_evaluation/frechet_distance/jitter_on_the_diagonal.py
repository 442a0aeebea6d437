"""Wrong: believes that 1e-6 on the diagonal makes singular covariances harmless, as a well-known FID program does."""


def frechet_distance(mu_1, sigma_1, mu_2, sigma_2):
    s_1, s_2 = sigma_1.double(), sigma_2.double()
    offset = 1e-6 * torch.eye(len(s_1), dtype=torch.float64)
    factor_1, factor_2 = torch.linalg.cholesky(s_1 + offset), torch.linalg.cholesky(s_2 + offset)
    cross = torch.linalg.svdvals(factor_1.T @ factor_2).sum()
    d2 = (mu_1 - mu_2).double().square().sum() + (s_1 + offset).trace() + (s_2 + offset).trace() - 2 * cross
    return max(0.0, d2.item())
