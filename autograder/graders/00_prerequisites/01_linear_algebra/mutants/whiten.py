"""Wrong answers to `whiten`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch

from autograder.testing import mutant


@mutant(caught_by="test_round_cloud")
def divides_by_n(X):
    """Believes that the covariance divides by n."""
    U, sigma, _ = torch.linalg.svd(X - X.mean(dim=0), full_matrices=False)
    return math.sqrt(len(X)) * U[:, sigma**2 > 1e-10 * sigma.max() ** 2]


@mutant(caught_by="test_round_cloud")
def divides_by_the_variance(X):
    """Believes that each code is divided by its variance."""
    centred = X - X.mean(dim=0)
    _, sigma, Vh = torch.linalg.svd(centred, full_matrices=False)
    varies = sigma**2 > 1e-10 * sigma.max() ** 2
    return centred @ Vh[varies].T / (sigma[varies] ** 2 / (len(X) - 1))


@mutant(caught_by="test_round_cloud")
def only_standardises(X):
    """Believes that variance 1 in each pixel is a round cloud; the correlations stay."""
    varies = X.std(dim=0) > 1e-5 * X.std(dim=0).max()
    return ((X - X.mean(dim=0)) / X.std(dim=0))[:, varies]


@mutant(caught_by="test_round_cloud")
def only_turns(X):
    """Believes that uncorrelated codes are whitened codes."""
    centred = X - X.mean(dim=0)
    _, sigma, Vh = torch.linalg.svd(centred, full_matrices=False)
    return centred @ Vh[sigma**2 > 1e-10 * sigma.max() ** 2].T


@mutant(caught_by="test_round_cloud")
def whitens_without_centring(X):
    """Believes that the singular vectors of the raw data have mean zero."""
    U, sigma, _ = torch.linalg.svd(X, full_matrices=False)
    return math.sqrt(len(X) - 1) * U[:, sigma**2 > 1e-10 * sigma.max() ** 2]


@mutant(caught_by="test_directions_without_variance_are_dropped")
def keeps_directions_without_variance(X):
    """Believes that every direction varies: the dropped ones come back as rounding errors, blown up."""
    return math.sqrt(len(X) - 1) * torch.linalg.svd(X - X.mean(dim=0), full_matrices=False).U


@mutant(caught_by="test_directions_without_variance_are_dropped")
def adds_a_constant_to_variances(X):
    """Believes that adding a little to each variance replaces dropping directions."""
    centred = X - X.mean(dim=0)
    values, V = torch.linalg.eigh(centred.T @ centred / (len(X) - 1))
    return centred @ V / (values.clamp_min(0) + 1e-9).sqrt()


@mutant(caught_by="test_round_cloud")
def invents_a_round_cloud(X):
    """Believes that any round cloud will do, whether it comes from the data or not."""
    centred = X - X.mean(dim=0)
    r = int(torch.linalg.matrix_rank(centred))
    noise = torch.randn(len(X), r, dtype=X.dtype)
    return math.sqrt(len(X) - 1) * torch.linalg.qr(noise - noise.mean(dim=0)).Q


@mutant(caught_by="test_directions_without_variance_are_dropped")
def calls_constant_what_varies_little(X):
    """Believes that a direction does not vary if its variance is below 1e-10, in any units."""
    U, sigma, _ = torch.linalg.svd(X - X.mean(dim=0), full_matrices=False)
    return math.sqrt(len(X) - 1) * U[:, sigma**2 / (len(X) - 1) > 1e-10]


@mutant(caught_by="test_units_do_not_matter")
def drops_small_pixels(X):
    """Believes that a direction with a hundredth of the largest spread is a rounding error."""
    U, sigma, _ = torch.linalg.svd(X - X.mean(dim=0), full_matrices=False)
    return math.sqrt(len(X) - 1) * U[:, sigma > 0.05 * sigma.max()]
