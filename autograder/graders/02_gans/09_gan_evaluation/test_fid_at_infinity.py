"""Hidden tests of `fid_at_infinity`: the line, which rows, what it is good for."""

import numpy as np
import torch

from autograder import metrics
from autograder.testing import as_tensor, assert_close, assert_shape, points


def draw(rng, n_real, n_fake, d=3):
    """Features of data and of samples that differ a little."""
    return rng.normal(n_real, d), 0.3 + 0.8 * rng.normal(n_fake, d) @ rng.orthogonal(d)


def permutations(rng, n, count):
    """Orders of the rows of fake."""
    return [torch.from_numpy(rng.numpy.permutation(n)) for _ in range(count)]


def expect(real, fake, sizes, orders):
    """Intercept and slope of the line, by numpy."""
    pairs = zip(sizes, orders, strict=True)
    distances = [metrics.frechet_distance_of(real, fake[order[:size]]) for size, order in pairs]
    slope, intercept = np.polyfit(1 / np.array(sizes, dtype=float), distances, 1)
    return float(intercept), float(slope)


def ask(notebook, real, fake, sizes, orders):
    """(at_infinity, slope), checked."""
    answer = as_tensor(notebook.fid_at_infinity(real, fake, sizes, orders), "the answer")
    assert_shape(answer, (2,), what="the answer", hint="Two numbers: at_infinity and slope.")
    return answer


@points("fid_at_infinity", 2)
def test_the_line_through_the_distances(notebook, rng):
    """A least-squares line in 1 / n goes through the distances, and is read at 1 / n = 0."""
    for sizes in ([30, 60], [20, 30, 50, 80, 120], [25] * 3 + [60] * 2 + [110]):
        real, fake = draw(rng, 90, 120)
        orders = permutations(rng, 120, len(sizes))
        found, wanted = ask(notebook, real, fake, sizes, orders), expect(real, fake, sizes, orders)
        hint = (
            "On the horizontal axis stands 1 / n. Repeated sizes count as often as they come. No size has more weight."
        )
        assert_close(found[0], wanted[0], rtol=1e-4, atol=1e-5, what="the distance at infinity", hint=hint)
        assert_close(found[1], wanted[1], rtol=1e-4, atol=1e-4, what="the slope", hint=hint)


@points("fid_at_infinity", 2)
def test_which_rows_count(notebook, rng):
    """The reference is always whole, and of the samples those rows count that the order puts first."""
    real, fake = draw(rng, 200, 100)
    real[100:] += 1  # a reference that is cut short would show
    fake[:40] += torch.tensor(
        [2.0, 0.0, -1.0], dtype=torch.float64
    )  # and so would samples that are taken as they stand
    sizes, orders = [20, 40, 100], permutations(rng, 100, 3)
    found, wanted = ask(notebook, real, fake, sizes, orders), expect(real, fake, sizes, orders)
    hint = "All of real, always. Of the samples those that the order names first; a covariance over size - 1."
    assert_close(found, torch.tensor(wanted, dtype=torch.float64), rtol=1e-4, what="the line", hint=hint)


@points("fid_at_infinity", 1)
def test_takes_the_bias_off(notebook, rng):
    """For samples of the data's own distribution the value at infinity is near 0, and that at the largest size is not."""
    d, size, rest, plain = 16, 600, [], []
    for _ in range(12):
        real, fake = rng.normal(6000, d), rng.normal(size, d)
        sizes = [120, 150, 200, 300, 400, 600]
        rest.append(float(ask(notebook, real, fake, sizes, permutations(rng, size, len(sizes)))[0]))
        plain.append(metrics.frechet_distance_of(real, fake))
    mean_rest, mean_plain = abs(sum(rest)) / len(rest), sum(plain) / len(plain)
    hint = "What the line says where 1 / n is 0 (not n). The distance at the largest size still has its bias."
    assert_close(mean_rest, 0.0, atol=0.6 * mean_plain, what="the bias that is left", hint=hint)
