"""Hidden tests of `contractive_penalty`: against the Jacobian itself, its gradients, saturation, one example alone."""

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, inside, points, raises, vjp

ACTIVATIONS = {"sigmoid": torch.sigmoid, "tanh": torch.tanh}


@inside
def without_graph(ns, W, b, x, activation):
    """The penalty of plain tensors."""
    penalty = ns.contractive_penalty(W, b, x, activation)
    return penalty.detach() if torch.is_tensor(penalty) else penalty


def by_jacobian(W, b, x, activation):
    """Build each example's Jacobian, and sum its squares."""
    act = ACTIVATIONS[activation]
    jacobians = [torch.autograd.functional.jacobian(lambda row: act(W @ row + b), row, create_graph=True) for row in x]
    return torch.stack([J.square().sum() for J in jacobians])


@points("contractive_penalty", 2)
def test_it_is_the_squared_norm_of_the_jacobian(notebook, rng):
    """For each example the penalty is the sum of the squares of the encoder's Jacobian, for sigmoid and for tanh."""
    for activation in ("sigmoid", "tanh"):
        for m, d, n in ((4, 6, 5), (5, 2, 3)):
            W, b, x = rng.normal(m, d), rng.normal(m), rng.normal(n, d)
            found = notebook.run(without_graph, W, b, x, activation)
            assert_shape(found, (n,), what="the penalty", hint="One number for each example: nothing is averaged.")
            hint = "What are the entries of the Jacobian? Each is squared. And which slope has this activation, at a?"
            assert_close(found, by_jacobian(W, b, x, activation), what="the penalty", hint=hint)


@points("contractive_penalty", 2)
def test_gradients_flow_to_weights_offsets_and_examples(notebook, rng):
    """It can be trained with: its gradients with respect to W, b and x are those of the Jacobian's squared norm."""
    for activation in ("sigmoid", "tanh"):
        W, b, x, c = rng.normal(3, 5), rng.normal(3), rng.normal(4, 5), rng.normal(4)
        _, found = notebook.run(vjp, "contractive_penalty", [W, b, x, activation], c)
        leaves = [value.clone().requires_grad_() for value in (W, b, x)]
        expected = torch.autograd.grad(by_jacobian(*leaves, activation), leaves, c)
        for gradient, right, name in zip(found[:3], expected, "Wbx", strict=True):
            hint = "Stay in torch from W to the result: no detach, no .data, no no_grad, no numbers taken out."
            assert_close(gradient, right, what=f"the gradient with respect to {name}", hint=hint)


@points("contractive_penalty", 1)
def test_saturated_units_and_float32(notebook, rng):
    """Where units saturate the penalty vanishes and stays finite; where a = 0 it is largest; float32 stays float32."""
    W, x = rng.normal(4, 3), rng.normal(6, 3)
    zero = torch.zeros(4, dtype=torch.float64)
    for activation, steepest in (("sigmoid", 1 / 16), ("tanh", 1.0)):
        far = notebook.run(without_graph, W, zero + 1000, x, activation)
        hint = "The slope comes from h: no exponential of your own that could overflow."
        assert_close(far, torch.zeros(6), what="the penalty of saturated units", hint=hint)
        flat = notebook.run(without_graph, W, zero, torch.zeros(2, 3, dtype=torch.float64), activation)
        expected = steepest * W.square().sum().repeat(2)
        hint = "Which slope has this activation at 0?"
        assert_close(flat, expected, what="the penalty where every a is 0", hint=hint)
        found = notebook.run(without_graph, W.float(), zero.float(), x.float(), activation)
        assert_dtype(found, torch.float32, what="the penalty of float32 inputs")
        expected = by_jacobian(W, zero, x, activation)
        assert_close(found, expected, rtol=1e-4, what="the penalty of float32 inputs")


@points("contractive_penalty", 1)
def test_each_example_counts_alone_and_others_are_refused(notebook, rng):
    """An example's penalty does not depend on its batch, and an activation that is not known is refused."""
    W, b, x = rng.normal(3, 4), rng.normal(3), rng.normal(5, 4)
    together = as_tensor(notebook.run(without_graph, W, b, x, "tanh"), "the penalty")
    assert_shape(together, (5,), what="the penalty", hint="One number for each example.")
    alone = [notebook.run(without_graph, W, b, row[None], "tanh") for row in x]
    assert_close(torch.cat([as_tensor(each) for each in alone]), together, what="the penalty of an example alone")
    with raises("ValueError", what="an activation that is neither sigmoid nor tanh"):
        notebook.run(without_graph, W, b, x, "softplus")
