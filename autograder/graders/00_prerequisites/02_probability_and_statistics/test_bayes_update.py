"""Hidden tests of `bayes_update`: posterior and evidence, data far from likely, and what is impossible."""

import math

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, points, raises, require


def unpack(answer, shape):
    """Posterior and evidence, of the right shapes."""
    is_pair = isinstance(answer, tuple | list) and len(answer) == 2
    require(is_pair, "`bayes_update` has to return two things", target="(log_posterior, log_evidence)")
    log_posterior, log_evidence = answer
    hint = "A belief about each hypothesis, for each observation."
    assert_shape(log_posterior, shape, what="the log posterior", hint=hint)
    hint = "The evidence of an observation is one number: summed over the hypotheses, which stand in the last axis."
    assert_shape(log_evidence, shape[:-1], what="the log evidence", hint=hint)
    return as_tensor(log_posterior), as_tensor(log_evidence)


def reference(log_prior, log_lik):
    """Shifted by the largest term, by hand."""
    joint = log_prior + log_lik
    top = joint.max(dim=-1, keepdim=True).values
    log_evidence = top[..., 0] + (joint - top).exp().sum(dim=-1).log()
    return joint - log_evidence[..., None], log_evidence


def log_prior_of(rng, k):
    """A prior that is far from uniform."""
    p = rng.uniform(0.2, 3.0, (k,)) ** 2
    return (p / p.sum()).log()


@points("bayes_update", 2)
def test_posterior_and_evidence(notebook, rng):
    """The posterior is prior times likelihood over the evidence, for each observation by itself."""
    log_prior, log_lik = log_prior_of(rng, 5), -3 * rng.uniform(0, 1, (4, 5))
    log_posterior, log_evidence = unpack(notebook.bayes_update(log_prior, log_lik), (4, 5))
    expected, evidence = reference(log_prior, log_lik)
    hint = "The joint probability is summed over hypotheses, not averaged, and the prior is part of it."
    assert_close(log_evidence, evidence, what="the log evidence", hint=hint)
    hint = "Logarithms: prior and likelihood are added, the evidence is subtracted, and the posterior sums to 1."
    assert_close(log_posterior, expected, what="the log posterior", hint=hint)
    first, _ = unpack(notebook.bayes_update(log_prior, log_lik[0]), (5,))
    assert_close(first, expected[0], what="the log posterior of a single observation", hint="No batch: shape [K].")
    again, _ = unpack(notebook.bayes_update(first, log_lik[1]), (5,))
    at_once, _ = reference(log_prior, log_lik[0] + log_lik[1])
    hint = "Today's posterior is tomorrow's prior: two observations in turn teach what they teach together."
    assert_close(again, at_once, what="the log posterior after a second observation", hint=hint)


@points("bayes_update", 1)
def test_far_from_likely(notebook, rng):
    """Probabilities far below the smallest number, a batch of batches, and the inputs' dtype."""
    log_prior, log_lik = log_prior_of(rng, 4), -2000 - 3 * rng.uniform(0, 1, (2, 3, 4))
    log_lik[1] -= 50_000
    expected, evidence = reference(log_prior, log_lik)
    log_posterior, log_evidence = unpack(notebook.bayes_update(log_prior, log_lik), (2, 3, 4))
    hint = "exp(-2000) is 0 for a computer: stay with logarithms, and sum by logsumexp over the last axis."
    assert_close(log_posterior, expected, atol=1e-6, what="the log posterior of unlikely data", hint=hint)
    assert_close(log_evidence, evidence, what="the log evidence of unlikely data", hint=hint)
    for answer in notebook.bayes_update(log_prior.float(), log_lik.float()):
        assert_dtype(answer, torch.float32, what="the result for float32", hint="float32 in, float32 out.")


@points("bayes_update", 1)
def test_what_is_impossible(notebook, rng):
    """A hypothesis that is impossible stays so; data that no hypothesis allows raise a ValueError."""
    log_prior, log_lik = log_prior_of(rng, 4), -rng.uniform(0, 1, (3, 4))
    log_prior[1] = -math.inf
    log_lik[0, 2] = log_lik[2, 0] = -math.inf
    expected, evidence = reference(log_prior, log_lik)
    log_posterior, log_evidence = unpack(notebook.bayes_update(log_prior, log_lik), (3, 4))
    hint = "log 0 is minus infinity, and stays what it is: add nothing to it, and clip nothing."
    assert_close(log_posterior, expected, what="the log posterior where some hypotheses are impossible", hint=hint)
    assert_close(log_evidence, evidence, what="the log evidence where some hypotheses are impossible", hint=hint)
    log_lik[1] = -math.inf
    hint = "If the evidence of any observation is 0 there is nothing to divide by."
    with raises("ValueError", what="an observation that is impossible under every hypothesis", hint=hint):
        notebook.bayes_update(log_prior, log_lik)
    with raises("ValueError", what="an observation that contradicts the prior", hint=hint):
        notebook.bayes_update(torch.tensor([0.0, -math.inf]).double(), torch.tensor([-math.inf, -1.0]).double())
