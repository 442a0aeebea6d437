"""Hidden tests of `affine`: there, back against autograd, and what `back` may be asked."""

import numpy as np
import torch

from autograder.testing import assert_close, assert_dtype, assert_shape, inside, points, require

NAMES = ("g_x", "g_W", "g_b")


@inside
def pass_through(ns, arrays, gs):
    """The output, what `back` makes of each g, and all that was handed in, afterwards. None if it is no pair."""
    arrays, gs = [np.array(a) for a in arrays], [np.array(g) for g in gs]
    answer = ns.affine(*arrays)
    if not isinstance(answer, tuple | list) or len(answer) != 2 or not callable(answer[1]):
        return None
    return answer[0], [answer[1](g) for g in gs], arrays, gs


def draw(rng, count, inputs, outputs):
    """A batch, weights, biases."""
    return [rng.normal(count, inputs), rng.normal(outputs, inputs), rng.normal(outputs)]


def reference(arrays, g):
    """Output and gradients by autograd."""
    leaves = [a.double().clone().requires_grad_() for a in arrays]
    y = leaves[0] @ leaves[1].T + leaves[2]
    return y.detach(), torch.autograd.grad(y, leaves, g.double())


def ask(notebook, arrays, gs):
    """The student's output, and gradients for each g, of the right form."""
    answer = notebook.run(pass_through, [a.numpy() for a in arrays], [g.numpy() for g in gs])
    require(answer is not None, "`affine` has to return a pair: the output, and a function", hint="return y, back")
    y, gradients, arrays_after, gs_after = answer
    for each in gradients:
        is_triple = isinstance(each, tuple | list) and len(each) == 3
        require(is_triple, "`back` has to return three gradients", hint="(g_x, g_W, g_b)")
    hint = "Nothing that was handed in is changed: `g *= ...` writes into the caller's array."
    for before, after in zip([*arrays, *gs], [*arrays_after, *gs_after], strict=True):
        assert_close(after, before, rtol=0, atol=0, what="an array that was handed in, after the call", hint=hint)
    return y, gradients


def compare(found, right, arrays, rtol):
    """Three gradients."""
    hints = (
        "Each input moves all outputs of its example, with the weights as slopes.",
        "Each weight moves its output in every example: a sum over examples of g times what came in.",
        "Each bias moves its output in every example: a sum over examples.",
    )
    for name, gradient, expected, array, hint in zip(NAMES, found, right, arrays, hints, strict=True):
        assert_shape(gradient, tuple(array.shape), what=name, hint="A gradient has the shape of what it belongs to.")
        assert_close(gradient, expected, rtol=rtol, what=name, hint=hint)


@points("affine", 1)
def test_the_way_there(notebook, rng):
    """The output is x W^T + b for every example, for all sizes."""
    for sizes in ((5, 3, 4), (4, 4, 4), (1, 2, 3), (3, 1, 1), (2, 5, 1)):
        arrays = draw(rng, *sizes)
        g = rng.normal(sizes[0], sizes[2])
        y, _ = ask(notebook, arrays, [g])
        hint = "One row for each example; row i of W belongs to output i; the bias is added to every example."
        assert_close(y, reference(arrays, g)[0], rtol=1e-10, what="the output", hint=hint)


@points("affine", 3)
def test_the_way_back(notebook, rng):
    """The gradients with respect to input, weights and biases are those of the chain rule, whatever arrives."""
    for sizes in ((5, 3, 4), (4, 4, 4), (6, 2, 2), (3, 1, 5), (2, 5, 1)):
        arrays = draw(rng, *sizes)
        g = rng.normal(sizes[0], sizes[2])
        _, (found,) = ask(notebook, arrays, [g])
        compare(found, reference(arrays, g)[1], arrays, 1e-9)


@points("affine", 1)
def test_a_batch_of_one_other_dtypes_and_asking_again(notebook, rng):
    """A batch of one works; float32 stays float32; `back` may be called again, with another g."""
    arrays = draw(rng, 1, 3, 2)
    gs = [rng.normal(1, 2), rng.normal(1, 2), torch.zeros(1, 2, dtype=torch.float64)]
    _, gradients = ask(notebook, arrays, gs)
    for g, found in zip(gs, gradients, strict=True):
        compare(found, reference(arrays, g)[1], arrays, 1e-9)
    for dtype, rtol in ((torch.float32, 1e-5), (torch.float64, 1e-9)):
        arrays = [a.to(dtype) for a in draw(rng, 4, 3, 2)]
        g = rng.normal(4, 2).to(dtype)
        y, (found,) = ask(notebook, arrays, [g])
        right_y, right = reference(arrays, g)
        assert_close(y, right_y, rtol=rtol, what="the output")
        compare(found, right, arrays, rtol)
        for name, result in zip(("the output", *NAMES), (y, *found), strict=True):
            assert_dtype(result, dtype, what=name, hint="Results have the dtype of x.")
