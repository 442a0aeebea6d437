"""``python -m benchmarks.graders``: what all hidden graders of one submission cost, lesson by lesson, in processor time.

Each lesson's solution is checked by ``autograder check``, as a self-learner does: the notebook's cells, every hidden test, all
training. Start-up and the import of torch are in the figures.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.course import Course, find_course
from autograder.verbs.audited import find_graded
from benchmarks.figures import ROOT, check_measured, describe_run, publish
from benchmarks.throughput.timing import run

TARGET = "bench-graders"
AUTOGRADER = Path(sys.executable).parent / "autograder"
MOST = 60.0  # CPU-seconds for one submission of a lesson
TOGETHER = {"00_prerequisites": 180.0}  # and for one student's submissions of a whole module
NOTES = (
    "cpu_seconds: of `autograder check` on the lesson's solution, all processes together, start-up included; one thread.",
    "share: of the 60 CPU-seconds of a lesson; modules: the sum over the lessons, and its bound where there is one.",
)


def measure(course: Course, assignments: Sequence[str], work: Path) -> dict[str, float]:
    """The CPU-seconds of each assignment's hidden graders.

    Raises:
        CommandFailed: if a solution does not get full marks.
        RuntimeError: if the kernel keeps no account of processor time.
    """
    home = work / "home"
    home.mkdir()
    found = {}
    for assignment in assignments:
        notebook = course.notebook_path("solutions", assignment)
        found[assignment] = _cpu_seconds([str(AUTOGRADER), "check", str(notebook), "--course", str(course.root)], work)
        sys.stderr.write(f"{assignment}: {found[assignment]:.1f} CPU-seconds\n")
    return found


def _cpu_seconds(command: Sequence[str], work: Path) -> float:
    done = run(command, work, work / "home")
    if done.cpu_seconds is None:
        raise RuntimeError("processor time is accounted for by control groups of version 1 here, and there are none")
    return done.cpu_seconds


def summarise(seconds: Mapping[str, float], modules: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The figures, beside their bounds.

    Args:
        seconds: of each assignment.
        modules: the assignments of each.
    """
    sums = {name: sum(seconds[each] for each in inside) for name, inside in modules.items() if inside}
    largest = max(seconds, key=lambda name: seconds[name])
    return {
        "most_share": round(seconds[largest] / MOST, 3),
        "most": largest,
        "within": all(each <= MOST for each in seconds.values())
        and all(sums[name] <= most for name, most in TOGETHER.items() if name in sums),
        "assignments": {
            name: {"cpu_seconds": round(each, 2), "share": round(each / MOST, 3)} for name, each in seconds.items()
        },
        "modules": {name: {"cpu_seconds": round(each, 2), "bound": TOGETHER.get(name)} for name, each in sums.items()},
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and publish."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("assignments", nargs="*", help="all that have graders, if none is named")
    chosen = parser.parse_args(arguments)
    check_measured()
    course = find_course(ROOT)
    assignments = chosen.assignments or find_graded(course)
    modules = {
        module.name: [name for name in assignments if course.lesson_path(name).parent.name == module.name]
        for module in course.settings.modules
    }
    with tempfile.TemporaryDirectory(prefix="bench-graders-") as folder:
        seconds = measure(course, assignments, Path(folder))
    publish(TARGET, {**summarise(seconds, modules), "notes": NOTES, **describe_run("torch", "numpy", "nbgrader")})


if __name__ == "__main__":
    main()
