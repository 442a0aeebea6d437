"""Other right answers to `pull_back`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def pull_back_by_recursion(layers, x, g):
    """The first layer, and the rest by itself."""
    if not layers:
        return x, g
    (f, jacobian), *rest = layers
    y, g = pull_back(rest, f(x), g)
    return y, g @ jacobian(x)


@alternative
def pull_back_with_kept_jacobians(layers, x, g):
    """Keeps Jacobians in place of inputs, and works in torch on the way back."""
    import torch

    kept = []
    for f, jacobian in layers:
        kept.append(np.array(jacobian(x)))
        x = f(x)
    gradient = torch.tensor(np.array(g), dtype=torch.float64)
    while kept:
        gradient = torch.mv(torch.from_numpy(kept.pop()).T, gradient)
    return x, gradient
