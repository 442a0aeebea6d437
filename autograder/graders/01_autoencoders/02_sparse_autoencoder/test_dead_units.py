"""Hidden tests of `dead_units`: never, rarely, and entries of either sign."""

import torch

from autograder.testing import assert_close, assert_shape, points


def codes_with_rates(rng, n, fires):
    """Codes in which unit j fires on exactly fires[j] of n examples."""
    z = torch.zeros(n, len(fires), dtype=torch.float64)
    for unit, times in enumerate(fires):
        rows = torch.from_numpy(rng.numpy.permutation(n)[:times])
        z[rows, unit] = rng.uniform(0.1, 2, (times,))
    return z


@points("dead_units", 1)
def test_units_that_never_fire(notebook, rng):
    """A unit is dead if it fires on no example; one that fires once is not."""
    fires = [0, 1, 20, 0, 7, 19, 0, 1]
    dead = notebook.dead_units(codes_with_rates(rng, 20, fires))
    assert_shape(dead, (8,), what="the row of verdicts", hint="One verdict for each unit: look along the examples.")
    hint = "True for the dead: one example on which a unit fires is enough to be alive."
    assert_close(dead, torch.tensor([t == 0 for t in fires]), what="the row of verdicts", hint=hint, dtype=torch.bool)


@points("dead_units", 1)
def test_any_entry_that_is_not_zero_fires(notebook, rng):
    """Tiny entries, negative ones, and entries that cancel each other, fire all the same."""
    z = torch.zeros(6, 5, dtype=torch.float64)
    z[2, 0] = 1e-300
    z[4, 1] = -0.7
    z[0, 2], z[5, 2] = 1.5, -1.5
    z[3, 3] = -1e-30
    expected = torch.tensor([False, False, False, False, True])
    hint = "An entry fires if it is not exactly 0: do not add entries up, and do not compare them with a threshold."
    assert_close(notebook.dead_units(z), expected, what="the row of verdicts", hint=hint)
    order = torch.from_numpy(rng.numpy.permutation(6))
    assert_close(
        notebook.dead_units(z[order]), expected, what="the row of verdicts after shuffling the examples", hint=hint
    )


@points("dead_units", 1)
def test_units_that_rarely_fire(notebook, rng):
    """With a rate, a unit is dead if the share of examples on which it fires is at most that rate."""
    fires = [0, 1, 2, 3, 4, 8, 16, 15]
    z = codes_with_rates(rng, 16, fires)
    for rate in (0.0, 0.125, 0.2, 0.25, 0.5, 1.0):
        expected = torch.tensor([times / 16 <= rate for times in fires])
        hint = "The share is over examples, from 0 to 1, and a share of exactly min_rate is dead, too."
        assert_close(notebook.dead_units(z, rate), expected, what="the row of verdicts for a rate", hint=hint)
    large = torch.cat([z, torch.zeros(16, 8, dtype=torch.float64)])
    expected = torch.tensor([times / 32 <= 0.25 for times in fires])
    assert_close(
        notebook.dead_units(large, 0.25), expected, what="the row of verdicts for twice as many examples", hint=hint
    )
