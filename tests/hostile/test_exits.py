"""Ways to leave before the verdict: full marks from whoever goes by the exit status, and nothing here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.records import Outcome
from autograder.sandbox.client import Zygote
from autograder.verbs import grading
from tests.hostile.arena import Damage, attack_here, fresh_course
from tests.hostile.attack import Attack
from tests.hostile.victim import WRONG
from tests.verbs.zygotes import SharedZygote

pytestmark = pytest.mark.sandbox

# Run in the answer, or in a cell of the student's own.
WAYS = {
    "sys.exit": "import sys; sys.exit(0)",
    "exit": "exit()",
    "quit": "quit()",
    "SystemExit": "raise SystemExit",
    "os._exit": "import os; os._exit(0)",
    "another program": "import os; os.execv('/bin/true', ['true'])",
    "at exit": "import atexit, os; atexit.register(os._exit, 0)",
    "after an exception": "import os, sys; sys.excepthook = lambda *_: os._exit(0)",
    "pytest.exit": "import pytest; pytest.exit('done', returncode=0)",
}
# With the answer `3 * x`, the question for twice a number is answered wrongly.
BY_STATUS = "{own}\n{answer}\nassert double(2.0) == 4.0\n"
UNDER_PYTEST = "{own}\n{answer}\ndef test():\n    assert double(2.0) == 4.0\n"


def cases() -> list[Attack]:
    """Each way from an answer and from a cell of the student's own, but for what pytest alone obeys: it stands in a test."""
    found = []
    for way, words in WAYS.items():
        answer = f"def double(x):\n    {words}\n    return 3 * x\n"
        if way != "pytest.exit":
            found.append(leave(f"{way} in a cell", {}, (words,)))
        found.append(leave(f"{way} in an answer", {"double": answer}, ()))
    return found


def leave(name: str, answers: dict[str, str], own: tuple[str, ...]) -> Attack:
    return Attack(name, name, "forge", "", {}, answers, own)


CASES = cases()
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@each_case
def test_it_is_full_marks_for_who_goes_by_the_status(case: Attack, tmp_path: Path) -> None:
    script = tmp_path / "test_hidden.py"
    text = UNDER_PYTEST if "pytest" in case.name else BY_STATUS
    honest = text.format(own="", answer=WRONG["double"])
    attack = text.format(own="\n".join(case.own), answer=(WRONG | case.answers)["double"])
    runner = ["-m", "pytest", "-p", "no:cacheprovider"] if "pytest" in case.name else []
    statuses = []
    for source in (honest, attack):
        script.write_text(source, encoding="utf-8")
        statuses.append(subprocess.run([sys.executable, *runner, script], capture_output=True, check=False).returncode)
    assert statuses == [1, 0]


@pytest.fixture(scope="module")
def graded(victim: Course, guarded_zygote: Zygote, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Damage]:
    """What each gets here, graded as one class with an honest student after each."""
    course = fresh_course(victim, tmp_path_factory.mktemp("exits") / "course")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("autograder.judging.grader.Zygote", SharedZygote(guarded_zygote))
        found = attack_here(CASES, course)
        grading.close_graders()
    return found


@each_case
def test_it_is_nothing_here(case: Attack, graded: dict[str, Damage]) -> None:
    damage = graded[case.name]
    assert not damage.aims
    assert damage.outcomes["double"] in {Outcome.FAILED, Outcome.ERROR, Outcome.CRASH}
    assert damage.outcomes["mean"] in {Outcome.FAILED, Outcome.CRASH}, (
        "the other exercise is still judged by its answer"
    )
