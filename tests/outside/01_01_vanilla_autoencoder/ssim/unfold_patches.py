"""Right: all windows by Tensor.unfold, centred, means of products."""


def ssim(a, b, window=4, max_value=1.0):
    def patches(x):
        return x.unfold(1, window, 1).unfold(2, window, 1).flatten(start_dim=3)

    p, q = patches(a), patches(b)
    mu_a, mu_b = p.mean(-1, keepdim=True), q.mean(-1, keepdim=True)
    var_a = (p - mu_a).square().mean(-1)
    var_b = (q - mu_b).square().mean(-1)
    cov = ((p - mu_a) * (q - mu_b)).mean(-1)
    mu_a, mu_b = mu_a.squeeze(-1), mu_b.squeeze(-1)
    c1, c2 = (0.01 * max_value) ** 2, (0.03 * max_value) ** 2
    score = (2 * mu_a * mu_b + c1) * (2 * cov + c2) / ((mu_a**2 + mu_b**2 + c1) * (var_a + var_b + c2))
    return score.mean(dim=(1, 2))
