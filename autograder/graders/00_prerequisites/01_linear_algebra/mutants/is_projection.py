"""Wrong answers to `is_projection`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_rounding_and_odd_matrices")
def forgives_less_than_the_tolerance(P, tol=1e-8):
    """Believes that a difference has to be smaller than the tolerance, so that nothing is a projection where it is 0."""
    return P.shape[0] == P.shape[1] and bool(((P @ P - P).abs() < tol).all() and ((P - P.T).abs() < tol).all())


@mutant(caught_by="test_slanted_projections_are_rejected")
def only_idempotent(P, tol=1e-8):
    """Believes that P P = P makes an orthogonal projection."""
    return P.shape[0] == P.shape[1] and bool(((P @ P - P).abs() <= tol).all())


@mutant(caught_by="test_twice_has_to_be_once")
def only_symmetric(P, tol=1e-8):
    """Believes that symmetry makes an orthogonal projection."""
    return P.shape[0] == P.shape[1] and bool(((P - P.T).abs() <= tol).all())


@mutant(caught_by="test_twice_has_to_be_once")
def squares_each_entry(P, tol=1e-8):
    """Believes that `P * P` is the matrix product."""
    return P.shape[0] == P.shape[1] and bool(((P * P - P).abs() <= tol).all() and ((P - P.T).abs() <= tol).all())


@mutant(caught_by="test_rounding_and_odd_matrices")
def asks_for_exact_equality(P, tol=1e-8):
    """Believes that a computer's P P equals P to the last bit."""
    return P.shape[0] == P.shape[1] and torch.equal(P @ P, P) and torch.equal(P, P.T)


@mutant(caught_by="test_twice_has_to_be_once")
def forgets_the_absolute_value(P, tol=1e-8):
    """Believes that a difference is small when it is not large, however negative it is."""
    return P.shape[0] == P.shape[1] and bool((P @ P - P).max() <= tol and (P - P.T).max() <= tol)


@mutant(caught_by="test_slanted_projections_are_rejected")
def looks_at_eigenvalues(P, tol=1e-8):
    """Believes that eigenvalues 0 and 1 are enough."""
    if P.shape[0] != P.shape[1] or not torch.isfinite(P).all():
        return False
    values = torch.linalg.eigvals(P)
    return bool(((values * (values - 1)).abs() <= max(tol, 1e-6)).all())


@mutant(caught_by="test_rounding_and_odd_matrices")
def lets_nan_through(P, tol=1e-8):
    """Believes that what is not larger than the tolerance is smaller; comparisons with NaN are always false."""
    if P.shape[0] != P.shape[1]:
        return False
    return not (bool((P @ P - P).abs().max() > tol) or bool((P - P.T).abs().max() > tol))


@mutant(caught_by="test_rounding_and_odd_matrices")
def crashes_on_other_shapes(P, tol=1e-8):
    """Believes that every matrix is square."""
    return bool(((P @ P - P).abs() <= tol).all() and ((P - P.T).abs() <= tol).all())


@mutant(caught_by="test_rounding_and_odd_matrices")
def is_generous(P, tol=1e-8):
    """Believes that two decimals are enough for anybody."""
    return P.shape[0] == P.shape[1] and bool(((P @ P - P).abs() <= 1e-2).all() and ((P - P.T).abs() <= 1e-2).all())


@mutant(caught_by="test_rounding_and_odd_matrices")
def wants_a_real_subspace(P, tol=1e-8):
    """Believes that neither the zero matrix nor the identity projects."""
    if P.shape[0] != P.shape[1]:
        return False
    inside = 0.5 < float(P.trace()) < len(P) - 0.5
    return inside and bool(((P @ P - P).abs() <= tol).all() and ((P - P.T).abs() <= tol).all())
