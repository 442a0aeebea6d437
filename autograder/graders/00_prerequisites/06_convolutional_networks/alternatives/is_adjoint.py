"""Other right answers to `is_adjoint`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def asks_several_times(f, g, x_shape, y_shape, generator, tol=1e-9):
    """Draws five pairs of uniform probes."""
    for _ in range(5):
        x = 2 * torch.rand(x_shape, generator=generator, dtype=torch.float64) - 1
        y = 2 * torch.rand(y_shape, generator=generator, dtype=torch.float64) - 1
        there, back = f(x), g(y)
        if tuple(there.shape) != tuple(y_shape) or tuple(back.shape) != tuple(x_shape):
            return False
        left, right = float(torch.vdot(there.flatten(), y.flatten())), float(torch.vdot(x.flatten(), back.flatten()))
        scale = float(torch.linalg.norm(there) * torch.linalg.norm(y) + torch.linalg.norm(x) * torch.linalg.norm(back))
        if not abs(left - right) <= tol * scale:
            return False
    return True


@alternative
def sums_products(f, g, x_shape, y_shape, generator, tol=1e-9):
    """Writes it with zeros drawn full, sums and a tensor as the answer."""
    x, y = (torch.empty(shape, dtype=torch.float64).normal_(generator=generator) for shape in (x_shape, y_shape))
    a, b = f(x.clone()), g(y.clone())
    if list(a.shape) != list(y_shape) or list(b.shape) != list(x_shape):
        return torch.tensor(False)
    scale = a.square().sum().sqrt() * y.square().sum().sqrt() + x.square().sum().sqrt() * b.square().sum().sqrt()
    return ((a * y).sum() - (b * x).sum()).abs() <= tol * scale
