"""Wrong answers to `denoise_direction`, which a hidden test must catch. Each docstring says what the student believed."""

import torch
from torch import nn

from autograder.testing import mutant


@mutant(caught_by="test_score_of_a_mixture")
def divides_by_sigma(denoise, x_noisy, sigma):
    """Believes that a score is a displacement in units of sigma."""
    score = (denoise(x_noisy) - x_noisy) / sigma
    return score, nn.functional.normalize(score, dim=1, eps=1e-300)


@mutant(caught_by="test_score_of_a_mixture")
def points_to_the_noise(denoise, x_noisy, sigma):
    """Believes that the score is the noise, not the way back."""
    score = (x_noisy - denoise(x_noisy)) / sigma**2
    return score, nn.functional.normalize(score, dim=1, eps=1e-300)


@mutant(caught_by="test_score_of_a_mixture")
def normalises_the_batch(denoise, x_noisy, sigma):
    """Believes that the directions together have length 1."""
    score = (denoise(x_noisy) - x_noisy) / sigma**2
    return score, score / score.norm().clamp(min=1e-300)


@mutant(caught_by="test_directions_have_length_one")
def divides_zero_by_zero(denoise, x_noisy, sigma):
    """Believes that a score is never 0."""
    score = (denoise(x_noisy) - x_noisy) / sigma**2
    return score, score / score.norm(dim=1, keepdim=True)


@mutant(caught_by="test_directions_have_length_one")
def adds_a_little(denoise, x_noisy, sigma):
    """Believes that a small number in a denominator never matters."""
    score = (denoise(x_noisy) - x_noisy) / sigma**2
    return score, score / (score.norm(dim=1, keepdim=True) + 1e-8)


@mutant(caught_by="test_scores_too_small_to_square")
def takes_the_length_as_it_is(denoise, x_noisy, sigma):
    """Believes that a length is 0 only where all entries are."""
    score = (denoise(x_noisy) - x_noisy) / sigma**2
    lengths = score.norm(dim=1, keepdim=True)
    return score, score / torch.where(lengths > 0, lengths, 1.0)


@mutant(caught_by="test_scores_too_small_to_square")
def scales_the_batch_by_one_number(denoise, x_noisy, sigma):
    """Believes that the largest entry of all brings every row to a usual size."""
    score = (denoise(x_noisy) - x_noisy) / sigma**2
    largest = score.abs().max()
    scaled = score / torch.where(largest > 0, largest, 1.0)
    lengths = scaled.norm(dim=1, keepdim=True)
    return score, scaled / torch.where(lengths > 0, lengths, 1.0)


@mutant(caught_by="test_score_of_a_mixture")
def computes_in_float64(denoise, x_noisy, sigma):
    """Believes that more digits are always welcome."""
    score = (denoise(x_noisy) - x_noisy).double() / sigma**2
    largest = score.abs().amax(dim=1, keepdim=True)
    scaled = score / torch.where(largest > 0, largest, 1.0)
    lengths = scaled.norm(dim=1, keepdim=True)
    return score, scaled / torch.where(lengths > 0, lengths, 1.0)


@mutant(caught_by="test_the_denoiser_is_asked_once")
def asks_row_by_row(denoise, x_noisy, sigma):
    """Believes that a network is as fast for one example as for many."""
    score = torch.cat([denoise(row[None]) - row for row in x_noisy]) / sigma**2
    return score, nn.functional.normalize(score, dim=1, eps=1e-300)
