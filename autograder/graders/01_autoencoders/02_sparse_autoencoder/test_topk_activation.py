"""Hidden tests of `topk_activation`: what is kept, ties and the ends of k, and through what the gradient flows."""

import torch

from autograder.testing import assert_close, assert_shape, inside, points, vjp


def keep(a, k):
    """Row by row, with Python's stable sort."""
    z = torch.zeros_like(a)
    for i, row in enumerate(a.tolist()):
        for j in sorted(range(len(row)), key=lambda j: -row[j])[: max(k, 0)]:
            z[i, j] = max(row[j], 0.0)
    return z


@inside
def call_and_look(ns, a, k):
    """What the pre-activations look like after a call."""
    ns.topk_activation(a, k)
    return a


@points("topk_activation", 2)
def test_largest_of_each_row(notebook, rng):
    """The k largest entries of each row keep value and place, if they are positive; all others are 0, but not in `a` itself."""
    for k in (1, 3, 6):
        a = rng.normal(7, 11) + torch.linspace(-1.5, 3, 7, dtype=torch.float64)[:, None]
        z = notebook.topk_activation(a, k)
        assert_shape(z, (7, 11), what="the code", hint="Entries that are not kept become 0; none goes away.")
        hint = "The largest, not the largest in absolute value; row by row; negative ones are cut off at 0."
        assert_close(z, keep(a, k), what="the code", hint=hint)
    found = notebook.topk_activation(a.float(), 4)
    assert_close(found, keep(a.float(), 4), dtype=torch.float32, what="the code for float32", hint="Keep the dtype.")
    hint = "Make a new tensor: methods with an underscore at their end, and `a[...] =`, write into what they are given."
    assert_close(notebook.run(call_and_look, a, 4), a, what="the caller's a after the call", hint=hint)


@points("topk_activation", 2)
def test_ties_and_ends(notebook, rng):
    """Among equals the lower index is kept, so never more than k; k = 0 keeps nothing, k = K or more is ReLU."""
    a = rng.integers(0, 3, (40, 9)).double() / 2
    for k in (2, 5):
        hint = "With ties a threshold keeps too many, and torch.topk does not say which: use a stable sort."
        assert_close(notebook.topk_activation(a, k), keep(a, k), what="the code where there are ties", hint=hint)
    long = torch.ones(2, 300, dtype=torch.float64)
    assert_close(notebook.topk_activation(long, 7), keep(long, 7), what="the code of equal entries", hint=hint)
    b = rng.normal(5, 6)
    assert_close(notebook.topk_activation(b, 0), torch.zeros(5, 6), what="the code for k = 0", hint="Nothing is kept.")
    for k in (6, 50):
        hint = "If k is the length of a row or more, every entry is kept."
        assert_close(notebook.topk_activation(b, k), torch.relu(b), what="the code for a k of K or more", hint=hint)


@points("topk_activation", 2)
def test_gradient_flows_through_what_is_kept(notebook, rng):
    """The gradient is 1 for entries that are kept and positive, 0 for the others, also where the example is all negative."""
    a, c = rng.normal(6, 10), rng.normal(6, 10)
    a[0] = -a[0].abs() - 0.1
    z, (d_a, _) = notebook.run(vjp, "topk_activation", [a, 4], c)
    expected = keep(a, 4)
    assert_close(z, expected, what="the code", hint="Keep the k largest of each row.")
    hint = "Through kept entries the gradient passes unchanged; through the others nothing passes."
    assert_close(d_a, c * (expected > 0), what="the gradient", hint=hint)
