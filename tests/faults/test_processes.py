"""What the engine itself has started is killed: a worker, or the zygote that notebooks are forked from."""

from __future__ import annotations

from contextlib import suppress

import psutil
import pytest

from autograder.course import Course
from autograder.sandbox.client import Zygote
from autograder.verbs.grade import grade_class
from tests.faults.classroom import STUDENTS, Damage, assess, read_outcome
from tests.faults.kills import Expected
from tests.faults.process import DONE, Grader, grade
from tests.verbs.tiny import ASSIGNMENT

pytestmark = pytest.mark.sandbox


def find_workers() -> list[psutil.Process]:
    """The workers of this process: forked from the server that multiprocessing keeps for that."""
    found = []
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            lines = [" ".join(one.cmdline()) for one in (process, process.parent())]
            if all("multiprocessing.forkserver" in line for line in lines):
                found.append(process)
    return found


def test_a_worker_is_killed(course: Course, expected: Expected, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the first result, and after the third: what they had begun is done by others."""
    monkeypatch.undo()  # workers make sandboxes of their own
    graded = []
    for step in grade_class(course, ASSIGNMENT, workers=2):
        graded.append(step.report.student)
        if len(graded) in (1, 3):
            workers = find_workers()
            assert workers
            workers[0].kill()
    assert sorted(graded) == list(STUDENTS)
    assert assess(read_outcome(course), expected.outcomes[0]) == Damage()


@pytest.fixture
def own_zygotes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Graders that make zygotes of their own, quickly."""
    monkeypatch.setattr(
        "autograder.judging.grader.Zygote", lambda limits, **about: Zygote(limits, **about | {"preload": ("torch",)})
    )


def test_the_zygote_is_killed_while_a_notebook_runs(course: Course, expected: Expected, own_zygotes: None) -> None:
    """That ends the notebook too, in a way that looks like a crash of its own. It is none, and worth no zero."""
    from autograder.session import State

    real, asked = State.ask, iter(range(1_000))

    def ask(self: State, *about: object, **options: object) -> object:
        if next(asked) in (3, 40):
            for child in psutil.Process().children():
                if "bwrap" in child.name():
                    for inner in child.children():
                        inner.kill()
        return real(self, *about, **options)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(State, "ask", ask)
        run = grade(course)
    assert run.code == DONE
    assert sorted([*run.graded, *run.ungraded]) == list(STUDENTS)
    assert grade(course).code == DONE
    assert assess(read_outcome(course), expected.outcomes[0]) == Damage()


def test_a_killed_grader_leaves_no_process_behind(course: Course, own_zygotes: None) -> None:
    grader = Grader(course)
    with open(grader.log_descriptor, closefd=False) as log:
        assert "ada" in log.readline()
    family = psutil.Process(grader.pid).children(recursive=True)
    assert family
    grader.kill()
    grader.wait()
    _, alive = psutil.wait_procs(family, timeout=10)
    assert alive == []
