"""Where attacks meet graders: ours, which grades them all as one class, and one without any defence."""

from __future__ import annotations

import json
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from autograder.course import Course
from autograder.records import Outcome, Report
from autograder.verbs.grade import grade_class
from tests.hostile.attack import EXCESS, Attack
from tests.hostile.victim import ASSIGNMENT, CANARY, HONEST, REPOSITORY, answered, hand_in, write_gradebook

START_SECONDS = 300.0
# Without an end is what uses so much of the processor (what ends by itself uses 8 s), or takes so long on a busy host.
ENDLESS_CPU_SECONDS, ENDLESS_SECONDS = 12.0, 300.0
LOOK_SECONDS = 0.25
_SECRET = re.compile(re.escape(CANARY) + "-([a-z]+)")
_EXCESS = re.compile(re.escape(EXCESS) + r" ([\w .]+)")


@dataclass(frozen=True)
class Damage:
    """What an attack achieved.

    Attributes:
        forged: points that the answers are not worth.
        read: which secrets came out.
        exceeded: what the attack says that it could use up.
        harmed: whether the student who is graded next, and is honest, did not get full marks.
        outcomes: of each exercise.
    """

    forged: float = 0.0
    read: frozenset[str] = frozenset()
    exceeded: frozenset[str] = frozenset()
    harmed: bool = False
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    @property
    def aims(self) -> frozenset[str]:
        """The aims that were reached."""
        reached = {"forge": self.forged > 0, "read": self.read, "exceed": self.exceeded, "harm": self.harmed}
        return frozenset(aim for aim, is_so in reached.items() if is_so)


def attack_here(attacks: Sequence[Attack], course: Course) -> dict[str, Damage]:
    """Grade a class of attackers with our engine, all by one worker, and after each of them an honest student.

    Args:
        attacks: the attacks.
        course: the victim's, with nothing handed in.

    Returns:
        What each achieved, by its name.
    """
    honest = answered(course, HONEST | {"double": HONEST["double"] + f"# {CANARY}-classmate\n"})
    for i, attack in enumerate(attacks):
        hand_in(course, f"{i:03}a", attack.notebook(course))
        hand_in(course, f"{i:03}b", honest)
    reports = {step.report.student: step.report for step in grade_class(course, ASSIGNMENT, workers=1)}
    return {
        attack.name: _assess(course, attack, reports[f"{i:03}a"], neighbour=reports[f"{i:03}b"])
        for i, attack in enumerate(attacks)
    }


def _assess(course: Course, attack: Attack, report: Report, neighbour: Report) -> Damage:
    seen = what_the_student_sees(course, report)
    return Damage(
        forged=attack.forged(report.earned),
        read=secrets_in(seen),
        exceeded=excesses_in(seen),
        harmed=not neighbour.has_full_marks,
        outcomes={result.exercise: result.outcome for result in report.exercises},
    )


def what_the_student_sees(course: Course, report: Report) -> str:
    """The report, but for what is the instructor's alone, and the feedback page."""
    private = {"exercises": {"__all__": {"tests": {"__all__": {"detail"}}}}}
    page = course.root / "feedback" / report.student / ASSIGNMENT / f"{ASSIGNMENT}.html"
    return report.model_dump_json(exclude=private) + (page.read_text(encoding="utf-8") if page.is_file() else "")


def secrets_in(text: str) -> frozenset[str]:
    """The secrets that a text tells, by name."""
    return frozenset(_SECRET.findall(text))


def excesses_in(text: str) -> frozenset[str]:
    """What an attack says in a text that it could use up."""
    return frozenset(_EXCESS.findall(text))


