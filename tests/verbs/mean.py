"""A course whose one exercise trains a model that can be asked: the mean of some points, found by gradient descent."""

from __future__ import annotations

from pathlib import Path

from autograder.course import Course, find_course
from autograder.lessons import dumps, read_built, substitute
from autograder.verbs.build import build_assignments
from tests.verbs.tiny import HANDED_IN, write

ASSIGNMENT = "00_01_mean"
COURSE = """title = "Mean"
salt = "grains of salt"
[limits]
cell_seconds = 60.0
test_seconds = 60.0
"""
LESSON = '''# %% [markdown]
# # A mean

# %%
import os, time
import torch


# %%
class Mean:
    def __init__(self, at):
        self.at = at

    def distance(self, x):
        return (x - self.at).square().sum(-1)


# %% [markdown] task="train_mean"
# Find the mean. Training may take 60 seconds.


# %% exercise="train_mean" points=4 difficulty=1 minutes=2 seconds=60 needs=[]
def train_mean(x, *, seed, device="cpu"):
    """The mean of the rows of x."""
    ### BEGIN SOLUTION
    at = torch.randn(x.shape[1], dtype=x.dtype, generator=torch.Generator().manual_seed(seed))
    for _ in range(50):
        at = at + 0.5 * (x.mean(0) - at)
    return Mean(at)
    ### END SOLUTION


# %% public_test="train_mean"
assert train_mean(torch.zeros(3, 2), seed=0).at.shape == (2,), "a mean has as many numbers as a point"

# %% [markdown] hint="train_mean"
# Go half the way, often.
'''
GRADER = '''import pytest
from autograder.testing import as_tensor, assert_close, points, trained

CLOSE = 0.1


@pytest.fixture(scope="module")
def data(module_rng):
    return module_rng("data").normal(40, 3)


@trained("train_mean")
def model(notebook, data, module_rng, device):
    return notebook.train_mean(data, seed=int(module_rng("seed").integers(0, 1000)), device=device)


@points("train_mean", 2)
def test_where_it_is(model, data):
    """The mean is where it should be."""
    assert float((as_tensor(model.at) - data.mean(0)).abs().max()) < CLOSE, "the mean is elsewhere"


@points("train_mean", 2)
def test_distances(model, data, rng):
    """It tells how far points are from it."""
    x = rng.normal(5, 3)
    assert_close(as_tensor(model.apart().distance(x)), (x - data.mean(0)).square().sum(-1), rtol=0.1)
'''
ONE_MORE = '''

@points("train_mean", 1)
def test_itself(model):
    """It is not far from itself."""
    assert_close(as_tensor(model.distance(model.at)), 0.0)
'''
RIGHT = """def train_mean(x, *, seed, device="cpu"):
    time.sleep(0.5)
    return Mean(x.mean(0))
"""
BIASED = """def train_mean(x, *, seed, device="cpu"):
    time.sleep(0.5)
    return Mean(x.mean(0) + 0.2)
"""
UNPICKLABLE = """def train_mean(x, *, seed, device="cpu"):
    mean = Mean(x.mean(0))
    mean.log = lambda: None
    return mean
"""
DICE = """def train_mean(x, *, seed, device="cpu"):
    mean = Mean(x.mean(0) + 0.01 * torch.frombuffer(bytearray(os.urandom(3)), dtype=torch.uint8) / 256)
    mean.log = lambda: None
    return mean
"""


def make_mean_course(root: Path) -> Course:
    """Built, with its grader."""
    write(root / "course.toml", COURSE)
    write(root / "lessons" / "00_basics" / "01_mean.py", LESSON)
    write(root / "graders" / "00_basics" / "01_mean" / "test_mean.py", GRADER)
    course = find_course(root)
    list(build_assignments(course))
    return course


def change_grader(course: Course, text: str) -> None:
    """Put another grader in its place."""
    write(course.grader_path(ASSIGNMENT) / "test_mean.py", text)


def hand_in_mean(course: Course, student: str, answer: str) -> Path:
    """Put a submission where nbgrader collects it."""
    notebook = substitute(read_built(course.notebook_path("release", ASSIGNMENT)), "train_mean", answer)
    path = course.submission_path(student, ASSIGNMENT)
    write(path, dumps(notebook))
    write(path.parent / "timestamp.txt", HANDED_IN)
    return path
