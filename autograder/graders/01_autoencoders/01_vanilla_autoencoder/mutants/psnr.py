"""Wrong answers to `psnr`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_each_picture_has_its_decibels")
def averages_over_the_batch(x_hat, x, max_value=1.0):
    """Believes that a batch has one error, shared by all its pictures."""
    return 10 * torch.log10(max_value**2 / (x_hat - x).square().mean()) * x.new_ones(len(x))


@mutant(caught_by="test_each_picture_has_its_decibels")
def squares_twice(x_hat, x, max_value=1.0):
    """Believes that 20 log10 belongs in front of a ratio of squares."""
    return 20 * torch.log10(max_value**2 / (x_hat - x).square().mean(dim=1))


@mutant(caught_by="test_each_picture_has_its_decibels")
def natural_logarithm(x_hat, x, max_value=1.0):
    """Believes that log is the logarithm to base ten."""
    return 10 * torch.log(max_value**2 / (x_hat - x).square().mean(dim=1))


@mutant(caught_by="test_each_picture_has_its_decibels")
def sums_over_pixels(x_hat, x, max_value=1.0):
    """Believes that the error of a picture is the sum over its pixels."""
    return 10 * torch.log10(max_value**2 / (x_hat - x).square().sum(dim=1))


@mutant(caught_by="test_the_unit_of_pixels_does_not_matter")
def forgets_to_square_the_peak(x_hat, x, max_value=1.0):
    """Believes that the ratio is peak over error; for a peak of 1 nobody notices."""
    return 10 * torch.log10(max_value / (x_hat - x).square().mean(dim=1))


@mutant(caught_by="test_the_unit_of_pixels_does_not_matter")
def takes_the_largest_pixel(x_hat, x, max_value=1.0):
    """Believes that the peak is the largest pixel that happens to occur."""
    return 10 * torch.log10(x.max() ** 2 / (x_hat - x).square().mean(dim=1))


@mutant(caught_by="test_exact_copies_and_float32")
def guards_against_zero(x_hat, x, max_value=1.0):
    """Believes that a division by zero has to be avoided at any price."""
    return 10 * torch.log10(max_value**2 / (x_hat - x).square().mean(dim=1).clamp_min(1e-10))
