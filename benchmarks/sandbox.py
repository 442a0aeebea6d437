"""``python -m benchmarks.sandbox``: grade one class with all layers of the sandbox and with none, alternately.

The class is honest: right answers, other right answers, wrong ones, blank ones, one cell that raises. Both are the whole
command ``autograder grade`` with as many workers, on a course that has graded nothing yet; without layers the workers fork
plain processes, as ``autograder check`` does. Grades must be the same, test by test, or there are no figures.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from autograder.course import Course, find_course
from autograder.lessons import dumps, read_built, substitute
from autograder.testing import load_variants
from benchmarks.figures import ROOT, check_measured, describe_run, publish
from benchmarks.throughput.submissions import Submission, make_class
from benchmarks.throughput.timing import Run, run

TARGET = "bench-sandbox"
ASSIGNMENT = "00_01_linear_algebra"
TIMESTAMP = "2026-01-12 12:00:00.000000 UTC\n"
WAYS = {"sandbox": "autograder.cli", "none": "benchmarks.unisolated"}  # as reports say it; the command's module
MOST = 1.10
NOTES = (
    "ratio: seconds of the whole command with all layers over seconds with none, wall clock, the median over pairs of runs "
    "beside each other, whose order alternates; the bound is 1.10.",
    "ratio_per_submission: the same for what a submission adds to the command, from the whole class and one student: start-up "
    "of workers and sandboxes falls out.",
    "cpu_seconds: of all processes of a command; null where the kernel keeps no such account.",
    "grades are compared test by test: outcome, points, message and measured values; reports say which way they were made.",
)


class GradesDiffer(Exception):
    """The two ways do not agree about a submission, or one of them is not what it says."""


class Class:
    """The course of one assignment, and a class that has handed in.

    Args:
        work: an empty folder.
        size: of the class.
        workers: how many submissions at once.
    """

    def __init__(self, work: Path, size: int, workers: int) -> None:
        self.work, self.workers, self.home = work, workers, work / "home"
        self.home.mkdir()
        self.base = work / "class"
        course = copy_course(self.base)
        self.submissions = hand_in_class(course, size)

    def grade(self, way: str, *options: str) -> tuple[Run, dict[str, Any]]:
        """Grade a fresh copy of it; returns what that took, and the grades.

        Raises:
            CommandFailed: if the command did.
            GradesDiffer: if a report was made in another way.
        """
        folder = self.work / way
        shutil.copytree(self.base, folder)
        command = [sys.executable, "-m", WAYS[way], "grade", ASSIGNMENT, "--workers", str(self.workers), *options]
        done = run(command, folder, self.home)
        grades = read_grades(folder, way)
        shutil.rmtree(folder)
        sys.stderr.write(f"{way} {' '.join(options)}: {done.seconds:.1f} s\n")
        return done, grades

    def compare(self, first: str) -> dict[str, dict[str, Run]]:
        """Grade it, and one student of it, both ways.

        Raises:
            GradesDiffer: if the grades are not the same.
        """
        second = next(way for way in WAYS if way != first)
        runs: dict[str, dict[str, Run]] = {"class": {}, "one": {}}
        for who, options in (("class", ()), ("one", ("--student", self.submissions[0].student))):
            said = {}
            for way in (first, second):
                runs[who][way], said[way] = self.grade(way, *options)
            if said[first] != said[second]:
                differing = [student for student in said[first] if said[first][student] != said[second].get(student)]
                raise GradesDiffer(f"with and without a sandbox, the grades differ of {', '.join(differing)}")
        return runs


def copy_course(folder: Path) -> Course:
    """A course of the one assignment; its graders are the installed ones."""
    folder.mkdir(parents=True)
    for name in ("course.toml", "nbgrader_config.py"):
        shutil.copy(ROOT / name, folder)
    for name in ("source", "release", "solutions"):
        shutil.copytree(ROOT / name / ASSIGNMENT, folder / name / ASSIGNMENT)
    lesson = find_course(ROOT).lesson_path(ASSIGNMENT)
    (folder / "lessons" / lesson.parent.name).mkdir(parents=True)
    shutil.copy(lesson, folder / "lessons" / lesson.parent.name)
    return find_course(folder)


def hand_in_class(course: Course, size: int) -> tuple[Submission, ...]:
    """Hand in notebooks as the throughput benchmark's class answers, in the same mixture."""
    solved = read_built(course.notebook_path("solutions", ASSIGNMENT))
    told = ((cell.metadata.get("journey", {}), cell.source) for cell in solved.cells)
    solutions = {about["exercise"]: source for about, source in told if about.get("kind") == "exercise"}
    folder = course.grader_path(ASSIGNMENT)
    variants = [load_variants(folder / kind) for kind in ("alternatives", "mutants")]
    release = read_built(course.notebook_path("release", ASSIGNMENT))
    submissions = make_class(size, solutions, *variants)
    for submission in submissions:
        notebook = release
        for exercise, answer in submission.answers.items():
            notebook = substitute(notebook, exercise, answer)
        path = course.submission_path(submission.student, ASSIGNMENT)
        path.parent.mkdir(parents=True)
        path.write_text(dumps(notebook), encoding="utf-8")
        (path.parent / "timestamp.txt").write_text(TIMESTAMP, encoding="utf-8")
    return submissions


