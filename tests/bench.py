"""Grades an answer to one exercise of the real course, all others being right, without isolation: the code is ours."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from autograder.course import Course, Settings
from autograder.judging import Grader
from autograder.lessons import dumps, read_built, substitute
from autograder.records import ExerciseResult, Report

PATIENCE = 10


class Bench:
    """One course, whose graders are opened as they are asked for. A context manager.

    Args:
        course: built.
        folder: to write notebooks to.
    """

    def __init__(self, course: Course, folder: Path) -> None:
        course.settings = _for_a_bench(course.settings)
        self.course, self._path = course, folder / "answer.ipynb"
        self._graders: dict[str, Grader] = {}
        self._solution = cache(lambda assignment: read_built(course.notebook_path("solutions", assignment)))

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, *exception: object) -> None:
        while self._graders:
            self._graders.popitem()[1].close()

    def grade(self, assignment: str, exercise: str, answers: Mapping[str, str]) -> ExerciseResult:
        """What an exercise earns, with these answers (code by exercise) in the solved notebook."""
        notebook = self._solution(assignment)
        for name, source in answers.items():
            notebook = substitute(notebook, name, source)
        self._path.write_text(dumps(notebook), encoding="utf-8")
        judged = self._grader(assignment).grade(self._path, "bench", only=frozenset({exercise}))
        (result,) = judged.report.exercises
        return result

    def grade_reference(self, assignment: str, only: frozenset[str] | None = None) -> Report:
        """What the solved notebook earns."""
        path = self.course.notebook_path("solutions", assignment)
        return self._grader(assignment).grade(path, "reference", only=only).report

    def _grader(self, assignment: str) -> Grader:
        if assignment not in self._graders:
            self._graders[assignment] = Grader(self.course, assignment, isolated=False)
        return self._graders[assignment]


def _for_a_bench(settings: Settings) -> Settings:
    """The same questions for all answers, as in audits, and time for them: it is verdicts that are asked about here."""
    limits = settings.limits
    more = {name: PATIENCE * getattr(limits, name) for name in ("cell_seconds", "cells_seconds", "test_seconds")}
    update = {"asks_all_the_same": True, "limits": limits.model_copy(update=more)}
    return settings.model_copy(update=update)
