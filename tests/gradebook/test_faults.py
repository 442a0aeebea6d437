"""What may go wrong while writing, and what is left behind: the old state, or one that the next run completes."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import text

from autograder.course import Course
from autograder.errors import GradebookError
from autograder.gradebook import GradebookWriter, database, read_scores
from tests.gradebook.sample import ASSIGNMENT, answered_notebook, hand_in, make_report, release_notebook
from tests.gradebook.test_writer import dump


def listing(course: Course) -> dict[str, bytes]:
    """Every file that users look at, hidden leftovers included."""
    folders = (course.root / "autograded", course.root / "feedback")
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path.relative_to(course.root)): path.read_bytes() for path in files}


def state(course: Course) -> tuple[list[str], dict[str, bytes]]:
    return dump(course), listing(course)


@contextmanager
def refused_without_a_trace(course: Course, message: str) -> Iterator[None]:
    before = state(course)
    with pytest.raises(GradebookError, match=message):
        yield
    assert state(course) == before


class Killed(BaseException):
    """Stands for a process that ends between two steps."""


def test_a_second_grader_is_told_who_is_at_work(course: Course, writer: GradebookWriter) -> None:
    who = rf"another grader is at work .* process {os.getpid()} on .*, since 20\d\d-"
    with pytest.raises(GradebookError, match=who), GradebookWriter(course):
        pytest.fail("both hold the lock")


def test_the_lock_of_a_killed_grader_is_free(course: Course) -> None:
    script = "import os, sys; from autograder.gradebook.lock import course_lock; from pathlib import Path\n"
    script += "course_lock(Path(sys.argv[1])).__enter__(); os.abort()"
    subprocess.run([sys.executable, "-c", script, course.root], check=False, capture_output=True)
    assert (course.root / ".autograder" / "lock").read_text().startswith('{"pid": ')
    with GradebookWriter(course):
        pass


def test_a_locked_database(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    with GradebookWriter(course):
        pass
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(course.root / "gradebook.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(GradebookError, match="another program is writing to it"), GradebookWriter(course):
            pass


def test_a_database_that_gets_locked_meanwhile(course: Course, writer: GradebookWriter) -> None:
    hand_in(course, "ada", answered_notebook())
    writer.write(make_report("ada", add=1), release_notebook(), "old")
    with writer._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 10")
    with closing(sqlite3.connect(course.root / "gradebook.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with refused_without_a_trace(course, "another program is writing to it"):
            writer.write(make_report("ada"), release_notebook(), "new")
        other.rollback()
    writer.write(make_report("ada"), release_notebook(), "new")
    assert read_scores(course, ASSIGNMENT)["ada"]["add"].auto == 4.0


def test_a_read_only_database(course: Course) -> None:
    with GradebookWriter(course):
        pass
    address = f"sqlite:///file:{course.root}/gradebook.db?mode=ro&uri=true"
    with pytest.raises(GradebookError, match="read-only"), GradebookWriter(course, db_url=address):
        pass


def test_no_place_for_a_database(course: Course) -> None:
    address = f"sqlite:///{course.root}/nowhere/gradebook.db"
    with pytest.raises(GradebookError, match="its folder exists"), GradebookWriter(course, db_url=address):
        pass


def test_a_file_that_is_no_database(course: Course) -> None:
    (course.root / "gradebook.db").write_text("this is a text, and long enough to be read as a header " * 100)
    with pytest.raises(GradebookError, match="not a database"), GradebookWriter(course):
        pass


def test_another_version_of_nbgrader_made_it(course: Course) -> None:
    with GradebookWriter(course):
        pass
    with closing(sqlite3.connect(course.root / "gradebook.db")) as other:
        other.execute("UPDATE alembic_version SET version_num = '167914646830'")
        other.commit()
    with pytest.raises(GradebookError, match="nbgrader db upgrade"), GradebookWriter(course):
        pass


def test_a_database_that_is_full(course: Course, writer: GradebookWriter) -> None:
    hand_in(course, "ada", answered_notebook())
    with writer._engine.connect() as connection:
        pages = connection.scalar(text("PRAGMA page_count"))
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    students = [f"{i:03}-{'x' * 100}" for i in range(200)]
    states = []
    with pytest.raises(GradebookError, match="the disk is full"):  # noqa: PT012 # which of them finds it full is SQLite's
        for student in students:
            states.append(state(course))
            writer.write(make_report(student), release_notebook(), "page")
    assert len(states) > 1
    assert state(course) == states[-1]


def test_a_full_disk(course: Course, writer: GradebookWriter, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_in(course, "ada", answered_notebook())
    writer.write(make_report("ada", add=1), release_notebook(), "old")

    def no_space(source: object, target: object, most: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(source))

    monkeypatch.setattr("autograder.gradebook.folders.copy_submitted", no_space)
    with refused_without_a_trace(course, "ada, 00_01_sums: .* No space left"):
        writer.write(make_report("ada"), release_notebook(), "new")


@pytest.mark.parametrize("renames", range(5))
def test_a_kill_at_any_rename_is_put_right_by_the_next_run(
    course: Course, writer: GradebookWriter, monkeypatch: pytest.MonkeyPatch, renames: int
) -> None:
    hand_in(course, "ada", answered_notebook())
    writer.write(make_report("ada", add=1), release_notebook(), "old")
    rename, left = Path.rename, renames

    def killed(path: Path, target: Path) -> Path:
        nonlocal left
        left -= 1
        if left < 0:
            raise Killed
        return rename(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", killed)
        patch.setattr(shutil, "rmtree", lambda *_, **__: None)  # a killed process does not clean up either
        if renames < 4:
            with pytest.raises(Killed):
                writer.write(make_report("ada"), release_notebook(), "new")
        else:
            writer.write(make_report("ada"), release_notebook(), "new")
    assert read_scores(course, ASSIGNMENT)["ada"]["add"].auto == 4.0
    writer.write(make_report("ada"), release_notebook(), "new")
    assert writer.is_written(make_report("ada"))
    files = listing(course)
    assert files[f"feedback/ada/{ASSIGNMENT}/{ASSIGNMENT}.html"] == b"new"
    assert not [name for name in files if "/." in name]


def test_a_kill_before_the_commit_leaves_the_old_state(
    course: Course, writer: GradebookWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(course, "ada", answered_notebook())
    writer.write(make_report("ada", add=1), release_notebook(), "old")
    before = state(course)

    def killed(*_: object) -> float:
        raise Killed

    monkeypatch.setattr(writer, "_penalty", killed)
    with pytest.raises(Killed):
        writer.write(make_report("ada"), release_notebook(), "new")
    assert state(course) == before


def test_a_new_database_is_the_one_that_nbgrader_makes(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    with GradebookWriter(course):
        pass
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    with Gradebook(f"sqlite:///{course.root}/theirs.db", "genai_journey"):
        pass
    ours, theirs = (sqlite3.connect(course.root / name) for name in ("gradebook.db", "theirs.db"))
    with closing(ours), closing(theirs):
        normalised = [sorted(" ".join(line.split()) for line in database.iterdump()) for database in (ours, theirs)]
    assert normalised[0] == normalised[1]


def test_a_kill_while_the_database_is_made_leaves_no_half_of_it(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(database, "ScriptDirectory", killed)
        with pytest.raises(Killed), GradebookWriter(course):
            pass
    with closing(sqlite3.connect(course.root / "gradebook.db")) as left:
        assert left.execute("SELECT name FROM sqlite_master").fetchall() == []
    with GradebookWriter(course):
        pass


def test_a_broken_configuration(course: Course) -> None:
    (course.root / "nbgrader_config.py").write_text("1 / 0")
    with pytest.raises(GradebookError, match="ZeroDivisionError"), GradebookWriter(course):
        pass
