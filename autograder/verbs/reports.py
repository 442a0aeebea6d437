"""Reports on disk: one JSON file for each submission, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from autograder.course import Course
from autograder.errors import HostError
from autograder.records import REPORT_VERSION, Report


def report_path(course: Course, assignment: str, student: str) -> Path:
    """Where a submission's report stands."""
    return course.reports / assignment / f"{student}.json"


def read_report(path: Path) -> Report | None:
    """A report; None where there is none, or where it is damaged or of another version: then it is made again."""
    try:
        report = Report.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
    return report if report.version == REPORT_VERSION else None


def find_reports(course: Course, assignment: str) -> Iterator[Report]:
    """All readable reports of an assignment, by student."""
    for path in sorted((course.reports / assignment).glob("*.json")):
        if report := read_report(path):
            yield report


def save_report(course: Course, report: Report) -> None:
    """Write a report: the last thing that is written of a submission, so that it stands for all the rest.

    Raises:
        HostError: if it could not be written; an earlier one is still whole.
    """
    path = report_path(course, report.assignment, report.student)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=".", delete=False, encoding="utf-8") as file:
            try:
                file.write(report.model_dump_json(indent=1))
                file.flush()
                os.fsync(file.fileno())
                os.replace(file.name, path)
            except BaseException:
                os.unlink(file.name)
                raise
    except OSError as error:
        raise HostError(f"the report {path} could not be written: {error.strerror}") from error
