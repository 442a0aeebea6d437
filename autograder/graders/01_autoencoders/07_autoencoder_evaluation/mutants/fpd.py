"""Wrong answers to `fpd`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_the_distance_of_two_crowds")
def compares_spreads_only(reference, x, y, k=16):
    """Believes that the covariances are diagonal, since the features are principal components."""
    a, b = (pca_features(reference.double(), part.double(), k) for part in (x, y))
    return float((a.mean(dim=0) - b.mean(dim=0)).square().sum() + (a.std(dim=0) - b.std(dim=0)).square().sum())


@mutant(caught_by="test_the_distance_of_two_crowds")
def takes_roots_of_entries(reference, x, y, k=16):
    """Believes that the root of a matrix is the root of its entries."""
    a, b = (pca_features(reference.double(), part.double(), k) for part in (x, y))
    sigma_a, sigma_b = torch.cov(a.T).reshape(k, k), torch.cov(b.T).reshape(k, k)
    overlap = (sigma_a @ sigma_b).clamp(min=0).sqrt().trace()
    distance = (a.mean(dim=0) - b.mean(dim=0)).square().sum() + sigma_a.trace() + sigma_b.trace() - 2 * overlap
    return max(0.0, float(distance))


@mutant(caught_by="test_known_distances")
def compares_means_only(reference, x, y, k=16):
    """Believes that two crowds with the same mean are the same."""
    a, b = (pca_features(reference.double(), part.double(), k) for part in (x, y))
    return float((a.mean(dim=0) - b.mean(dim=0)).square().sum())


@mutant(caught_by="test_known_distances")
def forgets_to_square_the_means(reference, x, y, k=16):
    """Believes that the means enter by their distance, not by its square."""
    a, b = (pca_features(reference.double(), part.double(), k) for part in (x, y))
    values = torch.linalg.eigvals(torch.cov(a.T).reshape(k, k) @ torch.cov(b.T).reshape(k, k))
    spreads = a.var(dim=0).sum() + b.var(dim=0).sum() - 2 * values.real.clamp(min=0).sqrt().sum()
    return max(0.0, float((a.mean(dim=0) - b.mean(dim=0)).norm() + spreads))


@mutant(caught_by="test_small_and_degenerate_sets")
def needs_a_cholesky_factor(reference, x, y, k=16):
    """Believes that covariances of samples can always be factorised."""
    a, b = (pca_features(reference.double(), part.double(), k) for part in (x, y))
    lower = [torch.linalg.cholesky(torch.cov(part.T).reshape(k, k)) for part in (a, b)]
    overlap = torch.linalg.svdvals(lower[0].T @ lower[1]).sum()
    distance = (a.mean(dim=0) - b.mean(dim=0)).square().sum() + a.var(dim=0).sum() + b.var(dim=0).sum() - 2 * overlap
    return max(0.0, float(distance))


@mutant(caught_by="test_small_and_degenerate_sets")
def takes_roots_of_rounding(reference, x, y, k=16):
    """Believes that eigenvalues of a covariance are never below 0."""
    roots, means = [], []
    for part in (x, y):
        features = pca_features(reference.double(), part.double(), k)
        values, vectors = torch.linalg.eigh(torch.cov(features.T).reshape(k, k))
        roots.append((vectors * values.sqrt()) @ vectors.T)
        means.append(features.mean(dim=0))
    overlap = torch.linalg.svdvals((roots[0] @ roots[1]).nan_to_num(1e3)).sum()
    traces = sum((root @ root).trace() for root in roots)
    return float((means[0] - means[1]).square().sum() + traces - 2 * overlap)