def read_grades(folder: Path, way: str) -> dict[str, Any]:
    """What each test said about each student.

    Raises:
        GradesDiffer: if a report was made another way, or nobody was graded.
    """
    grades = {}
    for path in sorted((folder / "reports" / ASSIGNMENT).glob("*.json")):
        report = json.loads(path.read_text(encoding="utf-8"))
        if report["status"] != "graded" or report["provenance"].get("isolation") != way:
            raise GradesDiffer(f"{path.stem}: {report['status']}, {report['provenance'].get('isolation')}, not {way}")
        tests = [test for exercise in report["exercises"] for test in exercise["tests"]]
        kept = ("test", "outcome", "earned", "points", "message", "measures")
        grades[path.stem] = [{name: test[name] for name in kept} for test in tests]
    if not grades:
        raise GradesDiffer("nobody was graded")
    return grades


def summarise(pairs: Sequence[Mapping[str, Mapping[str, Run]]], further: int) -> dict[str, Any]:
    """The figures.

    Args:
        pairs: from :meth:`Class.compare`.
        further: how many students the class has beside the one that is also graded alone.
    """
    ratios = [pair["class"]["sandbox"].seconds / pair["class"]["none"].seconds for pair in pairs]
    figures: dict[str, Any] = {"ratio": round(median(ratios), 3), "ratios": [round(ratio, 3) for ratio in ratios]}
    adds = {}
    for way in WAYS:
        whole = median(pair["class"][way].seconds for pair in pairs)
        adds[way] = (whole - median(pair["one"][way].seconds for pair in pairs)) / further
        cpu = [pair["class"][way].cpu_seconds for pair in pairs]
        figures[way] = {
            "seconds": round(whole, 2),
            "submissions_per_second": round((further + 1) / whole, 3),
            "seconds_per_submission": round(adds[way], 4),
            "cpu_seconds": round(median(cpu), 2) if None not in cpu else None,
        }
    figures["ratio_per_submission"] = round(adds["sandbox"] / adds["none"], 3) if adds["none"] > 0 else None
    return {"within": figures["ratio"] <= MOST, **figures}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and publish."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--submissions", type=int, default=40)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    chosen = parser.parse_args(arguments)
    if chosen.submissions < 2:
        parser.error("two submissions are the fewest: start-up has to fall out")
    check_measured()
    os.environ["PYTHONPATH"] = str(ROOT)  # where workers find the module that isolates nothing
    with tempfile.TemporaryDirectory(prefix="bench-sandbox-") as work:
        them = Class(Path(work), chosen.submissions, chosen.workers)
        pairs = [them.compare(tuple(WAYS)[number % 2]) for number in range(chosen.pairs)]
    kinds = Counter(submission.kind for submission in them.submissions)
    sizes = {"assignment": ASSIGNMENT, "submissions": chosen.submissions, "kinds": kinds, "workers": chosen.workers}
    figures = summarise(pairs, chosen.submissions - 1)
    about = describe_run("torch", "numpy", "nbgrader")
    publish(TARGET, {**figures, "same_grades": True, **sizes, "pairs": chosen.pairs, "notes": NOTES, **about})


if __name__ == "__main__":
    main()
