from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import autograder.gradebook  # noqa: F401 # graders are forked from here, and find it imported
from autograder.course import Course
from autograder.sandbox.client import Zygote
from autograder.verbs import grading
from tests.faults.classroom import copy_course, hand_in_all
from tests.faults.kills import Expected, grade_undisturbed
from tests.verbs.tiny import make_course
from tests.verbs.zygotes import SharedZygote


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The course, in which nobody has handed in; only to be copied."""
    return make_course(tmp_path_factory.mktemp("pristine") / "course")


@pytest.fixture(scope="session")
def forked_zygote(pristine: Course) -> Iterator[Zygote]:
    with Zygote(pristine.settings.limits, preload=("torch",)) as zygote:
        zygote.wait_until_ready()
        yield zygote


@pytest.fixture(autouse=True)
def sandbox(forked_zygote: Zygote, monkeypatch: pytest.MonkeyPatch) -> Iterator[SharedZygote]:
    """The sandbox that graders find: a real one, started once."""
    shared = SharedZygote(forked_zygote)
    monkeypatch.setattr("autograder.judging.grader.Zygote", shared)
    yield shared
    grading.close_graders()


@pytest.fixture(scope="session")
def expected(pristine: Course, forked_zygote: Zygote, tmp_path_factory: pytest.TempPathFactory) -> Expected:
    """What undisturbed runs leave behind."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("autograder.judging.grader.Zygote", SharedZygote(forked_zygote))
        return grade_undisturbed(copy_course(pristine, tmp_path_factory.mktemp("undisturbed") / "course"))


@pytest.fixture
def course(pristine: Course, tmp_path: Path) -> Course:
    """A course of one's own, in which everybody has handed in."""
    copy = copy_course(pristine, tmp_path / "course")
    hand_in_all(copy)
    return copy
