from __future__ import annotations

import stat
from pathlib import Path

from autograder.course import Course
from autograder.gradebook import GradebookWriter
from autograder.records import Status
from tests.gradebook.sample import ASSIGNMENT, answered_notebook, hand_in, make_report, release_notebook


def graded_files(course: Course, student: str) -> dict[str, str]:
    folder = course.root / "autograded" / student / ASSIGNMENT
    return {str(p.relative_to(folder)): p.read_text() for p in folder.rglob("*") if p.is_file()}


def test_what_goes_with_a_notebook_is_copied(course: Course, writer: GradebookWriter) -> None:
    folder = hand_in(course, "ada", answered_notebook())
    (folder / "data").mkdir()
    (folder / "data" / "mine.csv").write_text("1,2")
    (folder / "images").mkdir()
    (folder / "images" / "sum.svg").write_text("defaced")
    writer.write(make_report("ada"), release_notebook())
    files = graded_files(course, "ada")
    assert set(files) == {f"{ASSIGNMENT}.ipynb", "timestamp.txt", "data/mine.csv", "images/sum.svg"}
    assert "defaced" not in files["images/sum.svg"]


def test_what_could_harm_is_not(course: Course, writer: GradebookWriter, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "exam.txt").write_text("secret")
    folder = hand_in(course, "ada", answered_notebook())
    (folder / "link.txt").symlink_to(secret / "exam.txt")
    (folder / "linked").symlink_to(secret)
    (folder / ".OTTER_LOG").write_bytes(b"\x80\x04.")
    (folder / "other.ipynb").write_text("{}")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "x.py").write_text("")
    writer.write(make_report("ada"), release_notebook())
    assert set(graded_files(course, "ada")) == {f"{ASSIGNMENT}.ipynb", "timestamp.txt", "images/sum.svg"}


def test_a_file_in_the_way_of_a_folder_and_a_folder_in_the_way_of_a_file(
    course: Course, writer: GradebookWriter
) -> None:
    folder = hand_in(course, "ada", None)
    (folder / "images").write_text("a file where ours is a folder")
    (folder / f"{ASSIGNMENT}.ipynb").mkdir()
    (folder / f"{ASSIGNMENT}.ipynb" / "inside.txt").write_text("a folder where ours is a file")
    writer.write(make_report("ada", Status.UNREADABLE))
    assert set(graded_files(course, "ada")) == {f"{ASSIGNMENT}.ipynb", "timestamp.txt", "images/sum.svg"}
    other = hand_in(course, "bob", answered_notebook()) / "images" / "sum.svg"
    other.mkdir(parents=True)
    (other / "inside.txt").write_text("a folder where ours is a file")
    writer.write(make_report("bob"), release_notebook())
    assert set(graded_files(course, "bob")) == {f"{ASSIGNMENT}.ipynb", "timestamp.txt", "images/sum.svg"}


def test_what_an_earlier_submission_left_goes(course: Course, writer: GradebookWriter) -> None:
    folder = hand_in(course, "ada", answered_notebook())
    (folder / "old.txt").write_text("old")
    writer.write(make_report("ada"), release_notebook())
    (folder / "old.txt").unlink()
    writer.write(make_report("ada"), release_notebook())
    assert "old.txt" not in graded_files(course, "ada")


def test_graded_notebooks_are_read_only_and_pages_are_not(course: Course, writer: GradebookWriter) -> None:
    hand_in(course, "ada", answered_notebook())
    writer.write(make_report("ada"), release_notebook(), "page")
    modes = [
        stat.S_IMODE((course.root / step / "ada" / ASSIGNMENT / f"{ASSIGNMENT}.{kind}").stat().st_mode)
        for step, kind in (("autograded", "ipynb"), ("feedback", "html"))
    ]
    assert modes == [0o444, 0o644]


def test_text_that_is_no_unicode_is_written_nonetheless(course: Course, writer: GradebookWriter) -> None:
    notebook = release_notebook()
    notebook.cells[0].source = "half a pair: \ud83d"
    writer.write(make_report("ada"), notebook, "half a pair: \ud83d")
    page = course.root / "feedback" / "ada" / ASSIGNMENT / f"{ASSIGNMENT}.html"
    assert page.read_text() == "half a pair: ?"
