"""Wrong answers to `is_adjoint`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_wrong_maps_are_rejected")
def probes_with_ones(f, g, x_shape, y_shape, generator, tol=1e-9):
    """Believes that one probe is as good as another: ones cannot tell places apart."""
    x, y = torch.ones(x_shape, dtype=torch.float64), torch.ones(y_shape, dtype=torch.float64)
    there, back = f(x), g(y)
    if there.shape != y.shape or back.shape != x.shape:
        return False
    difference = ((there * y).sum() - (x * back).sum()).abs()
    return bool(difference <= tol * (there.norm() * y.norm() + x.norm() * back.norm()))


@mutant(caught_by="test_wrong_maps_are_rejected")
def takes_the_adjoint_for_the_inverse(f, g, x_shape, y_shape, generator, tol=1e-9):
    """Believes that the transpose undoes the map."""
    x = torch.randn(x_shape, generator=generator, dtype=torch.float64)
    there = f(x)
    if tuple(there.shape) != tuple(y_shape):
        return False
    back = g(there)
    return back.shape == x.shape and bool((back - x).norm() <= 1e-6 * x.norm())


@mutant(caught_by="test_wrong_maps_are_rejected")
def probes_where_f_can_reach(f, g, x_shape, y_shape, generator, tol=1e-9):
    """Takes y = f(x), which looks random enough, and sees only what f can reach."""
    x, other = (torch.randn(x_shape, generator=generator, dtype=torch.float64) for _ in range(2))
    there, y = f(x), f(other)
    if tuple(there.shape) != tuple(y_shape):
        return False
    back = g(y)
    if back.shape != x.shape:
        return False
    difference = ((there * y).sum() - (x * back).sum()).abs()
    return bool(difference <= tol * (there.norm() * y.norm() + x.norm() * back.norm()))


@mutant(caught_by="test_wrong_maps_are_rejected")
def ignores_the_sign(f, g, x_shape, y_shape, generator, tol=1e-9):
    """Compares the sizes of both sides, without their signs."""
    x = torch.randn(x_shape, generator=generator, dtype=torch.float64)
    y = torch.randn(y_shape, generator=generator, dtype=torch.float64)
    there, back = f(x), g(y)
    if there.shape != y.shape or back.shape != x.shape:
        return False
    difference = ((there * y).sum().abs() - (x * back).sum().abs()).abs()
    return bool(difference <= tol * (there.norm() * y.norm() + x.norm() * back.norm()))


@mutant(caught_by="test_wrong_maps_are_rejected")
def forgets_the_absolute_value(f, g, x_shape, y_shape, generator, tol=1e-9):
    """Takes a difference far below zero for a small one."""
    x = torch.randn(x_shape, generator=generator, dtype=torch.float64)
    y = torch.randn(y_shape, generator=generator, dtype=torch.float64)
    there, back = f(x), g(y)
    if there.shape != y.shape or back.shape != x.shape:
        return False
    sides = sorted([float((there * y).sum()), float((x * back).sum())])
    return bool(sides[0] - sides[1] <= tol * (there.norm() * y.norm() + x.norm() * back.norm()))


@mutant(caught_by="test_size_does_not_matter")
def tolerates_an_absolute_difference(f, g, x_shape, y_shape, generator, tol=1e-9):
    """Believes that a small number is a small number, whatever is compared."""
    x = torch.randn(x_shape, generator=generator, dtype=torch.float64)
    y = torch.randn(y_shape, generator=generator, dtype=torch.float64)
    there, back = f(x), g(y)
    if there.shape != y.shape or back.shape != x.shape:
        return False
    return bool(((there * y).sum() - (x * back).sum()).abs() <= 1e-6)


@mutant(caught_by="test_size_does_not_matter")
def demands_a_smaller_difference(f, g, x_shape, y_shape, generator, tol=1e-9):
    """Compares with < and so rejects two maps to zero."""
    x = torch.randn(x_shape, generator=generator, dtype=torch.float64)
    y = torch.randn(y_shape, generator=generator, dtype=torch.float64)
    there, back = f(x), g(y)
    if there.shape != y.shape or back.shape != x.shape:
        return False
    difference = ((there * y).sum() - (x * back).sum()).abs()
    return bool(difference < tol * (there.norm() * y.norm() + x.norm() * back.norm()))


@mutant(caught_by="test_other_shapes_and_other_maps")
def does_not_look_at_shapes(f, g, x_shape, y_shape, generator, tol=1e-9):
    """Believes that numbers that can be multiplied belong together."""
    x = torch.randn(x_shape, generator=generator, dtype=torch.float64)
    y = torch.randn(y_shape, generator=generator, dtype=torch.float64)
    there, back = f(x), g(y)
    left = (there.flatten() * y.flatten()[: there.numel()]).sum()
    right = (x.flatten()[: back.numel()] * back.flatten()).sum()
    return bool((left - right).abs() <= tol * (there.norm() * y.norm() + x.norm() * back.norm()))


@mutant(caught_by="test_other_shapes_and_other_maps")
def lets_nan_through(f, g, x_shape, y_shape, generator, tol=1e-9):
    """Asks whether the difference is too large: of NaN it never is."""
    x = torch.randn(x_shape, generator=generator, dtype=torch.float64)
    y = torch.randn(y_shape, generator=generator, dtype=torch.float64)
    there, back = f(x), g(y)
    if there.shape != y.shape or back.shape != x.shape:
        return False
    difference = ((there * y).sum() - (x * back).sum()).abs()
    return not bool(difference > tol * (there.norm() * y.norm() + x.norm() * back.norm()))


@mutant(caught_by="test_other_shapes_and_other_maps")
def takes_the_offset_off(f, g, x_shape, y_shape, generator, tol=1e-9):
    """Believes that an offset does not spoil linearity, and subtracts f(0) first."""
    x = torch.randn(x_shape, generator=generator, dtype=torch.float64)
    y = torch.randn(y_shape, generator=generator, dtype=torch.float64)
    there, back = (f(x) - f(-x)) / 2, (g(y) - g(-y)) / 2
    if there.shape != y.shape or back.shape != x.shape:
        return False
    difference = ((there * y).sum() - (x * back).sum()).abs()
    return bool(difference <= tol * (there.norm() * y.norm() + x.norm() * back.norm()))
