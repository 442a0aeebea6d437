"""A training that runs over its budget costs what needs it, and nothing else: real submissions in a real sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course import Course, find_course
from autograder.judging import Grader
from autograder.lessons import dumps, read_built, substitute
from autograder.records import Outcome, Report
from autograder.sandbox.memory import WatchdogCage
from autograder.session.training import TrainingScope
from autograder.verbs.build import build_assignments
from tests.verbs.mean import ASSIGNMENT, COURSE
from tests.verbs.tiny import write
from tests.verbs.zygotes import SharedZygote

pytestmark = pytest.mark.sandbox

LESSON = '''# %% [markdown]
# # A mean

# %%
import torch


# %%
class Mean:
    def __init__(self, at):
        self.at = at


# %% [markdown] task="centre"
# Centre the rows.


# %% exercise="centre" points=2 difficulty=1 minutes=2 needs=[]
def centre(x):
    """The rows of x, less their mean."""
    ### BEGIN SOLUTION
    return x - x.mean(0)
    ### END SOLUTION


# %% public_test="centre"
assert centre(torch.zeros(3, 2)).shape == (3, 2), "as many rows as before"

# %% [markdown] task="train_mean"
# Find the mean. Training may take 60 seconds and 256 MiB.


# %% exercise="train_mean" points=6 difficulty=1 minutes=2 seconds=60 memory_mib=256 needs=[]
def train_mean(x, *, seed, device="cpu"):
    """The mean of the rows of x."""
    ### BEGIN SOLUTION
    at = torch.zeros(x.shape[1], dtype=x.dtype)
    for _ in range(50):
        at = at + 0.5 * (x.mean(0) - at)
    return Mean(at)
    ### END SOLUTION


# %% public_test="train_mean"
assert train_mean(torch.zeros(3, 2), seed=0).at.shape == (2,), "a mean has as many numbers as a point"
'''
GRADER = '''import pytest
from autograder.testing import as_tensor, assert_close, points, trained


@pytest.fixture(scope="module")
def data(module_rng):
    return module_rng("data").normal(40, 3)


@trained("train_mean")
def model(notebook, data, device):
    return notebook.train_mean(data, seed=0, device=device)


@points("train_mean", 1)
def test_before(notebook):
    """It finds the mean of one row."""
    assert_close(as_tensor(notebook.train_mean(notebook.centre(as_tensor([[1.0, 2.0]])), seed=0).at), [0.0, 0.0])


@points("train_mean", 2)
def test_where_it_is(model, data):
    """The mean is where it should be."""
    assert_close(as_tensor(model.at), data.mean(0))


@points("train_mean", 2)
def test_apart(model, data):
    """And so it is elsewhere."""
    assert_close(as_tensor(model.apart().at), data.mean(0))


@points("train_mean", 1)
def test_after(notebook):
    """It finds the mean of one row once more."""
    assert_close(as_tensor(notebook.train_mean(as_tensor([[1.0, 2.0]]), seed=0).at), [1.0, 2.0])


@points("centre", 2)
def test_centre(notebook, rng):
    """What is centred has no mean."""
    assert_close(as_tensor(notebook.centre(rng.normal(5, 2))).mean(0), [0.0, 0.0])
'''
HEAD = 'def train_mean(x, *, seed, device="cpu"):\n'
FINDS_IT = "    return Mean(x.mean(0))\n"
ENDLESS = HEAD + "    at = x.mean(0)\n    while len(x) > 1:\n        at = at + 0.5 * (x.mean(0) - at)\n" + FINDS_IT
HUNGRY = HEAD + "    kept = []\n    while len(x) > 1:\n        kept.append(torch.ones(1 << 21))\n" + FINDS_IT
GREEDY = (
    HEAD
    + "    kept = torch.ones(50 << 20) if len(x) > 1 else 0  # 200 MiB, and once more\n"
    + ("    kept = kept + 1\n" + FINDS_IT)
)
FRUGAL = HEAD + "    kept = torch.ones(25 << 20)  # 100 MiB\n    kept += 1\n" + FINDS_IT
LARGE = "KEPT = torch.ones(75 << 20)  # 300 MiB\n\n\n" + HEAD + FINDS_IT


def make_course(root: Path, lesson: str) -> Course:
    write(root / "course.toml", COURSE)
    write(root / "lessons" / "00_basics" / "01_mean.py", lesson)
    write(root / "graders" / "00_basics" / "01_mean" / "test_mean.py", GRADER)
    course = find_course(root)
    list(build_assignments(course))
    return course


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return make_course(tmp_path_factory.mktemp("budgets"), LESSON)


@pytest.fixture(params=["the best cage", "the watchdog"])
def grader(
    course: Course, sandbox: SharedZygote, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Grader]:
    if request.param == "the watchdog":
        monkeypatch.setattr("autograder.sandbox.memory.find_cgroup", lambda: None)
    with Grader(course, ASSIGNMENT) as grader:
        yield grader


def grade(grader: Grader, answer: str, folder: Path) -> Report:
    notebook = read_built(grader.course.notebook_path("solutions", ASSIGNMENT))
    path = folder / f"{ASSIGNMENT}.ipynb"
    path.write_text(dumps(substitute(notebook, "train_mean", answer)))
    return grader.grade(path, "ada").report


@pytest.mark.parametrize("answer", [HUNGRY, GREEDY, LARGE], ids=["bit by bit", "at once", "in its cells"])
def test_over_its_memory_what_needs_no_training_counts(answer: str, grader: Grader, tmp_path: Path) -> None:
    report = grade(grader, answer, tmp_path)
    check_that_the_rest_counts(report, Outcome.MEMORY, "training needed more than 256 MiB of memory")


@pytest.mark.parametrize("awakes", ["at its answer", "when it is kept"])
def test_a_watchdog_that_is_late_sees_what_training_leaves(
    awakes: str, course: Course, sandbox: SharedZygote, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("autograder.sandbox.memory.find_cgroup", lambda: None)
    monkeypatch.setattr("autograder.sandbox.memory.WATCH_SECONDS", 0)
    monkeypatch.setattr(WatchdogCage, "_watch", lambda cage: cage._closed.wait())
    if awakes == "when it is kept":
        keep, look = TrainingScope.keep, WatchdogCage._look
        kept: list[TrainingScope] = []
        monkeypatch.setattr(TrainingScope, "keep", lambda scope: [kept.append(scope), keep(scope)])
        monkeypatch.setattr(WatchdogCage, "_look", lambda cage: look(cage) if kept else True)
    with Grader(course, ASSIGNMENT) as grader:
        report = grade(grader, LARGE, tmp_path)
    check_that_the_rest_counts(report, Outcome.MEMORY, "training needed more than 256 MiB of memory")


def test_over_its_time_what_needs_no_training_counts(sandbox: SharedZygote, tmp_path: Path) -> None:
    course = make_course(
        tmp_path / "course", LESSON.replace("60 seconds", "2 seconds").replace("seconds=60", "seconds=2")
    )
    with Grader(course, ASSIGNMENT) as grader:
        report = grade(grader, ENDLESS, tmp_path)
    check_that_the_rest_counts(report, Outcome.TIMEOUT, "no answer within 2 s")


def check_that_the_rest_counts(report: Report, outcome: Outcome, told: str) -> None:
    outcomes = {test.test: test.outcome for exercise in report.exercises for test in exercise.tests}
    assert outcomes == {
        "test_before": Outcome.PASSED,
        "test_where_it_is": outcome,
        "test_apart": outcome,
        "test_after": Outcome.PASSED,
        "test_centre": Outcome.PASSED,
    }
    assert [(exercise.exercise, exercise.earned) for exercise in report.exercises] == [("centre", 2), ("train_mean", 2)]
    over = [test for exercise in report.exercises for test in exercise.tests if test.outcome is outcome]
    assert {test.message for test in over} == {told}
    assert report.provenance.get("transcript") is None


def test_what_stays_within_its_budget_has_full_marks(grader: Grader, tmp_path: Path) -> None:
    report = grade(grader, FRUGAL, tmp_path)
    assert report.has_full_marks
    assert report.provenance["models_trained"] == "1"
