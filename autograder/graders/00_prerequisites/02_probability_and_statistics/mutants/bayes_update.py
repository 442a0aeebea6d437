"""Wrong answers to `bayes_update`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch

from autograder.testing import mutant


@mutant(caught_by="test_posterior_and_evidence")
def forgets_the_prior(log_prior, log_lik):
    """Believes that the likelihood, normalised, is the posterior."""
    evidence = torch.logsumexp(log_lik, dim=-1)
    if bool((evidence == -math.inf).any()):
        raise ValueError("impossible")
    return log_lik - evidence[..., None], evidence


@mutant(caught_by="test_posterior_and_evidence")
def returns_the_joint(log_prior, log_lik):
    """Believes that prior times likelihood is the posterior already."""
    joint = log_prior + log_lik
    evidence = torch.logsumexp(joint, dim=-1)
    if bool((evidence == -math.inf).any()):
        raise ValueError("impossible")
    return joint, evidence


@mutant(caught_by="test_posterior_and_evidence")
def multiplies_logarithms(log_prior, log_lik):
    """Believes that logarithms are multiplied where probabilities are."""
    joint = -(log_prior * log_lik).abs()
    evidence = torch.logsumexp(joint, dim=-1)
    if bool((evidence == -math.inf).any()):
        raise ValueError("impossible")
    return joint - evidence[..., None], evidence


@mutant(caught_by="test_posterior_and_evidence")
def averages_the_evidence(log_prior, log_lik):
    """Believes that the evidence is a plain mean over hypotheses."""
    joint = log_prior + log_lik
    evidence = torch.logsumexp(joint, dim=-1)
    if bool((evidence == -math.inf).any()):
        raise ValueError("impossible")
    return joint - evidence[..., None], evidence - math.log(joint.shape[-1])


@mutant(caught_by="test_posterior_and_evidence")
def returns_probabilities(log_prior, log_lik):
    """Believes that the posterior is wanted as probabilities."""
    joint = log_prior + log_lik
    evidence = torch.logsumexp(joint, dim=-1)
    if bool((evidence == -math.inf).any()):
        raise ValueError("impossible")
    return torch.softmax(joint, dim=-1), evidence


@mutant(caught_by="test_far_from_likely")
def leaves_logarithms(log_prior, log_lik):
    """Believes that probabilities are never too small to be added."""
    joint = (log_prior + log_lik).exp()
    evidence = joint.sum(dim=-1)
    if bool((log_prior + log_lik == -math.inf).all(dim=-1).any()):
        raise ValueError("impossible")
    return (joint / evidence[..., None]).log(), evidence.log()


@mutant(caught_by="test_far_from_likely")
def shifts_the_whole_batch_by_one_number(log_prior, log_lik):
    """Believes that one largest term serves all observations."""
    joint = log_prior + log_lik
    top = joint.max()
    evidence = top + (joint - top).exp().sum(dim=-1).log()
    if bool((joint == -math.inf).all(dim=-1).any()):
        raise ValueError("impossible")
    return joint - evidence[..., None], evidence


@mutant(caught_by="test_what_is_impossible")
def clips_zeros(log_prior, log_lik):
    """Believes that a logarithm of zero must be kept from the sum."""
    joint = log_prior.clamp(min=-100) + log_lik.clamp(min=-1e6)
    evidence = torch.logsumexp(joint, dim=-1)
    if bool((evidence < -1e5).any()):
        raise ValueError("impossible")
    return joint - evidence[..., None], evidence


@mutant(caught_by="test_what_is_impossible")
def divides_nothing_by_nothing(log_prior, log_lik):
    """Believes that some hypothesis always allows the data."""
    joint = log_prior + log_lik
    evidence = torch.logsumexp(joint, dim=-1)
    return joint - evidence[..., None], evidence


@mutant(caught_by="test_what_is_impossible")
def raises_only_if_all_are_impossible(log_prior, log_lik):
    """Believes that one possible observation excuses the others."""
    joint = log_prior + log_lik
    evidence = torch.logsumexp(joint, dim=-1)
    if bool((evidence == -math.inf).all()):
        raise ValueError("impossible")
    return joint - evidence[..., None], evidence
