"""Wrong answers to `frechet_distance`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch

from autograder.testing import mutant


@mutant(caught_by="test_where_covariances_commute")
def takes_roots_of_entries(mu_1, sigma_1, mu_2, sigma_2):
    """Believes that the root of a matrix is the root of each of its entries."""
    cross = (sigma_1 * sigma_2).abs().sqrt().trace()
    return max(0.0, float((mu_1 - mu_2).square().sum() + sigma_1.trace() + sigma_2.trace() - 2 * cross))


@mutant(caught_by="test_where_they_do_not_commute")
def believes_that_roots_commute(mu_1, sigma_1, mu_2, sigma_2):
    """Takes Tr(S1^(1/2) S2^(1/2)) for the trace of the root of the product."""

    def root(sigma):
        values, Q = torch.linalg.eigh(sigma.double())
        return (Q * values.clamp(min=0).sqrt()) @ Q.T

    overlap = (root(sigma_1) @ root(sigma_2)).trace()
    distance = (mu_1 - mu_2).square().sum() + sigma_1.trace() + sigma_2.trace() - 2 * overlap
    return max(0.0, float(distance))


@mutant(caught_by="test_singular_covariances")
def needs_a_cholesky_factor(mu_1, sigma_1, mu_2, sigma_2):
    """Believes that a covariance is always positive definite."""
    overlap = torch.linalg.svdvals(torch.linalg.cholesky(sigma_1).T @ torch.linalg.cholesky(sigma_2)).sum()
    distance = (mu_1 - mu_2).square().sum() + sigma_1.trace() + sigma_2.trace() - 2 * overlap
    return max(0.0, float(distance))


@mutant(caught_by="test_singular_covariances")
def does_not_clamp(mu_1, sigma_1, mu_2, sigma_2):
    """Trusts that eigenvalues of a covariance are never negative, not even by rounding."""

    def root(sigma):
        values, Q = torch.linalg.eigh(sigma.double())
        return (Q * values.sqrt()) @ Q.T

    product = root(sigma_1) @ root(sigma_2)
    overlap = torch.linalg.svdvals(product).sum() if bool(product.isfinite().all()) else product.sum()
    distance = (mu_1 - mu_2).square().sum() + sigma_1.trace() + sigma_2.trace() - 2 * overlap
    return float(distance.clamp(min=0))


@mutant(caught_by="test_singular_covariances")
def adds_to_the_diagonal(mu_1, sigma_1, mu_2, sigma_2):
    """Adds 1e-6 to the diagonal of both, as many programs do, so that nothing is singular."""

    def root(sigma):
        values, Q = torch.linalg.eigh(sigma.double() + 1e-6 * torch.eye(len(sigma)))
        return (Q * values.clamp(min=0).sqrt()) @ Q.T

    overlap = torch.linalg.svdvals(root(sigma_1) @ root(sigma_2)).sum()
    distance = (mu_1 - mu_2).square().sum() + sigma_1.trace() + sigma_2.trace() - 2 * overlap
    return max(0.0, float(distance))


@mutant(caught_by="test_where_covariances_commute")
def does_not_square_the_means(mu_1, sigma_1, mu_2, sigma_2):
    """Adds the length of the difference of the means, not its square."""

    def root(sigma):
        values, Q = torch.linalg.eigh(sigma.double())
        return (Q * values.clamp(min=0).sqrt()) @ Q.T

    overlap = torch.linalg.svdvals(root(sigma_1) @ root(sigma_2)).sum()
    return max(0.0, float((mu_1 - mu_2).norm() + sigma_1.trace() + sigma_2.trace() - 2 * overlap))


@mutant(caught_by="test_where_covariances_commute")
def takes_the_root_at_the_end(mu_1, sigma_1, mu_2, sigma_2):
    """Believes that a distance is no squared distance."""

    def root(sigma):
        values, Q = torch.linalg.eigh(sigma.double())
        return (Q * values.clamp(min=0).sqrt()) @ Q.T

    overlap = torch.linalg.svdvals(root(sigma_1) @ root(sigma_2)).sum()
    distance = (mu_1 - mu_2).square().sum() + sigma_1.trace() + sigma_2.trace() - 2 * overlap
    return math.sqrt(max(0.0, float(distance)))


@mutant(caught_by="test_where_covariances_commute")
def forgets_the_two(mu_1, sigma_1, mu_2, sigma_2):
    """Subtracts the trace of the root once."""

    def root(sigma):
        values, Q = torch.linalg.eigh(sigma.double())
        return (Q * values.clamp(min=0).sqrt()) @ Q.T

    overlap = torch.linalg.svdvals(root(sigma_1) @ root(sigma_2)).sum()
    return max(0.0, float((mu_1 - mu_2).square().sum() + sigma_1.trace() + sigma_2.trace() - overlap))


@mutant(caught_by="test_never_negative_and_small_differences")
def stays_in_float32(mu_1, sigma_1, mu_2, sigma_2):
    """Believes that float32 is good enough for whoever asks in float32."""

    def root(sigma):
        values, vectors = torch.linalg.eigh(sigma)
        return vectors @ torch.diag(values.clamp(min=0).sqrt()) @ vectors.T

    overlap = torch.linalg.svdvals(root(sigma_1) @ root(sigma_2)).sum()
    distance = (mu_1 - mu_2).square().sum() + sigma_1.trace() + sigma_2.trace() - 2 * overlap
    return max(0.0, float(distance))


@mutant(caught_by="test_never_negative_and_small_differences")
def leaves_what_rounding_makes(mu_1, sigma_1, mu_2, sigma_2):
    """Does not mind a distance slightly below 0."""

    def root(sigma):
        values, Q = torch.linalg.eigh(sigma.double())
        return (Q * values.clamp(min=0).sqrt()) @ Q.T

    overlap = torch.linalg.svdvals(root(sigma_1) @ root(sigma_2)).sum()
    return float((mu_1 - mu_2).square().sum() + sigma_1.trace() + sigma_2.trace() - 2 * overlap)
