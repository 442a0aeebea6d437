"""Wrong: believes that avg_pool2d slides by one pixel by default (its stride is the window)."""


def ssim(a, b, window=4, max_value=1.0):
    pool = nn.AvgPool2d(window)
    a, b = a[:, None], b[:, None]
    mu_a, mu_b = pool(a), pool(b)
    var_a, var_b, cov = pool(a**2) - mu_a**2, pool(b**2) - mu_b**2, pool(a * b) - mu_a * mu_b
    c1, c2 = (0.01 * max_value) ** 2, (0.03 * max_value) ** 2
    s = (2 * mu_a * mu_b + c1) * (2 * cov + c2) / ((mu_a**2 + mu_b**2 + c1) * (var_a + var_b + c2))
    return s.mean(dim=(1, 2, 3))
