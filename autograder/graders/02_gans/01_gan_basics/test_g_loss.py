"""Hidden tests of `g_loss`: values, who pulls how hard, large logits."""

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, points, raises, require, vjp

MODES = ("minimax", "ns", "ls", "hinge", "wgan")
LARGE = "log(1 - sigmoid(l)) rounds to log(0): write it with softplus. A clamp gives wrong values and slope 0."


def expected_loss(f, mode):
    """Table (4), in float64."""
    if mode in ("minimax", "ns"):
        sign = -1 if mode == "minimax" else 1
        return sign * torch.logaddexp(torch.zeros_like(f), -sign * f).mean()
    return 0.5 * ((f - 1) ** 2).mean() if mode == "ls" else -f.mean()


def expected_gradient(f, mode):
    """Of table (4) with respect to the logits, by hand."""
    slope = {"minimax": -torch.sigmoid(f), "ns": -torch.sigmoid(-f), "ls": f - 1}
    return slope.get(mode, -torch.ones_like(f)) / f.numel()


def pull(notebook, f, mode):
    """Value and gradient of the student's loss."""
    loss, gradients = notebook.run(vjp, "g_loss", [f, mode], torch.ones((), dtype=f.dtype))
    return loss, as_tensor(gradients[0], "the gradient")


@points("g_loss", 2)
def test_values_of_all_modes(notebook, rng):
    """Each mode has its value, averaged over all fakes, whatever their shape."""
    for mode in MODES:
        for shape in ((8,), (5, 1), (2, 3, 2)):
            f = 2 * rng.normal(*shape)
            loss = notebook.g_loss(f, mode)
            assert_shape(loss, (), what=f"the loss of mode {mode}", hint="One number, as a tensor.")
            hint = "Third column of table (4): the loss falls as the logits of fakes rise. A mean, not a sum."
            assert_close(loss, expected_loss(f, mode), what=f"the loss of mode {mode}", hint=hint)
    f = rng.normal(6)
    assert_close(
        notebook.g_loss(f), expected_loss(f, "ns"), what="the loss without a mode", hint='The default is "ns".'
    )
    assert_dtype(notebook.g_loss(f.float(), "ls"), torch.float32, what="the loss of float32 logits")


@points("g_loss", 2)
def test_who_pulls_how_hard(notebook, rng):
    """Fakes that D recognises get a strong pull from the non-saturating loss, and hardly any from the minimax loss."""
    for mode in MODES:
        f = 3 * rng.normal(10)
        _, gradient = pull(notebook, f, mode)
        hint = "Equation (5). Do the logits reach the loss without detach, item or numpy?"
        assert_close(gradient, expected_gradient(f, mode), what=f"the gradient in mode {mode}", hint=hint)
    recognised = -8 - rng.uniform(0, 1, (10,))
    (_, weak), (_, strong) = (pull(notebook, recognised, mode) for mode in ("minimax", "ns"))
    hint = "Which of the two losses gives up where D is sure? Are they swapped?"
    require(float(weak.abs().max()) < 1e-4, "the minimax loss should saturate where D is sure", hint=hint)
    require(float(strong.abs().min()) > 0.09, "the non-saturating loss saturates where D is sure", hint=hint)


@points("g_loss", 1)
def test_large_logits_do_no_harm(notebook, rng):
    """In float32 a detective who is sure leaves the loss and its gradient finite and right; unknown modes are refused."""
    for mode in MODES:
        for size in (80.0, 200.0, 5000.0):
            f = size * torch.tensor([1.0, -1.0, -1.0, 1.0]) + rng.normal(4).float()
            loss, gradient = pull(notebook, f, mode)
            what = f"for logits of size {size:.0f} in mode {mode}"
            hint = (
                LARGE if mode in ("minimax", "ns") else "The row of table (4) as it stands, and no clamp of the logits."
            )
            rounding = 1e-6 * size  # of a float32 sum, where large terms cancel
            assert_close(
                loss, expected_loss(f.double(), mode), rtol=1e-5, atol=rounding, what=f"the loss {what}", hint=hint
            )
            wanted = expected_gradient(f.double(), mode)
            assert_close(gradient, wanted, rtol=1e-4, what=f"the gradient {what}", hint=hint)
    with raises(
        "ValueError", what="g_loss with a mode that is not in the table", hint="End with `raise ValueError(…)`."
    ):
        notebook.g_loss(rng.normal(3), "wasserstein")
