from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course import Course, Limits
from autograder.sandbox.client import Zygote
from autograder.verbs import grading
from tests.verbs.real import build_real_course
from tests.verbs.tiny import make_course
from tests.verbs.zygotes import SharedZygote


@pytest.fixture(scope="session")
def isolated_zygote() -> Iterator[Zygote]:
    with Zygote(Limits()) as zygote:
        yield zygote


@pytest.fixture
def sandbox(isolated_zygote: Zygote, monkeypatch: pytest.MonkeyPatch) -> Iterator[SharedZygote]:
    """The sandbox that graders of this process find: a real one, made once."""
    shared = SharedZygote(isolated_zygote)
    monkeypatch.setattr("autograder.judging.grader.Zygote", shared)
    yield shared
    grading.close_graders()


@pytest.fixture
def course(tmp_path: Path, sandbox: SharedZygote) -> Course:
    return make_course(tmp_path / "course")


@pytest.fixture(scope="session")
def real_course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The repository's own course, built; only to be read."""
    return build_real_course(tmp_path_factory.mktemp("real"))
