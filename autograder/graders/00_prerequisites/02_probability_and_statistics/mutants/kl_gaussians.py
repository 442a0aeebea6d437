"""Wrong answers to `kl_gaussians`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_values")
def swaps_the_distributions(mu_q, cov_q, mu_p, cov_p):
    """Believes that the direction does not matter."""
    inverse, offset = torch.linalg.inv(cov_q), mu_q - mu_p
    log_dets = torch.linalg.slogdet(cov_q).logabsdet - torch.linalg.slogdet(cov_p).logabsdet
    return 0.5 * ((inverse @ cov_p).trace() + offset @ inverse @ offset - len(mu_q) + log_dets)


@mutant(caught_by="test_zero_and_direction")
def forgets_the_dimension(mu_q, cov_q, mu_p, cov_p):
    """Believes that the constant -D is left out like other constants."""
    inverse, offset = torch.linalg.inv(cov_p), mu_p - mu_q
    log_dets = torch.linalg.slogdet(cov_p).logabsdet - torch.linalg.slogdet(cov_q).logabsdet
    return 0.5 * ((inverse @ cov_q).trace() + offset @ inverse @ offset + log_dets)


@mutant(caught_by="test_values")
def turns_the_sign_of_the_determinants(mu_q, cov_q, mu_p, cov_p):
    """Believes that the log determinant of q comes with a plus."""
    inverse, offset = torch.linalg.inv(cov_p), mu_p - mu_q
    log_dets = torch.linalg.slogdet(cov_q).logabsdet - torch.linalg.slogdet(cov_p).logabsdet
    return 0.5 * ((inverse @ cov_q).trace() + offset @ inverse @ offset - len(mu_q) + log_dets)


@mutant(caught_by="test_values")
def forgets_the_half(mu_q, cov_q, mu_p, cov_p):
    """Believes that the factor 1/2 belongs to the density only."""
    inverse, offset = torch.linalg.inv(cov_p), mu_p - mu_q
    log_dets = torch.linalg.slogdet(cov_p).logabsdet - torch.linalg.slogdet(cov_q).logabsdet
    return (inverse @ cov_q).trace() + offset @ inverse @ offset - len(mu_q) + log_dets


@mutant(caught_by="test_zero_and_direction")
def measures_the_shift_by_q(mu_q, cov_q, mu_p, cov_p):
    """Believes that the means' distance is measured in units of q."""
    offset = mu_p - mu_q
    log_dets = torch.linalg.slogdet(cov_p).logabsdet - torch.linalg.slogdet(cov_q).logabsdet
    shift = offset @ torch.linalg.solve(cov_q, offset) * 0.5 + offset @ torch.linalg.solve(cov_p, offset) * 0.25
    return 0.5 * (torch.linalg.solve(cov_p, cov_q).trace() - len(mu_q) + log_dets) + 0.5 * shift


@mutant(caught_by="test_zero_and_direction")
def forgets_the_means(mu_q, cov_q, mu_p, cov_p):
    """Believes that only covariances differ."""
    log_dets = torch.linalg.slogdet(cov_p).logabsdet - torch.linalg.slogdet(cov_q).logabsdet
    return 0.5 * (torch.linalg.solve(cov_p, cov_q).trace() - len(mu_q) + log_dets)


@mutant(caught_by="test_values")
def looks_at_diagonals(mu_q, cov_q, mu_p, cov_p):
    """Believes that correlations do not count: equation (17) with the diagonals."""
    var_q, var_p = cov_q.diagonal(), cov_p.diagonal()
    return 0.5 * ((var_q + (mu_q - mu_p).square()) / var_p - 1 + (var_p / var_q).log()).sum()


@mutant(caught_by="test_diagonal_covariances")
def averages_over_dimensions(mu_q, cov_q, mu_p, cov_p):
    """Believes that a divergence is a mean over dimensions."""
    inverse, offset = torch.linalg.inv(cov_p), mu_p - mu_q
    log_dets = torch.linalg.slogdet(cov_p).logabsdet - torch.linalg.slogdet(cov_q).logabsdet
    return 0.5 * ((inverse @ cov_q).trace() + offset @ inverse @ offset - len(mu_q) + log_dets) / len(mu_q)


@mutant(caught_by="test_two_hundred_dimensions")
def divides_determinants(mu_q, cov_q, mu_p, cov_p):
    """Believes that determinants may be divided first."""
    inverse, offset = torch.linalg.inv(cov_p), mu_p - mu_q
    log_dets = torch.log(torch.linalg.det(cov_p) / torch.linalg.det(cov_q))
    return 0.5 * ((inverse @ cov_q).trace() + offset @ inverse @ offset - len(mu_q) + log_dets)
