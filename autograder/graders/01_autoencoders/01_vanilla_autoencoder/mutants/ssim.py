"""Wrong answers to `ssim`, which a hidden test must catch. Each docstring says what the student believed."""

from torch import nn

from autograder.testing import mutant


@mutant(caught_by="test_mean_over_all_windows")
def one_window_for_all(a, b, window=4, max_value=1.0):
    """Believes that the statistics of the whole picture will do."""
    p, q = a.flatten(1), b.flatten(1)
    mu_p, mu_q = p.mean(1), q.mean(1)
    p, q = p - mu_p[:, None], q - mu_q[:, None]
    c_1, c_2 = (0.01 * max_value) ** 2, (0.03 * max_value) ** 2
    luminance = (2 * mu_p * mu_q + c_1) / (mu_p**2 + mu_q**2 + c_1)
    return luminance * (2 * (p * q).mean(1) + c_2) / (p.square().mean(1) + q.square().mean(1) + c_2)


@mutant(caught_by="test_mean_over_all_windows")
def windows_side_by_side(a, b, window=4, max_value=1.0):
    """Believes that windows do not overlap."""
    p, q = (x.unfold(1, window, window).unfold(2, window, window).flatten(-2) for x in (a, b))
    mu_p, mu_q = p.mean(-1), q.mean(-1)
    p, q = p - mu_p[..., None], q - mu_q[..., None]
    c_1, c_2 = (0.01 * max_value) ** 2, (0.03 * max_value) ** 2
    luminance = (2 * mu_p * mu_q + c_1) / (mu_p**2 + mu_q**2 + c_1)
    values = luminance * (2 * (p * q).mean(-1) + c_2) / (p.square().mean(-1) + q.square().mean(-1) + c_2)
    return values.mean(dim=(1, 2))


