"""Hidden tests of `mlp_loss`: the loss, and every gradient against autograd, for networks of all depths."""

from itertools import pairwise

import numpy as np
import torch

from autograder.testing import assert_close, assert_dtype, assert_shape, inside, points, require


@inside
def ask_loss(ns, params, x, y):
    """What is returned, and all that was handed in, afterwards."""
    params, x, y = [(np.array(W), np.array(b)) for W, b in params], np.array(x), np.array(y)
    return ns.mlp_loss(params, x, y), [part for pair in params for part in pair], x


def draw(rng, widths, count):
    """Parameters, a batch, classes."""
    params = [(rng.normal(b, a) / a**0.5, 0.5 * rng.normal(b)) for a, b in pairwise(widths)]
    return params, rng.normal(count, widths[0]), rng.integers(0, widths[-1], (count,))


def reference(params, x, y):
    """Loss and gradients by autograd, in float64."""
    leaves = [(W.double().clone().requires_grad_(), b.double().clone().requires_grad_()) for W, b in params]
    a = x.double()
    for i, (W, b) in enumerate(leaves):
        a = (a.relu() if i else a) @ W.T + b
    loss = torch.nn.functional.cross_entropy(a, y)
    flat = torch.autograd.grad(loss, [part for pair in leaves for part in pair])
    return loss.detach(), flat


def ask(notebook, params, x, y):
    """The loss, and all gradients in a flat list, of the right form."""
    plain = [(W.numpy(), b.numpy()) for W, b in params]
    answer, params_after, x_after = notebook.run(ask_loss, plain, x.numpy(), y.numpy())
    is_pair = isinstance(answer, tuple | list) and len(answer) == 2
    require(is_pair, "`mlp_loss` has to return two things", hint="return loss, grads")
    loss, grads = answer
    assert_shape(loss, (), what="the loss", hint="One number for the batch.")
    is_list = isinstance(grads, tuple | list) and len(grads) == len(params)
    require(
        is_list, "there has to be one pair of gradients for each layer with weights", hint="In the order of params."
    )
    is_paired = all(isinstance(pair, tuple | list) and len(pair) == 2 for pair in grads)
    require(is_paired, "each layer's gradients have to be a pair", hint="(g_W, g_b), as in params.")
    hint = "Nothing that was handed in is changed: taking a step is somebody else's work."
    for before, after in zip([part for pair in params for part in pair], params_after, strict=True):
        assert_close(after, before, rtol=0, atol=0, what="a parameter after the call", hint=hint)
    assert_close(x_after, x, rtol=0, atol=0, what="the caller's batch after the call", hint=hint)
    return loss, [part for pair in grads for part in pair]


def compare_gradients(notebook, params, x, y, rtol=1e-8):
    """Every gradient."""
    loss, found = ask(notebook, params, x, y)
    _, right = reference(params, x, y)
    flat = [part for pair in params for part in pair]
    for i, (gradient, expected, part) in enumerate(zip(found, right, flat, strict=True)):
        what = f"the gradient of {'Wb'[i % 2]} in layer {i // 2 + 1} of {len(params)}"
        hint = "Are the pairs in the order of params? A gradient has the shape of what it belongs to."
        assert_shape(gradient, tuple(part.shape), what=what, hint=hint)
        hint = "Every `back` once, the last layer's first; each gets what the one after it returned for its input."
        assert_close(gradient, expected, rtol=rtol, atol=1e-11, what=what, hint=hint)
    return loss, found


@points("mlp_loss", 2)
def test_loss(notebook, rng):
    """The loss is the mean surprise at the end of the chain: a ReLU between two layers, and none after the last."""
    hint = "affine, ReLU, affine, ..., affine, softmax_ce: no ReLU before the first layer, and none after the last."
    for widths, count in (((4, 6, 3), 5), ((3, 5, 5, 4), 6), ((5, 3), 4), ((2, 4, 4, 4, 4, 2), 3)):
        params, x, y = draw(rng, widths, count)
        loss, _ = ask(notebook, params, x, y)
        assert_close(loss, reference(params, x, y)[0], rtol=1e-9, what="the loss", hint=hint)


@points("mlp_loss", 2)
def test_gradients_of_one_hidden_layer(notebook, rng):
    """With one hidden layer, all four gradients are right, for square layers and others."""
    for widths, count in (((4, 6, 3), 5), ((5, 5, 5), 5), ((2, 7, 4), 9)):
        compare_gradients(notebook, *draw(rng, widths, count))


@points("mlp_loss", 2)
def test_gradients_of_other_depths(notebook, rng):
    """Without a hidden layer, with several, and for a single example, every gradient is right."""
    for widths, count in (((6, 4), 5), ((3, 5, 4, 6, 3), 7), ((4, 4, 4, 4), 4), ((3, 8, 2), 1), ((1, 6, 6, 2), 3)):
        compare_gradients(notebook, *draw(rng, widths, count))


@points("mlp_loss", 1)
def test_silent_units_and_float32(notebook, rng):
    """Units that are silent for all examples learn nothing, those that are on for all are linear; float32 stays float32."""
    params, x, y = draw(rng, (3, 6, 3), 4)
    params[0][1][:2], params[0][1][2:4] = -50, 50
    compare_gradients(notebook, params, x, y)
    params, x, y = draw(rng, (3, 6, 5, 3), 4)
    params = [(W.float(), b.float()) for W, b in params]
    _, found = compare_gradients(notebook, params, x.float(), y, rtol=1e-4)
    for gradient in found:
        assert_dtype(
            gradient, torch.float32, what="a gradient of a float32 network", hint="It has the dtype of params."
        )
