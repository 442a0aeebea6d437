"""Wrong answers to `latent_arithmetic`, which a hidden test must catch. Each docstring says what the student believed."""

import math

from autograder.testing import mutant


@mutant(caught_by="test_length")
def does_not_rescale(a, b, c):
    """Takes the sum as it comes, which is too short or too long."""
    return a.mean(dim=0) - b.mean(dim=0) + c.mean(dim=0)


@mutant(caught_by="test_length")
def rescales_to_one(a, b, c):
    """Puts the result onto the unit sphere."""
    v = a.mean(dim=0) - b.mean(dim=0) + c.mean(dim=0)
    return v / v.norm().clamp(min=1e-12)


@mutant(caught_by="test_length")
def knows_sixteen_dimensions_only(a, b, c):
    """Writes 4 for the root of d."""
    v = a.mean(dim=0) - b.mean(dim=0) + c.mean(dim=0)
    return 4 * v / v.norm().clamp(min=1e-12)


@mutant(caught_by="test_equation_8")
def sums_the_groups(a, b, c):
    """Adds up the groups instead of averaging: larger groups pull harder."""
    v = a.sum(dim=0) - b.sum(dim=0) + c.sum(dim=0)
    return v * math.sqrt(len(v)) / v.norm().clamp(min=1e-12)


@mutant(caught_by="test_equation_8")
def mixes_up_the_signs(a, b, c):
    """Adds b and subtracts c."""
    v = a.mean(dim=0) + b.mean(dim=0) - c.mean(dim=0)
    return v * math.sqrt(len(v)) / v.norm().clamp(min=1e-12)


@mutant(caught_by="test_what_cancels")
def divides_by_the_length(a, b, c):
    """Divides by the length, which may be 0."""
    v = a.mean(dim=0) - b.mean(dim=0) + c.mean(dim=0)
    return v * math.sqrt(len(v)) / v.norm()


@mutant(caught_by="test_what_cancels")
def rescales_the_means_first(a, b, c):
    """Puts each mean onto the shell first, and the result again: groups that are small weigh as much as large ones."""
    means = [group.mean(dim=0) for group in (a, b, c)]
    first, second, third = (mean / mean.norm().clamp(min=1e-12) for mean in means)
    v = first - 0.9 * second + third
    return v * math.sqrt(len(v)) / v.norm().clamp(min=1e-12)
