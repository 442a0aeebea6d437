"""Wrong answers to `box_muller`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch

from autograder.testing import mutant


@mutant(caught_by="test_values")
def forgets_the_two(u1, u2):
    """Believes that the square of the radius is -log(1 - u): half the variance."""
    r = torch.sqrt(-torch.log1p(-u1))
    return r * torch.cos(2 * math.pi * u2), r * torch.sin(2 * math.pi * u2)


@mutant(caught_by="test_values")
def puts_the_two_outside(u1, u2):
    """Believes that the 2 stands before the root."""
    r = 2 * torch.sqrt(-torch.log1p(-u1))
    return r * torch.cos(2 * math.pi * u2), r * torch.sin(2 * math.pi * u2)


@mutant(caught_by="test_moments")
def goes_half_round(u1, u2):
    """Believes that pi is a full turn."""
    r = torch.sqrt(-2 * torch.log1p(-u1))
    return r * torch.cos(math.pi * u2), r * torch.sin(math.pi * u2)


@mutant(caught_by="test_moments")
def returns_one_number_twice(u1, u2):
    """Believes that the second number is made like the first, with the same cosine."""
    r = torch.sqrt(-2 * torch.log1p(-u1))
    return r * torch.cos(2 * math.pi * u2), r * torch.cos(2 * math.pi * u2)


@mutant(caught_by="test_values")
def takes_degrees(u1, u2):
    """Believes that the cosine takes degrees."""
    r = torch.sqrt(-2 * torch.log1p(-u1))
    return r * torch.cos(360 * u2), r * torch.sin(360 * u2)


@mutant(caught_by="test_values")
def takes_logarithms_to_base_ten(u1, u2):
    """Believes that `log` is to base 10."""
    r = torch.sqrt(-2 * torch.log10(1 - u1))
    return r * torch.cos(2 * math.pi * u2), r * torch.sin(2 * math.pi * u2)


@mutant(caught_by="test_ends")
def takes_the_logarithm_of_zero(u1, u2):
    """Believes that u1 is never 0."""
    r = torch.sqrt(-2 * torch.log(u1))
    return r * torch.cos(2 * math.pi * u2), r * torch.sin(2 * math.pi * u2)


@mutant(caught_by="test_ends")
def clips_the_logarithm(u1, u2):
    """Believes that a little clipping keeps infinity away and changes nothing."""
    r = torch.sqrt(-2 * torch.log(u1.clamp(min=1e-12)))
    return r * torch.cos(2 * math.pi * u2), r * torch.sin(2 * math.pi * u2)


@mutant(caught_by="test_ends")
def answers_in_float64(u1, u2):
    """Believes that float64 is always wanted."""
    r = torch.sqrt(-2 * torch.log1p(-u1.double()))
    return r * torch.cos(2 * math.pi * u2), r * torch.sin(2 * math.pi * u2)


@mutant(caught_by="test_callers_numbers")
def writes_into_the_first(u1, u2):
    """Believes that methods with an underscore are faster and harmless."""
    r = u1.neg_().log1p_().mul_(-2).sqrt_()
    return r * torch.cos(2 * math.pi * u2), r * torch.sin(2 * math.pi * u2)


@mutant(caught_by="test_callers_numbers")
def writes_into_the_second(u1, u2):
    """Believes that the angle may be written over the uniform numbers."""
    r = torch.sqrt(-2 * torch.log1p(-u1))
    u2 *= 2 * math.pi
    return r * torch.cos(u2), r * torch.sin(u2)
