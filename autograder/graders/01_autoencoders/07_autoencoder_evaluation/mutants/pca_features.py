"""Wrong answers to `pca_features`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_only_the_reference_decides")
def centres_by_the_images(reference, x, k):
    """Believes that every set is centred by its own mean."""
    if not 1 <= k <= min(reference.shape):
        raise ValueError(k)
    _, _, rows = torch.linalg.svd(reference - reference.mean(dim=0), full_matrices=False)
    return ((x - x.mean(dim=0)) @ rows[:k].T).to(x.dtype)


@mutant(caught_by="test_only_the_reference_decides")
def fits_to_the_images(reference, x, k):
    """Believes that the components are those of the images that are described."""
    if not 1 <= k <= min(reference.shape):
        raise ValueError(k)
    rows = torch.linalg.svd(x - reference.mean(dim=0), full_matrices=False).Vh
    if len(rows) < k:
        rows = torch.linalg.svd(reference - reference.mean(dim=0), full_matrices=False).Vh
    return (x - reference.mean(dim=0)) @ rows[:k].T.to(x.dtype)


@mutant(caught_by="test_coordinates_of_the_reference")
def forgets_to_centre(reference, x, k):
    """Believes that the directions need no centred data."""
    if not 1 <= k <= min(reference.shape):
        raise ValueError(k)
    _, _, rows = torch.linalg.svd(reference, full_matrices=False)
    return ((x - reference.mean(dim=0)) @ rows[:k].T).to(x.dtype)


@mutant(caught_by="test_coordinates_of_the_reference")
def takes_the_smallest(reference, x, k):
    """Believes that `eigh` sorts from the largest."""
    if not 1 <= k <= min(reference.shape):
        raise ValueError(k)
    _, vectors = torch.linalg.eigh(torch.cov(reference.T))
    return ((x - reference.mean(dim=0)) @ vectors[:, :k]).to(x.dtype)


@mutant(caught_by="test_coordinates_of_the_reference")
def whitens(reference, x, k):
    """Believes that features have variance 1."""
    if not 1 <= k <= min(reference.shape):
        raise ValueError(k)
    centre = reference.mean(dim=0)
    _, sigma, rows = torch.linalg.svd(reference - centre, full_matrices=False)
    return ((x - centre) @ rows[:k].T / sigma[:k] * len(reference) ** 0.5).to(x.dtype)


@mutant(caught_by="test_coordinates_of_the_reference")
def subtracts_each_image_from_itself(reference, x, k):
    """Believes that an image is centred by its projection: nothing is left of it."""
    if not 1 <= k <= min(reference.shape):
        raise ValueError(k)
    _, _, rows = torch.linalg.svd(reference - reference.mean(dim=0), full_matrices=False)
    x = x - reference.mean(dim=0)
    return ((x - x @ rows.T @ rows) @ rows[:k].T).to(x.dtype)


@mutant(caught_by="test_edges")
def cuts_k_silently(reference, x, k):
    """Believes that slicing takes care of a k that is too large."""
    centre = reference.mean(dim=0)
    _, _, rows = torch.linalg.svd(reference - centre, full_matrices=False)
    return ((x - centre) @ rows[:k].T).to(x.dtype)
