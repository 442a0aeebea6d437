"""Hidden tests of `entropy`: mean surprise, impossible outcomes, units, batches."""

import math

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, points


def distributions(rng, *shape):
    """Random distributions along the last axis, every outcome possible."""
    p = rng.uniform(0.05, 1, shape)
    return p / p.sum(dim=-1, keepdim=True)


def mean_surprise(p, base=math.e):
    """Equation (1), outcome by outcome."""
    rows = p.reshape(-1, p.shape[-1]).tolist()
    values = [sum(-t * math.log(t) for t in row if t > 0) / math.log(base) for row in rows]
    return torch.tensor(values, dtype=torch.float64).reshape(p.shape[:-1])


@points("entropy", 1)
def test_mean_surprise(notebook, rng):
    """Entropy is the mean of the surprise: largest, the logarithm of K, if all K outcomes are equally probable."""
    for outcomes in (2, 7):
        p = distributions(rng, 5, outcomes)
        found = notebook.entropy(p)
        assert_shape(found, (5,), what="the entropies", hint="Sum over outcomes, the last axis, only.")
        hint = "Each surprise, the negative logarithm, counts with its probability; a sum, not a mean over K."
        assert_close(found, mean_surprise(p), what="the entropy in nats", hint=hint)
        equal = torch.full((outcomes,), 1 / outcomes, dtype=torch.float64)
        what = "the entropy of equally probable outcomes"
        assert_close(notebook.entropy(equal), math.log(outcomes), what=what, hint="For one distribution: one number.")


@points("entropy", 1)
def test_impossible_outcomes_add_nothing(notebook, rng):
    """Outcomes of probability 0 change nothing, and what is certain has no entropy."""
    p = distributions(rng, 4, 3)
    zeros = torch.zeros(4, 2, dtype=torch.float64)
    hint = "0 log 0 counts as 0; a computer makes NaN of it, and a small constant inside the logarithm makes an error."
    padded = torch.cat([zeros[:, :1], p, zeros[:, 1:]], dim=1)
    what = "the entropy where some outcomes are impossible"
    assert_close(notebook.entropy(padded), mean_surprise(p), what=what, hint=hint)
    certain = torch.eye(5, dtype=torch.float64)
    what = "the entropy of what is certain"
    assert_close(notebook.entropy(certain), torch.zeros(5), atol=1e-12, what=what, hint=hint)
    rare = torch.tensor([1e-9, 1 - 1e-9], dtype=torch.float64)
    found = notebook.entropy(rare)
    assert_close(found, mean_surprise(rare), atol=0, rtol=1e-4, what="the entropy of what is nearly certain", hint=hint)


@points("entropy", 1)
def test_other_units(notebook, rng):
    """In another unit entropy is divided by the logarithm of its base: a fair coin has one bit."""
    p = distributions(rng, 4, 6)
    for base in (2, 10, float(rng.uniform(1.2, 1.9)), math.e):
        found = notebook.entropy(p, base)
        hint = "The argument `base` is the base of the logarithm: log_b t = log t / log b."
        assert_close(found, mean_surprise(p, base), what="the entropy in another unit", hint=hint)
    coins = torch.full((2, 2), 0.5, dtype=torch.float64)
    assert_close(notebook.entropy(coins, base=2), torch.ones(2), what="the entropy of fair coins in bits", hint=hint)


@points("entropy", 1)
def test_batches_keep_their_shape_and_dtype(notebook, rng):
    """Any batch axes in front stay, only the last axis is summed over, and float32 stays float32."""
    p = distributions(rng, 2, 3, 4)
    found = notebook.entropy(p)
    hint = "The outcomes are on the last axis, wherever that is: `dim=-1`."
    assert_shape(found, (2, 3), what="the entropies of a batch of 2 times 3 distributions", hint=hint)
    assert_close(found, mean_surprise(p), what="the entropies of a batch", hint=hint)
    found = notebook.entropy(p.float())
    assert_dtype(found, torch.float32, what="the entropy of float32 probabilities")
    assert_close(as_tensor(found), mean_surprise(p), rtol=1e-5, what="the entropy of float32 probabilities")
