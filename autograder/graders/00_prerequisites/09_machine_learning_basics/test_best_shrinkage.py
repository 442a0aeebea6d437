"""Hidden tests of `best_shrinkage`: the best penalty, both terms at it, and that no other is better."""

import math

from autograder.testing import as_tensor, assert_close, points, require


def terms(theta, sigma, n, lam):
    """Equation (6)."""
    return (theta / (1 + lam) - theta) ** 2, sigma**2 / (n * (1 + lam) ** 2)


def ask(notebook, theta, sigma, n):
    """Penalty, squared bias and variance: three numbers that are not negative."""
    answer = notebook.best_shrinkage(theta, sigma, n)
    answer = as_tensor(answer, "what `best_shrinkage` returns") if not isinstance(answer, tuple | list) else answer
    require(len(answer) == 3, "`best_shrinkage` has to return three things", target="(lam, bias_squared, variance)")
    names = ("lam", "the squared bias", "the variance")
    found = [as_tensor(part, name).reshape(-1) for part, name in zip(answer, names, strict=True)]
    for part, name in zip(found, names, strict=True):
        require(part.numel() == 1, f"{name} has to be one number")
        require(math.isfinite(float(part[0])), f"{name} has to be finite")
        require(
            bool(part[0] >= 0), f"{name} has to be at least 0", hint="theta may be negative; what of theta squared?"
        )
    return [float(part[0]) for part in found]


def draw(rng):
    """A number of either sign, a width of noise, and how many measurements."""
    theta = float(rng.uniform(0.3, 3)) * (1 if rng.uniform(0, 1) < 0.5 else -1)
    return theta, float(10 ** rng.uniform(-0.7, 0.7)), int(rng.integers(2, 30))


@points("best_shrinkage", 2)
def test_the_best_penalty(notebook, rng):
    """The penalty is the one at which the derivative of the sum of both terms is zero."""
    hint = "Set the derivative by lam of the sum of (6) to zero. How do n, sigma and theta enter?"
    cases = [draw(rng) for _ in range(6)] + [(-0.8, 2.0, 3), (0.7, 1.3, 1), (1.9, 0.6, 50)]
    for theta, sigma, n in cases:
        lam, *_ = ask(notebook, theta, sigma, n)
        # where the derivative of the sum is zero, by bisection
        low, high = 0.0, 1e6
        for _ in range(200):
            middle = (low + high) / 2
            slope = middle * theta**2 - sigma**2 / n
            low, high = (middle, high) if slope < 0 else (low, middle)
        assert_close(lam, low, rtol=1e-7, atol=0, what="the best lam", hint=hint)


@points("best_shrinkage", 2)
def test_both_terms_at_it(notebook, rng):
    """The squared bias and the variance are those of equation (6) at the best penalty."""
    for theta, sigma, n in [draw(rng) for _ in range(6)] + [(-1.5, 1.0, 1), (0.4, 0.9, 7)]:
        _, bias, variance = ask(notebook, theta, sigma, n)
        expected_bias, expected_variance = terms(theta, sigma, n, (sigma / theta) ** 2 / n)
        hint = "The first term of (6), a square, at the lam that you found."
        assert_close(bias, expected_bias, rtol=1e-7, atol=0, what="the squared bias at the best lam", hint=hint)
        hint = "The second term of (6) at the lam that you found: shrinking makes the variance smaller, too."
        assert_close(variance, expected_variance, rtol=1e-7, atol=0, what="the variance at the best lam", hint=hint)


@points("best_shrinkage", 1)
def test_no_other_penalty_is_better(notebook, rng):
    """A little more or less shrinking has a larger error; without noise there is nothing to shrink; units do not matter."""
    for _ in range(4):
        theta, sigma, n = draw(rng)
        lam, bias, variance = ask(notebook, theta, sigma, n)
        for other in (0.0, 0.8 * lam, 0.95 * lam, 1.05 * lam, 1.3 * lam):
            better = sum(terms(theta, sigma, n, other)) < (bias + variance) * (1 - 1e-9)
            require(not better, "another lam has a smaller error", hint="At the best one the derivative is zero.")
        scaled, *_ = ask(notebook, 1e5 * theta, 1e5 * sigma, n)
        what = "the best lam when theta and sigma are told in another unit"
        assert_close(scaled, lam, rtol=1e-6, atol=0, what=what, hint="lam is a pure number here.")
    silent = ask(notebook, 1.7, 0.0, 3)
    require(max(silent) < 1e-12, "without noise the mean is exact, and shrinking it only does harm")
