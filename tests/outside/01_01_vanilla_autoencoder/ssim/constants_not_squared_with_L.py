"""Wrong: believes that C = 0.01^2 L: squares the 0.01 and forgets to square L."""


def ssim(a, b, window=4, max_value=1.0):
    p = a.unfold(1, window, 1).unfold(2, window, 1).flatten(3)
    q = b.unfold(1, window, 1).unfold(2, window, 1).flatten(3)
    mu_a, mu_b = p.mean(-1), q.mean(-1)
    var_a, var_b = p.var(-1, unbiased=False), q.var(-1, unbiased=False)
    cov = ((p - mu_a[..., None]) * (q - mu_b[..., None])).mean(-1)
    c1, c2 = 0.01**2 * max_value, 0.03**2 * max_value
    s = (2 * mu_a * mu_b + c1) * (2 * cov + c2) / ((mu_a**2 + mu_b**2 + c1) * (var_a + var_b + c2))
    return s.mean(dim=(1, 2))
