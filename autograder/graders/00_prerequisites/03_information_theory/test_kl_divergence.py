"""Hidden tests of `kl_divergence`: whose mean it is, what is impossible under either, batches."""

import math

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, points, require


def distributions(rng, *shape):
    """Random distributions along the last axis, every outcome possible."""
    p = rng.uniform(0.05, 1, shape)
    return p / p.sum(dim=-1, keepdim=True)


def divergence(p, q):
    """Equation (3), pair by pair and outcome by outcome, with its two conventions."""

    def of_pair(a, b):
        return sum(s * math.log(s / t) if t > 0 else math.inf for s, t in zip(a, b, strict=True) if s > 0)

    rows = zip(p.reshape(-1, p.shape[-1]).tolist(), q.reshape(-1, q.shape[-1]).tolist(), strict=True)
    return torch.tensor([of_pair(a, b) for a, b in rows], dtype=torch.float64).reshape(p.shape[:-1])


@points("kl_divergence", 2)
def test_mean_under_the_first(notebook, rng):
    """KL(p, q) averages over its first argument, sums over outcomes, and has one value for each pair, zero for equal ones."""
    for outcomes in (2, 9):
        p, q = distributions(rng, 6, outcomes), distributions(rng, 6, outcomes)
        found = notebook.kl_divergence(p, q)
        assert_shape(
            found, (6,), what="the divergences", hint="One number for each pair: nothing is averaged over a batch."
        )
        hint = "The mean of log p - log q is taken under p, the first argument, as a sum over outcomes."
        assert_close(found, divergence(p, q), what="KL(p, q)", hint=hint)
        assert_close(notebook.kl_divergence(q, p), divergence(q, p), what="KL(q, p)", hint=hint)
        same = notebook.kl_divergence(p, p.clone())
        assert_close(same, torch.zeros(6), atol=1e-12, what="the divergence of a distribution from itself", hint=hint)


@points("kl_divergence", 1)
def test_denying_what_happens_costs_infinitely_much(notebook, rng):
    """Where q calls something impossible that can happen under p, the divergence is infinite, and only there."""
    p, q = distributions(rng, 4, 5), distributions(rng, 4, 5)
    for row, outcome in ((1, 0), (3, 4)):
        q[row, outcome] = 0
    q = q / q.sum(dim=-1, keepdim=True)
    found = as_tensor(notebook.kl_divergence(p, q), "the divergences")
    assert_shape(found, (4,), what="the divergences")
    hint = "No code word was left for it. A small constant inside the logarithm sells the impossible at a modest price."
    require(bool(torch.isposinf(found[[1, 3]]).all()), "denying what can happen has a finite price", hint=hint)
    assert_close(found[[0, 2]], divergence(p, q)[[0, 2]], what="the divergence of the other pairs in the batch")
    rare = torch.tensor([1e-12, 1 - 1e-12], dtype=torch.float64)
    certain = torch.tensor([0.0, 1.0], dtype=torch.float64)
    found = as_tensor(notebook.kl_divergence(rare, certain), "the divergence").reshape(-1)
    require(bool(torch.isposinf(found).all()), "denying what hardly ever happens has a finite price", hint=hint)


@points("kl_divergence", 1)
def test_what_p_excludes_adds_nothing(notebook, rng):
    """Outcomes that are impossible under p add nothing, whether q allows them or not; nothing is NaN."""
    p, q = distributions(rng, 5, 4), distributions(rng, 5, 4)
    p[0, 1] = p[1, 0] = p[1, 3] = p[2, 2] = q[2, 2] = p[3, 0] = q[3, 0] = q[3, 1] = 0
    p, q = p / p.sum(dim=-1, keepdim=True), q / q.sum(dim=-1, keepdim=True)
    hint = "0 log 0 counts as 0, and so does 0 log(0 / 0): replace such terms, and no others."
    assert_close(
        notebook.kl_divergence(p, q), divergence(p, q), what="the divergence with impossible outcomes", hint=hint
    )
    certain = torch.eye(3, dtype=torch.float64)
    even = torch.full((3, 3), 1 / 3, dtype=torch.float64)
    found = notebook.kl_divergence(certain, even)
    assert_close(found, torch.full((3,), math.log(3)), what="the divergence of what is certain", hint=hint)


@points("kl_divergence", 1)
def test_batches_keep_their_shape_and_dtype(notebook, rng):
    """Any batch axes in front stay, one pair gives one number, and float32 stays float32."""
    p, q = distributions(rng, 2, 3, 4), distributions(rng, 2, 3, 4)
    hint = "The outcomes are on the last axis, wherever that is: `dim=-1`."
    found = notebook.kl_divergence(p, q)
    assert_shape(found, (2, 3), what="the divergences of a batch of 2 times 3 pairs", hint=hint)
    assert_close(found, divergence(p, q), what="the divergences of a batch", hint=hint)
    assert_close(notebook.kl_divergence(p[0, 0], q[0, 0]), divergence(p, q)[0, 0], what="the divergence of one pair")
    found = notebook.kl_divergence(p.float(), q.float())
    assert_dtype(found, torch.float32, what="the divergence of float32 probabilities")
    assert_close(as_tensor(found), divergence(p, q), rtol=1e-4, what="the divergence of float32 probabilities")
