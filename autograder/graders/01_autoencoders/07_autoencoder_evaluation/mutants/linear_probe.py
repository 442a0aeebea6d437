"""Wrong answers to `linear_probe`, which a hidden test must catch. Each docstring says what the student believed."""

import torch
from torch.nn import functional

from autograder.testing import mutant


@mutant(caught_by="test_codes_far_from_zero")
def penalises_the_bias(z_train, y_train, z_test, lam=1.0):
    """Believes that a column of ones is a column like any other."""
    labels, which = y_train.unique(return_inverse=True)
    Y = functional.one_hot(which).to(z_train.dtype)
    Z, T = (torch.cat([z, torch.ones(len(z), 1, dtype=z.dtype)], dim=1) for z in (z_train, z_test))
    return labels[(T @ torch.linalg.solve(Z.T @ Z + lam * torch.eye(Z.shape[1], dtype=Z.dtype), Z.T @ Y)).argmax(dim=1)]


@mutant(caught_by="test_codes_far_from_zero")
def centres_the_test_by_itself(z_train, y_train, z_test, lam=1.0):
    """Believes that test codes are centred by their own mean."""
    labels, which = y_train.unique(return_inverse=True)
    Y = functional.one_hot(which).to(z_train.dtype)
    Z = z_train - z_train.mean(dim=0)
    W = torch.linalg.solve(Z.T @ Z + lam * torch.eye(Z.shape[1], dtype=Z.dtype), Z.T @ (Y - Y.mean(dim=0)))
    return labels[((z_test - z_test.mean(dim=0)) @ W + Y.mean(dim=0)).argmax(dim=1)]


@mutant(caught_by="test_any_labels_and_many_numbers")
def answers_with_the_index(z_train, y_train, z_test, lam=1.0):
    """Believes that labels are 0, 1, 2 and so on."""
    _, which = y_train.unique(return_inverse=True)
    Y = functional.one_hot(which).to(z_train.dtype)
    z_bar, Y_bar = z_train.mean(dim=0), Y.mean(dim=0)
    Z = z_train - z_bar
    W = torch.linalg.solve(Z.T @ Z + lam * torch.eye(Z.shape[1], dtype=Z.dtype), Z.T @ (Y - Y_bar))
    return ((z_test - z_bar) @ W + Y_bar).argmax(dim=1)


@mutant(caught_by="test_the_verdicts")
def forgets_the_penalty(z_train, y_train, z_test, lam=1.0):
    """Believes that least squares needs no penalty."""
    labels, which = y_train.unique(return_inverse=True)
    Y = functional.one_hot(which).to(z_train.dtype)
    Z = z_train - z_train.mean(dim=0)
    W = torch.linalg.pinv(Z) @ (Y - Y.mean(dim=0))
    return labels[((z_test - z_train.mean(dim=0)) @ W + Y.mean(dim=0)).argmax(dim=1)]


@mutant(caught_by="test_the_verdicts")
def scales_the_penalty(z_train, y_train, z_test, lam=1.0):
    """Believes that the error is a mean over examples, so that the penalty weighs N times as much."""
    labels, which = y_train.unique(return_inverse=True)
    Y = functional.one_hot(which).to(z_train.dtype)
    Z = z_train - z_train.mean(dim=0)
    W = torch.linalg.solve(Z.T @ Z + lam * len(Z) * torch.eye(Z.shape[1], dtype=Z.dtype), Z.T @ (Y - Y.mean(dim=0)))
    return labels[((z_test - z_train.mean(dim=0)) @ W + Y.mean(dim=0)).argmax(dim=1)]


@mutant(caught_by="test_the_verdicts")
def takes_the_nearest_mean(z_train, y_train, z_test, lam=1.0):
    """Believes that the nearest class mean is what a linear probe finds."""
    labels = y_train.unique()
    means = torch.stack([z_train[y_train == label].mean(dim=0) for label in labels])
    return labels[torch.cdist(z_test, means).argmin(dim=1)]
