"""Wrong answers to `pull_back`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_gradient_at_the_input")
def takes_jacobians_at_the_first_input(layers, x, g):
    """Believes that all Jacobians are taken at the same point, the input of the chain."""
    y = x
    for f, _ in layers:
        y = f(y)
    for _, jacobian in layers[::-1]:
        g = jacobian(x).T @ g
    return y, g


@mutant(caught_by="test_gradient_at_the_input")
def takes_jacobians_at_the_outputs(layers, x, g):
    """Believes that a layer's Jacobian is taken at its output."""
    outputs = []
    for f, _ in layers:
        x = f(x)
        outputs.append(x)
    for (_, jacobian), kept in zip(layers[::-1], outputs[::-1], strict=True):
        g = jacobian(kept).T @ g
    return x, g


@mutant(caught_by="test_gradient_at_the_input")
def forgets_to_transpose(layers, x, g):
    """Believes that a Jacobian carries gradients as it carries changes."""
    inputs = []
    for f, _ in layers:
        inputs.append(x)
        x = f(x)
    for (_, jacobian), kept in zip(layers[::-1], inputs[::-1], strict=True):
        g = jacobian(kept) @ g
    return x, g


@mutant(caught_by="test_gradient_at_the_input")
def begins_with_the_first_layer(layers, x, g):
    """Believes that the way back goes through the layers in the same order as the way there."""
    for f, jacobian in layers:
        g = jacobian(x).T @ g
        x = f(x)
    return x, g


@mutant(caught_by="test_only_vectors_are_carried_back")
def multiplies_the_jacobians(layers, x, g):
    """Believes that the product (16) has to be built before the gradient can be carried through it."""
    J = np.eye(len(x))
    for f, jacobian in layers:
        J = jacobian(x) @ J
        x = f(x)
    return x, J.T @ g


@mutant(caught_by="test_output_empty_chains_and_the_callers_arrays")
def returns_the_input(layers, x, g):
    """Believes that what was put in is asked for, beside the gradient."""
    inputs = [x]
    for f, _ in layers:
        inputs.append(f(inputs[-1]))
    for (_, jacobian), kept in zip(layers[::-1], inputs[-2::-1], strict=True):
        g = jacobian(kept).T @ g
    return inputs[0], g


@mutant(caught_by="test_output_empty_chains_and_the_callers_arrays")
def needs_a_layer(layers, x, g):
    """Believes that there is always a layer."""
    inputs = []
    for f, _ in layers:
        inputs.append(x)
        y = x = f(x)
    for (_, jacobian), kept in zip(layers[::-1], inputs[::-1], strict=True):
        g = jacobian(kept).T @ g
    return y, g
