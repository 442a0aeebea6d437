"""Wrong answers to `gumbel_softmax`, which a hidden test must catch. Each docstring says what the student believed."""

import torch
from torch.nn import functional

from autograder.testing import mutant


@mutant(caught_by="test_shares_of_categories")
def the_colleagues_draft(logits, tau, u, hard=False):
    """Believes that the draft was right."""
    g = torch.log(-torch.log(u))
    y = torch.softmax(logits / tau + g, dim=-1)
    if hard:
        y = functional.one_hot(y.argmax(dim=-1), logits.shape[-1]).to(logits.dtype)
    return y


@mutant(caught_by="test_shares_of_categories")
def keeps_the_sign(logits, tau, u, hard=False):
    """Finds the bracket and the gradient, and not that the noise stands upside down."""
    g = torch.log(-torch.log(u))
    y = torch.softmax((logits + g) / tau, dim=-1)
    if not hard:
        return y
    return functional.one_hot(y.argmax(dim=-1), y.shape[-1]).to(y.dtype) + y - y.detach()


@mutant(caught_by="test_shares_of_categories")
def keeps_the_bracket(logits, tau, u, hard=False):
    """Finds the sign and the gradient, and not that the noise is to be divided by tau."""
    g = -torch.log(-torch.log(u))
    y = torch.softmax(logits / tau + g, dim=-1)
    if not hard:
        return y
    return functional.one_hot(y.argmax(dim=-1), y.shape[-1]).to(y.dtype) + y - y.detach()


@mutant(caught_by="test_straight_through")
def keeps_the_new_leaf(logits, tau, u, hard=False):
    """Finds sign and bracket, and not that nothing flows through an index."""
    y = torch.softmax((logits - torch.log(-torch.log(u))) / tau, dim=-1)
    return functional.one_hot(y.argmax(dim=-1), y.shape[-1]).to(y.dtype) if hard else y


@mutant(caught_by="test_straight_through")
def masks_the_sample(logits, tau, u, hard=False):
    """Believes that the winner alone has a gradient."""
    y = torch.softmax((logits - torch.log(-torch.log(u))) / tau, dim=-1)
    return functional.one_hot(y.argmax(dim=-1), y.shape[-1]).to(y.dtype) * y / y.detach() if hard else y


@mutant(caught_by="test_shares_of_categories")
def takes_the_most_probable(logits, tau, u, hard=False):
    """Believes that a one-hot sample is the most probable category."""
    y = torch.softmax((logits - torch.log(-torch.log(u))) / tau, dim=-1)
    if not hard:
        return y
    return functional.one_hot(logits.argmax(dim=-1), y.shape[-1]).to(y.dtype) + y - y.detach()


@mutant(caught_by="test_relaxed_samples")
def multiplies_by_the_temperature(logits, tau, u, hard=False):
    """Believes that a high temperature makes samples hard."""
    y = torch.softmax((logits - torch.log(-torch.log(u))) * tau, dim=-1)
    if not hard:
        return y
    return functional.one_hot(y.argmax(dim=-1), y.shape[-1]).to(y.dtype) + y - y.detach()


@mutant(caught_by="test_straight_through")
def counts_the_gradient_twice(logits, tau, u, hard=False):
    """Believes that the gradient has to make up for what the one-hot vector lost."""
    y = torch.softmax((logits - torch.log(-torch.log(u))) / tau, dim=-1)
    if not hard:
        return y
    one_hot = functional.one_hot(y.argmax(dim=-1), y.shape[-1]).to(y.dtype)
    return one_hot + y / tau - (y / tau).detach()


@mutant(caught_by="test_straight_through")
def counts_the_second_axis(logits, tau, u, hard=False):
    """Believes that there are always rows and columns, and that the categories are the columns."""
    y = torch.softmax((logits - torch.log(-torch.log(u))) / tau, dim=-1)
    if not hard:
        return y
    return functional.one_hot(y.argmax(dim=-1), y.shape[1]).to(y.dtype) + y - y.detach()
