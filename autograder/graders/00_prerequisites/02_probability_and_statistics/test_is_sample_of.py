"""Hidden tests of `is_sample_of`: what it must let pass, and what it must reject. Each test asks for both."""

import math

import torch

from autograder.testing import as_tensor, assert_close, inside, points, require


@inside
def ask(ns, x, law, alpha):
    """The verdict, and what x is after the call."""
    laws = {
        "uniform": lambda x: x.clamp(0, 1),
        "normal": torch.special.ndtr,
        "exponential": lambda x: -torch.expm1(-x.clamp(min=0)),
    }
    x = x.clone()
    verdict = ns.is_sample_of(x, laws[law], alpha) if alpha else ns.is_sample_of(x, laws[law])
    return verdict, x


def quantiles(law, u):
    """Numbers whose distribution function is u."""
    return {"uniform": u, "normal": torch.special.ndtri(u), "exponential": -torch.log1p(-u)}[law]


def judge(notebook, rng, cases, hint):
    """Put samples, in random order, with their right verdicts to the student's check."""
    for x, law, alpha, verdict, name in cases:
        x = x[torch.from_numpy(rng.numpy.permutation(len(x)))]
        answer, after = notebook.run(ask, x, law, alpha)
        answer = as_tensor(answer, "the verdict").reshape(-1)
        require(answer.numel() == 1, "the verdict has to be one bool", hint="Reduce, then `bool(...)`.")
        message = f"your check {'rejects' if verdict else 'accepts'} {name}"
        require(bool(answer[0]) == verdict, message, hint="" if verdict else hint)
        hint_of_data = "`x.sort().values` makes a new tensor; NumPy's `x.sort()` writes into the caller's."
        assert_close(
            after[x.isfinite()], x[x.isfinite()], what="the caller's numbers after the call", hint=hint_of_data
        )


def even(n, low=0.0, high=1.0):
    """n numbers, evenly spread between two heights: no sample fits better."""
    return low + (high - low) * (torch.arange(n, dtype=torch.float64) + 0.5) / n


def limit(n, alpha):
    """Of equation (8)."""
    return math.sqrt(math.log(2 / alpha) / (2 * n))


@points("is_sample_of", 2)
def test_shapes_of_distributions(notebook, rng):
    """Right samples pass; samples with the right mean and variance but another shape are rejected, and wrong scales."""
    n = 20_000
    signs = torch.where(torch.arange(n) % 2 == 0, 1.0, -1.0).double()
    half = quantiles("normal", even(n)) * math.sqrt(0.5)
    cases = [
        (quantiles("normal", even(n)), "normal", None, True, "normal numbers, spread evenly"),
        (rng.normal(5000), "normal", 1e-9, True, "normal numbers"),
        (-torch.log1p(-rng.uniform(0, 1, (5000,))), "exponential", 1e-9, True, "waiting times of mean 1"),
        (math.sqrt(3) * (2 * even(n) - 1), "normal", None, False, "uniform numbers with mean 0 and variance 1"),
        (signs, "normal", None, False, "plus and minus one: mean 0 and variance 1"),
        (half, "normal", None, False, "normal numbers with half the variance"),
        (1.2 * half * math.sqrt(2), "normal", None, False, "normal numbers that are 20 % too wide"),
        (quantiles("normal", even(n)).abs(), "normal", None, False, "normal numbers without their signs"),
        (2 * quantiles("exponential", even(n)), "exponential", None, False, "waiting times of mean 2"),
    ]
    judge(notebook, rng, cases, "Compare the whole distribution function, not the mean and the variance.")


@points("is_sample_of", 2)
def test_level_and_size(notebook, rng):
    """The limit is that of equation (8), for any level and any number of samples; gaps above and below count."""
    cases = []
    for n, alpha in ((400, 1e-3), (2500, 0.05), (60, 1e-6), (400, 0.5)):
        # From here the samples are squeezed to one side, so D is the share that is missing there plus half a step.
        for factor, verdict in ((0.93, True), (1.07, False)):
            gap = factor * limit(n, alpha)
            right, left = even(n, gap, 1.0), even(n, 0.0, 1 - gap)
            for name, u in (("shifted to the right", right), ("shifted to the left", left)):
                law = ("uniform", "normal", "exponential")[int(rng.integers(0, 3))]
                where = f"samples {name} by {'less' if verdict else 'more'} than level and size allow"
                cases.append((quantiles(law, u), law, alpha, verdict, where))
    judge(notebook, rng, cases, "D takes the larger of both gaps; its limit shrinks with N and grows as alpha falls.")


@points("is_sample_of", 1)
def test_few_numbers(notebook, rng):
    """With few numbers the height before a jump and the height after it differ much, and both count."""
    u = float(rng.uniform(0.45, 0.55))
    cases = [
        (torch.tensor([u]).double(), "uniform", 0.6, True, "one uniform number in the middle"),
        (torch.tensor([0.97]).double(), "uniform", 0.6, False, "one uniform number near 1, at the level 0.6"),
        (torch.tensor([0.03]).double(), "uniform", 0.6, False, "one uniform number near 0, at the level 0.6"),
        (torch.tensor([0.97]).double(), "uniform", 0.05, True, "one uniform number near 1, at the level 0.05"),
        (torch.tensor([0.1, 0.15]).double(), "uniform", 0.2, False, "two numbers near 0, at the level 0.2"),
        (torch.tensor([0.9, 0.85]).double(), "uniform", 0.2, False, "two numbers near 1, at the level 0.2"),
        (torch.tensor([0.3, 0.8]).double(), "uniform", 0.2, True, "two uniform numbers"),
    ]
    judge(notebook, rng, cases, "At the i-th of N sorted numbers the staircase climbs from (i - 1)/N to i/N.")


@points("is_sample_of", 1)
def test_numbers_that_are_none(notebook, rng):
    """A sample with NaN or infinite numbers in it is rejected; without them, the same sample passes."""
    good = quantiles("normal", even(5000))
    cases = [(good, "normal", None, True, "normal numbers, spread evenly")]
    for value, name in ((math.nan, "NaN"), (math.inf, "infinity"), (-math.inf, "minus infinity")):
        bad = good.clone()
        bad[int(rng.integers(0, 5000))] = value
        cases.append((bad, "normal", None, False, f"normal numbers with one {name} among them"))
    cases.append((torch.full((3,), math.nan).double(), "uniform", None, False, "nothing but NaN"))
    judge(notebook, rng, cases, "One bad number in five thousand hardly moves D: look for it by itself.")
