"""Other right answers to `log_density`, which must have full marks. Each docstring says how it differs."""

import math

import torch
from torch.nn import functional

from autograder.testing import alternative


@alternative
def density_by_distributions(value, out, family, log_var=0.0):
    """torch.distributions, with `Independent` for the sum over the last axis."""
    from torch.distributions import Bernoulli, Independent, Normal

    if family == "bernoulli":
        value, out = torch.broadcast_tensors(value, out)
        return Independent(Bernoulli(logits=out, validate_args=False), 1).log_prob(value)
    if family == "normal":
        scale = torch.exp(0.5 * torch.as_tensor(log_var, dtype=value.dtype))
        value, out, scale = torch.broadcast_tensors(value, out, scale)
        return Independent(Normal(out, scale), 1).log_prob(value)
    raise ValueError("which family?")


@alternative
def density_by_losses(value, out, family, log_var=0.0):
    """The cross-entropy that torch has, and the normal density term by term."""
    if family not in ("bernoulli", "normal"):
        raise ValueError(family)
    value, out = torch.broadcast_tensors(value, out)
    if family == "bernoulli":
        return -functional.binary_cross_entropy_with_logits(out, value, reduction="none").sum(-1)
    log_var = torch.zeros_like(value) + log_var
    return -0.5 * (((value - out) / torch.exp(log_var / 2)).square() + math.log(2 * math.pi) + log_var).sum(-1)


@alternative
def density_by_log_sigmoids(value, out, family, log_var=0.0):
    """Both log-sigmoids, weighted; a dictionary of families."""

    def bernoulli():
        return value * functional.logsigmoid(out) + (1 - value) * functional.logsigmoid(-out)

    def normal():
        spread = log_var if torch.is_tensor(log_var) else torch.tensor(log_var, dtype=value.dtype)
        return -((value - out) ** 2) / (2 * spread.exp()) - spread / 2 - math.log(math.sqrt(2 * math.pi))

    families = {"bernoulli": bernoulli, "normal": normal}
    if family not in families:
        raise ValueError(f"not one of {list(families)}")
    return families[family]().sum(-1)
