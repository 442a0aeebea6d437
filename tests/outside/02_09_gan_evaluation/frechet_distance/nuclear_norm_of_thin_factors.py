"""Right: any factors F F' = sigma will do; thin ones from the SVD, and the nuclear norm of F1' F2."""


def thin_factor(sigma):
    u, s, _ = torch.linalg.svd(sigma.double())
    keep = s > s.max() * 1e-14 if s.numel() and s.max() > 0 else torch.zeros_like(s, dtype=torch.bool)
    return u[:, keep] * s[keep].sqrt()


def frechet_distance(mu_1, sigma_1, mu_2, sigma_2):
    gap = (mu_1.double() - mu_2.double()).dot(mu_1.double() - mu_2.double())
    f_1, f_2 = thin_factor(sigma_1), thin_factor(sigma_2)
    cross = 0.0
    if f_1.shape[1] > 0 and f_2.shape[1] > 0:
        cross = torch.linalg.matrix_norm(f_1.T @ f_2, ord="nuc").item()
    answer = gap.item() + sigma_1.double().trace().item() + sigma_2.double().trace().item() - 2 * cross
    return answer if answer > 0 else 0.0
