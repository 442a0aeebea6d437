"""Wrong answers to `pca_fit`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_does_not_care_where_the_data_stands")
def forgets_to_centre(X, k):
    """Believes that the SVD finds the directions of most variance by itself."""
    return X.mean(dim=0), torch.linalg.svd(X, full_matrices=False).Vh[:k]


@mutant(caught_by="test_finds_the_directions_of_most_variance")
def centres_each_example(X, k):
    """Believes that each example's own mean is to be subtracted."""
    centred = X - X.mean(dim=1, keepdim=True)
    return X.mean(dim=0), torch.linalg.svd(centred, full_matrices=False).Vh[:k]


@mutant(caught_by="test_finds_the_directions_of_most_variance")
def returns_columns(X, k):
    """Believes that components stand in columns."""
    mean = X.mean(dim=0)
    return mean, torch.linalg.svd(X - mean, full_matrices=False).Vh[:k].T


@mutant(caught_by="test_finds_the_directions_of_most_variance")
def takes_the_ascending_order(X, k):
    """Believes that `eigh` puts the largest eigenvalue first."""
    mean = X.mean(dim=0)
    return mean, torch.linalg.eigh((X - mean).T @ (X - mean)).eigenvectors.T[:k]


@mutant(caught_by="test_finds_the_directions_of_most_variance")
def sorts_the_chosen_ones_backwards(X, k):
    """Believes that the order among the chosen components does not matter."""
    mean = X.mean(dim=0)
    return mean, torch.linalg.svd(X - mean, full_matrices=False).Vh[:k].flip(0)


@mutant(caught_by="test_does_not_care_where_the_data_stands")
def standardises(X, k):
    """Believes that every pixel has to be divided by its standard deviation first."""
    mean = X.mean(dim=0)
    scaled = (X - mean) / X.std(dim=0).clamp_min(1e-12)
    return mean, torch.linalg.svd(scaled, full_matrices=False).Vh[:k]


@mutant(caught_by="test_wide_data_and_the_callers_data")
def changes_the_callers_data(X, k):
    """Believes that `X -= mean` makes a new X."""
    mean = X.mean(dim=0)
    X -= mean
    return mean, torch.linalg.svd(X, full_matrices=False).Vh[:k]


@mutant(caught_by="test_finds_the_directions_of_most_variance")
def scales_by_singular_values(X, k):
    """Believes that a component carries its singular value with it."""
    mean = X.mean(dim=0)
    _, sigma, Vh = torch.linalg.svd(X - mean, full_matrices=False)
    return mean, sigma[:k, None] * Vh[:k]


@mutant(caught_by="test_finds_the_directions_of_most_variance")
def takes_v_for_its_transpose(X, k):
    """Believes that `svd` returns V, and takes columns of what is V^T."""
    mean = X.mean(dim=0)
    return mean, torch.linalg.svd(X - mean, full_matrices=False).Vh[:, :k].T
