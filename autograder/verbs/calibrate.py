"""Calibrate the thresholds of an assignment: run its grader over seeds, put each gate between right and wrong, and verify it.

Trials are kept as soon as they are over, under a key that names all that they depend on: a calibration that was interrupted, or
in which one mutant changed, goes on where it was.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from autograder.calibration import (
    Fit,
    Kind,
    Measured,
    Store,
    Trial,
    close_bench,
    fit_test,
    gather_samples,
    run_trial,
    write_limits,
)
from autograder.calibration.plots import write_plot
from autograder.course import Course
from autograder.errors import CourseError, GraderError
from autograder.lessons import build_source, exercises_of, parse_lesson, read_built
from autograder.lessons.release import solution_of
from autograder.verbs.asked import (
    find_measuring_tests,
    find_variants,
    fingerprint_asked,
    fingerprint_questions,
    fingerprint_variant,
)
from autograder.verbs.build import build_assignments
from autograder.verbs.calibrated import plot_path, write_document
from autograder.verbs.tasks import require_built, watch_grader
from autograder.workers import open_executor, run_all

REFERENCE_SEEDS = 20
OTHER_SEEDS = 5
DEVICE = "cpu"
PRELOAD = ("autograder.startup", "autograder.calibration.trials")


@dataclass(frozen=True)
class Step:
    """One more trial is over.

    Attributes:
        total: trials of this run.
        done: of them, so far.
        known: of those, how many had been run before.
        trial: the one that is over.
    """

    total: int
    done: int
    known: int
    trial: Trial


OnStep = Callable[[Step], None]


@dataclass(frozen=True)
class Calibration:
    """What a calibration did.

    Attributes:
        fits: the thresholds that were placed.
        refused: a sentence for each threshold or mutant that was refused; the limits of its exercise stay as they were.
        written: the files that changed.
    """

    fits: tuple[Fit, ...]
    refused: tuple[str, ...]
    written: tuple[Path, ...]


def calibrate_assignment(
    course: Course,
    assignment: str,
    *,
    exercises: Sequence[str] = (),
    seeds: int = REFERENCE_SEEDS,
    others: int = OTHER_SEEDS,
    jobs: int = 1,
    on_step: OnStep = lambda step: None,
) -> Calibration:
    """Measure, place each gate, write ``thresholds.toml`` and its plots, and build the notebooks with the new targets.

    Args:
        course: the course.
        assignment: which one.
        exercises: only these; all that measure something if empty.
        seeds: how many salts the reference is run under.
        others: how many each alternative and each mutant is.
        jobs: processes at once.
        on_step: told of each trial.

    Raises:
        CourseError: if the assignment is not there, is not built from its lesson, or has no such exercise.
        GraderError: if the grader does not load, or the reference does not pass what is no threshold.
    """
    asking = choose_exercises(course, assignment, exercises)
    counts = {Kind.REFERENCE: seeds, Kind.ALTERNATIVE: others, Kind.MUTANT: others}
    trials = [t for name, tests in asking.items() for t in plan_trials(course, assignment, name, tests, counts)]
    measured = run_trials(course, assignment, trials, jobs, on_step)
    fits, refused, sound = [], list[str](), []
    for exercise in asking:
        placed, problems = _fit_exercise([(t, m) for t, m in measured if t.exercise == exercise])
        refused += problems
        if not problems:
            fits += placed
            sound.append(exercise)
    refused += _named_twice(fits)
    if not sound or _named_twice(fits):
        return Calibration((), tuple(refused), ())
    folder = course.grader_path(assignment)
    about = {
        name: {"asked": fingerprint_asked(course, assignment, name), "torch": torch.__version__, "device": DEVICE}
        for name in sound
    }
    keep = sorted(set(find_measuring_tests(course, assignment)) - set(sound))
    written = [write_limits(folder, assignment, fits, about, keep=keep)]
    for fit in fits:
        path, caught = plot_path(course, assignment, fit.threshold.name), (*fit.catches, *fit.catches_too_good)
        written.append(
            write_plot(path, fit.threshold, fit.samples, caught, f"{assignment}, the seeds of its calibration")
        )
    written += [path for _, files in build_assignments(course, [assignment]) for path in files]
    written.append(write_document(course))
    return Calibration(tuple(fits), tuple(refused), tuple(written))


def choose_exercises(course: Course, assignment: str, exercises: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The exercises to calibrate, and their tests that measure.

    Raises:
        CourseError: if there is nothing to calibrate, or the notebooks are not those of the lesson.
    """
    require_built(course, assignment)
    require_current(course, assignment)
    asking = find_measuring_tests(course, assignment)
    if unknown := sorted(set(exercises) - set(asking)):
        there = ", ".join(asking) or "none"
        raise CourseError(f"{assignment} measures nothing for {', '.join(unknown)}; exercises with thresholds: {there}")
    if not asking:
        raise CourseError(f"no test of {assignment} asks for a threshold: there is nothing to calibrate")
    return {name: tests for name, tests in asking.items() if not exercises or name in exercises}


