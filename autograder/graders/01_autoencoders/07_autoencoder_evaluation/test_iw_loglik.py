"""Hidden tests of `iw_loglik`: groups, extreme weights, what K does, and bad K."""

import itertools
import math

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, points, raises, require


def expected(log_w, K):
    """Equation (4), group by group."""
    log_w = log_w.double()
    groups = [log_w[g * K : (g + 1) * K] for g in range(len(log_w) // K)]
    return torch.stack([torch.logsumexp(group, 0) - math.log(K) for group in groups]).mean(0)


@points("iw_loglik", 2)
def test_groups_of_consecutive_samples(notebook, rng):
    """Inside a group the mean of the weights, then its logarithm; then the mean over whole groups, for each example."""
    hint = (
        "Consecutive samples make a group; the mean over samples is inside the logarithm, the one over groups outside."
    )
    for S, N, K in ((12, 5, 3), (12, 5, 12), (7, 1, 1), (30, 4, 10)):
        log_w = 3 * rng.normal(S, N) - 20
        found = notebook.iw_loglik(log_w, K)
        what = f"the bound with K = {K} of {S}"
        assert_close(found, expected(log_w, K), what=what, hint=hint)
        assert_dtype(found, torch.float64, what=what, hint="float64 in, float64 out.")


@points("iw_loglik", 2)
def test_left_over_and_out_of_range(notebook, rng):
    """Samples that make no whole group do not count; a K that is smaller than 1 or larger than S raises ValueError."""
    hint = "Only whole groups: the last S mod K samples are dropped."
    for S, K in ((10, 4), (11, 6), (5, 2)):
        log_w = 2 * rng.normal(S, 3)
        found = notebook.iw_loglik(log_w, K)
        assert_close(found, expected(log_w, K), what=f"the bound with K = {K} of {S}", hint=hint)
    for K in (0, -1, 6):
        with raises("ValueError", what=f"K = {K} with 5 samples", hint="From 1 to S."):
            notebook.iw_loglik(rng.normal(5, 3), K)


@points("iw_loglik", 2)
def test_extreme_weights_and_more_samples(notebook, rng):
    """Finite where all weights underflow, also in float32; a weight of 0 counts and adds nothing; larger K, higher bound."""
    log_w = (rng.normal(12, 4) * 5 - 2000).float()
    hint = "Stay with logarithms, the exponential of -2000 is 0; but what is averaged in a group are the *weights*."
    found = notebook.iw_loglik(log_w, 4)
    assert_close(found, expected(log_w, 4), what="the bound of weights that underflow", dtype=torch.float32, hint=hint)
    log_w = rng.normal(8, 3)
    log_w[[0, 5], 1] = -math.inf
    log_w[4:, 2] = -math.inf
    found = notebook.iw_loglik(log_w, 4)
    assert_close(found, expected(log_w, 4), what="the bound with weights of 0", hint="log 0 is -inf, and never NaN.")
    log_w = 2 * rng.normal(4000, 50) - 2  # log-normal weights of mean 1: log p(x) = 0
    means = [float(as_tensor(notebook.iw_loglik(log_w, K), "the bound").mean()) for K in (1, 5, 50, 2000)]
    rises = all(a < b for a, b in itertools.pairwise(means))
    require(rises, "the bound does not rise with K", hint="Where is the mean over samples: inside the logarithm?")
    require(
        abs(means[-1]) < 0.1, "with 2000 samples the bound is not near log p(x)", hint="A mean, not a sum or maximum."
    )
