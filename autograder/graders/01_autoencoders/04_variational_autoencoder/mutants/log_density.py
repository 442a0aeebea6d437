"""Wrong answers to `log_density`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch
from torch.nn import functional

from autograder.testing import mutant


@mutant(caught_by="test_pixels_of_ink_or_paper")
def averages_over_pixels(value, out, family, log_var=0.0):
    """Believes that the log-likelihood of a picture is a mean over its pixels."""
    if family == "bernoulli":
        return (value * out - functional.softplus(out)).mean(dim=-1)
    if family != "normal":
        raise ValueError(family)
    log_var = torch.as_tensor(log_var, dtype=value.dtype)
    return -0.5 * ((value - out) ** 2 * torch.exp(-log_var) + log_var + math.log(2 * math.pi)).mean(dim=-1)


@mutant(caught_by="test_pixels_of_ink_or_paper")
def sums_over_everything(value, out, family, log_var=0.0):
    """Believes that the batch is summed as well."""
    if family == "bernoulli":
        return (value * out - functional.softplus(out)).sum()
    if family != "normal":
        raise ValueError(family)
    log_var = torch.as_tensor(log_var, dtype=value.dtype)
    return -0.5 * ((value - out) ** 2 * torch.exp(-log_var) + log_var + math.log(2 * math.pi)).sum()


@mutant(caught_by="test_logits_of_any_size")
def takes_logarithms_of_sigmoids(value, out, family, log_var=0.0):
    """Believes that a probability may be rounded to 1 before its logarithm is taken."""
    if family == "bernoulli":
        p = torch.sigmoid(out)
        return (torch.special.xlogy(value, p) + torch.special.xlogy(1 - value, 1 - p)).sum(dim=-1)
    if family != "normal":
        raise ValueError(family)
    log_var = torch.as_tensor(log_var, dtype=value.dtype)
    return -0.5 * ((value - out) ** 2 * torch.exp(-log_var) + log_var + math.log(2 * math.pi)).sum(dim=-1)


@mutant(caught_by="test_logits_of_any_size")
def clamps_probabilities(value, out, family, log_var=0.0):
    """Believes that a small constant in the logarithm does no harm."""
    if family == "bernoulli":
        p = torch.sigmoid(out).clamp(1e-7, 1 - 1e-7)
        return (value * p.log() + (1 - value) * (1 - p).log()).sum(dim=-1)
    if family != "normal":
        raise ValueError(family)
    log_var = torch.as_tensor(log_var, dtype=value.dtype)
    return -0.5 * ((value - out) ** 2 * torch.exp(-log_var) + log_var + math.log(2 * math.pi)).sum(dim=-1)


@mutant(caught_by="test_pixels_of_ink_or_paper")
def takes_logits_for_probabilities(value, out, family, log_var=0.0):
    """Believes that the sigmoid has to be taken before a function that takes it itself."""
    if family == "bernoulli":
        out = torch.sigmoid(out)
        return (value * out - functional.softplus(out)).sum(dim=-1)
    if family != "normal":
        raise ValueError(family)
    log_var = torch.as_tensor(log_var, dtype=value.dtype)
    return -0.5 * ((value - out) ** 2 * torch.exp(-log_var) + log_var + math.log(2 * math.pi)).sum(dim=-1)


@mutant(caught_by="test_pixels_of_ink_or_paper")
def forgets_the_paper(value, out, family, log_var=0.0):
    """Believes that only pixels with ink have to be explained."""
    if family == "bernoulli":
        return (value * functional.logsigmoid(out)).sum(dim=-1)
    if family != "normal":
        raise ValueError(family)
    log_var = torch.as_tensor(log_var, dtype=value.dtype)
    return -0.5 * ((value - out) ** 2 * torch.exp(-log_var) + log_var + math.log(2 * math.pi)).sum(dim=-1)


@mutant(caught_by="test_normal_with_its_constant")
def counts_the_constant_once(value, out, family, log_var=0.0):
    """Believes that log(2 pi) belongs to the example, not to each of its dimensions."""
    if family == "bernoulli":
        return (value * out - functional.softplus(out)).sum(dim=-1)
    if family != "normal":
        raise ValueError(family)
    log_var = torch.as_tensor(log_var, dtype=value.dtype)
    return -0.5 * (((value - out) ** 2 * torch.exp(-log_var) + log_var).sum(dim=-1) + math.log(2 * math.pi))


@mutant(caught_by="test_normal_with_its_constant")
def divides_by_the_standard_deviation(value, out, family, log_var=0.0):
    """Believes that log_var is the logarithm of sigma."""
    if family == "bernoulli":
        return (value * out - functional.softplus(out)).sum(dim=-1)
    if family != "normal":
        raise ValueError(family)
    log_var = torch.as_tensor(log_var, dtype=value.dtype)
    return -0.5 * ((value - out) ** 2 * torch.exp(-2 * log_var) + 2 * log_var + math.log(2 * math.pi)).sum(dim=-1)


@mutant(caught_by="test_normal_with_its_constant")
def takes_any_family_for_normal(value, out, family, log_var=0.0):
    """Believes that nobody asks for another family."""
    if family == "bernoulli":
        return (value * out - functional.softplus(out)).sum(dim=-1)
    log_var = torch.as_tensor(log_var, dtype=value.dtype)
    return -0.5 * ((value - out) ** 2 * torch.exp(-log_var) + log_var + math.log(2 * math.pi)).sum(dim=-1)


@mutant(caught_by="test_normal_with_its_constant")
def sums_what_has_not_been_broadcast(value, out, family, log_var=0.0):
    """Believes that log_var has one entry for each dimension, or is a number: one for each example counts once."""
    if family == "bernoulli":
        return (value * out - functional.softplus(out)).sum(dim=-1)
    if family != "normal":
        raise ValueError(family)
    size = value.shape[-1]
    logs = log_var.sum(dim=-1) if torch.is_tensor(log_var) else size * log_var
    log_var = torch.as_tensor(log_var, dtype=value.dtype)
    return -0.5 * (((value - out) ** 2 * torch.exp(-log_var)).sum(dim=-1) + logs + size * math.log(2 * math.pi))
