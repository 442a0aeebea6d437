"""Wrong: believes that the two factors may be averaged over the windows before they are multiplied."""


def ssim(a, b, window=4, max_value=1.0):
    p = a.unfold(1, window, 1).unfold(2, window, 1).flatten(3)
    q = b.unfold(1, window, 1).unfold(2, window, 1).flatten(3)
    mu_a, mu_b = p.mean(-1), q.mean(-1)
    var_a, var_b = p.var(-1, unbiased=False), q.var(-1, unbiased=False)
    cov = (p * q).mean(-1) - mu_a * mu_b
    c1, c2 = (0.01 * max_value) ** 2, (0.03 * max_value) ** 2
    luminance = (2 * mu_a * mu_b + c1) / (mu_a**2 + mu_b**2 + c1)
    structure = (2 * cov + c2) / (var_a + var_b + c2)
    return luminance.mean(dim=(1, 2)) * structure.mean(dim=(1, 2))
