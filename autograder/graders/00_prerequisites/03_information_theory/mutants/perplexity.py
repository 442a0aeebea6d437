"""Wrong answers to `perplexity`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_tokens_count_alike_in_short_and_long_sentences")
def averages_perplexities(logits, tokens, mask):
    """Believes that the perplexity of a batch is the mean of its sentences' perplexities."""
    log_q = logits.log_softmax(dim=-1).gather(-1, tokens[..., None])[..., 0]
    rows = [torch.exp(-row[keep].mean()) for row, keep in zip(log_q, mask, strict=True) if keep.any()]
    return torch.stack(rows).mean()


@mutant(caught_by="test_tokens_count_alike_in_short_and_long_sentences")
def averages_sentences(logits, tokens, mask):
    """Believes that each sentence counts alike, however many tokens it has."""
    log_q = logits.log_softmax(dim=-1).gather(-1, tokens[..., None])[..., 0]
    rows = [-row[keep].mean() for row, keep in zip(log_q, mask, strict=True) if keep.any()]
    return torch.exp(torch.stack(rows).mean())


@mutant(caught_by="test_padding_makes_no_difference")
def counts_padding(logits, tokens, mask):
    """Believes that padding is a token like any other."""
    log_q = logits.log_softmax(dim=-1).gather(-1, tokens[..., None])[..., 0]
    return torch.exp(-log_q.mean())


@mutant(caught_by="test_padding_makes_no_difference")
def divides_by_all_places(logits, tokens, mask):
    """Leaves padding out of the sum, but not out of the count."""
    log_q = logits.log_softmax(dim=-1).gather(-1, tokens[..., None])[..., 0]
    return torch.exp(-torch.where(mask, log_q, 0).mean())


@mutant(caught_by="test_padding_makes_no_difference")
def multiplies_with_the_mask(logits, tokens, mask):
    """Believes that zero times anything is zero."""
    log_q = logits.log_softmax(dim=-1).gather(-1, tokens[..., None])[..., 0]
    return torch.exp(-(log_q * mask).sum() / mask.sum())


@mutant(caught_by="test_extreme_logits")
def exponentiates_first(logits, tokens, mask):
    """Believes that a softmax is safe to write down as it stands."""
    q = logits.exp() / logits.exp().sum(dim=-1, keepdim=True)
    return torch.exp(-q.gather(-1, tokens[..., None])[..., 0].log()[mask].mean())


@mutant(caught_by="test_extreme_logits")
def takes_the_logarithm_of_a_softmax(logits, tokens, mask):
    """Believes that a stable softmax and then a logarithm is as good; a probability that was rounded to zero has none."""
    q = logits.softmax(dim=-1).gather(-1, tokens[..., None])[..., 0]
    return torch.exp(-q.log()[mask].mean())


@mutant(caught_by="test_mean_price_per_token")
def forgets_the_exponential(logits, tokens, mask):
    """Believes that perplexity is another word for cross-entropy."""
    log_q = logits.log_softmax(dim=-1).gather(-1, tokens[..., None])[..., 0]
    return -log_q[mask].mean()


@mutant(caught_by="test_mean_price_per_token")
def mixes_the_bases(logits, tokens, mask):
    """Takes the price in nats, and two to the power of it."""
    log_q = logits.log_softmax(dim=-1).gather(-1, tokens[..., None])[..., 0]
    return 2 ** -log_q[mask].mean()


@mutant(caught_by="test_mean_price_per_token")
def takes_logits_for_logarithms(logits, tokens, mask):
    """Believes that logits are logarithms of probabilities already."""
    return torch.exp(-logits.gather(-1, tokens[..., None])[..., 0][mask].mean())


@mutant(caught_by="test_mean_price_per_token")
def averages_probabilities(logits, tokens, mask):
    """Believes that one over the mean probability is the same; the logarithm of a mean is not the mean of logarithms."""
    log_q = logits.log_softmax(dim=-1).gather(-1, tokens[..., None])[..., 0]
    return 1 / log_q[mask].exp().mean()


@mutant(caught_by="test_mean_price_per_token")
def normalises_over_time(logits, tokens, mask):
    """Believes that the softmax runs over the places of a sentence."""
    log_q = logits.log_softmax(dim=1).gather(-1, tokens[..., None])[..., 0]
    return torch.exp(-log_q[mask].mean())
