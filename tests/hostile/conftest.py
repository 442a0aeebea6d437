from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.sandbox.client import Zygote
from autograder.verbs import grading
from tests.hostile.arena import Damage, Undefended, attack_here, fresh_course
from tests.hostile.attack import Attack
from tests.hostile.services import host_with_secrets
from tests.hostile.victim import CANARY, make_course
from tests.verbs.zygotes import SharedZygote


@pytest.fixture(scope="session")
def victim(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The course that is attacked, built; only to be copied."""
    return make_course(tmp_path_factory.mktemp("victim") / "course")


@pytest.fixture(scope="session")
def guarded_zygote(victim: Course) -> Iterator[Zygote]:
    """A zygote with the victim's limits, on a host that has secrets, one of them in the environment."""
    with host_with_secrets(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOGRADER_HOSTILE", f"{CANARY}-environment")
        with Zygote(victim.settings.limits, preload=("torch",)) as zygote:
            yield zygote


@pytest.fixture
def new_course(
    victim: Course, guarded_zygote: Zygote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Course]:
    """A copy of the victim's course; what grades it finds a real sandbox, started once."""
    monkeypatch.setattr("autograder.judging.grader.Zygote", SharedZygote(guarded_zygote))
    yield fresh_course(victim, tmp_path / "course")
    grading.close_graders()


@pytest.fixture(scope="session")
def undefended() -> Iterator[Undefended]:
    """A grader without any defence."""
    grader = Undefended()
    yield grader
    grader.close()


@pytest.fixture(scope="session")
def damages(
    request: pytest.FixtureRequest, victim: Course, guarded_zygote: Zygote, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Damage]:
    """What each attack achieves here: those that this run asks for are graded as one class."""
    parameters = [item.callspec.params for item in request.session.items if hasattr(item, "callspec")]
    attacks = {found.name: found for each in parameters if isinstance(found := each.get("attack"), Attack)}
    course = fresh_course(victim, tmp_path_factory.mktemp("hostile") / "course")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("autograder.judging.grader.Zygote", SharedZygote(guarded_zygote))
        found = attack_here(list(attacks.values()), course)
        grading.close_graders()
    return found
