"""Hidden tests of `lr_schedule`: the warm-up, the cosine, its ends, and beyond."""

import math

from autograder.testing import as_tensor, assert_close, inside, points, require


@inside
def ask_all(ns, cases):
    """The rates for many cases."""
    return [ns.lr_schedule(*arguments, **options) for arguments, options in cases]


def check(notebook, cases, hint):
    """Rates agree to nine digits; each case is (step, total, base rate), options, the right rate, and what to call it."""
    rates = notebook.run(ask_all, [(arguments, options) for arguments, options, _, _ in cases])
    for rate, (_, _, expected, what) in zip(rates, cases, strict=True):
        rate = as_tensor(rate, "the rate").reshape(-1)
        require(rate.numel() == 1, "the rate has to be one number")
        assert_close(rate[0], expected, rtol=1e-9, atol=1e-12, what=what, hint=hint)


def draw(rng):
    """A base rate, a smallest rate below it, a warm-up and a total."""
    base, warmup = float(rng.uniform(0.1, 2)), int(rng.integers(3, 9))
    return base, base * float(rng.uniform(0.05, 0.3)), warmup, warmup + int(rng.integers(8, 30))


@points("lr_schedule", 1)
def test_warm_up_rises_along_a_line(notebook, rng):
    """In the warm-up the rate is (t + 1) / W of the highest one: above 0 in the first step, whatever the lowest one is."""
    cases = []
    for _ in range(3):
        base, low, warmup, total = draw(rng)
        for options in ({"warmup": warmup, "min_lr": low}, {"warmup": warmup}):
            for step in range(warmup):
                cases.append(((step, total, base), options, base * (step + 1) / warmup, "a rate of the warm-up"))
    check(notebook, cases, "The first case of (12): a line through 0 at step -1, which reaches base_lr at step W - 1.")


@points("lr_schedule", 1)
def test_falls_along_half_a_cosine(notebook, rng):
    """After the warm-up the rate falls along half a cosine from the highest to the lowest."""
    cases = []
    for _ in range(3):
        base, low, warmup, total = draw(rng)
        for options in ({"warmup": warmup, "min_lr": low}, {"warmup": warmup}, {"min_lr": low}, {}):
            first, last = options.get("warmup", 0), options.get("min_lr", 0.0)
            for step in range(first, total):
                angle = math.pi * (step - first) / (total - 1 - first)
                expected = last + (base - last) * (1 + math.cos(angle)) / 2
                cases.append(((step, total, base), options, expected, "a rate after the warm-up"))
    hint = "The second case of (12): the progress goes from 0 at step W to 1 at step T - 1, in radians up to pi."
    check(notebook, cases, hint)


@points("lr_schedule", 1)
def test_ends_of_the_run(notebook, rng):
    """Step W has exactly the highest rate and the last step the lowest; runs with no step left after the warm-up work."""
    base, low, warmup, total = draw(rng)
    ends = [
        (0, total, 0, base, "the first rate without warm-up"),
        (warmup, total, warmup, base, "the rate of step W"),
        (total - 1, total, warmup, low, "the last rate"),
        (0, 1, 0, base, "the rate of a run of one step"),
        (0, 1, 1, base, "the rate of a run of one step of warm-up"),
        (1, 2, 0, low, "the last rate of two"),
        (warmup, warmup + 1, warmup, base, "the rate of the only step after the warm-up"),
        (warmup - 1, warmup, warmup, base, "the last rate where all is warm-up"),
        (0, warmup, warmup, base / warmup, "the first rate where all is warm-up"),
        (warmup + 1, warmup + 2, warmup, low, "the last of two rates after the warm-up"),
    ]
    cases = [
        ((step, steps, base), {"warmup": warm, "min_lr": low}, expected, what)
        for step, steps, warm, expected, what in ends
    ]
    check(notebook, cases, "The progress is 0 at step W, also where T - 1 - W is 0; the warm-up comes first.")


@points("lr_schedule", 1)
def test_beyond_the_end(notebook, rng):
    """Who trains on beyond the end has the lowest rate, and the rate does not rise again with the cosine."""
    base, low, warmup, total = draw(rng)
    cases = []
    for step in (total, total + 1, 2 * total, 10 * total + 3):
        for options in ({"warmup": warmup, "min_lr": low}, {"min_lr": low}, {"warmup": warmup}):
            cases.append(((step, total, base), options, options.get("min_lr", 0.0), "a rate beyond the end"))
    for steps in (1, 4):
        what = "the rate beyond the end where all was warm-up"
        cases.append(((steps, steps, base), {"warmup": steps, "min_lr": low}, low, what))
    check(notebook, cases, "A cosine comes up again after pi: from step T on the rate is min_lr.")
