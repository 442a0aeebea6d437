"""Wrong answers to `gmm_em_step`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch

from autograder.testing import mutant


@mutant(caught_by="test_one_round")
def normalises_over_the_data(X, pi, mu, cov, ridge=0.0):
    """Believes that the responsibilities of a component sum to 1 over the examples."""
    log_joint = torch.stack([w.log() + gaussian_logpdf(X, m, c) for w, m, c in zip(pi, mu, cov, strict=True)], dim=1)
    r = log_joint.softmax(dim=0)
    counts = r.sum(dim=0)
    new_mu = (r.T @ X) / counts[:, None]
    offsets = X - new_mu[:, None]
    new_cov = (r.T[:, :, None] * offsets).mT @ offsets / counts[:, None, None]
    new_cov = new_cov + ridge * torch.eye(X.shape[1], dtype=X.dtype)
    return counts / counts.sum(), new_mu, new_cov, torch.logsumexp(log_joint, dim=1).mean()


@mutant(caught_by="test_one_round")
def measures_from_the_old_means(X, pi, mu, cov, ridge=0.0):
    """Believes that the covariances are taken around the means that were given."""
    log_joint = torch.stack([w.log() + gaussian_logpdf(X, m, c) for w, m, c in zip(pi, mu, cov, strict=True)], dim=1)
    r = log_joint.softmax(dim=1)
    counts = r.sum(dim=0)
    offsets = X - mu[:, None]
    new_cov = (r.T[:, :, None] * offsets).mT @ offsets / counts[:, None, None]
    new_cov = new_cov + ridge * torch.eye(X.shape[1], dtype=X.dtype)
    return counts / len(X), (r.T @ X) / counts[:, None], new_cov, torch.logsumexp(log_joint, dim=1).mean()


@mutant(caught_by="test_one_round")
def forgets_the_proportions(X, pi, mu, cov, ridge=0.0):
    """Believes that all components are equally likely beforehand."""
    log_joint = torch.stack([gaussian_logpdf(X, m, c) for m, c in zip(mu, cov, strict=True)], dim=1)
    r = log_joint.softmax(dim=1)
    counts = r.sum(dim=0)
    new_mu = (r.T @ X) / counts[:, None]
    offsets = X - new_mu[:, None]
    new_cov = (r.T[:, :, None] * offsets).mT @ offsets / counts[:, None, None]
    new_cov = new_cov + ridge * torch.eye(X.shape[1], dtype=X.dtype)
    return counts / len(X), new_mu, new_cov, (torch.logsumexp(log_joint, dim=1) - math.log(len(pi))).mean()


@mutant(caught_by="test_one_round")
def divides_by_all_examples(X, pi, mu, cov, ridge=0.0):
    """Believes that a weighted scatter is divided by N."""
    log_joint = torch.stack([w.log() + gaussian_logpdf(X, m, c) for w, m, c in zip(pi, mu, cov, strict=True)], dim=1)
    r = log_joint.softmax(dim=1)
    counts = r.sum(dim=0)
    new_mu = (r.T @ X) / counts[:, None]
    offsets = X - new_mu[:, None]
    new_cov = (r.T[:, :, None] * offsets).mT @ offsets / len(X)
    new_cov = new_cov + ridge * torch.eye(X.shape[1], dtype=X.dtype)
    return counts / len(X), new_mu, new_cov, torch.logsumexp(log_joint, dim=1).mean()


@mutant(caught_by="test_one_round")
def belongs_to_one_only(X, pi, mu, cov, ridge=0.0):
    """Believes that each example belongs to its likeliest component alone, as in k-means."""
    log_joint = torch.stack([w.log() + gaussian_logpdf(X, m, c) for w, m, c in zip(pi, mu, cov, strict=True)], dim=1)
    r = torch.nn.functional.one_hot(log_joint.argmax(dim=1), len(pi)).to(X.dtype)
    counts = r.sum(dim=0).clamp(min=1e-9)
    new_mu = (r.T @ X) / counts[:, None]
    offsets = X - new_mu[:, None]
    new_cov = (r.T[:, :, None] * offsets).mT @ offsets / counts[:, None, None]
    new_cov = new_cov + ridge * torch.eye(X.shape[1], dtype=X.dtype)
    return counts / len(X), new_mu, new_cov, torch.logsumexp(log_joint, dim=1).mean()


@mutant(caught_by="test_one_round")
def sums_the_log_likelihood(X, pi, mu, cov, ridge=0.0):
    """Believes that the log-likelihood is the sum over examples."""
    log_joint = torch.stack([w.log() + gaussian_logpdf(X, m, c) for w, m, c in zip(pi, mu, cov, strict=True)], dim=1)
    r = log_joint.softmax(dim=1)
    counts = r.sum(dim=0)
    new_mu = (r.T @ X) / counts[:, None]
    offsets = X - new_mu[:, None]
    new_cov = (r.T[:, :, None] * offsets).mT @ offsets / counts[:, None, None]
    new_cov = new_cov + ridge * torch.eye(X.shape[1], dtype=X.dtype)
    return counts / len(X), new_mu, new_cov, torch.logsumexp(log_joint, dim=1).sum()


@mutant(caught_by="test_thirty_rounds")
def keeps_the_diagonal(X, pi, mu, cov, ridge=0.0):
    """Believes that components have no correlations."""
    log_joint = torch.stack([w.log() + gaussian_logpdf(X, m, c) for w, m, c in zip(pi, mu, cov, strict=True)], dim=1)
    r = log_joint.softmax(dim=1)
    counts = r.sum(dim=0)
    new_mu = (r.T @ X) / counts[:, None]
    squares = (X - new_mu[:, None]).square()
    new_cov = torch.diag_embed((r.T[:, :, None] * squares).sum(dim=1) / counts[:, None] + ridge)
    return counts / len(X), new_mu, new_cov, torch.logsumexp(log_joint, dim=1).mean()


@mutant(caught_by="test_thirty_rounds")
def never_updates_the_proportions(X, pi, mu, cov, ridge=0.0):
    """Believes that the proportions are given once and for all."""
    log_joint = torch.stack([w.log() + gaussian_logpdf(X, m, c) for w, m, c in zip(pi, mu, cov, strict=True)], dim=1)
    r = log_joint.softmax(dim=1)
    counts = r.sum(dim=0)
    new_mu = (r.T @ X) / counts[:, None]
    offsets = X - new_mu[:, None]
    new_cov = (r.T[:, :, None] * offsets).mT @ offsets / counts[:, None, None]
    new_cov = new_cov + ridge * torch.eye(X.shape[1], dtype=X.dtype)
    return pi, new_mu, new_cov, torch.logsumexp(log_joint, dim=1).mean()


@mutant(caught_by="test_far_from_everything")
def leaves_logarithms_in_the_e_step(X, pi, mu, cov, ridge=0.0):
    """Believes that densities are never too small to be divided."""
    joint = torch.stack([w * gaussian_logpdf(X, m, c).exp() for w, m, c in zip(pi, mu, cov, strict=True)], dim=1)
    r = joint / joint.sum(dim=1, keepdim=True)
    counts = r.sum(dim=0)
    new_mu = (r.T @ X) / counts[:, None]
    offsets = X - new_mu[:, None]
    new_cov = (r.T[:, :, None] * offsets).mT @ offsets / counts[:, None, None]
    new_cov = new_cov + ridge * torch.eye(X.shape[1], dtype=X.dtype)
    return counts / len(X), new_mu, new_cov, joint.sum(dim=1).log().mean()


@mutant(caught_by="test_far_from_everything")
def keeps_densities_from_zero(X, pi, mu, cov, ridge=0.0):
    """Believes that a tiny number in the denominator is a cure: far examples then belong nowhere."""
    joint = torch.stack([w * gaussian_logpdf(X, m, c).exp() for w, m, c in zip(pi, mu, cov, strict=True)], dim=1)
    r = joint / (joint.sum(dim=1, keepdim=True) + 1e-300)
    counts = r.sum(dim=0)
    new_mu = (r.T @ X) / counts[:, None]
    offsets = X - new_mu[:, None]
    new_cov = (r.T[:, :, None] * offsets).mT @ offsets / counts[:, None, None]
    new_cov = new_cov + ridge * torch.eye(X.shape[1], dtype=X.dtype)
    return counts / len(X), new_mu, new_cov, (joint.sum(dim=1) + 1e-300).log().mean()


@mutant(caught_by="test_ridge_and_digits")
def forgets_the_ridge(X, pi, mu, cov, ridge=0.0):
    """Believes that a bell never collapses."""
    log_joint = torch.stack([w.log() + gaussian_logpdf(X, m, c) for w, m, c in zip(pi, mu, cov, strict=True)], dim=1)
    r = log_joint.softmax(dim=1)
    counts = r.sum(dim=0)
    new_mu = (r.T @ X) / counts[:, None]
    offsets = X - new_mu[:, None]
    new_cov = (r.T[:, :, None] * offsets).mT @ offsets / counts[:, None, None]
    return counts / len(X), new_mu, new_cov, torch.logsumexp(log_joint, dim=1).mean()


@mutant(caught_by="test_ridge_and_digits")
def adds_the_ridge_everywhere(X, pi, mu, cov, ridge=0.0):
    """Believes that a number added to a matrix goes on its diagonal."""
    log_joint = torch.stack([w.log() + gaussian_logpdf(X, m, c) for w, m, c in zip(pi, mu, cov, strict=True)], dim=1)
    r = log_joint.softmax(dim=1)
    counts = r.sum(dim=0)
    new_mu = (r.T @ X) / counts[:, None]
    offsets = X - new_mu[:, None]
    new_cov = (r.T[:, :, None] * offsets).mT @ offsets / counts[:, None, None] + ridge
    return counts / len(X), new_mu, new_cov, torch.logsumexp(log_joint, dim=1).mean()
