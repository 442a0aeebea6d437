"""Reports on disk: one JSON file for each submission, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
from pydantic import ValidationError

from autograder.course import Course
from autograder.errors import FilesRefused
from autograder.records import REPORT_VERSION, Report

UNFINISHED = ".new"


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
        FilesRefused: if it could not be written; an earlier one is still whole.
    """
    path = report_path(course, report.assignment, report.student)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        prefix = f".{os.getpid()}-"
        with tempfile.NamedTemporaryFile(
            "w", dir=path.parent, prefix=prefix, suffix=UNFINISHED, delete=False, encoding="utf-8"
        ) as file:
            try:
                file.write(report.model_dump_json(indent=1))
                file.flush()
                os.fsync(file.fileno())
                os.replace(file.name, path)
            except BaseException:
                os.unlink(file.name)
                raise
    except OSError as error:
        raise FilesRefused(f"the report {path} could not be written: {error.strerror}") from error


def remove_unfinished(course: Course, assignment: str) -> None:
    """Remove what processes that were killed had begun to write."""
    for path in (course.reports / assignment).glob(f".[0-9]*-*{UNFINISHED}"):
        writer = path.name[1:].partition("-")[0]
        if writer.isdecimal() and not psutil.pid_exists(int(writer)):
            with suppress(OSError):
                path.unlink()
