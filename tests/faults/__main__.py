"""``python -m tests.faults``: kill graders of a class at random points and start them again, and count what that cost.

Most kills hit graders that are forked from one process, which costs little: many points of the writing are met. Some hit the
whole command with two workers, where sandboxes and workers are orphaned, too. Then single workers are killed.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil

import autograder.gradebook  # noqa: F401 # graders are forked from here, and find it imported
from autograder.course import Course
from autograder.judging import grader
from autograder.sandbox.client import Zygote
from benchmarks.figures import check_measured, describe_run, publish
from tests.faults.classroom import (
    STUDENTS,
    Damage,
    Outcome,
    assess,
    copy_course,
    hand_in_all,
    read_outcome,
)
from tests.faults.kills import TERMS, Expected, grade_under_fire, grade_undisturbed
from tests.verbs.tiny import ASSIGNMENT, make_course
from tests.verbs.zygotes import SharedZygote

TARGET = "faults"
WHOLE_COMMANDS = 8  # of the kills
WORKER_KILLS = 4
COMMAND = [sys.executable, "-m", "autograder.cli", "grade", ASSIGNMENT, "--workers", "2"]
NOTES = (
    "A class of eight hands in, is graded, hands in something else, and is graded again. kills: graders ended by SIGKILL at "
    "random points and started again until they were done; whole_commands of them were `autograder grade --workers 2`.",
    "lost: students without a grade in report or gradebook; doubled: graded again though they were done, or twice in the "
    "gradebook; different: report, gradebook, autograded/ or feedback/ not those of an undisturbed run; strange: leftovers.",
)


def main() -> int:
    """Kill, count, publish; returns the exit code."""
    arguments = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    arguments.add_argument("--kills", type=int, default=100, help="how often a grader is killed")
    most = arguments.parse_args().kills
    check_measured()
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        root = Path(folder)
        pristine = make_course(root / "pristine")
        with Zygote(pristine.settings.limits, preload=("torch",)) as zygote:
            zygote.wait_until_ready()
            grader.Zygote = SharedZygote(zygote)  # type: ignore[misc,assignment]
            expected = grade_undisturbed(copy_course(pristine, root / "undisturbed"))
            whole = min(WHOLE_COMMANDS, most // 2)
            rounds = list(grade_under_fire(pristine, root, expected, most - whole))
        rounds += kill_commands(pristine, root, expected.outcomes, whole)
        hit = list(kill_workers(pristine, root, expected, WORKER_KILLS if most > WORKER_KILLS else 1))
    damages = [damage for _, damage in [*rounds, *hit]]
    figures = {
        "target": TARGET,
        **describe_run("nbgrader", "distributed", "torch"),
        "kills": sum(killed for killed, _ in rounds),
        **{name: sum(len(getattr(damage, name)) for damage in damages) for name in Damage.__dataclass_fields__},
        "whole_commands": whole,
        "worker_kills": sum(killed for killed, _ in hit),
        "gradings": len(damages) * len(STUDENTS),
        "cpu_seconds": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime, 1),
        "notes": NOTES,
    }
    publish(TARGET, figures)
    return int(any(figures[name] for name in Damage.__dataclass_fields__))


def kill_commands(pristine: Course, root: Path, outcomes: list[Outcome], kills: int) -> Iterator[tuple[int, Damage]]:
    """Kill the whole command; its workers and sandboxes have to notice by themselves."""
    rng, left = random.Random(5), kills
    while left > 0:
        course = copy_course(pristine, root / f"command-{left}")
        for shift, outcome in zip(TERMS, outcomes, strict=True):
            hand_in_all(course, shift)
            killed, is_done = 0, False
            while not is_done:
                command = _start(course)
                with suppress(subprocess.TimeoutExpired):
                    command.wait(_seconds_to_live(command, rng) if killed < left else None)
                is_done = command.poll() is not None
                if not is_done:
                    command.kill()
                    command.wait()
                    killed += 1
                    continue
                if command.returncode:
                    raise RuntimeError(f"the command failed: {command.returncode}")
            left -= killed
            yield killed, assess(read_outcome(course), outcome)


def _start(course: Course) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    return subprocess.Popen(COMMAND, cwd=course.root, stdout=quiet, stderr=quiet)


def _seconds_to_live(command: subprocess.Popen[bytes], rng: random.Random) -> float:
    """A while after it has begun to grade, as far as its sandboxes tell: before, there is nothing to be lost."""
    process = psutil.Process(command.pid)
    while command.poll() is None:
        with suppress(psutil.Error):
            if any("bwrap" in child.name() for child in process.children(recursive=True)):
                break
        with suppress(subprocess.TimeoutExpired):
            command.wait(0.05)
    return rng.uniform(0.0, 5.0)


def kill_workers(pristine: Course, root: Path, expected: Expected, kills: int) -> Iterator[tuple[int, Damage]]:
    """Kill one worker of each run, which goes on."""
    rng = random.Random(6)
    for number in range(kills):
        course = copy_course(pristine, root / f"worker-{number}")
        hand_in_all(course)
        command, killed = _start(course), 0
        with suppress(subprocess.TimeoutExpired):
            command.wait(_seconds_to_live(command, rng) / 2)
        with suppress(psutil.Error):
            sandboxes = [p for p in psutil.Process(command.pid).children(recursive=True) if "bwrap" in p.name()]
            for sandbox in sandboxes[:1]:
                sandbox.parent().kill()
                killed += 1
        if command.wait():
            raise RuntimeError(f"the command failed: {command.returncode}")
        yield killed, assess(read_outcome(course), expected.outcomes[0])


if __name__ == "__main__":
    sys.exit(main())
