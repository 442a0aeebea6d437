"""Hidden tests of `js_divergence`: both forms of equation (6), its bound, batches."""

import math

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, points


def distributions(rng, *shape):
    """Random distributions along the last axis, every outcome possible."""
    p = rng.uniform(0.05, 1, shape) ** 2
    return p / p.sum(dim=-1, keepdim=True)


def entropy_of(p):
    """In nats."""
    return -torch.xlogy(p, p).sum(dim=-1)


def divergence(p, q):
    """The second form of equation (6)."""
    return entropy_of((p + q) / 2) - entropy_of(p) / 2 - entropy_of(q) / 2


@points("js_divergence", 1)
def test_half_of_each_to_the_mixture(notebook, rng):
    """It is the mean of both divergences to the half-and-half mixture, the same for (p, q) and (q, p), zero for equal ones."""
    p, q = distributions(rng, 6, 5), distributions(rng, 6, 5)
    hint = "Both divergences go FROM p and q TO their mean, and half of each counts; in nats, without a root."
    found = notebook.js_divergence(p, q)
    assert_shape(found, (6,), what="the divergences")
    assert_close(found, divergence(p, q), what="the Jensen-Shannon divergence", hint=hint)
    assert_close(notebook.js_divergence(q, p), found, what="the divergence with its arguments swapped", hint=hint)
    same = notebook.js_divergence(p, p.clone())
    assert_close(same, torch.zeros(6), atol=1e-12, what="the divergence of equal distributions", hint=hint)


@points("js_divergence", 1)
def test_at_most_log_two(notebook, rng):
    """It is finite where either is zero, or both are, and log 2 exactly where nothing overlaps."""
    p, q = distributions(rng, 4, 6), distributions(rng, 4, 6)
    p[:3, :3], q[:3, 3:] = 0, 0
    p[3, 0], q[3, 1], p[3, 5], q[3, 5] = 0, 0, 0, 0
    p, q = p / p.sum(dim=-1, keepdim=True), q / q.sum(dim=-1, keepdim=True)
    hint = "Divergences to the MIXTURE are finite, for it is positive wherever p or q is. And 0 log 0 is 0."
    found = as_tensor(notebook.js_divergence(p, q), "the divergences")
    assert_close(found, divergence(p, q), what="the divergence with impossible outcomes", hint=hint)
    assert_close(found[:3], torch.full((3,), math.log(2)), what="the divergence where nothing overlaps", hint=hint)


@points("js_divergence", 1)
def test_batches_keep_their_shape_and_dtype(notebook, rng):
    """Any batch axes in front stay, one pair gives one number, and float32 stays float32."""
    p, q = distributions(rng, 2, 3, 4), distributions(rng, 2, 3, 4)
    found = notebook.js_divergence(p, q)
    hint = "The outcomes are on the last axis, and nothing else is summed or averaged over."
    assert_shape(found, (2, 3), what="the divergences of a batch of 2 times 3 pairs", hint=hint)
    assert_close(found, divergence(p, q), what="the divergences of a batch", hint=hint)
    assert_close(notebook.js_divergence(p[1, 2], q[1, 2]), divergence(p, q)[1, 2], what="the divergence of one pair")
    found = notebook.js_divergence(p.float(), q.float())
    assert_dtype(found, torch.float32, what="the divergence of float32 probabilities")
    what = "the divergence of float32 probabilities"
    assert_close(as_tensor(found), divergence(p, q), rtol=1e-4, atol=1e-6, what=what)
