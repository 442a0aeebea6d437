"""What is measured about a lesson, on one made for it; and that the course's own lessons have the marks of a good one."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.audit import find_shortcomings
from autograder.course import find_course
from autograder.lessons import Measures, measure_lesson, parse_lesson
from autograder.verbs.build import find_assignments
from tests.verbs.real import REPOSITORY

COURSE = find_course(REPOSITORY)
PREREQUISITES = [name for name in find_assignments(COURSE) if name.startswith("00_")]
WORDS = "word " * 150  # a minute
LESSON = f'''# %% [markdown]
# # A lesson
#
# {WORDS}
#
# <details><summary>Proof</summary>
#
# {WORDS}
#
# </details>

# %%
import torch

# %% [markdown]
# {WORDS} {WORDS} $\\\\alpha \\\\frac{{}}{{}}$ ![a picture of many words](images/x.svg)

# %% [markdown] task="one"
# ### Exercise 1 · `one` · 2 points · 5 minutes · implement

# %% exercise="one" points=2 difficulty=1 minutes=5 needs=[]
def one():
    """One."""
    ### BEGIN SOLUTION
    return 1
    ### END SOLUTION

# %% public_test="one"
assert one() is not None

# %% [markdown] hint="one"
# {WORDS}

# %% tags=["demo"]
plot_points(one())

# %% [markdown] task="two"
# ### Exercise 2 · `two` · 2 points · 7 minutes · repair

# %% exercise="two" points=2 difficulty=2 minutes=7 needs=NEEDS
def two():
    """Two."""
    ### BEGIN SOLUTION
    return one() + one()
    ### END SOLUTION

# %% public_test="two"
assert two() is not None

# %% [markdown] hint="two"
# A hint.
'''


def measured(folder: Path, needs: str = '["one"]') -> Measures:
    path = folder / "00_basics" / "01_lesson.py"
    (path.parent / "images" / "01_lesson").mkdir(parents=True)
    (path.parent / "images" / "01_lesson" / "x.svg").write_text("<svg/>")
    path.write_text(LESSON.replace("NEEDS", needs))
    return measure_lesson(parse_lesson(path))


def test_reading_is_what_is_not_folded_away(tmp_path: Path) -> None:
    found = measured(tmp_path)
    assert found.first_code == pytest.approx(1, abs=0.1)
    assert found.longest == pytest.approx(2, abs=0.2)
    assert found.reading == pytest.approx(3, abs=0.4)
    assert (found.exercising, found.minutes) == (12, 15)


def test_exercises_say_what_they_are(tmp_path: Path) -> None:
    found = measured(tmp_path)
    assert (found.kinds, found.difficulties, found.rises) == (("implement", "repair"), (1, 2), True)
    assert found.plots == ("one",)
    assert found.undeclared == ()


def test_a_use_that_is_not_declared_is_found(tmp_path: Path) -> None:
    assert measured(tmp_path, "[]").undeclared == (("two", "one"),)


GOOD = Measures(30, 90, 2, 6, ("implement", "repair", "predict"), (1, 2), ("one",), ())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"first_code": 6.0}, "before the first code"),
        ({"longest": 13.0}, "without code"),
        ({"exercising": 40}, "70 minutes in all"),
        ({"exercising": 140}, "170 minutes in all"),
        ({"kinds": ("implement", "implement", "repair")}, "2 kinds"),
        ({"difficulties": (2, 2)}, "rise"),
        ({"plots": ()}, "plot"),
        ({"undeclared": (("two", "one"),)}, "two uses one"),
    ],
)
def test_shortcomings_are_said(change: dict[str, object], said: str) -> None:
    assert find_shortcomings(GOOD) == []
    (sentence,) = find_shortcomings(Measures(**{**vars(GOOD), **change}))  # type: ignore[arg-type] # by name
    assert said in sentence


@pytest.mark.parametrize("assignment", PREREQUISITES)
def test_the_prerequisites_have_the_marks_of_a_good_lesson(assignment: str) -> None:
    assert find_shortcomings(measure_lesson(parse_lesson(COURSE.lesson_path(assignment)))) == []


@pytest.mark.parametrize("assignment", find_assignments(COURSE))
def test_every_solution_that_uses_an_earlier_answer_declares_it(assignment: str) -> None:
    assert measure_lesson(parse_lesson(COURSE.lesson_path(assignment))).undeclared == ()
