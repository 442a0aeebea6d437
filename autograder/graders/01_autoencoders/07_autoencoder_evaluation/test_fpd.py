"""Hidden tests of `fpd`: values, known cases, small and degenerate sets."""

import torch

from autograder.metrics import PcaFeatures, fpd
from autograder.testing import as_tensor, assert_close, points, require


def expected(reference, x, y, k):
    """The same by the course's own metric."""
    return fpd(PcaFeatures.fit(reference, k), x, y)


def draw(rng, n, pixels, scale=1.0):
    """Images with correlated pixels."""
    return (rng.normal(n, pixels) * torch.linspace(2, 0.3, pixels)) @ rng.orthogonal(pixels) * scale


@points("fpd", 3)
def test_the_distance_of_two_crowds(notebook, rng):
    """Equation (2) for the features of both sets, whose covariances do not commute; it is the same the other way round."""
    hint = "Means and covariances (N - 1) of the features; the root is that of the matrix, not of its entries."
    for n, m, pixels, k in ((60, 40, 8, 4), (25, 90, 6, 6), (50, 50, 20, 16)):
        reference, x, y = draw(rng, 80, pixels), draw(rng, n, pixels), draw(rng, m, pixels, 1.5) + rng.normal(pixels)
        right = expected(reference, x, y, k)
        assert_close(notebook.fpd(reference, x, y, k), right, what="the distance", hint=hint)
        assert_close(notebook.fpd(reference, y, x, k), right, what="the distance the other way round", hint=hint)
    reference, x, y = draw(rng, 80, 30), draw(rng, 50, 30), draw(rng, 60, 30)
    right = expected(reference, x, y, 16)
    assert_close(notebook.fpd(reference, x, y), right, what="the distance with the default k", hint="k = 16.")


@points("fpd", 2)
def test_known_distances(notebook, rng):
    """A set and itself: 0. A shifted copy: the shift squared, as far as features see it. A stretched one: spreads compared."""
    reference = draw(rng, 50, 7)
    x = draw(rng, 30, 7)
    shift = rng.normal(7)
    hint = "With equal covariances only the means differ, and everything else has to cancel."
    assert_close(notebook.fpd(reference, x, x.clone(), 5), 0.0, atol=1e-6, what="the distance of a set to itself")
    rows = PcaFeatures.fit(reference, 5).components
    seen = (rows @ shift).square().sum()
    assert_close(notebook.fpd(reference, x, x + shift, 5), seen, what="the distance to a shifted copy", hint=hint)
    middle = x.mean(0)
    features = PcaFeatures.fit(reference, 5).features(x)
    wide = 4 * torch.cov(features.T).trace()  # spreads of 1 and 3: (3 - 1)^2 of the variance
    hint = "Standard deviations are compared, not variances."
    assert_close(
        notebook.fpd(reference, x, middle + 3 * (x - middle), 5),
        wide,
        what="the distance to a stretched copy",
        hint=hint,
    )


@points("fpd", 2)
def test_small_and_degenerate_sets(notebook, rng):
    """Singular covariances (three images, equal images) give a finite float that is right and never negative; float32 does."""
    reference = draw(rng, 60, 9)
    few, many, equal = draw(rng, 3, 9), draw(rng, 40, 9), draw(rng, 1, 9).expand(6, 9).contiguous()
    hint = "Rounding makes zero eigenvalues slightly negative: clamp them. No inverse and no Cholesky factor is needed."
    for x, y in ((few, many), (equal, many), (few, equal), (equal, equal + 1)):
        found = notebook.fpd(reference, x, y, 6)
        require(isinstance(found, float), "the distance is no Python float", hint="`float(...)`: real, and one number.")
        assert_close(found, expected(reference, x, y, 6), rtol=1e-5, atol=1e-6, what="the distance", hint=hint)
        require(found >= 0, "the distance is negative", hint="What rounding makes negative is 0.")
    for _ in range(5):
        x = draw(rng, 20, 9)
        same = as_tensor(notebook.fpd(reference.float(), x.float(), x.float(), 6), "the distance")
        require(
            bool(same >= 0), "the distance of a set to itself is negative", hint="What rounding makes negative is 0."
        )
        assert_close(same, 0.0, atol=1e-3, what="the distance of a float32 set to itself", hint=hint)
