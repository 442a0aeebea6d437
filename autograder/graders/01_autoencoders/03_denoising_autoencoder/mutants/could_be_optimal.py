"""Wrong answers to `could_be_optimal`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_symmetry")
def looks_at_eigenvalues_only(denoise, x_noisy):
    """Believes that the symmetric part is all there is."""
    for row in x_noisy:
        J = torch.autograd.functional.jacobian(lambda p: denoise(p[None])[0], row)
        if torch.linalg.eigvalsh((J + J.T) / 2).min() < -1e-6 * max(1.0, float(J.abs().max())):
            return False
    return True


@mutant(caught_by="test_symmetry")
def is_generous(denoise, x_noisy):
    """Believes that a hundredth is rounding."""
    for row in x_noisy:
        J = torch.autograd.functional.jacobian(lambda p: denoise(p[None])[0], row)
        slack = 1e-2 * max(1.0, float(J.abs().max()))
        if (J - J.T).abs().max() > slack or torch.linalg.eigvalsh((J + J.T) / 2).min() < -slack:
            return False
    return True


@mutant(caught_by="test_symmetry")
def has_an_absolute_tolerance(denoise, x_noisy):
    """Believes that rounding has the same size everywhere."""
    for row in x_noisy:
        J = torch.autograd.functional.jacobian(lambda p: denoise(p[None])[0], row)
        if (J - J.T).abs().max() > 1e-6 or torch.linalg.eigvalsh((J + J.T) / 2).min() < -1e-6:
            return False
    return True


@mutant(caught_by="test_symmetry")
def takes_half_of_the_swirl(denoise, x_noisy):
    """Believes that the distance to the symmetric part is J - J^T; it is half of that."""
    for row in x_noisy:
        J = torch.autograd.functional.jacobian(lambda p: denoise(p[None])[0], row)
        slack, even = 1e-6 * max(1.0, float(J.abs().max())), (J + J.T) / 2
        if (J - even).abs().max() > slack or torch.linalg.eigvalsh(even).min() < -slack:
            return False
    return True


@mutant(caught_by="test_no_negative_eigenvalues")
def forgets_to_halve_the_symmetric_part(denoise, x_noisy):
    """Believes that J + J^T has the eigenvalues of J."""
    for row in x_noisy:
        J = torch.autograd.functional.jacobian(lambda p: denoise(p[None])[0], row)
        slack = 1e-6 * max(1.0, float(J.abs().max()))
        if (J - J.T).abs().max() > slack or torch.linalg.eigvalsh(J + J.T).min() < -slack:
            return False
    return True


@mutant(caught_by="test_no_negative_eigenvalues")
def looks_at_symmetry_only(denoise, x_noisy):
    """Believes that a field without a swirl is a denoiser."""
    for row in x_noisy:
        J = torch.autograd.functional.jacobian(lambda p: denoise(p[None])[0], row)
        if (J - J.T).abs().max() > 1e-6 * max(1.0, float(J.abs().max())):
            return False
    return True


@mutant(caught_by="test_no_negative_eigenvalues")
def wants_positive_eigenvalues(denoise, x_noisy):
    """Believes that a covariance is invertible."""
    for row in x_noisy:
        J = torch.autograd.functional.jacobian(lambda p: denoise(p[None])[0], row)
        if (J - J.T).abs().max() > 1e-6 * max(1.0, float(J.abs().max())):
            return False
        if torch.linalg.eigvalsh((J + J.T) / 2).min() <= 1e-9:
            return False
    return True


@mutant(caught_by="test_no_negative_eigenvalues")
def looks_at_the_determinant(denoise, x_noisy):
    """Believes that a matrix is positive if its determinant is."""
    for row in x_noisy:
        J = torch.autograd.functional.jacobian(lambda p: denoise(p[None])[0], row)
        if (J - J.T).abs().max() > 1e-6 * max(1.0, float(J.abs().max())) or torch.linalg.det(J) < -1e-6:
            return False
    return True


@mutant(caught_by="test_at_every_point")
def looks_at_the_first_point(denoise, x_noisy):
    """Believes that one point is as good as another."""
    J = torch.autograd.functional.jacobian(lambda p: denoise(p[None])[0], x_noisy[0])
    slack = 1e-6 * max(1.0, float(J.abs().max()))
    return bool((J - J.T).abs().max() <= slack) and bool(torch.linalg.eigvalsh((J + J.T) / 2).min() >= -slack)


@mutant(caught_by="test_at_every_point")
def is_satisfied_by_any_point(denoise, x_noisy):
    """Believes that one good point is enough."""
    for row in x_noisy:
        J = torch.autograd.functional.jacobian(lambda p: denoise(p[None])[0], row)
        slack = 1e-6 * max(1.0, float(J.abs().max()))
        if (J - J.T).abs().max() <= slack and torch.linalg.eigvalsh((J + J.T) / 2).min() >= -slack:
            return True
    return False
