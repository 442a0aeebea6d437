"""Hidden tests of `inverse_cdf_sample`: the staircase, its edges, and its ends."""

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, points, require


def draw(notebook, u, p):
    """The outcomes, whole numbers of u's shape."""
    answer = notebook.inverse_cdf_sample(u, p)
    assert_shape(answer, tuple(u.shape), what="the outcomes", hint="One outcome for each uniform number.")
    assert_dtype(answer, torch.int64, what="the outcomes", hint="Outcomes are indices: int64.")
    return as_tensor(answer)


def by_hand(u, p):
    """The first step that lies above u, one at a time."""
    flat = []
    for value in u.reshape(-1).tolist():
        total = 0.0
        for k, share in enumerate(p.tolist()):
            total += share
            if value < total:
                flat.append(k)
                break
    return torch.tensor(flat, dtype=torch.float64).reshape(u.shape)


@points("inverse_cdf_sample", 2)
def test_staircase(notebook, rng):
    """Each outcome is drawn for the u between the sums before and after it, whatever the order of the probabilities."""
    p = rng.uniform(0.05, 1.0, (7,))
    p = p / p.sum()
    u = rng.uniform(0, 0.999, (40, 3))
    found = draw(notebook, u, p)
    hint = "The smallest k with u < p[0] + ... + p[k], counted from 0, with the probabilities in the order given."
    assert_close(found, by_hand(u, p), what="the outcomes", hint=hint)
    even = (torch.arange(2000, dtype=torch.float64) + 0.5) / 2000
    counts = torch.bincount(draw(notebook, even, p).long().clamp(0, 6), minlength=7) / 2000
    hint = "Spread u evenly, and each outcome must come as often as its probability says."
    require(float((counts - p).abs().max()) < 2e-3, "the outcomes do not have the probabilities p", hint=hint)


@points("inverse_cdf_sample", 1)
def test_edges_of_steps(notebook, rng):
    """At an edge the upper step begins; what has probability 0 is not drawn, not even for u = 0."""
    # Eighths have no rounding, so edges can be hit exactly.
    order = rng.numpy.permutation([0.125, 0.25, 0.0, 0.375, 0.0, 0.25])
    p = torch.cat([torch.zeros(2, dtype=torch.float64), torch.from_numpy(order)])
    u = torch.arange(8, dtype=torch.float64) / 8
    found = draw(notebook, u, p)
    require(bool((p[found.long().clamp(0, 7)] > 0).all()), "an outcome of probability 0 was drawn", hint="Try u = 0.")
    hint = "u < p[0] + ... + p[k], strictly: a u that equals the sum belongs to the next outcome."
    assert_close(found, by_hand(u, p), what="the outcomes at the edges of the steps", hint=hint)
    only = torch.tensor([0.0, 1.0, 0.0]).double()
    found = draw(notebook, torch.tensor(0.0).double(), only)
    assert_close(found, 1.0, what="the outcome where only one is possible", hint="u may have no axes at all.")


@points("inverse_cdf_sample", 1)
def test_rounding_at_the_end(notebook, rng):
    """Where rounding leaves u above the last sum, the last possible outcome is drawn, and nothing beyond."""
    almost = torch.tensor([1 - 2.0**-53], dtype=torch.float64)  # the largest number below 1
    for zeros in (0, 3):
        p = torch.cat([torch.full((10,), 0.1).double(), torch.zeros(zeros).double()])
        p[:10] = 0.1
        found = draw(notebook, almost, p)
        hint = "Ten tenths sum to less than 1. An index beyond the last is none, and the last p may be 0."
        assert_close(found, [9.0], what="the outcome for the largest u", hint=hint)
    p = rng.uniform(0.5, 1.0, (6,))
    p = torch.cat([p / p.sum() * (1 - 1e-9), torch.zeros(1).double()])
    u = torch.tensor([0.0, 1 - 1e-12], dtype=torch.float64)
    hint = "Here the probabilities sum to a little less than 1."
    assert_close(draw(notebook, u, p), [0.0, 5.0], what="the outcomes where p sums to less than 1", hint=hint)
