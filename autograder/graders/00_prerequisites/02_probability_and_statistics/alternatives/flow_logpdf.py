"""Other right answers to `flow_logpdf`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def flow_by_recursion(x, base_logpdf, layers):
    """A function inside that undoes the last layer and asks itself about the rest."""

    def undo(x, layers):
        if not layers:
            return base_logpdf(x)
        *rest, (inverse, log_det) = layers
        z = inverse(x)
        return undo(z, rest) - log_det(z)

    return undo(x, layers)


@alternative
def flow_with_a_list(x, base_logpdf, layers):
    """Inverts first and remembers all inputs; adds up afterwards, in the order of the layers."""
    inputs = [x]
    for k in range(len(layers) - 1, -1, -1):
        inputs.insert(0, layers[k][0](inputs[0]))
    log_p = base_logpdf(inputs[0]).clone()
    for (_, log_det), z in zip(layers, inputs[:-1], strict=True):
        log_p -= log_det(z)
    return log_p


@alternative
def flow_in_numpy(x, base_logpdf, layers):
    """Adds up in NumPy; returns an array."""
    z, total = x, np.zeros(len(x))
    for inverse, log_det in layers[::-1]:
        z = inverse(z)
        total -= np.asarray(log_det(z))
    return np.asarray(base_logpdf(z)) + total
