"""Wrong answers to `kl_parts`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_each_part")
def takes_the_prior_for_the_aggregate(q, p_1, p_2):
    """Believes that the code's information is its KL to the prior."""
    whole = q.mean(dim=0)
    q_1, q_2 = whole.sum(dim=1), whole.sum(dim=0)
    prior = torch.outer(p_1, p_2)
    information = (torch.special.xlogy(q, q) - torch.special.xlogy(q, prior)).sum() / len(q)
    margins = torch.special.xlogy(q_1, q_1).sum() + torch.special.xlogy(q_2, q_2).sum()
    total = torch.special.xlogy(whole, whole).sum() - margins
    return information, total, margins - (q_1 * p_1.log()).sum() - (q_2 * p_2.log()).sum()


@mutant(caught_by="test_each_part")
def correlates_each_picture(q, p_1, p_2):
    """Believes that total correlation is that of each picture's own code, averaged."""
    whole = q.mean(dim=0)
    q_1, q_2 = whole.sum(dim=1), whole.sum(dim=0)
    information = (torch.special.xlogy(q, q) - torch.special.xlogy(q, whole)).sum() / len(q)
    product = q.sum(dim=2, keepdim=True) * q.sum(dim=1, keepdim=True)
    total = (torch.special.xlogy(q, q) - torch.special.xlogy(q, product)).sum() / len(q)
    margins = torch.special.xlogy(q_1, q_1).sum() + torch.special.xlogy(q_2, q_2).sum()
    return information, total, margins - (q_1 * p_1.log()).sum() - (q_2 * p_2.log()).sum()


@mutant(caught_by="test_each_part")
def sums_over_pictures(q, p_1, p_2):
    """Believes that the information of all pictures is asked for, not the mean."""
    whole = q.mean(dim=0)
    q_1, q_2 = whole.sum(dim=1), whole.sum(dim=0)
    information = (torch.special.xlogy(q, q) - torch.special.xlogy(q, whole)).sum()
    margins = torch.special.xlogy(q_1, q_1).sum() + torch.special.xlogy(q_2, q_2).sum()
    total = torch.special.xlogy(whole, whole).sum() - margins
    return information, total, margins - (q_1 * p_1.log()).sum() - (q_2 * p_2.log()).sum()


@mutant(caught_by="test_each_part")
def turns_the_last_part_round(q, p_1, p_2):
    """Believes that the divergence to the prior is the one from the prior."""
    whole = q.mean(dim=0)
    q_1, q_2 = whole.sum(dim=1), whole.sum(dim=0)
    information = (torch.special.xlogy(q, q) - torch.special.xlogy(q, whole)).sum() / len(q)
    margins = torch.special.xlogy(q_1, q_1).sum() + torch.special.xlogy(q_2, q_2).sum()
    total = torch.special.xlogy(whole, whole).sum() - margins
    return information, total, (p_1 * (p_1 / q_1).log()).sum() + (p_2 * (p_2 / q_2).log()).sum()


@mutant(caught_by="test_codes_with_known_answers")
def takes_logarithms_of_nothing(q, p_1, p_2):
    """Believes that no probability is ever 0."""
    whole = q.mean(dim=0)
    q_1, q_2 = whole.sum(dim=1), whole.sum(dim=0)
    information = (q * (q / whole).log()).sum() / len(q)
    total = (whole * (whole / torch.outer(q_1, q_2)).log()).sum()
    return information, total, (q_1 * (q_1 / p_1).log()).sum() + (q_2 * (q_2 / p_2).log()).sum()


@mutant(caught_by="test_parts_add_up")
def adds_the_latents_divergences_of_each_picture(q, p_1, p_2):
    """Believes that the dimension-wise part is the KL of each latent's code, picture by picture."""
    whole = q.mean(dim=0)
    information = (torch.special.xlogy(q, q) - torch.special.xlogy(q, whole)).sum() / len(q)
    margins = [whole.sum(dim=1), whole.sum(dim=0)]
    total = torch.special.xlogy(whole, whole).sum() - sum(torch.special.xlogy(m, m).sum() for m in margins)
    each = [(q.sum(dim=2), p_1), (q.sum(dim=1), p_2)]
    rest = sum((torch.special.xlogy(a, a) - a * p.log()).sum() / len(q) for a, p in each)
    return information, total, rest


@mutant(caught_by="test_codes_with_known_answers")
def knows_zeros_in_tables_only(q, p_1, p_2):
    """Believes that each value of a latent is used by some picture: no margin is ever 0."""
    whole = q.mean(dim=0)
    q_1, q_2 = whole.sum(dim=1), whole.sum(dim=0)
    information = (torch.special.xlogy(q, q) - torch.special.xlogy(q, whole)).sum() / len(q)
    margins = (q_1 * q_1.log()).sum() + (q_2 * q_2.log()).sum()
    total = torch.special.xlogy(whole, whole).sum() - margins
    return information, total, margins - (q_1 * p_1.log()).sum() - (q_2 * p_2.log()).sum()
