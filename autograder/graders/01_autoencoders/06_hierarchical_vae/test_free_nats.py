"""Hidden tests of `free_nats`: groups above and below the floor, floors of their own, gradients."""

import torch

from autograder.testing import assert_close, assert_dtype, assert_shape, points, vjp


@points("free_nats", 2)
def test_charges_what_exceeds_the_floor(notebook, rng):
    """Each group costs its mean over the minibatch, or the floor if that is more; groups add up."""
    hint = "The mean over examples first, the maximum for each group next, the sum of the groups last."
    scale = torch.tensor([0.2, 1.0, 3.0, 0.5, 6.0], dtype=torch.float64)
    kl = rng.uniform(0, 2, (40, 5)) * scale  # means near 0.2, 1, 3, 0.5, 6, examples on both sides of the floors
    for floor in (0.0, 0.35, 0.75, 2.0, 10.0):
        want = kl.mean(0).clamp(min=floor).sum()
        found = notebook.free_nats(kl, floor)
        assert_close(found, want, what="the price", hint=hint)
        assert_dtype(found, torch.float64, what="the price", hint="float64 in, float64 out.")
    small = kl.float()
    want = small.double().mean(0).clamp(min=0.75).sum()
    assert_close(notebook.free_nats(small, 0.75), want, rtol=1e-5, what="the price in float32", dtype=torch.float32)


@points("free_nats", 1)
def test_groups_with_floors_of_their_own(notebook, rng):
    """Each group may have another floor, in whichever dtype, and there may be one group or one example."""
    kl, floor = rng.uniform(0, 4, (12, 6)), rng.uniform(0, 1, (6,)) + 3 * (torch.arange(6) % 2)  # below and above 2
    want = torch.maximum(kl.mean(0), floor).sum()
    assert_close(
        notebook.free_nats(kl, floor), want, what="the price", hint="Entry k of the floor belongs to column k."
    )
    small = kl.float()
    want = torch.maximum(small.double().mean(0), floor).sum()
    what = "the price of float32 nats with floors in float64"
    hint = "The price is of kl's dtype, whatever the floors are of."
    assert_close(notebook.free_nats(small, floor), want, rtol=1e-5, what=what, dtype=torch.float32, hint=hint)
    assert_close(notebook.free_nats(kl[:, :1], 1.0), kl[:, :1].mean().clamp(min=1.0), what="the price of one group")
    assert_close(notebook.free_nats(kl[:1], 2.0), kl[:1].clamp(min=2.0).sum(), what="the price of one example")


@points("free_nats", 2)
def test_pushes_nobody_to_sleep(notebook, rng):
    """Below its floor a group has no gradient, in any row; above it every example of the group has the same."""
    kl = torch.cat([rng.uniform(0, 1, (8, 2)), rng.uniform(2, 3, (8, 2))], 1)
    kl[0, 0], kl[0, 2] = 3.0, 0.1  # one example above the floor in a cheap group, and one below it in a dear group
    hint = "One number for the minibatch, without axes."
    assert_shape(notebook.free_nats(kl, 1.5), (), what="the price", hint=hint)
    _, (found, _) = notebook.run(vjp, "free_nats", [kl, 1.5], torch.tensor(1.0, dtype=torch.float64))
    want = torch.tensor([0.0, 0.0, 1 / 8, 1 / 8], dtype=torch.float64).expand(8, 4)
    hint = "The floor is one for the group's mean: single examples may be above or below it."
    assert_close(found, want, what="the gradient", hint=hint)
