"""Wrong answers to `kl_per_level`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_price_of_each_level")
def averages_over_latents(q, p):
    """Believes that the price of a level is a mean over its latents."""
    return torch.stack([kl_diagonal(*a, *b) / a[0].shape[1] for a, b in zip(q, p, strict=True)], dim=1)


@mutant(caught_by="test_price_of_each_level")
def counts_every_level_from_dice(q, p):
    """Believes that every level is measured against N(0, I)."""
    return torch.stack([kl_diagonal(*a, 0 * a[0], 0 * a[0]) for a in q], dim=1)


@mutant(caught_by="test_price_of_each_level")
def the_other_way_round(q, p):
    """Believes that the direction does not matter."""
    return torch.stack([kl_diagonal(*b, *a) for a, b in zip(q, p, strict=True)], dim=1)


@mutant(caught_by="test_price_of_each_level")
def puts_the_top_first(q, p):
    """Believes that the levels are counted from the top."""
    return torch.stack([kl_diagonal(*a, *b) for a, b in zip(q, p, strict=True)][::-1], dim=1)


@mutant(caught_by="test_price_of_each_level")
def one_row_for_each_level(q, p):
    """Believes that levels stand in rows."""
    return torch.stack([kl_diagonal(*a, *b) for a, b in zip(q, p, strict=True)])


@mutant(caught_by="test_price_of_each_level")
def fills_a_table_of_its_own(q, p):
    """Believes that a table of zeros has the dtype of what is written into it."""
    table = torch.zeros(len(q[0][0]), len(q))
    for level, (a, b) in enumerate(zip(q, p, strict=True)):
        table[:, level] = kl_diagonal(*a, *b)
    return table


@mutant(caught_by="test_adds_up_to_the_whole")
def charges_the_top_for_each_level(q, p):
    """Believes that the prices are cumulative: what a level costs contains the levels above."""
    each = torch.stack([kl_diagonal(*a, *b) for a, b in zip(q, p, strict=True)], dim=1)
    return each.flip(1).cumsum(1).flip(1)


@mutant(caught_by="test_gradients_to_both")
def holds_the_prior_still(q, p):
    """Believes that the prior is a target, which is detached."""
    return torch.stack([kl_diagonal(*a, *(part.detach() for part in b)) for a, b in zip(q, p, strict=True)], dim=1)
