"""Answers by somebody who had read only what students get, each with a verdict of its own, made before anything graded it.

`docs/outside-answers.md` says what came of them. Each docstring begins with the verdict, as it stands after disputes were
settled by hand. What trains is not run here: it took its time once.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

from autograder.course import find_course
from autograder.judging import Grader
from autograder.lessons import dumps, read_built, substitute
from autograder.records import ExerciseResult
from tests.verbs.real import REPOSITORY

HERE = Path(__file__).parent
COURSE = find_course(REPOSITORY)
TRAINED = {"train_features"}
# Right by the letter or wrong by it, and the graders say otherwise on purpose: the document says why.
AGREED_TO_DIFFER = {"multiplied_out": "mode_coverage", "without_replacement": "train_features"}
PATHS = sorted(HERE.glob("*/*/*.py"))
CHEAP = [path for path in PATHS if path.parent.name not in TRAINED]


def label(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


def read_verdict(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition(":")[0]


class Bench:
    """Grades a notebook that is right but for one answer."""

    def __init__(self, folder: Path, open_graders: ExitStack) -> None:
        self.path = folder / "answer.ipynb"
        self.grader = cache(lambda name: open_graders.enter_context(Grader(COURSE, name, isolated=False)))
        self.solution = cache(lambda name: read_built(COURSE.notebook_path("solutions", name)))

    def grade(self, path: Path) -> ExerciseResult:
        exercise, assignment = path.parent.name, path.parents[1].name
        notebook = substitute(self.solution(assignment), exercise, path.read_text(encoding="utf-8"))
        self.path.write_text(dumps(notebook), encoding="utf-8")
        judged = self.grader(assignment).grade(self.path, "outside", only=frozenset({exercise}))
        (result,) = judged.report.exercises
        return result


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with ExitStack() as open_graders:
        yield Bench(tmp_path_factory.mktemp("outside"), open_graders)


@pytest.mark.parametrize("path", CHEAP, ids=label)
def test_an_answer_from_outside_gets_what_it_deserves(path: Path, bench: Bench) -> None:
    result = bench.grade(path)
    is_right = read_verdict(path) == "Right" or AGREED_TO_DIFFER.get(path.stem) == path.parent.name
    failed = [f"{test.test}: {test.message}" for test in result.tests if test.earned < test.points]
    assert not any(test.unexpected for test in result.tests)
    assert (result.earned == result.points) == is_right, failed
    assert bool(failed) != is_right


def test_every_answer_has_a_verdict_and_its_line_in_the_document() -> None:
    lines = (REPOSITORY / "docs" / "outside-answers.md").read_text(encoding="utf-8").splitlines()
    rows = {tuple(line.split("|")[1].strip().strip("`").split(" · ")) for line in lines if line.startswith("| `")}
    assert {(path.parent.name, path.stem) for path in PATHS} == rows
    assert {read_verdict(path) for path in PATHS} == {"Right", "Wrong"}
