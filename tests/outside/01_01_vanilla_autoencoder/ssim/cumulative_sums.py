"""Right: summed-area tables (cumulative sums) in float64."""


def ssim(a, b, window=4, max_value=1.0):
    n = window * window

    def box_mean(x):
        table = torch.zeros(x.shape[0], x.shape[1] + 1, x.shape[2] + 1, dtype=torch.float64)
        table[:, 1:, 1:] = x.cumsum(1).cumsum(2)
        w = window
        return (table[:, w:, w:] - table[:, :-w, w:] - table[:, w:, :-w] + table[:, :-w, :-w]) / n

    A, B = a.detach().to(torch.float64), b.detach().to(torch.float64)
    mu_a, mu_b = box_mean(A), box_mean(B)
    var_a = (box_mean(A**2) - mu_a**2).clamp(min=0)
    var_b = (box_mean(B**2) - mu_b**2).clamp(min=0)
    cov = box_mean(A * B) - mu_a * mu_b
    C_1 = (0.01 * max_value) ** 2
    C_2 = (0.03 * max_value) ** 2
    top = (2 * mu_a * mu_b + C_1) * (2 * cov + C_2)
    bottom = (mu_a**2 + mu_b**2 + C_1) * (var_a + var_b + C_2)
    return (top / bottom).mean(dim=[1, 2]).type(a.dtype)
