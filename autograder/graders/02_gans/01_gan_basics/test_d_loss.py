"""Hidden tests of `d_loss`: values, gradients, large logits, batches of unlike size."""

import torch

from autograder.testing import assert_close, assert_dtype, assert_shape, points, raises, vjp

MODES = ("minimax", "ns", "ls", "hinge", "wgan")
LARGE = "log(sigmoid(l)) rounds to log(0): write it with softplus. A clamp gives wrong values and slope 0."


def expected_loss(r, f, mode):
    """Table (4), in float64."""
    if mode in ("minimax", "ns"):
        return torch.logaddexp(torch.zeros_like(r), -r).mean() + torch.logaddexp(torch.zeros_like(f), f).mean()
    if mode == "ls":
        return 0.5 * ((r - 1) ** 2).mean() + 0.5 * (f**2).mean()
    if mode == "hinge":
        return (1 - r).clamp(min=0).mean() + (1 + f).clamp(min=0).mean()
    return f.mean() - r.mean()


def expected_gradients(r, f, mode):
    """Of table (4) with respect to the logits, by hand."""
    slopes = {
        "ns": (-torch.sigmoid(-r), torch.sigmoid(f)),
        "ls": (r - 1, f),
        "hinge": (-(r < 1).double(), (f > -1).double()),
        "wgan": (-torch.ones_like(r), torch.ones_like(f)),
    }
    of_r, of_f = slopes["ns" if mode == "minimax" else mode]
    return of_r / r.numel(), of_f / f.numel()


@points("d_loss", 2)
def test_values_of_all_modes(notebook, rng):
    """Each mode has its value: reals and fakes each averaged by themselves, whatever their numbers and shapes."""
    for mode in MODES:
        for shapes in (((7,), (7,)), ((12,), (5,)), ((3, 1), (4, 2))):
            r, f = (2 * rng.normal(*shape) for shape in shapes)
            loss = notebook.d_loss(r, f, mode)
            hint = "Two means, one for each batch. Signs, halves and labels as in table (4); real is what D wants high."
            assert_shape(loss, (), what=f"the loss of mode {mode}", hint="One number, as a tensor.")
            assert_close(loss, expected_loss(r, f, mode), what=f"the loss of mode {mode}", hint=hint)
    r, f = rng.normal(6), rng.normal(6)
    assert_close(
        notebook.d_loss(r, f), expected_loss(r, f, "ns"), what="the loss without a mode", hint='The default is "ns".'
    )
    assert_dtype(notebook.d_loss(r.float(), f.float(), "hinge"), torch.float32, what="the loss of float32 logits")


@points("d_loss", 1)
def test_gradients_reach_both_batches(notebook, rng):
    """Gradients flow to the logits of reals and of fakes, with the slopes that belong to each mode."""
    for mode in MODES:
        r, f = 2 * rng.normal(6), 2 * rng.normal(9)
        _, gradients = notebook.run(vjp, "d_loss", [r, f, mode], torch.tensor(1.0, dtype=torch.float64))
        for found, wanted, which in zip(gradients, expected_gradients(r, f, mode), ("real", "fake"), strict=False):
            hint = "Do the logits go through detach, item, numpy, or a comparison?"
            assert_close(found, wanted, what=f"the gradient to the {which} logits in mode {mode}", hint=hint)


@points("d_loss", 2)
def test_large_logits_do_no_harm(notebook, rng):
    """In float32 a detective who is sure, rightly or wrongly, leaves the loss and its gradient finite and right."""
    for mode in MODES:
        for size in (80.0, 200.0, 5000.0):
            r, f = (
                size * torch.tensor(signs) + rng.normal(4).float() for signs in ([1.0, -1, 1, -1], [1.0, 1, -1, -1])
            )
            loss, gradients = notebook.run(vjp, "d_loss", [r, f, mode], torch.tensor(1.0))
            hint = (
                LARGE if mode in ("minimax", "ns") else "The row of table (4) as it stands, and no clamp of the logits."
            )
            what = f"for logits of size {size:.0f} in mode {mode}"
            expected = expected_loss(r.double(), f.double(), mode)
            rounding = 1e-6 * size  # of float32 sums, where the two means cancel
            assert_close(loss, expected, rtol=1e-5, atol=rounding, what=f"the loss {what}", hint=hint)
            wanted = expected_gradients(r.double(), f.double(), mode)
            assert_close(gradients[0], wanted[0], rtol=1e-4, what=f"the gradient to real {what}", hint=hint)
            assert_close(gradients[1], wanted[1], rtol=1e-4, what=f"the gradient to fake {what}", hint=hint)
    with raises(
        "ValueError", what="d_loss with a mode that is not in the table", hint="End with `raise ValueError(…)`."
    ):
        notebook.d_loss(rng.normal(3), rng.normal(3), "wasserstein")
