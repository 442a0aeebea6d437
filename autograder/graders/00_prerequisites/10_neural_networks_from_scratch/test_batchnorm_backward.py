"""Hidden tests of `batchnorm_backward`: against autograd through mean and variance, and in the corners."""

import numpy as np
import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, inside, points, require


@inside
def ask_back(ns, g, x, gamma, options):
    """What is returned, and the arguments after the call."""
    g, x, gamma = np.array(g), np.array(x), np.array(gamma)
    return ns.batchnorm_backward(g, x, gamma, **options), [g, x, gamma]


def reference(g, x, gamma, eps=1e-5):
    """All three gradients by autograd, in float64."""
    x, gamma = x.double().clone().requires_grad_(), gamma.double().clone().requires_grad_()
    beta = torch.zeros_like(gamma).requires_grad_()
    centred = x - x.mean(dim=0)
    y = gamma * centred / (centred.square().mean(dim=0) + eps).sqrt() + beta
    return torch.autograd.grad(y, (x, gamma, beta), g.double())


def ask(notebook, g, x, gamma, **options):
    """Three gradients of the right shapes; the arguments must be as they were."""
    answer, after = notebook.run(ask_back, g.numpy(), x.numpy(), gamma.numpy(), options)
    is_triple = isinstance(answer, tuple | list) and len(answer) == 3
    require(is_triple, "`batchnorm_backward` has to return three gradients", hint="(g_x, g_gamma, g_beta)")
    for name, found, array in zip(("g_x", "g_gamma", "g_beta"), answer, (x, gamma, gamma), strict=True):
        assert_shape(found, tuple(array.shape), what=name, hint="A gradient has the shape of what it belongs to.")
    for was, now in zip((g, x, gamma), after, strict=True):
        hint = "`x -= x.mean(axis=0)` writes into the caller's array."
        assert_close(now, was, rtol=0, atol=0, what="an array that was handed in, after the call", hint=hint)
    return answer


def draw(rng, count, units, size=1.0):
    """A gradient, a batch of no particular mean and scale, and scales."""
    x = size * (rng.normal(count, units) * rng.uniform(0.5, 3, (units,)) + rng.normal(units))
    return rng.normal(count, units), x, rng.normal(units)


HINT = "Three ways from x to y: directly, through the mean, and through the variance. Each is a term of (14)."


@points("batchnorm_backward", 3)
def test_gradient_of_the_batch(notebook, rng):
    """The gradient with respect to x goes through the mean and the variance, too; moving or stretching x changes nothing."""
    for count, units in ((6, 4), (4, 4), (3, 5), (20, 1), (2, 3)):
        g, x, gamma = draw(rng, count, units)
        g_x, *_ = ask(notebook, g, x, gamma)
        assert_close(g_x, reference(g, x, gamma)[0], rtol=1e-8, what="the gradient of x", hint=HINT)
    g_x = as_tensor(ask(notebook, *(case := draw(rng, 9, 3)), eps=1e-12)[0])
    along = (g_x * (case[1] - case[1].mean(dim=0))).sum(dim=0)
    what = "what a longer batch would change"
    assert_close(along, torch.zeros(3), atol=1e-8, what=what, hint="The term of the variance makes it vanish.")


@points("batchnorm_backward", 1)
def test_gradients_of_scale_and_offset(notebook, rng):
    """The gradients of gamma and beta add up over the batch, and do not depend on gamma."""
    for count, units in ((6, 4), (3, 3), (15, 2), (1, 2)):
        g, x, gamma = draw(rng, count, units)
        for scales in (gamma, 3 * gamma):
            _, g_gamma, g_beta = ask(notebook, g, x, scales)
            _, right_gamma, right_beta = reference(g, x, scales)
            hint = "gamma is multiplied by the NORMALISED x of every example: a sum over the batch."
            assert_close(g_gamma, right_gamma, rtol=1e-8, what="the gradient of gamma", hint=hint)
            assert_close(
                g_beta, right_beta, rtol=1e-8, what="the gradient of beta", hint="It is added to every example."
            )


@points("batchnorm_backward", 1)
def test_eps_counts(notebook, rng):
    """Where the variance is as small as eps, or smaller, eps has its part in all of it; the default is that of (13)."""
    hint = "eps is added to the variance, under the root, wherever the root stands."
    for size, options in ((3e-3, {}), (1e-5, {}), (1.0, {"eps": 0.5}), (100.0, {"eps": 1e-5}), (0.1, {"eps": 1e-3})):
        g, x, gamma = draw(rng, 5, 3, size)
        found, right = ask(notebook, g, x, gamma, **options), reference(g, x, gamma, **options)
        for name, one, other in zip(("g_x", "g_gamma", "g_beta"), found, right, strict=True):
            assert_close(one, other, rtol=1e-7, atol=1e-13, what=f"{name} where eps counts", hint=hint)


@points("batchnorm_backward", 1)
def test_constant_units_single_examples_and_float32(notebook, rng):
    """A unit that is the same for all, and a batch of one, are no exception; float32 stays float32."""
    g, x, gamma = draw(rng, 6, 3)
    x[:, 1] = 0.75
    for name, one, other in zip("abc", ask(notebook, g, x, gamma), reference(g, x, gamma), strict=True):
        what = {"a": "the gradient of x", "b": "that of gamma", "c": "that of beta"}[name]
        assert_close(
            one, other, rtol=1e-7, what=f"{what} where a unit is constant", hint="Its variance is 0: eps helps."
        )
    g, x, gamma = draw(rng, 1, 4)
    g_x, _, g_beta = ask(notebook, g, x, gamma)
    assert_close(g_x, torch.zeros(1, 4), atol=1e-9, what="the gradient of x in a batch of one", hint=HINT)
    assert_close(g_beta, g[0], what="the gradient of beta in a batch of one", hint="It is added to every example.")
    g, x, gamma = (part.float() for part in draw(rng, 6, 3))
    found = ask(notebook, g, x, gamma)
    for one, other in zip(found, reference(g, x, gamma), strict=True):
        assert_dtype(one, torch.float32, what="a gradient of float32 arrays", hint="Results have the dtype of x.")
        assert_close(one, other, rtol=1e-4, what="a gradient of float32 arrays")
