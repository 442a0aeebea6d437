"""Hidden tests of `rejection_sample`: who is accepted, logarithms far from 0, zero density, a bound that is broken."""

import math

import torch

from autograder.testing import as_tensor, assert_close, points, raises, require


def check(found, expected, what, hint):
    """The same rows in the same order."""
    found = as_tensor(found, what)
    is_table = found.ndim == 2 and found.shape[1] == expected.shape[1]
    require(is_table, f"{what} has the wrong shape", hint="Some rows of x: [n, D].", target="[n, D]")
    more = "many" if len(found) > len(expected) else "few"
    require(len(found) == len(expected), f"{what} has too {more} rows", hint=hint)
    if expected.numel():
        assert_close(found, expected, what=what, hint=hint)


def case(rng, n=60, d=3):
    """Proposals, log p~, log q, log M and uniform numbers, none at the edge of acceptance."""
    x, log_q = rng.normal(n, d), -rng.uniform(0.5, 2.0, (n,))
    log_M = float(rng.uniform(0.7, 1.3))
    log_ratio = -rng.uniform(0.05, 2.0, (n,))
    side = torch.where(rng.uniform(0, 1, (n,)) < 0.5, 0.5, 1.5)
    u = (log_ratio.exp() * side).clamp(max=0.9999)  # half as large as the acceptance probability, or larger
    return x, log_ratio + log_q + log_M, log_q, log_M, u


@points("rejection_sample", 2)
def test_who_is_accepted(notebook, rng):
    """Proposals are accepted if u is below p~/(M q), and come back in their order."""
    for d in (1, 3):
        x, log_p, log_q, log_M, u = case(rng, d=d)
        expected = x[u < (log_p - log_q - log_M).exp()]
        found = notebook.rejection_sample(x, log_p, log_q, log_M, u)
        hint = "The accepted rows of x: log u < log p~ - log q - log M. Is every part there, and in logarithms?"
        check(found, expected, "what was accepted", hint)


@points("rejection_sample", 1)
def test_logarithms_far_from_zero(notebook, rng):
    """Unnormalised densities may be huge or tiny; where the density is 0 nothing is accepted, not even for u = 0."""
    x, log_p, log_q, log_M, u = case(rng)
    expected = x[u < (log_p - log_q - log_M).exp()]
    for shift in (2000.0, -2000.0):
        found = notebook.rejection_sample(x, log_p + shift, log_q, log_M + shift, u)
        hint = "exp(2000) is infinite, exp(-2000) is 0: compare logarithms."
        check(found, expected, "what was accepted of an unnormalised density", hint)
    log_p = log_p.clone()
    log_p[::2] = -math.inf
    u = torch.zeros_like(u)
    found = notebook.rejection_sample(x, log_p, log_q, log_M, u)
    hint = "u = 0 is below every positive probability, and not below 0."
    check(found, x[1::2], "what was accepted for u = 0 where half of the densities are 0", hint)
    found = notebook.rejection_sample(x, torch.full_like(log_q, -math.inf), log_q, log_M, u)
    check(found, x[:0], "what was accepted where all densities are 0", "No rows: shape [0, D].")


@points("rejection_sample", 1)
def test_bound_that_is_broken(notebook, rng):
    """A bound that is too small raises a ValueError, for one proposal as well; one that is just reached does not."""
    x, log_p, log_q, log_M, u = case(rng)
    too_high = log_p.clone()
    too_high[int(rng.integers(0, 60))] += 2.5
    hint = "Wherever log p~ lies above log M + log q, the accepted share is cut off at 1, and the samples are wrong."
    with raises("ValueError", what="a bound that is too small for one proposal", hint=hint):
        notebook.rejection_sample(x, too_high, log_q, log_M, u)
    with raises("ValueError", what="a bound that is too small for a proposal that would be accepted anyway", hint=hint):
        notebook.rejection_sample(x, too_high, log_q, log_M, torch.zeros_like(u))
    found = notebook.rejection_sample(x, log_q + log_M + 5e-10, log_q, log_M, u)
    found = as_tensor(found, "what was accepted")
    hint = "Where p~ = M q the proposal is accepted for any u; rounding is forgiven up to 1e-9."
    check(found, x, "what was accepted where the bound is reached", hint)
