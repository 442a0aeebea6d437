"""A course whose one exercise trains in milliseconds: a line through noisy points by gradient descent."""

from __future__ import annotations

from pathlib import Path

from autograder.course import Course, find_course
from autograder.verbs.build import build_assignments
from tests.verbs.tiny import write

ASSIGNMENT = "00_01_slope"
COURSE = """title = "Slope"
salt = "grains of salt"
[limits]
cell_seconds = 5.0
test_seconds = 5.0
"""
LESSON = '''# %% [markdown]
# # A line
# Its squared error should be at most {{target:error}}.

# %%
import torch

# %%
STEPS = 60
print("a worked example", STEPS)


# %%
def start(seed, dtype):
    return 0.1 * torch.randn(2, dtype=dtype, generator=torch.Generator().manual_seed(seed))


# %% [markdown] task="fit_line"
# Fit a line, in 20 seconds and 512 MiB.


# %% exercise="fit_line" points=4 difficulty=1 minutes=2 seconds=20 needs=[]
def fit_line(x, y, x_new, seed):
    """Values at new points, by a line that gradient descent fits."""
    ### BEGIN SOLUTION
    weights = start(seed, x.dtype)
    for _ in range(STEPS):
        residual = weights[0] * x + weights[1] - y
        weights = weights - 0.2 * torch.stack([(residual * x).mean(), residual.mean()])
    return weights[0] * x_new + weights[1]
    ### END SOLUTION


# %% public_test="fit_line"
assert fit_line(torch.ones(3), torch.ones(3), torch.ones(4), 0).shape == (4,), "one value for each new point"

# %% [markdown] hint="fit_line"
# Follow the gradient.
'''
GRADER = '''import pytest
import torch
from autograder.testing import as_tensor, assert_shape, points, trained


@pytest.fixture(scope="module")
def data(module_rng):
    x = module_rng("data").normal(2, 40)
    return x, 3 * x + 1 + 0.3 * torch.sin(50 * x)  # a line, and what a line cannot follow


@trained("fit_line")
def line(notebook, data, module_rng):
    x, y = data
    return notebook.fit_line(x[0], y[0], x[1], int(module_rng("seed").integers(0, 1000)))


@points("fit_line", 1)
def test_one_value_for_each_point(line):
    """There is one value for each new point."""
    assert_shape(line, (40,))


@points("fit_line", 3)
def test_it_predicts(line, data, threshold):
    """The line predicts points that it has not seen."""
    values, (x, y) = as_tensor(line), data
    error = (values - y[1]).square().mean()
    threshold.below("error", error, what="the squared error", hint="Did you take enough steps?", two_sided=True, tiers=True)
    centred = x[1] - x[1].mean()
    threshold.above("slope", (centred * values).sum() / centred.square().sum(), what="the slope")
'''
MUTANTS = '''import torch
from autograder.testing import mutant


@mutant(caught_by="test_it_predicts")
def forgets_the_intercept(x, y, x_new, seed):
    """Believes that a line goes through the origin."""
    return (x * y).mean() / (x * x).mean() * x_new


@mutant(caught_by="test_it_predicts")
def takes_three_steps(x, y, x_new, seed):
    """Believes that three steps are enough."""
    weights = torch.zeros(2, dtype=x.dtype)
    for _ in range(3):
        residual = weights[0] * x + weights[1] - y
        weights = weights - 0.2 * torch.stack([(residual * x).mean(), residual.mean()])
    return weights[0] * x_new + weights[1]


@mutant(caught_by="test_it_predicts")
def knows_the_answer(x, y, x_new, seed):
    """Believes that what grades it may be known."""
    return 3 * x_new + 1 + 0.3 * torch.sin(50 * x_new)


@mutant(caught_by="test_it_predicts")
def diverges(x, y, x_new, seed):
    """Believes that a step may be as long as one likes."""
    return torch.full_like(x_new, torch.nan)


@mutant(caught_by="test_it_predicts")
def raises(x, y, x_new, seed):
    """Believes that a file is there."""
    raise OSError("no weights")


@mutant(caught_by="test_one_value_for_each_point")
def returns_one_number(x, y, x_new, seed):
    """Believes that one number is enough."""
    return y.mean()
'''
ALTERNATIVES = '''import torch
from autograder.testing import alternative


@alternative
def solves(x, y, x_new, seed):
    """Solves the normal equations."""
    design = torch.stack([x, torch.ones_like(x)], 1)
    slope, intercept = torch.linalg.lstsq(design, y).solution
    return slope * x_new + intercept
'''


def make_slope_course(root: Path) -> Course:
    """Built, with its grader, and not calibrated."""
    write(root / "course.toml", COURSE)
    write(root / "lessons" / "00_basics" / "01_slope.py", LESSON)
    grader = root / "graders" / "00_basics" / "01_slope"
    write(grader / "test_line.py", GRADER)
    write(grader / "mutants" / "fit_line.py", MUTANTS)
    write(grader / "alternatives" / "fit_line.py", ALTERNATIVES)
    course = find_course(root)
    list(build_assignments(course))
    return course
