"""Hidden tests of `ssim`: every window, the constants, likeness and unlikeness, one picture alone."""

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, points, require


def ssim_of(a, b, window, peak):
    """Equation (10) for one pair of pictures, window by window."""
    c_1, c_2, values = (0.01 * peak) ** 2, (0.03 * peak) ** 2, []
    for i in range(a.shape[0] - window + 1):
        for j in range(a.shape[1] - window + 1):
            p, q = (image[i : i + window, j : j + window] for image in (a, b))
            mu_p, mu_q = p.mean(), q.mean()
            covariance = ((p - mu_p) * (q - mu_q)).mean()
            spread = (p - mu_p).square().mean() + (q - mu_q).square().mean()
            luminance = (2 * mu_p * mu_q + c_1) / (mu_p**2 + mu_q**2 + c_1)
            values.append(luminance * (2 * covariance + c_2) / (spread + c_2))
    return torch.stack(values).mean()


def expected_of(a, b, window=4, peak=1.0):
    """The right values of a batch."""
    return torch.stack([ssim_of(p, q, window, peak) for p, q in zip(a, b, strict=True)])


def draw_pairs(rng, n, height, width):
    """Smooth pictures and disturbed copies, the disturbance being different in each."""
    a = (rng.uniform(0, 1, (n, height, 1)) + rng.uniform(0, 1, (n, 1, width))) / 2
    b = 0.8 * a + 0.1 + rng.uniform(0.01, 0.2, (n, 1, 1)) * rng.normal(n, height, width)
    return a, b


@points("ssim", 2)
def test_mean_over_all_windows(notebook, rng):
    """For each pair it is the mean of equation (10) over every position of the window, for any size of window and picture."""
    for height, width, window in ((8, 8, 4), (7, 10, 3), (5, 5, 5), (6, 4, 2), (3, 4, 1)):
        a, b = draw_pairs(rng, 3, height, width)
        found = notebook.ssim(a, b, window)
        assert_shape(found, (3,), what="the row of similarities", hint="One number for each pair of pictures.")
        hint = "Windows move by one pixel and stay inside; (10) is computed in each, and averaged at the end."
        assert_close(found, expected_of(a, b, window), what="the similarity", hint=hint)
    a, b = draw_pairs(rng, 2, 8, 8)
    assert_close(notebook.ssim(a, b), expected_of(a, b), what="the similarity with the window that is the default")


@points("ssim", 2)
def test_constants_and_the_unit_of_pixels(notebook, rng):
    """Where windows are nearly blank the constants decide; with the peak of the unit, bytes are as similar as fractions."""
    a, b = draw_pairs(rng, 3, 6, 6)
    faint, fainter = 0.02 * a, 0.02 * b
    hint = "How do C_1 and C_2 depend on the peak? And variances divide by the number of pixels in the window."
    found = notebook.ssim(faint, fainter, 3)
    assert_close(found, expected_of(faint, fainter, 3), what="the similarity of faint pictures", hint=hint)
    found = notebook.ssim(255 * faint, 255 * fainter, 3, 255.0)
    assert_close(found, expected_of(faint, fainter, 3), what="the similarity of pictures in bytes", hint=hint)
    blank = torch.zeros(2, 5, 5, dtype=torch.float64)
    expected = torch.ones(2, dtype=torch.float64)
    assert_close(notebook.ssim(blank, blank), expected, what="the similarity of blank pictures", hint=hint)


@points("ssim", 1)
def test_likeness_and_unlikeness(notebook, rng):
    """Every picture is most like itself, it does not matter which comes first, and an inverted one is unlike it."""
    a, b = draw_pairs(rng, 4, 8, 8)
    assert_close(notebook.ssim(a, a), torch.ones(4), what="the similarity of a picture with itself")
    one, other = (as_tensor(notebook.ssim(*pair), "the similarity") for pair in ((a, b), (b, a)))
    assert_close(one, other, what="the similarity with the pictures exchanged")
    checks = torch.cat([a[:, :4], 1 - a[:, 4:]], 1)
    found = as_tensor(notebook.ssim(checks, 1 - checks), "the similarity")
    message = "an inverted picture is not called unlike its original"
    require(bool((found < 0).all()), message, hint="The covariance keeps its sign.")


@points("ssim", 1)
def test_each_pair_counts_alone(notebook, rng):
    """A pair's similarity does not depend on its batch, and float32 stays float32."""
    a, b = draw_pairs(rng, 3, 8, 8)
    together = as_tensor(notebook.ssim(a, b), "the similarities")
    assert_shape(together, (3,), what="the row of similarities", hint="One number for each pair of pictures.")
    alone = torch.cat([as_tensor(notebook.ssim(a[i : i + 1], b[i : i + 1])).reshape(-1) for i in range(3)])
    assert_close(alone, together, what="the similarity of a pair that is compared alone")
    assert_close(together, expected_of(a, b), what="the similarity")
    found = notebook.ssim(a.float(), b.float())
    assert_dtype(found, torch.float32, what="the similarity of float32 pictures")
    assert_close(found, together, rtol=1e-3, what="the similarity of float32 pictures")
