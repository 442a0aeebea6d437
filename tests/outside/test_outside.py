"""Answers by somebody who had read only what students get, each with a verdict of its own, made before anything graded it.

`docs/outside-answers.md` says what came of them. Each docstring begins with the verdict, as it stands after disputes were
settled by hand. What trains is not run here: it took its time once.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course import find_course
from tests.bench import Bench
from tests.verbs.real import REPOSITORY

HERE = Path(__file__).parent
TRAINED = {"train_autoencoder", "train_features"}
# Right by the letter or wrong by it, and the graders say otherwise on purpose: the document says why.
AGREED_TO_DIFFER = {"multiplied_out": "mode_coverage"}
PATHS = sorted(HERE.glob("*/*/*.py"))
CHEAP = [path for path in PATHS if path.parent.name not in TRAINED]


def label(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


def read_verdict(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition(":")[0]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with Bench(find_course(REPOSITORY), tmp_path_factory.mktemp("outside")) as bench:
        yield bench


@pytest.mark.parametrize("path", CHEAP, ids=label)
def test_an_answer_from_outside_gets_what_it_deserves(path: Path, bench: Bench) -> None:
    exercise, assignment = path.parent.name, path.parents[1].name
    result = bench.grade(assignment, exercise, {exercise: path.read_text(encoding="utf-8")})
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
