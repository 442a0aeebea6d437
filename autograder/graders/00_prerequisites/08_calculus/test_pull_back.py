"""Hidden tests of `pull_back`: chains of layers against autograd, what is kept, and that only vectors are carried."""

from itertools import pairwise

import numpy as np
import torch

from autograder.testing import as_tensor, assert_close, inside, points, require


@inside
def run_chain(ns, matrices, bends, x, g):
    """Output and gradient of a chain of x -> bend(A x); where Jacobians were asked for, and products of two matrices."""
    products = []

    class Watched(np.ndarray):
        """Notes when two matrices are multiplied with each other."""

        def __array_ufunc__(self, ufunc, method, *inputs, **options):
            plain = [np.asarray(value) if isinstance(value, Watched) else value for value in inputs]
            if ufunc is np.matmul and all(np.ndim(value) == 2 and min(value.shape) > 1 for value in plain):
                products.append(1)
            options.pop("out", None)
            answer = getattr(ufunc, method)(*plain, **options)
            return answer.view(Watched) if isinstance(answer, np.ndarray) else answer

    functions = {
        "none": (lambda s: s, lambda s: np.ones_like(s)),
        "tanh": (np.tanh, lambda s: 1 - np.tanh(s) ** 2),
        "sin": (np.sin, np.cos),
        "square": (np.square, lambda s: 2 * s),
    }

    def make_layer(A, bend):
        A = A.numpy()
        value, slope = functions[bend]

        def jacobian(y):
            return (slope(A @ y)[:, None] * A).view(Watched)

        return lambda y: value(A @ y), jacobian

    layers = [make_layer(A, bend) for A, bend in zip(matrices, bends)]  # noqa: B905 -- as many, by construction
    x, g = np.array(x), np.array(g)
    y, gradient = ns.pull_back(layers, x, g)
    return np.asarray(y), np.asarray(gradient), x, g, len(products)


def reference(matrices, bends, x, g):
    """The same by autograd."""
    functions = {"none": lambda s: s, "tanh": torch.tanh, "sin": torch.sin, "square": torch.square}
    leaf = x.clone().requires_grad_()
    y = leaf
    for A, bend in zip(matrices, bends, strict=True):
        y = functions[bend](A @ y)
    (gradient,) = torch.autograd.grad(y, leaf, g)
    return y.detach(), gradient


def draw(rng, sizes, bends):
    """A chain of layers of these sizes, its input, and a gradient at its output."""
    matrices = [rng.normal(rows, columns) / columns**0.5 for columns, rows in pairwise(sizes)]
    return matrices, bends, rng.normal(sizes[0]), rng.normal(sizes[-1])


def ask(notebook, case):
    """What the notebook says about a chain."""
    matrices, bends, x, g = case
    return notebook.run(run_chain, matrices, bends, x.numpy(), g.numpy())


@points("pull_back", 3)
def test_gradient_at_the_input(notebook, rng):
    """The gradient that arrives at the input is that of the chain rule, for layers of one size and of many."""
    hint = "The last layer first; each Jacobian transposed, and taken at the input of its own layer."
    chains = [
        ((3, 3), ["tanh"]),
        ((4, 4, 4, 4), ["tanh", "sin", "square"]),
        ((3, 3, 3), ["none", "none"]),
        ((5, 2, 6, 3), ["sin", "tanh", "sin"]),
        ((2, 7, 1), ["square", "tanh"]),
    ]
    for sizes, bends in chains:
        case = draw(rng, sizes, bends)
        _, gradient, *_ = ask(notebook, case)
        what = f"the gradient at the input of a chain of {len(bends)} layers"
        assert_close(gradient, reference(*case)[1], rtol=1e-8, what=what, hint=hint)


@points("pull_back", 2)
def test_output_empty_chains_and_the_callers_arrays(notebook, rng):
    """The output is that of the last layer; no layers change nothing; the caller's arrays are the same afterwards."""
    for sizes, bends in (((4, 3, 2), ["tanh", "sin"]), ((2, 2, 2, 2), ["square", "none", "tanh"])):
        case = draw(rng, sizes, bends)
        y, _, x, g, _ = ask(notebook, case)
        assert_close(y, reference(*case)[0], rtol=1e-8, what="the output", hint="The output of the last layer.")
        hint = "`g *= ...` and `out=` write into the caller's arrays."
        assert_close(x, case[2], rtol=0, atol=1e-12, what="the caller's input after the call", hint=hint)
        assert_close(g, case[3], rtol=0, atol=1e-12, what="the caller's gradient after the call", hint=hint)
    x, g = rng.normal(3), rng.normal(3)
    y, gradient, *_ = ask(notebook, ([], [], x, g))
    assert_close(y, x, what="the output of no layers", hint="Nothing happens on the way there.")
    assert_close(gradient, g, what="the gradient through no layers", hint="Nothing happens on the way back.")


@points("pull_back", 1)
def test_only_vectors_are_carried_back(notebook, rng):
    """No two matrices are multiplied with each other, and the gradient grows in proportion to the one at the output."""
    matrices, bends, x, g = draw(rng, (4, 5, 3, 4, 2), ["tanh", "sin", "tanh", "none"])
    _, gradient, _, _, products = ask(notebook, (matrices, bends, x, g))
    message = "two matrices are multiplied with each other"
    require(
        int(as_tensor(products)) == 0, message, hint="Carry one vector back: a Jacobian, transposed, times that vector."
    )
    _, other, *_ = ask(notebook, (matrices, bends, x, -3 * g))
    assert_close(other, -3 * as_tensor(gradient), rtol=1e-8, what="the gradient for another gradient at the output")
