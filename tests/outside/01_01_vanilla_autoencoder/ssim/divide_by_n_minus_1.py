"""Wrong: believes that variance and covariance divide by n - 1, as torch.var does."""


def ssim(a, b, window=4, max_value=1.0):
    p = a.unfold(1, window, 1).unfold(2, window, 1).flatten(3)
    q = b.unfold(1, window, 1).unfold(2, window, 1).flatten(3)
    n = window * window
    mu_a, mu_b = p.mean(-1), q.mean(-1)
    var_a, var_b = p.var(-1), q.var(-1)
    cov = ((p - mu_a[..., None]) * (q - mu_b[..., None])).sum(-1) / (n - 1)
    c1, c2 = (0.01 * max_value) ** 2, (0.03 * max_value) ** 2
    s = (2 * mu_a * mu_b + c1) * (2 * cov + c2) / ((mu_a**2 + mu_b**2 + c1) * (var_a + var_b + c2))
    return s.mean(dim=(1, 2))
