"""Wrong answers to `dead_units`, which a hidden test must catch. Each docstring says what the student believed."""

from autograder.testing import mutant


@mutant(caught_by="test_any_entry_that_is_not_zero_fires")
def looks_at_the_mean(z, min_rate=0.0):
    """Believes that a unit whose mean is zero never fires."""
    return z.mean(dim=0) <= min_rate


@mutant(caught_by="test_any_entry_that_is_not_zero_fires")
def takes_small_for_zero(z, min_rate=0.0):
    """Believes that what is below a millionth is zero."""
    return (z.abs() > 1e-6).double().mean(dim=0) <= min_rate


@mutant(caught_by="test_units_that_never_fire")
def strictly_less(z, min_rate=0.0):
    """Believes that "at most" means "less than"."""
    return (z != 0).double().mean(dim=0) < min_rate


@mutant(caught_by="test_units_that_never_fire")
def rests_once(z, min_rate=0.0):
    """Believes that a unit is dead if it is silent on some example."""
    return (z == 0).any(dim=0)


@mutant(caught_by="test_units_that_rarely_fire")
def compares_counts_with_a_rate(z, min_rate=0.0):
    """Believes that a number of examples can be compared with a share."""
    return (z != 0).sum(dim=0) <= min_rate


@mutant(caught_by="test_units_that_rarely_fire")
def ignores_the_rate(z, min_rate=0.0):
    """Believes that dead is dead, whatever rate is asked for."""
    return (z == 0).all(dim=0)
