"""Hidden tests of `clip_grad_norm`: one norm and one factor, small gradients, NaN, what comes back."""

import math

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, inside, points, require


@inside
def clip(ns, grads, max_norm):
    """The answer, and the gradients that were handed in after the call."""
    grads = [grad.clone() for grad in grads]
    clipped, norm = ns.clip_grad_norm(grads, max_norm)
    return list(clipped), norm, grads


def ask(notebook, grads, max_norm):
    """Clipped gradients and the norm, as float64; what was handed in has to be what it was."""
    clipped, norm, after = notebook.run(clip, grads, max_norm)
    require(len(clipped) == len(grads), "there are not as many clipped gradients as gradients")
    hint = "`grad *= factor` writes into the caller's tensor."
    for now, before in zip(after, grads, strict=True):
        assert_close(now, before, rtol=0, atol=0, what="a gradient that was handed in", hint=hint)
    norm = as_tensor(norm, "the norm").reshape(-1)
    require(norm.numel() == 1, "the norm has to be one number", hint="One norm for all gradients together.")
    for result, grad in zip(clipped, grads, strict=True):
        assert_shape(result, tuple(grad.shape), what="a clipped gradient")
    return clipped, float(norm[0])


def total_norm(grads):
    """Of all entries, as if they stood in one vector."""
    return float(torch.cat([grad.double().reshape(-1) for grad in grads]).norm())


def draw(rng, size):
    """Gradients of three layers whose sizes differ, with a norm of this size."""
    grads = [5 * rng.normal(3, 4), rng.normal(5), 0.2 * rng.normal(2, 2, 2)]
    norm = total_norm(grads)
    return [grad * (size / norm) for grad in grads]


@points("clip_grad_norm", 2)
def test_keeps_the_direction(notebook, rng):
    """Large gradients are scaled by one factor for all, to the norm that is allowed; the norm from before is returned."""
    for size, max_norm in ((50.0, 1.0), (3.0, 2.9), (1e4, 0.1), (7.0, 5.0)):
        grads = draw(rng, size)
        clipped, norm = ask(notebook, grads, max_norm)
        hint = "The root of the sum of ALL squares, as it was before clipping."
        assert_close(norm, size, rtol=1e-5, what="the norm", hint=hint)
        hint = "One factor for all tensors: max_norm over the norm of all of them together."
        for result, grad in zip(clipped, grads, strict=True):
            assert_close(result, grad * (max_norm / size), rtol=2e-5, atol=0, what="a clipped gradient", hint=hint)


@points("clip_grad_norm", 1)
def test_small_gradients_stay(notebook, rng):
    """Gradients within the limit are not changed, be they zero, none at all, or without a limit."""
    hint = "Clipping never makes a gradient longer: the factor is at most 1."
    for size, max_norm in ((0.5, 1.0), (1e-4, 3.0), (0.99, 1.0), (1e6, math.inf)):
        grads = draw(rng, size)
        clipped, norm = ask(notebook, grads, max_norm)
        assert_close(norm, size, rtol=1e-5, atol=0, what="the norm of small gradients", hint="The root of all squares.")
        for result, grad in zip(clipped, grads, strict=True):
            assert_close(result, grad, rtol=2e-5, atol=0, what="a gradient within the limit", hint=hint)
    some = [rng.normal(3) * 10, torch.zeros(2, 2, dtype=torch.float64)]
    for grads in ([torch.zeros(3, dtype=torch.float64)], some, []):
        clipped, norm = ask(notebook, grads, 1.0)
        expected = total_norm(grads) if grads else 0.0
        hint = "Zeros stay zeros: nothing may be divided by a norm of 0."
        assert_close(norm, expected, what="the norm", hint=hint)
        for result, grad in zip(clipped, grads, strict=True):
            assert_close(
                result, grad * min(1, 1 / expected) if expected else grad, what="a clipped gradient", hint=hint
            )


@points("clip_grad_norm", 1)
def test_no_direction_no_step(notebook, rng):
    """A NaN or an infinite entry anywhere makes all clipped gradients zero, and the norm tells."""
    for bad in (math.nan, math.inf, -math.inf):
        for where in (0, 1):
            for max_norm in (1.0, math.inf):
                grads = [rng.normal(2, 2), rng.normal(3)]
                grads[where].view(-1)[1] = bad
                clipped, norm = ask(notebook, grads, max_norm)
                message = "the norm of gradients that are not finite should not be finite"
                require(not math.isfinite(norm), message, hint="Return the norm as it is.")
                for result in clipped:
                    hint = "0 * NaN is NaN: make new zeros, of all the tensors' shapes."
                    what = "a clipped gradient where some entry is not finite"
                    assert_close(result, torch.zeros_like(as_tensor(result)), rtol=0, atol=0, what=what, hint=hint)


@points("clip_grad_norm", 1)
def test_shapes_and_dtypes_stay(notebook, rng):
    """Each clipped gradient has the shape and the dtype of its own, whether it was clipped or not, or not finite."""
    for size in (0.1, 20.0, math.nan):
        grads = [
            (size * rng.normal(2, 3)).float(),
            size * torch.ones(4, dtype=torch.float64),
            size * torch.tensor(3.0, dtype=torch.float32),
        ]
        clipped, _ = ask(notebook, grads, 1.0)
        for result, grad in zip(clipped, grads, strict=True):
            assert_dtype(
                result, grad.dtype, what="a clipped gradient", hint="A Python number times a tensor keeps its dtype."
            )
        if size == 20.0:
            message = "float32 gradients are longer than allowed"
            require(total_norm([as_tensor(grad) for grad in clipped]) <= 1 + 1e-5, message, hint="One factor for all.")
