"""The fingerprint of what an exercise asks: recipes, tests, mutants count; prose does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import Course
from autograder.errors import CourseError
from autograder.verbs.asked import find_measuring_tests, fingerprint_asked, fingerprint_questions
from tests.verbs.slope import ASSIGNMENT, make_slope_course
from tests.verbs.tiny import edit, write

FILES = {
    "lesson": None,
    "test": "test_line.py",
    "mutants": "mutants/fit_line.py",
    "alternatives": "alternatives/fit_line.py",
}


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_slope_course(tmp_path / "course")


def path_of(course: Course, file: str) -> Path:
    name = FILES[file]
    return course.lesson_path(ASSIGNMENT) if name is None else course.grader_path(ASSIGNMENT) / name


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("lesson", "# Its squared error should", "# The squared error of yours should"),
        ("lesson", "# Fit a line,", "# Fit a straight line,"),
        ("lesson", "Follow the gradient", "Go down"),
        ("lesson", 'print("a worked example", STEPS)', 'print("another example", 2 * STEPS)'),
        ("lesson", '"""Values at new points, by a line that gradient descent fits."""', '"""Says it otherwise."""'),
        ("lesson", "    weights = start(", "    # a comment\n    weights = start("),
        ("lesson", "residual = weights[0] * x + weights[1] - y", "residual = ((weights[0] * x) + weights[1]) - y"),
        ("lesson", "points=4 difficulty=1 minutes=2", "points=4 difficulty=3 minutes=30"),
        ("lesson", "# %%\nSTEPS = 60", "# %%\nx = torch.ones(3)\nprint(x)\nSTEPS = 60"),
        ("test", '"""The line predicts points that it has not seen."""', '"""It predicts."""'),
        ("test", 'hint="Did you take enough steps?"', 'hint="Take more steps."'),
        ("test", 'what="the squared error"', 'what="the mean squared error"'),
        ("mutants", '"""Believes that three steps are enough."""', '"""Stops early."""'),
    ],
)
def test_prose_does_not_count(course: Course, file: str, old: str, new: str) -> None:
    before = fingerprint_asked(course, ASSIGNMENT, "fit_line")
    edit(path_of(course, file), lambda text: text.replace(old, new))
    assert fingerprint_asked(course, ASSIGNMENT, "fit_line") == before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("lesson", "STEPS = 60", "STEPS = 61"),
        ("lesson", "- 0.2 *", "- 0.21 *"),
        ("lesson", "return 0.1 * torch.randn", "return 0.2 * torch.randn"),
        ("lesson", "seconds=20", "seconds=21"),
        ("lesson", "seconds=20", "seconds=20 memory_mib=512"),
        ("lesson", "import torch\n", "import torch\n\ntorch.set_default_dtype(torch.float64)\n"),
        ("lesson", "# %%\nSTEPS = 60", "# %%\nSTEPS = 60\nSTEPS += 1"),
        ("test", "3 * x + 1 + 0.3", "3 * x + 1 + 0.2"),
        ("test", "normal(2, 40)", "normal(2, 41)"),
        ("test", "two_sided=True, tiers=True", "two_sided=True"),
        ("test", 'points("fit_line", 1)', 'points("fit_line", 1, seconds=9)'),
    ],
)
def test_what_is_asked_counts(course: Course, file: str, old: str, new: str) -> None:
    before = fingerprint_questions(course, ASSIGNMENT, "fit_line")
    edit(path_of(course, file), lambda text: text.replace(old, new))
    if "seconds=21" in new:  # the task must say so, too
        edit(path_of(course, file), lambda text: text.replace("20 seconds", "21 seconds"))
    assert fingerprint_questions(course, ASSIGNMENT, "fit_line") != before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("mutants", "range(3)", "range(4)"),
        ("mutants", 'caught_by="test_one_value_for_each_point"', 'caught_by="test_it_predicts"'),
        ("mutants", "def takes_three_steps", "def takes_few_steps"),
        ("alternatives", "slope * x_new + intercept", "intercept + slope * x_new"),
    ],
)
def test_mutants_and_alternatives_count_but_do_not_change_the_questions(
    course: Course, file: str, old: str, new: str
) -> None:
    asked, questions = (f(course, ASSIGNMENT, "fit_line") for f in (fingerprint_asked, fingerprint_questions))
    edit(path_of(course, file), lambda text: text.replace(old, new))
    assert fingerprint_asked(course, ASSIGNMENT, "fit_line") != asked
    assert fingerprint_questions(course, ASSIGNMENT, "fit_line") == questions


def test_a_helper_of_the_grader_counts(course: Course) -> None:
    before = fingerprint_questions(course, ASSIGNMENT, "fit_line")
    write(course.grader_path(ASSIGNMENT) / "conftest.py", "LIMIT = 3\n")
    assert fingerprint_questions(course, ASSIGNMENT, "fit_line") != before


def test_a_module_about_another_exercise_does_not(course: Course) -> None:
    before = fingerprint_questions(course, ASSIGNMENT, "fit_line")
    other = (
        'from autograder.testing import points\n\n@points("other", 1)\ndef test_other(notebook):\n    """Other."""\n'
    )
    write(course.grader_path(ASSIGNMENT) / "test_other.py", other)
    assert fingerprint_questions(course, ASSIGNMENT, "fit_line") == before


def test_the_fingerprint_is_the_same_under_every_python(course: Course) -> None:
    """Written down once: another version of Python, or a change of how trees are written out, would make all stale."""
    assert fingerprint_asked(course, ASSIGNMENT, "fit_line") == "e562849e2c8ee6e548902812"


def test_the_tests_that_measure_are_found_without_running_them(course: Course) -> None:
    assert find_measuring_tests(course, ASSIGNMENT) == {"fit_line": ("test_it_predicts",)}
    through = "import pytest\n\n\n@pytest.fixture\ndef limit(threshold):\n    return threshold.below\n\n\n"
    edit(path_of(course, "test"), lambda text: through + text.replace("data, threshold)", "data, limit)"))
    assert find_measuring_tests(course, ASSIGNMENT) == {"fit_line": ("test_it_predicts",)}


def test_an_exercise_that_is_not_there(course: Course) -> None:
    with pytest.raises(CourseError, match="it has fit_line"):
        fingerprint_asked(course, ASSIGNMENT, "other")
