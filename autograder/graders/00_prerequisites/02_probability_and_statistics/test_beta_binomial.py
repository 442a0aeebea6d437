"""Hidden tests of `beta_binomial`: the posterior, what it foretells, the evidence, and large counts."""

import math

from autograder.testing import as_tensor, assert_close, points, require


def predict(notebook, a, b, k, n):
    """Four numbers."""
    answer = as_tensor(notebook.beta_binomial(a, b, k, n), "the prediction").reshape(-1)
    require(answer.numel() == 4, "`beta_binomial` has to return four numbers", target="(a, b, mean, log evidence)")
    return answer


def priors(rng):
    """Some priors, as floats."""
    return [tuple(float(x) for x in rng.uniform(0.3, 6.0, (2,))) for _ in range(3)]


def log_evidence(a, b, k, n):
    """As a product over trials: successes first, then failures, times the number of orders. No gamma functions."""
    terms = [math.log(a + i) - math.log(a + b + i) for i in range(k)]
    terms += [math.log(b + i) - math.log(a + b + k + i) for i in range(n - k)]
    terms += [math.log(n - i) - math.log(k - i) for i in range(k)]
    return math.fsum(terms)


@points("beta_binomial", 1)
def test_learning_is_counting(notebook, rng):
    """Successes are added to a and failures to b; learning in two parts teaches the same as learning at once."""
    for a, b in priors(rng):
        n = int(rng.integers(8, 30))
        k = int(rng.integers(1, n // 2))
        found = predict(notebook, a, b, k, n)
        hint = "Look at the exponents in equation (4): failures are the trials that were no successes."
        assert_close(found[0], a + k, what="a_post", hint=hint)
        assert_close(found[1], b + n - k, what="b_post", hint=hint)
        twice = predict(notebook, float(found[0]), float(found[1]), 3, 4)
        at_once = predict(notebook, a, b, k + 3, n + 4)
        assert_close(twice[:2], at_once[:2], what="what two studies teach, compared with one large one,", hint=hint)


@points("beta_binomial", 1)
def test_next_trial(notebook, rng):
    """The mean is the posterior's, between the prior's mean and the share of successes."""
    for a, b in priors(rng):
        for k, n in ((0, 0), (0, 3), (5, 5), (7, 12)):
            found = predict(notebook, a, b, k, n)
            hint = (
                "The mean of a Beta distribution is a / (a + b): with the posterior's a and b. The prior counts, too."
            )
            assert_close(found[2], (a + k) / (a + b + n), what="the mean", hint=hint)


@points("beta_binomial", 1)
def test_evidence(notebook, rng):
    """The evidence averages over all theta, the number of orders included: over all k it sums to 1."""
    for a, b in priors(rng):
        n = int(rng.integers(4, 12))
        found = [float(predict(notebook, a, b, k, n)[3]) for k in range(n + 1)]
        require(
            all(math.isfinite(x) for x in found), "the log evidence is not finite", hint="Also for k = 0 and k = n."
        )
        total = sum(math.exp(min(x, 50.0)) for x in found)
        hint = (
            "p(k) of all k together is 1: natural logarithm, B of the posterior over B of the prior, times the orders."
        )
        require(abs(total - 1) < 1e-6, "the evidences of all possible k do not sum to 1", hint=hint)
        right = [log_evidence(a, b, k, n) for k in range(n + 1)]
        hint = "The average over theta, not the binomial probability at one theta."
        assert_close(found, right, what="the log evidence", hint=hint)


@points("beta_binomial", 1, seconds=20)
def test_large_counts(notebook, rng):
    """Nothing overflows: a million trials, and none at all."""
    found = predict(notebook, 1.0, 1.0, 400_000, 1_000_000)
    hint = "Binomial coefficients and Beta functions of large numbers exist as logarithms only: math.lgamma."
    what = "the log evidence of a million trials"
    assert_close(found[3], -math.log(1_000_001), rtol=0, atol=1e-5, what=what, hint=hint)  # all k are equally likely
    a, b = (float(x) for x in rng.uniform(1, 5, (2,)))
    k, n = int(rng.integers(300, 900)), 2000
    found = predict(notebook, a, b, k, n)
    assert_close(found[3], log_evidence(a, b, k, n), atol=1e-7, what="the log evidence of 2000 trials", hint=hint)
    found = predict(notebook, a, b, 0, 0)
    hint = "Without trials nothing is learnt, and what happens has probability 1."
    assert_close(found[[0, 1, 3]], [a, b, 0.0], what="the prediction for no trials", hint=hint)