class Undefended:
    """A grader that defends nothing: one process, the course around it, no limits.

    It stands in a pid namespace of its own, which is this machine's safety rail: whatever an attack leaves behind ends with
    it. An attack on limits must therefore stop by itself, as soon as it has gone beyond ours.
    """

    def __init__(self) -> None:
        self._server: subprocess.Popen[str] | None = None

    def attack(self, attack: Attack, course: Course) -> Damage:
        """Let it grade one attacker.

        Args:
            attack: the attack.
            course: the victim's, in a folder of its own.
        """
        honest = answered(course, HONEST | {"double": HONEST["double"] + f"# {CANARY}-classmate\n"})
        neighbour = hand_in(course, "ada", honest)
        notebook = hand_in(course, "mallory", attack.notebook(course))
        gradebook, results, workplace = (course.root / name for name in ("gradebook.db", "results.json", "workplace"))
        write_gradebook(gradebook)
        workplace.mkdir()
        job = [str(path) for path in (workplace, results, notebook, course.grader_path(ASSIGNMENT), gradebook)]
        if not self._ends(json.dumps(job)):
            return Damage(exceeded=frozenset({"time"}), harmed=True)
        return _read_results(attack, results, is_harmed=neighbour.read_text(encoding="utf-8") != honest)

    def _ends(self, job: str) -> bool:
        if self._server is None:
            self._server = self._start()
        assert self._server.stdin is not None
        with suppress(BrokenPipeError):
            self._server.stdin.write(job + "\n")
            self._server.stdin.flush()
        before, deadline = self._cpu_seconds(), time.monotonic() + ENDLESS_SECONDS
        while not self._has_words(LOOK_SECONDS):
            spent = self._cpu_seconds() - before
            if spent > ENDLESS_CPU_SECONDS or time.monotonic() > deadline or self._is_stopped():
                self.close()
                return False
        if self._hears("ended"):
            return True
        self.close()
        return False

    def _family(self) -> list[psutil.Process]:
        assert self._server is not None
        with suppress(psutil.NoSuchProcess):
            return psutil.Process(self._server.pid).children(recursive=True)
        return []

    def _cpu_seconds(self) -> float:
        """What all its processes that are there have used of the processor."""
        spent = 0.0
        for process in self._family():
            with suppress(psutil.NoSuchProcess):
                spent += sum(process.cpu_times()[:2])
        return spent

    def _is_stopped(self) -> bool:
        """Whether a process has stopped, and nobody is there to wake it."""
        for process in self._family():
            with suppress(psutil.NoSuchProcess):
                if process.status() == psutil.STATUS_STOPPED:
                    return True
        return False

    def _has_words(self, seconds: float) -> bool:
        assert self._server is not None
        return bool(select.select([self._server.stdout], [], [], seconds)[0])

    def _hears(self, word: str) -> bool:
        assert self._server is not None
        assert self._server.stdout is not None
        return self._server.stdout.readline() == f"{word}\n"

    def _start(self) -> subprocess.Popen[str]:
        rail = ["bwrap", "--dev-bind", "/", "/", "--unshare-pid", "--proc", "/proc", "--die-with-parent"]
        rail += ["--setenv", "PYTHONPATH", str(REPOSITORY), "--setenv", "AUTOGRADER_HOSTILE", f"{CANARY}-environment"]
        command = [*rail, sys.executable, "-m", "tests.hostile.shared_process"]
        pipe = subprocess.PIPE
        self._server = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True)
        if not self._has_words(START_SECONDS) or not self._hears("ready"):
            raise RuntimeError("the grader without defence does not start")
        return self._server

    def close(self) -> None:
        """End it, and whatever it has started."""
        if self._server:
            self._server.kill()
            self._server.communicate()
            self._server = None


def _read_results(attack: Attack, path: Path, *, is_harmed: bool) -> Damage:
    try:
        results = json.loads(path.read_text(encoding="utf-8", errors="replace").split("\n")[0])
    except (OSError, ValueError):  # no result: who handed this in has stopped the class from being graded
        return Damage(harmed=True)
    return Damage(
        forged=attack.forged(sum(results["earned"].values())),
        read=secrets_in(results.get("seen", "")),
        exceeded=excesses_in(results.get("seen", "")),
        harmed=is_harmed,
    )


def fresh_course(pristine: Course, root: Path) -> Course:
    """A copy of a built course, in which nobody has handed in."""
    shutil.copytree(pristine.root, root)
    return Course(root, pristine.settings)
