"""Other right answers to `hessian_fd`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def hessian_as_jacobian_of_gradient(f, x, h=1e-4):
    """The notebook's `jacobian_fd` twice."""

    def gradient(y):
        return jacobian_fd(lambda z: np.array([f(z)]), y, h)[0]

    return jacobian_fd(gradient, x, h)


@alternative
def hessian_by_three_points(f, x, h=1e-4):
    """Three points on the diagonal, four beside it, one half mirrored to the other."""
    import torch

    n, here = len(x), f(x)
    H = torch.zeros(n, n, dtype=torch.float64)
    for i in range(n):
        e_i = h * np.eye(n)[i]
        H[i, i] = (f(x + e_i) - 2 * here + f(x - e_i)) / h**2
        for j in range(i):
            e_j = h * np.eye(n)[j]
            corners = f(x + e_i + e_j) + f(x - e_i - e_j) - f(x + e_i - e_j) - f(x - e_i + e_j)
            H[i, j] = H[j, i] = corners / (2 * h) ** 2
    return H