def require_current(course: Course, assignment: str) -> None:
    """What is run must be what is fingerprinted.

    Raises:
        CourseError: if the built notebooks are not those of the lesson.
    """
    built = build_source(parse_lesson(course.lesson_path(assignment)))  # its code; targets stand in text
    for kind, wanted in (("source", built), ("solutions", solution_of(built))):
        path = course.notebook_path(kind, assignment)  # type: ignore[arg-type] # both are kinds
        found = read_built(path)
        is_same = [c["source"] for c in found["cells"] if c["cell_type"] == "code"] == [
            c["source"] for c in wanted["cells"] if c["cell_type"] == "code"
        ]
        if not is_same or exercises_of(found) != exercises_of(wanted):
            raise CourseError(f"{path} is not what the lesson makes now: run `autograder build {assignment}`")


def plan_trials(
    course: Course,
    assignment: str,
    exercise: str,
    tests: Sequence[str],
    counts: Mapping[Kind, int],
    *,
    salts: str = "calibration",
    elsewhere: int = 0,
) -> list[Trial]:
    """The trials of one exercise: reference, alternatives, and the mutants that a test with a threshold must catch.

    Args:
        course: the course.
        assignment: which one.
        exercise: of it.
        tests: those that measure.
        counts: how many salts for each kind of answer.
        salts: what the salts begin with.
        elsewhere: how many salts for each mutant that another test must catch.
    """
    answers = [(Kind.REFERENCE, counts[Kind.REFERENCE], "", "", "", "")]
    for variant in find_variants(course, assignment, exercise):
        kind = Kind.MUTANT if variant.caught_by else Kind.ALTERNATIVE
        count = counts[kind] if kind is Kind.ALTERNATIVE or variant.caught_by in tests else elsewhere
        answers.append((kind, count, variant.name, variant.source, variant.caught_by, fingerprint_variant(variant)))
    asked = fingerprint_questions(course, assignment, exercise)
    trials = []
    for kind, count, name, source, caught_by, fingerprint in answers:
        for number in range(count):
            salt = f"{salts}-{number}"
            parts = (assignment, asked, kind.value, fingerprint, salt, torch.__version__, DEVICE, platform.machine())
            key = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]
            trials.append(Trial(course.root, assignment, exercise, kind, name, source, caught_by, salt, key))
    return trials


def run_trials(
    course: Course, assignment: str, trials: Iterable[Trial], jobs: int, on_step: OnStep
) -> list[tuple[Trial, Measured]]:
    """Run what has not been run yet.

    Returns:
        What each trial measured, in the order of the trials.

    Raises:
        GraderError: if a right answer ran out of time: that would be no calibration of what it learns; or if the grader is
            changed meanwhile.
        AutograderError: for any other fault of the grader or of ours.
    """
    trials = list(trials)
    store = Store(course.root / "build" / "calibration" / f"{assignment}.jsonl")
    missing = [trial for trial in trials if store.get(trial.key) is None]
    known = done = len(trials) - len(missing)
    jobs = max(1, min(jobs, len(missing)))
    require_unchanged = watch_grader(course, assignment)
    try:
        with open_executor(jobs, preload=PRELOAD) as executor:
            for finished in run_all(executor, run_trial, missing, jobs):
                if finished.error is not None:
                    raise finished.error
                assert finished.result is not None
                _refuse_hurried(finished.task, finished.result)
                require_unchanged()
                store.put(finished.result)
                done += 1
                on_step(Step(len(trials), done, known, finished.task))
    finally:
        close_bench()
    return [(trial, measured) for trial in trials if (measured := store.get(trial.key)) is not None]


def _refuse_hurried(trial: Trial, measured: Measured) -> None:
    if trial.kind is not Kind.MUTANT and measured.is_hurried:
        raise GraderError(
            f"{trial.label} of {trial.exercise} ran out of time under the salt {trial.salt}: give the exercise more `seconds` "
            "in the lesson, or run this again on a machine that is less busy; what has been measured is kept"
        )


def _fit_exercise(measured: Sequence[tuple[Trial, Measured]]) -> tuple[list[Fit], list[str]]:
    by_test, refused = gather_samples(measured)
    fits = []
    if not refused:
        for samples in by_test:
            placed, problems = fit_test(samples)
            fits += placed
            refused += problems
    return fits, refused


def _named_twice(fits: Sequence[Fit]) -> list[str]:
    names = [fit.threshold.name for fit in fits]
    return [f"two tests name a threshold {name}" for name in sorted({n for n in names if names.count(n) > 1})]
