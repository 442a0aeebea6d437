"""Verify calibrated thresholds over seeds that they were not calibrated with, and write down what was found."""

from __future__ import annotations

import json
import platform
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from autograder.calibration import Kind, Rate, Verified, read_limits, verify_exercise
from autograder.calibration.plots import write_plot
from autograder.course import Course
from autograder.errors import CourseError, GraderError
from autograder.lessons.write import write_atomically
from autograder.testing import Thresholds
from autograder.verbs.calibrate import (
    OTHER_SEEDS,
    REFERENCE_SEEDS,
    OnStep,
    choose_exercises,
    plan_trials,
    run_trials,
)
from autograder.verbs.calibrated import (
    find_calibrated,
    find_stale,
    limits_of,
    plot_path,
    read_result,
    result_path,
    write_document,
)

SALTS = "verification"


def verify_assignments(
    course: Course,
    assignments: Sequence[str] = (),
    *,
    seeds: int = REFERENCE_SEEDS,
    others: int = OTHER_SEEDS,
    jobs: int = 1,
    on_step: OnStep = lambda step: None,
) -> dict[str, Any]:
    """Run right answers and mutants under new salts, judge them by the limits as they are, and keep the result.

    Args:
        course: the course.
        assignments: which; all that have thresholds if empty.
        seeds: how many salts each right answer is run under, and each mutant that a threshold must catch.
        others: how many each mutant is that a test without thresholds must catch: those train a whole model to be caught by
            something else.
        jobs: processes at once.
        on_step: told of each trial.

    Returns:
        The result, as it stands in ``benchmarks/results/calibration.json``; ``mistakes`` names each wrong run.

    Raises:
        CourseError: if an assignment is not there, or none has thresholds.
        GraderError: if one asks something else than when it was calibrated.
    """
    wanted = list(assignments) or find_calibrated(course)
    if not wanted:
        raise CourseError("no assignment has thresholds: there is nothing to verify")
    for assignment in wanted:
        if stale := find_stale(course, assignment):
            raise GraderError(
                f"{', '.join(stale)} of {assignment} changed since it was calibrated: run `autograder calibrate {assignment}`"
            )
    verified = {assignment: _verify(course, assignment, seeds, others, jobs, on_step) for assignment in wanted}
    found = read_result(course).get("assignments", {})  # now: others may have been verified meanwhile
    for assignment, exercises in verified.items():
        found[assignment] = {each.exercise: _describe(course, assignment, each) for each in exercises}
    result = _summarise(course, found, seeds)
    write_atomically(result_path(course), (json.dumps(result, indent=1) + "\n").encode())
    write_document(course)
    return result


def _verify(course: Course, assignment: str, seeds: int, others: int, jobs: int, on_step: OnStep) -> list[Verified]:
    asking = choose_exercises(course, assignment, ())
    folder = course.grader_path(assignment)
    limits, entries = Thresholds.load(folder).limits, read_limits(folder)["thresholds"]
    catches = {name: [*entry["catches"], *entry.get("catches_too_good", ())] for name, entry in entries.items()}
    counts = dict.fromkeys(Kind, seeds)
    trials = [
        trial
        for name, tests in asking.items()
        for trial in plan_trials(course, assignment, name, tests, counts, salts=SALTS, elsewhere=others)
    ]
    runs = run_trials(course, assignment, trials, jobs, on_step)
    verified = []
    for exercise in asking:
        of_it = {name: limit for name, limit in limits.items() if limit.exercise == exercise}
        verified.append(verify_exercise(exercise, [run for run in runs if run[0].exercise == exercise], of_it, catches))
    for each in (threshold for exercise in verified for threshold in exercise.thresholds):
        path, about = (
            plot_path(course, assignment, each.threshold.name),
            f"{assignment}, seeds not used in its calibration",
        )
        write_plot(path, each.threshold, each.samples, each.catches, about)
    return verified


def _describe(course: Course, assignment: str, verified: Verified) -> dict[str, Any]:
    limits = read_limits(course.grader_path(assignment))
    return {
        "asked": limits["exercises"][verified.exercise]["asked"],
        "honest_runs": verified.honest.runs,
        "false_fail": verified.honest.count,
        "mutant_runs": verified.wrong.runs,
        "false_pass": verified.wrong.count,
        "thresholds": {
            each.threshold.name: {
                "limits": limits_of(limits["thresholds"][each.threshold.name]),
                **dict(zip(("false_fail", "false_pass"), map(_rate, each.rates), strict=True)),
            }
            for each in verified.thresholds
        },
        "mistakes": list(verified.mistakes),
    }


def _rate(rate: Rate) -> dict[str, Any]:
    return {"count": rate.count, "runs": rate.runs, "at_most": round(rate.bounds[1], 5)}


def _summarise(course: Course, found: Mapping[str, Any], seeds: int) -> dict[str, Any]:
    """The totals over all assignments, those that were verified before among them."""
    exercises = [exercise for entry in found.values() for exercise in entry.values()]

    def total(key: str) -> int:
        return sum(exercise[key] for exercise in exercises)

    return {
        "thresholds": sum(len(exercise["thresholds"]) for exercise in exercises),
        "false_fail": total("false_fail"),
        "false_pass": total("false_pass"),
        "seeds": seeds,
        "honest_runs": total("honest_runs"),
        "mutant_runs": total("mutant_runs"),
        "false_fail_at_most": round(Rate(total("false_fail"), total("honest_runs")).bounds[1], 5),
        "false_pass_at_most": round(Rate(total("false_pass"), total("mutant_runs")).bounds[1], 5),
        "commit": _git(course.root, ("rev-parse", "HEAD")),
        "uncommitted_changes": bool(_git(course.root, ("status", "--porcelain", "--untracked-files=no"))),
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("torch", "numpy", "scipy")},
        },
        "assignments": {name: found[name] for name in sorted(found)},
    }


def _git(folder: Path, arguments: Iterable[str]) -> str:
    done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=False)
    return done.stdout.strip()
