"""What workers tell while they train, and what is shown of it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from autograder.course import Course, find_course
from autograder.judging import Grader
from autograder.tables import ClassProgress
from autograder.verbs.activity import Activity, announcer, read_activities
from tests.verbs import tiny


@pytest.fixture
def course(tmp_path: Path) -> Course:
    (tmp_path / "course.toml").write_text(tiny.COURSE)
    return find_course(tmp_path)


def test_what_is_announced_is_read_until_it_is_over(course: Course) -> None:
    announce = announcer(course, "00_01_tiny")
    assert read_activities(course, "00_01_tiny") == []
    announce("ada", "training f", 60.0)
    (activity,) = read_activities(course, "00_01_tiny")
    assert (activity.student, activity.doing, activity.seconds) == ("ada", "training f", 60.0)
    assert 0 <= activity.elapsed_seconds < 60
    assert read_activities(course, "00_02_other") == []
    announce("ada", "", 0.0)
    announce("ada", "", 0.0)
    assert read_activities(course, "00_01_tiny") == []


def test_what_a_dead_worker_or_a_full_disk_left_is_passed_over(course: Course) -> None:
    announcer(course, "a")("ada", "training f", 60.0)
    folder = course.reports / "a" / ".running"
    with subprocess.Popen([sys.executable, "-c", ""]) as dead:
        dead.wait()
    (folder / f"{dead.pid}.json").write_text((folder / f"{os.getpid()}.json").read_text())
    (folder / "1.json").write_text('{"student": "half')
    (folder / "notes.json").write_text("{}")
    assert [each.student for each in read_activities(course, "a")] == ["ada"]
    assert not (folder / f"{dead.pid}.json").exists()


def test_that_nothing_can_be_written_stops_nobody(course: Course) -> None:
    course.reports.write_text("a file where a folder belongs")
    announcer(course, "a")("ada", "training f", 60.0)
    assert read_activities(course, "a") == []


def test_training_is_announced_while_it_lasts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = tiny.make_course(tmp_path)
    lesson = course.lesson_path(tiny.ASSIGNMENT)
    task = '# %% [markdown] task="quarter"\n# A quarter, in 7 seconds.\n\n# %% exercise="quarter"'
    tiny.edit(lesson, lambda text: text.replace('# %% exercise="quarter"', task))
    tiny.edit(lesson, lambda text: text.replace('minutes=2 needs=["double"]', 'minutes=2 needs=["double"] seconds=7'))
    tiny.edit(
        tiny.grader_file(course, "test_quarter"),
        lambda text: (
            text.replace("points, raises", "points, raises, trained")
            + '\n@trained("quarter")\ndef model(notebook):\n    return notebook.quarter(8.0)\n'
        ).replace("test_values(notebook, rng)", "test_values(notebook, rng, model)"),
    )
    list(tiny.build_assignments(course, force=True))
    told: list[tuple[str, str, float]] = []
    with Grader(course, tiny.ASSIGNMENT, isolated=False, announce=lambda *told_now: told.append(told_now)) as grader:
        report = grader.grade(course.notebook_path("solutions", tiny.ASSIGNMENT), "ada").report
    assert report.has_full_marks
    assert told == [("ada", "training quarter", 7.0), ("ada", "", 0.0)]


def test_the_terminal_shows_who_trains_what_and_for_how_long() -> None:
    activity = Activity(student="ada\x1b[31m", doing="training f", seconds=60.0, since=-1e9)
    console = Console(file=io.StringIO(), width=80, force_terminal=True, color_system=None)
    with ClassProgress(console, "00_01_tiny", activities=lambda: [activity]):
        pass
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert "training f  60 of at most 60 s" in shown
    assert "\x1b[31m" not in shown


def test_nothing_is_shown_where_nobody_looks() -> None:
    console = Console(file=io.StringIO(), width=80)
    with ClassProgress(
        console, "00_01_tiny", activities=lambda: [Activity(student="a", doing="b", seconds=1, since=0)]
    ):
        pass
    assert console.file.getvalue() == ""  # type: ignore[attr-defined]
