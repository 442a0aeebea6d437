"""Wrong answers to `ablate`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np
import torch

from autograder.testing import mutant


@mutant(caught_by="test_whole_codec")
def measures_on_training_data(train, test, ks, R):
    """Believes that the error on the data that was fitted is what counts."""
    mean, zero = train.mean(dim=0), torch.zeros_like(train[0])
    errors = torch.empty(3, len(ks), dtype=train.dtype)
    for j, k in enumerate(ks):
        C = torch.linalg.svd(train - mean, full_matrices=False).Vh[:k]
        raw = torch.linalg.svd(train, full_matrices=False).Vh[:k]
        spanned = torch.linalg.qr(R[:, :k]).Q.T
        for i, (m, D) in enumerate([(mean, C), (zero, raw), (mean, spanned)]):
            errors[i, j] = (m + (train - m) @ D.T @ D - train).square().mean()
    return errors


@mutant(caught_by="test_whole_codec")
def fits_on_test_data(train, test, ks, R):
    """Believes that the mean and the directions may be taken from the data on which the error is measured."""
    mean, zero = test.mean(dim=0), torch.zeros_like(test[0])
    errors = torch.empty(3, len(ks), dtype=train.dtype)
    for j, k in enumerate(ks):
        C = torch.linalg.svd(test - mean, full_matrices=False).Vh[:k]
        raw = torch.linalg.svd(test, full_matrices=False).Vh[:k]
        spanned = torch.linalg.qr(R[:, :k]).Q.T
        for i, (m, D) in enumerate([(mean, C), (zero, raw), (mean, spanned)]):
            errors[i, j] = (m + (test - m) @ D.T @ D - test).square().mean()
    return errors


@mutant(caught_by="test_without_centring")
def centres_the_uncentred(train, test, ks, R):
    """Believes that "without centring" is about the directions only, and keeps the mean."""
    mean = train.mean(dim=0)
    errors = torch.empty(3, len(ks), dtype=train.dtype)
    for j, k in enumerate(ks):
        C = torch.linalg.svd(train - mean, full_matrices=False).Vh[:k]
        raw = torch.linalg.svd(train, full_matrices=False).Vh[:k]
        spanned = torch.linalg.qr(R[:, :k]).Q.T
        for i, D in enumerate([C, raw, spanned]):
            errors[i, j] = (mean + (test - mean) @ D.T @ D - test).square().mean()
    return errors


@mutant(caught_by="test_without_centring")
def keeps_the_centred_directions(train, test, ks, R):
    """Believes that "without centring" is about the mean only, and keeps the centred directions."""
    mean, zero = train.mean(dim=0), torch.zeros_like(train[0])
    errors = torch.empty(3, len(ks), dtype=train.dtype)
    for j, k in enumerate(ks):
        C = torch.linalg.svd(train - mean, full_matrices=False).Vh[:k]
        spanned = torch.linalg.qr(R[:, :k]).Q.T
        for i, (m, D) in enumerate([(mean, C), (zero, C), (mean, spanned)]):
            errors[i, j] = (m + (test - m) @ D.T @ D - test).square().mean()
    return errors


@mutant(caught_by="test_given_directions")
def takes_the_columns_as_they_are(train, test, ks, R):
    """Believes that the columns of R are orthonormal."""
    mean, zero = train.mean(dim=0), torch.zeros_like(train[0])
    errors = torch.empty(3, len(ks), dtype=train.dtype)
    for j, k in enumerate(ks):
        C = torch.linalg.svd(train - mean, full_matrices=False).Vh[:k]
        raw = torch.linalg.svd(train, full_matrices=False).Vh[:k]
        for i, (m, D) in enumerate([(mean, C), (zero, raw), (mean, R[:, :k].T)]):
            errors[i, j] = (m + (test - m) @ D.T @ D - test).square().mean()
    return errors


@mutant(caught_by="test_given_directions")
def only_normalises_the_columns(train, test, ks, R):
    """Believes that columns of length 1 are orthonormal columns."""
    mean, zero = train.mean(dim=0), torch.zeros_like(train[0])
    errors = torch.empty(3, len(ks), dtype=train.dtype)
    for j, k in enumerate(ks):
        C = torch.linalg.svd(train - mean, full_matrices=False).Vh[:k]
        raw = torch.linalg.svd(train, full_matrices=False).Vh[:k]
        D3 = (R / R.norm(dim=0))[:, :k].T
        for i, (m, D) in enumerate([(mean, C), (zero, raw), (mean, D3)]):
            errors[i, j] = (m + (test - m) @ D.T @ D - test).square().mean()
    return errors


@mutant(caught_by="test_given_directions")
def forgets_the_mean_of_the_given_directions(train, test, ks, R):
    """Believes that arbitrary directions go with no mean."""
    mean, zero = train.mean(dim=0), torch.zeros_like(train[0])
    errors = torch.empty(3, len(ks), dtype=train.dtype)
    for j, k in enumerate(ks):
        C = torch.linalg.svd(train - mean, full_matrices=False).Vh[:k]
        raw = torch.linalg.svd(train, full_matrices=False).Vh[:k]
        spanned = torch.linalg.qr(R[:, :k]).Q.T
        for i, (m, D) in enumerate([(mean, C), (zero, raw), (zero, spanned)]):
            errors[i, j] = (m + (test - m) @ D.T @ D - test).square().mean()
    return errors


@mutant(caught_by="test_whole_codec")
def sums_over_pixels(train, test, ks, R):
    """Believes that the error of an image is the sum over its pixels."""
    mean, zero = train.mean(dim=0), torch.zeros_like(train[0])
    errors = torch.empty(3, len(ks), dtype=train.dtype)
    for j, k in enumerate(ks):
        C = torch.linalg.svd(train - mean, full_matrices=False).Vh[:k]
        raw = torch.linalg.svd(train, full_matrices=False).Vh[:k]
        spanned = torch.linalg.qr(R[:, :k]).Q.T
        for i, (m, D) in enumerate([(mean, C), (zero, raw), (mean, spanned)]):
            errors[i, j] = (m + (test - m) @ D.T @ D - test).square().sum(dim=1).mean()
    return errors


@mutant(caught_by="test_ablation_of_digits")
def sorts_the_code_lengths(train, test, ks, R):
    """Believes that code lengths always come in rising order."""
    mean, zero = train.mean(dim=0), torch.zeros_like(train[0])
    errors = torch.empty(3, len(ks), dtype=train.dtype)
    for j, k in enumerate(np.sort(ks)):
        C = torch.linalg.svd(train - mean, full_matrices=False).Vh[:k]
        raw = torch.linalg.svd(train, full_matrices=False).Vh[:k]
        spanned = torch.linalg.qr(R[:, :k]).Q.T
        for i, (m, D) in enumerate([(mean, C), (zero, raw), (mean, spanned)]):
            errors[i, j] = (m + (test - m) @ D.T @ D - test).square().mean()
    return errors
