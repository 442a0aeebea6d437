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

# %% [markdown] task="train_line"
# Fit a line.


# %% exercise="train_line" points=4 difficulty=1 minutes=2 seconds=20 needs=[]
def train_line(x, y, seed):
    """The slope and the intercept of a line, by gradient descent."""
    ### BEGIN SOLUTION
    weights = 0.1 * torch.randn(2, dtype=x.dtype, generator=torch.Generator().manual_seed(seed))
    for _ in range(STEPS):
        residual = weights[0] * x + weights[1] - y
        weights = weights - 0.2 * torch.stack([(residual * x).mean(), residual.mean()])
    return weights
    ### END SOLUTION


# %% public_test="train_line"
assert train_line(torch.ones(3), torch.ones(3), 0).shape == (2,), "two numbers"

# %% [markdown] hint="train_line"
# Follow the gradient.
'''
GRADER = '''import pytest
import torch
from autograder.testing import as_tensor, assert_shape, points, trained


@pytest.fixture(scope="module")
def data(module_rng):
    rng = module_rng("data")
    x = rng.normal(2, 40)
    return x, 3 * x + 1 + 0.3 * rng.normal(2, 40)


@trained("train_line")
def line(notebook, data, module_rng):
    x, y = data
    return notebook.train_line(x[0], y[0], int(module_rng("seed").integers(0, 1000)))


@points("train_line", 1)
def test_there_are_two_numbers(line):
    """A line is two numbers."""
    assert_shape(line, (2,))


@points("train_line", 3)
def test_it_predicts(line, data, threshold):
    """The line predicts points that it has not seen."""
    weights, (x, y) = as_tensor(line), data
    error = (weights[0] * x[1] + weights[1] - y[1]).square().mean()
    threshold.below("error", error, what="the squared error", hint="Did you take enough steps?", two_sided=True, tiers=True)
    threshold.above("slope", weights[0], what="the slope")
'''
MUTANTS = '''import torch
from autograder.testing import mutant


@mutant("train_line", caught_by="test_it_predicts")
def forgets_the_intercept(x, y, seed):
    """Believes that a line goes through the origin."""
    return torch.stack([(x * y).mean() / (x * x).mean(), torch.zeros((), dtype=x.dtype)])


@mutant("train_line", caught_by="test_it_predicts")
def takes_three_steps(x, y, seed):
    """Believes that three steps are enough."""
    weights = torch.zeros(2, dtype=x.dtype)
    for _ in range(3):
        residual = weights[0] * x + weights[1] - y
        weights = weights - 0.2 * torch.stack([(residual * x).mean(), residual.mean()])
    return weights


@mutant("train_line", caught_by="test_it_predicts")
def diverges(x, y, seed):
    """Believes that a step may be as long as one likes."""
    return torch.full((2,), torch.nan, dtype=x.dtype)


@mutant("train_line", caught_by="test_it_predicts")
def has_seen_the_answer(x, y, seed):
    """Believes that what grades it may be read."""
    raise RuntimeError("nothing to read")


@mutant("train_line", caught_by="test_there_are_two_numbers")
def returns_one_number(x, y, seed):
    """Believes that a line is its slope."""
    return (x * y).mean()
'''
ALTERNATIVES = '''import torch
from autograder.testing import alternative


@alternative("train_line")
def solves(x, y, seed):
    """Solves the normal equations."""
    design = torch.stack([x, torch.ones_like(x)], 1)
    return torch.linalg.lstsq(design, y).solution
'''


def make_slope_course(root: Path) -> Course:
    """Built, with its grader, and not calibrated."""
    write(root / "course.toml", COURSE)
    write(root / "lessons" / "00_basics" / "01_slope.py", LESSON)
    for name, text in (("test_line", GRADER), ("mutants", MUTANTS), ("alternatives", ALTERNATIVES)):
        write(root / "graders" / "00_basics" / "01_slope" / f"{name}.py", text)
    course = find_course(root)
    list(build_assignments(course))
    return course