@mutant(caught_by="test_mean_over_all_windows")
def pads_with_zeros(a, b, window=4, max_value=1.0):
    """Believes that the map of similarities has to be as large as the picture."""
    pad = (window // 2, (window - 1) // 2)
    a, b = (nn.functional.pad(x, (*pad, *pad)) for x in (a, b))
    p, q = (x.unfold(1, window, 1).unfold(2, window, 1).flatten(-2) for x in (a, b))
    mu_p, mu_q = p.mean(-1), q.mean(-1)
    p, q = p - mu_p[..., None], q - mu_q[..., None]
    c_1, c_2 = (0.01 * max_value) ** 2, (0.03 * max_value) ** 2
    luminance = (2 * mu_p * mu_q + c_1) / (mu_p**2 + mu_q**2 + c_1)
    values = luminance * (2 * (p * q).mean(-1) + c_2) / (p.square().mean(-1) + q.square().mean(-1) + c_2)
    return values.mean(dim=(1, 2))


@mutant(caught_by="test_mean_over_all_windows")
def forgets_the_luminance(a, b, window=4, max_value=1.0):
    """Believes that structure is all, and drops the first factor."""
    p, q = (x.unfold(1, window, 1).unfold(2, window, 1).flatten(-2) for x in (a, b))
    p, q = p - p.mean(-1, keepdim=True), q - q.mean(-1, keepdim=True)
    c_2 = (0.03 * max_value) ** 2
    values = (2 * (p * q).mean(-1) + c_2) / (p.square().mean(-1) + q.square().mean(-1) + c_2)
    return values.mean(dim=(1, 2))


@mutant(caught_by="test_mean_over_all_windows")
def multiplies_the_means(a, b, window=4, max_value=1.0):
    """Believes that the mean of products is the product of means."""
    p, q = (x.unfold(1, window, 1).unfold(2, window, 1).flatten(-2) for x in (a, b))
    mu_p, mu_q = p.mean(-1), q.mean(-1)
    p, q = p - mu_p[..., None], q - mu_q[..., None]
    c_1, c_2 = (0.01 * max_value) ** 2, (0.03 * max_value) ** 2
    luminance = (2 * mu_p * mu_q + c_1) / (mu_p**2 + mu_q**2 + c_1)
    structure = (2 * (p * q).mean(-1) + c_2) / (p.square().mean(-1) + q.square().mean(-1) + c_2)
    return luminance.mean(dim=(1, 2)) * structure.mean(dim=(1, 2))


@mutant(caught_by="test_constants_and_the_unit_of_pixels")
def does_not_square_the_constants(a, b, window=4, max_value=1.0):
    """Believes that the constants are 0.01 L and 0.03 L."""
    p, q = (x.unfold(1, window, 1).unfold(2, window, 1).flatten(-2) for x in (a, b))
    mu_p, mu_q = p.mean(-1), q.mean(-1)
    p, q = p - mu_p[..., None], q - mu_q[..., None]
    c_1, c_2 = 0.01 * max_value, 0.03 * max_value
    luminance = (2 * mu_p * mu_q + c_1) / (mu_p**2 + mu_q**2 + c_1)
    values = luminance * (2 * (p * q).mean(-1) + c_2) / (p.square().mean(-1) + q.square().mean(-1) + c_2)
    return values.mean(dim=(1, 2))


@mutant(caught_by="test_constants_and_the_unit_of_pixels")
def leaves_the_constants_out(a, b, window=4, max_value=1.0):
    """Believes that the constants are there for decoration."""
    p, q = (x.unfold(1, window, 1).unfold(2, window, 1).flatten(-2) for x in (a, b))
    mu_p, mu_q = p.mean(-1), q.mean(-1)
    p, q = p - mu_p[..., None], q - mu_q[..., None]
    luminance = 2 * mu_p * mu_q / (mu_p**2 + mu_q**2)
    return (luminance * 2 * (p * q).mean(-1) / (p.square().mean(-1) + q.square().mean(-1))).mean(dim=(1, 2))


@mutant(caught_by="test_constants_and_the_unit_of_pixels")
def ignores_the_peak(a, b, window=4, max_value=1.0):
    """Believes that the constants are numbers, whatever the unit of the pixels."""
    p, q = (x.unfold(1, window, 1).unfold(2, window, 1).flatten(-2) for x in (a, b))
    mu_p, mu_q = p.mean(-1), q.mean(-1)
    p, q = p - mu_p[..., None], q - mu_q[..., None]
    c_1, c_2 = 0.01**2, 0.03**2
    luminance = (2 * mu_p * mu_q + c_1) / (mu_p**2 + mu_q**2 + c_1)
    values = luminance * (2 * (p * q).mean(-1) + c_2) / (p.square().mean(-1) + q.square().mean(-1) + c_2)
    return values.mean(dim=(1, 2))


@mutant(caught_by="test_constants_and_the_unit_of_pixels")
def divides_by_one_less(a, b, window=4, max_value=1.0):
    """Believes that a variance always divides by n - 1."""
    p, q = (x.unfold(1, window, 1).unfold(2, window, 1).flatten(-2) for x in (a, b))
    mu_p, mu_q = p.mean(-1), q.mean(-1)
    p, q, n = p - mu_p[..., None], q - mu_q[..., None], max(window**2 - 1, 1)
    c_1, c_2 = (0.01 * max_value) ** 2, (0.03 * max_value) ** 2
    luminance = (2 * mu_p * mu_q + c_1) / (mu_p**2 + mu_q**2 + c_1)
    values = luminance * (2 * (p * q).sum(-1) / n + c_2) / ((p.square() + q.square()).sum(-1) / n + c_2)
    return values.mean(dim=(1, 2))


@mutant(caught_by="test_likeness_and_unlikeness")
def covariance_without_a_sign(a, b, window=4, max_value=1.0):
    """Believes that a similarity cannot be negative."""
    p, q = (x.unfold(1, window, 1).unfold(2, window, 1).flatten(-2) for x in (a, b))
    mu_p, mu_q = p.mean(-1), q.mean(-1)
    p, q = p - mu_p[..., None], q - mu_q[..., None]
    c_1, c_2 = (0.01 * max_value) ** 2, (0.03 * max_value) ** 2
    luminance = (2 * mu_p * mu_q + c_1) / (mu_p**2 + mu_q**2 + c_1)
    values = luminance * (2 * (p * q).mean(-1).abs() + c_2) / (p.square().mean(-1) + q.square().mean(-1) + c_2)
    return values.mean(dim=(1, 2))


@mutant(caught_by="test_each_pair_counts_alone")
def centres_on_the_batch(a, b, window=4, max_value=1.0):
    """Believes that the mean of a window is taken over the whole batch."""
    p, q = (x.unfold(1, window, 1).unfold(2, window, 1).flatten(-2) for x in (a, b))
    mu_p, mu_q = p.mean((0, -1)), q.mean((0, -1))
    p, q = p - mu_p[..., None], q - mu_q[..., None]
    c_1, c_2 = (0.01 * max_value) ** 2, (0.03 * max_value) ** 2
    luminance = (2 * mu_p * mu_q + c_1) / (mu_p**2 + mu_q**2 + c_1)
    values = luminance * (2 * (p * q).mean(-1) + c_2) / (p.square().mean(-1) + q.square().mean(-1) + c_2)
    return values.mean(dim=(1, 2))
