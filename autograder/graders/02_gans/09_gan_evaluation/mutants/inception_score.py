"""Wrong answers to `inception_score`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch

from autograder.testing import mutant


@mutant(caught_by="test_each_part_has_its_own_marginal")
def shares_one_marginal(probs, splits=1):
    """Believes that p(y) is a property of all samples, whatever the parts."""
    if not 1 <= splits <= len(probs):
        raise ValueError(splits)
    marginal = probs.mean(dim=0)
    parts = torch.tensor_split(torch.special.xlogy(probs, probs) - torch.special.xlogy(probs, marginal), splits)
    return sum(math.exp(part.sum(dim=1).mean()) for part in parts) / splits


@mutant(caught_by="test_zeros_and_impossible_splits")
def takes_the_logarithm_of_zero(probs, splits=1):
    """Writes the formula down as it stands, where 0 log 0 is NaN."""
    if not 1 <= splits <= len(probs):
        raise ValueError(splits)
    parts = torch.tensor_split(probs, splits)
    return sum(math.exp((p * (p / p.mean(dim=0)).log()).sum(dim=1).mean()) for p in parts) / splits


@mutant(caught_by="test_zeros_and_impossible_splits")
def adds_a_small_number(probs, splits=1):
    """Adds 1e-3 to every probability, so that no logarithm is infinite."""
    if not 1 <= splits <= len(probs):
        raise ValueError(splits)
    parts = torch.tensor_split(probs + 1e-3, splits)
    return sum(math.exp((p * (p / p.mean(dim=0)).log()).sum(dim=1).mean()) for p in parts) / splits


@mutant(caught_by="test_extremes_and_values")
def forgets_the_exponential(probs, splits=1):
    """Returns the mean divergence, 0 for samples that are all alike."""
    if not 1 <= splits <= len(probs):
        raise ValueError(splits)
    parts = torch.tensor_split(probs, splits)
    terms = [torch.special.xlogy(p, p) - torch.special.xlogy(p, p.mean(dim=0)) for p in parts]
    return float(sum(term.sum(dim=1).mean() for term in terms) / splits)


@mutant(caught_by="test_extremes_and_values")
def counts_in_bits(probs, splits=1):
    """Takes logarithms to base 2, and the exponential to base e."""
    if not 1 <= splits <= len(probs):
        raise ValueError(splits)
    parts = torch.tensor_split(probs, splits)
    terms = [torch.special.xlogy(p, p) - torch.special.xlogy(p, p.mean(dim=0)) for p in parts]
    return sum(math.exp(term.sum(dim=1).mean() / math.log(2)) for term in terms) / splits


@mutant(caught_by="test_extremes_and_values")
def turns_the_divergence_round(probs, splits=1):
    """Believes that the direction of a KL divergence does not matter."""
    if not 1 <= splits <= len(probs):
        raise ValueError(splits)
    parts = torch.tensor_split(probs, splits)
    terms = [p.mean(dim=0) * (p.mean(dim=0) / p.clamp(min=1e-12)).clamp(min=1e-12).log() for p in parts]
    return sum(math.exp(min(term.sum(dim=1).mean(), 50)) for term in terms) / splits


@mutant(caught_by="test_extremes_and_values")
def averages_over_classes_too(probs, splits=1):
    """Takes the mean over all entries, where the divergence is a sum over classes."""
    if not 1 <= splits <= len(probs):
        raise ValueError(splits)
    parts = torch.tensor_split(probs, splits)
    terms = [torch.special.xlogy(p, p) - torch.special.xlogy(p, p.mean(dim=0)) for p in parts]
    return sum(math.exp(term.mean()) for term in terms) / splits


@mutant(caught_by="test_each_part_has_its_own_marginal")
def leaves_out_the_rest(probs, splits=1):
    """Drops the rows that do not fill a part."""
    if not 1 <= splits <= len(probs):
        raise ValueError(splits)
    parts = probs[: len(probs) // splits * splits].split(len(probs) // splits)
    terms = [torch.special.xlogy(p, p) - torch.special.xlogy(p, p.mean(dim=0)) for p in parts]
    return sum(math.exp(term.sum(dim=1).mean()) for term in terms) / splits
