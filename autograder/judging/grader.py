"""Grading one notebook from its file to its report: read, repair, run the cells, judge.

A :class:`Grader` holds what all submissions of one assignment share, the sandbox's zygote first of all, and lives as long as
its worker.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import platform
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import astuple, dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import torch

import autograder
from autograder.course import Course
from autograder.errors import GraderError, SubmissionError
from autograder.judging.follow import Results, find_follow_through, merge, replace_answers
from autograder.judging.plugin import JudgingPlugin
from autograder.judging.recall import Recall, Recalled
from autograder.judging.run import run_grader
from autograder.lessons import (
    Exercise,
    exercises_of,
    imported_modules,
    plan,
    read_built,
    read_submission,
    repair,
    untouched_exercises,
)
from autograder.records import CellResult, ExerciseResult, Report, Status, TestResult
from autograder.sandbox.client import Process, Zygote
from autograder.sandbox.devices import DEFAULT_MEMORY_MIB, Device, GpuShare, gpu_memory_mib
from autograder.session import Cell, State, Transcript, run_cells
from autograder.testing import Thresholds

Announce = Callable[[str, str, float], None]


@dataclass(frozen=True)
class Judged:
    """One graded submission.

    Attributes:
        report: what it is worth.
        notebook: the repaired notebook; None where there was none to read.
    """

    report: Report
    notebook: Any


@dataclass(frozen=True)
class _Questions:
    """What to ask a notebook.

    Attributes:
        untouched: the exercises whose answer still is the stub.
        salt: what hidden inputs are drawn from.
        only: the exercises to ask about; None for all.
        tests: the tests to ask, each as exercise and name; None for all of those exercises.
    """

    untouched: frozenset[str]
    salt: str
    only: frozenset[str] | None = None
    tests: frozenset[tuple[str, str]] | None = None


@dataclass
class _Standing:
    """A notebook after its cells."""

    cells: Sequence[Cell] = ()
    state: State | None = None
    results: tuple[CellResult, ...] = ()
    transcript: Transcript | None = None

    def close(self) -> None:
        """End its process."""
        if self.state is not None:
            self.state.close()
        self.cells, self.state = (), None


_Answers = tuple[tuple[CellResult, ...], Results, dict[str, float]]


class Grader:
    """Grades notebooks of one assignment. A context manager: its sandbox ends with it.

    Args:
        course: the course.
        assignment: whose notebooks.
        isolated: in the sandbox; False runs the code as it is, which is for one's own code only.
        device: where models are trained.
        announce: told what takes long: whose submission, what with it, and how many seconds that may take.
        keeps_transcripts: what notebooks answer is kept in the course's folder, and replayed the next time.
        keeps_cells: the notebook last asked stays as its cells left it, for who asks the same one again and again.

    Raises:
        CourseError: if the assignment has no grader, or has not been built.
        HostError: if the device is not there.
    """

    def __init__(
        self,
        course: Course,
        assignment: str,
        *,
        isolated: bool = True,
        device: Device = "cpu",
        announce: Announce = lambda *_: None,
        keeps_transcripts: bool = False,
        keeps_cells: bool = False,
    ) -> None:
        self.course, self.assignment, self.isolated = course, assignment, isolated
        self.folder = course.grader_path(assignment)
        self.source = read_built(course.notebook_path("source", assignment))
        self.exercises = exercises_of(self.source)
        self._announce = announce
        self.thresholds = Thresholds.load(self.folder)
        self.device: Device = device
        self._gpu = self._share_gpu() if device == "cuda" else None
        self._opened_zygote: Zygote | None = None
        self._keeps_cells, self._standing = keeps_cells, _Standing()
        self._provenance = {
            "autograder": autograder.__version__,
            "python": platform.python_version(),
            "torch": torch.__version__,
            "isolation": "sandbox" if isolated else "none",
            "device": device,
        }
        made_with = {name: self._provenance[name] for name in ("python", "torch", "device")}
        made_with |= {"threads": "1", "machine": platform.machine()}
        self._recall = Recall(course, assignment, made_with, is_stored=keeps_transcripts)

    @property
    def _zygote(self) -> Zygote:
        """The sandbox, started by the first question that no transcript answers."""
        if self._opened_zygote is None:
            self._opened_zygote = Zygote(
                self.course.settings.limits,
                isolated=self.isolated,
                preload=imported_modules(self.source),
                gpu_fraction=self._gpu.fraction if self._gpu else 0.0,
            )
        return self._opened_zygote

    def _spawn(self, memory_bytes: int = 0) -> Process:
        return self._zygote.spawn(memory_bytes)

    @property
    def _training_bytes(self) -> dict[str, int]:
        """The stated memory of trainings on the processor; a GPU's is bounded there, and what CUDA takes here is not theirs."""
        on_cpu = [exercise for exercise in self.exercises if exercise.memory_mib and self.device == "cpu"]
        return {exercise.name: exercise.memory_mib << 20 for exercise in on_cpu}

    def _share_gpu(self) -> GpuShare:
        """The assignment's share of this machine's GPU: what the largest of its trainings may allocate."""
        wanted = [exercise.memory_mib or DEFAULT_MEMORY_MIB for exercise in self.exercises if exercise.seconds]
        return GpuShare(gpu_memory_mib(), max(wanted, default=DEFAULT_MEMORY_MIB))

    @cached_property
    def images(self) -> Mapping[str, bytes]:
        """The lesson's pictures, by the path with which the notebook names them."""
        folder = self.course.notebook_path("source", self.assignment).parent
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.glob("images/*"))}

    def __enter__(self) -> Grader:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End the sandbox."""
        self._standing.close()
        if self._opened_zygote is not None:
            self._opened_zygote.close()
        self._recall.close()

    def grade(
        self,
        path: Path,
        student: str,
        *,
        only: frozenset[str] | None = None,
        fingerprint: str = "",
        anew: bool = False,
    ) -> Judged:
        """Grade a handed-in notebook.

        Args:
            path: the notebook.
            student: who handed it in.
            only: the exercises to ask about; None for all.
            fingerprint: of everything that the outcome depends on, kept in the report.
            anew: run everything, whatever is known from the times before.

        Returns:
            The report; a notebook that is missing or cannot be read is worth zero, with the reason.

        Raises:
            AutograderError: for a fault of ours or of the grader; the submission stays ungraded.
        """
        started = time.monotonic()
        about: dict[str, Any] = {"assignment": self.assignment, "student": student, "fingerprint": fingerprint}
        about["provenance"] = self._provenance
        if not path.exists() and not path.is_symlink():
            reason = f"there is no {path.name} in the folder"
            return Judged(Report(status=Status.MISSING, reason=reason, exercises=self._nothing(), **about), None)
        try:
            submitted = read_submission(path, self.course.settings.limits)
        except SubmissionError as error:
            return Judged(Report(status=Status.UNREADABLE, reason=str(error), exercises=self._nothing(), **about), None)
        repaired = repair(submitted, self.source)
        read = time.monotonic()
        untouched = untouched_exercises(repaired.notebook, self.source)
        cells = self._plan(repaired.notebook)
        questions = _Questions(untouched, self._salt_for(cells), only)
        recalled = self._ask(student, cells, questions, anew)
        cell_results, results, took = recalled.result
        asked = time.monotonic()
        results = self._follow_through(student, repaired.notebook, results, questions, anew)
        timings = {"read": read - started, **took, **recalled.timings, "given": time.monotonic() - asked}
        about["provenance"] = self._provenance | recalled.provenance
        report = Report(
            status=Status.GRADED,
            exercises=self._gather(results, untouched, only),
            cells=cell_results,
            repairs=repaired.repairs,
            timings={name: round(seconds, 4) for name, seconds in timings.items()},
            **about,
        )
        return Judged(report, repaired.notebook)

    def _follow_through(
        self, student: str, notebook: Any, results: Results, questions: _Questions, anew: bool
    ) -> Results:
        """Ask the same again of what failed after a wrong earlier answer, with the reference in that answer's place."""
        again: dict[frozenset[str], list[TestResult]] = {}
        for needed, tests in find_follow_through(self.exercises, results, questions.untouched).items():
            mended = self._plan(replace_answers(notebook, needed, self.source))
            same = _Questions(questions.untouched - needed, questions.salt, tests=tests)
            _, answers, _ = self._ask(student, mended, same, anew).result
            again[needed] = [test for of_one in answers.values() for test in of_one]
        return merge(results, again)

    def _plan(self, notebook: Any) -> list[Cell]:
        """What of a repaired notebook is run."""
        planned = plan(notebook, self.source)
        return [Cell(cell.index, cell.exercise, cell.source, cell.untouched) for cell in planned]

    def _salt_for(self, cells: Sequence[Cell]) -> str:
        """Another for each submission, unless the course asks all the same: what one learns of its inputs helps no other.

        It depends on all that student code is made of, so that the same submission is asked the same whenever it is graded.
        """
        salt = self.course.settings.salt
        if self.course.settings.asks_all_the_same:
            return salt
        written = json.dumps([astuple(cell) for cell in cells])
        return hmac.new(salt.encode(), written.encode(), hashlib.sha256).hexdigest()

    def _ask(self, student: str, cells: Sequence[Cell], questions: _Questions, anew: bool) -> Recalled[_Answers]:
        """Run a notebook's cells and ask it the questions, as far as its transcript does not answer them."""
        run = partial(self._converse, cells, questions, partial(self._announce, student))
        return self._recall.judge(student, cells, run, anew=anew)

    def _converse(
        self,
        cells: Sequence[Cell],
        questions: _Questions,
        announce: Callable[[str, float], None],
        transcript: Transcript,
    ) -> _Answers:
        """Run a notebook's cells and ask it all tests, as far as its transcript does not answer them."""
        started = time.monotonic()
        standing = self._standing
        if not self._keeps_cells or standing.cells != cells:
            standing.close()
            state, results = run_cells(cells, self.course.settings.limits, transcript, self._spawn)
            standing = self._standing = _Standing(cells, state, results, transcript)
        ran = time.monotonic()
        assert standing.state is not None
        assert standing.transcript is not None
        is_over = True
        try:
            judged = self._judge(standing.state, standing.results, questions, announce)
            is_over = not self._keeps_cells or standing.transcript.has_diverged
        finally:
            if standing.transcript.has_diverged:
                transcript.diverge()  # that of whoever asks now, which need not be the one that the cells began
            if is_over:
                standing.close()
        return standing.results, judged, {"cells": ran - started, "tests": time.monotonic() - ran}

    def _judge(
        self,
        state: State,
        cells: tuple[CellResult, ...],
        questions: _Questions,
        announce: Callable[[str, float], None],
    ) -> Results:
        plugin = JudgingPlugin(
            state,
            {cell.exercise: cell for cell in cells if cell.exercise},
            questions.untouched,
            salt=questions.salt,
            assignment=self.assignment,
            test_seconds=self.course.settings.limits.test_seconds,
            training_seconds={exercise.name: exercise.seconds for exercise in self.exercises if exercise.seconds},
            training_bytes=self._training_bytes,
            thresholds=self.thresholds,
            device=self.device,
            take_device=self._gpu.take if self._gpu else nullcontext,
            announce=announce,
            only=questions.only,
            tests=questions.tests,
        )
        run_grader(self.folder, plugin)
        results: dict[str, list[TestResult]] = {}
        for result in plugin.results:
            results.setdefault(result.exercise, []).append(result)
        return results

    def _gather(
        self, results: Results, untouched: frozenset[str], only: frozenset[str] | None
    ) -> tuple[ExerciseResult, ...]:
        if unknown := set(results) - {exercise.name for exercise in self.exercises}:
            raise GraderError(f"the grader of {self.assignment} asks about unknown exercises: {sorted(unknown)}")
        wanted = [exercise for exercise in self.exercises if only is None or exercise.name in only]
        return tuple(
            self._gather_one(exercise, tuple(results.get(exercise.name, ())), exercise.name not in untouched)
            for exercise in wanted
        )

    def _gather_one(self, exercise: Exercise, tests: tuple[TestResult, ...], attempted: bool) -> ExerciseResult:
        if not exercise.manual and abs(sum(test.points for test in tests) - exercise.points) > 1e-9:
            raise GraderError(
                f"the tests of {exercise.name} carry {sum(test.points for test in tests):g} points, "
                f"and the lesson gives it {exercise.points:g}"
            )
        earned = min(sum(test.earned for test in tests), exercise.points)
        if all(test.earned == test.points for test in tests) and not exercise.manual:
            earned = exercise.points  # ten tests of 0.1 add up to a little less than 1
        return ExerciseResult(
            exercise=exercise.name,
            points=exercise.points,
            earned=earned,
            manual=exercise.manual,
            attempted=attempted,
            tests=tests,
        )

    def _nothing(self) -> tuple[ExerciseResult, ...]:
        return tuple(
            ExerciseResult(exercise=e.name, points=e.points, earned=0, manual=e.manual, attempted=False)
            for e in self.exercises
        )
