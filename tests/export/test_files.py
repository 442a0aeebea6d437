from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.export import scores_table, write_csv, write_lms
from autograder.records import ExerciseResult, Report, Status


def report(student: str, earned: float = 3.5, status: Status = Status.GRADED, manual: bool = False) -> Report:
    results = (
        ExerciseResult(exercise="project", points=4, earned=earned),
        *((ExerciseResult(exercise="why", points=2, earned=0, manual=True),) if manual else ()),
    )
    return Report(assignment="00_01_x", student=student, status=status, exercises=results)


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_csv_holds_numbers_and_leaves_the_unknown_empty(tmp_path: Path) -> None:
    path = tmp_path / "scores.csv"
    write_csv(path, scores_table([report("ada", 1 / 3), report("bo", status=Status.UNGRADED)]))
    assert rows(path) == [
        ["student", "project", "total", "out_of", "penalty", "awaiting", "status"],
        ["ada", "0.3333333333", "0.3333333333", "4", "0", "0", "graded"],
        ["bo", "", "", "4", "0", "0", "ungraded"],
    ]


@pytest.mark.parametrize(
    "name", ["=cmd|'/c calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "\x00=1", "\u202e=1"]
)
def test_no_cell_is_a_formula(tmp_path: Path, name: str) -> None:
    path = tmp_path / "scores.csv"
    write_csv(path, scores_table([report(name)]))
    cell = rows(path)[1][0]
    assert cell.startswith("'")
    assert cell.endswith(name.strip("\t\r \x00\u202e"))


@given(st.text(min_size=1))
def test_whatever_the_name_the_file_has_one_safe_line_for_it(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    path = tmp_path_factory.mktemp("export") / "scores.csv"
    write_csv(path, scores_table([report(name)]))
    (_, line) = rows(path)
    assert not line[0].lstrip().startswith(("=", "+", "-", "@", "\t", "\r"))
    assert line[1] == "3.5"


def test_canvas(tmp_path: Path) -> None:
    path = tmp_path / "canvas.csv"
    left_out = write_lms(path, scores_table([report("ada"), report("bo", 4)]), "Linear algebra")
    assert left_out == ()
    assert rows(path) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Linear algebra"],
        ["Points Possible", "", "", "", "", "4"],
        ["ada", "", "", "ada", "", "3.5"],
        ["bo", "", "", "bo", "", "4"],
    ]


def test_moodle(tmp_path: Path) -> None:
    path = tmp_path / "moodle.csv"
    write_lms(path, scores_table([report("ada")]), "Linear algebra", format="moodle")
    assert rows(path) == [["username", "Linear algebra"], ["ada", "3.5"]]


def test_a_total_that_is_not_final_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "moodle.csv"
    reports = [report("ada", manual=True), report("bo", status=Status.UNGRADED), report("cy", status=Status.MISSING)]
    table = scores_table(reports, {"cy": {"why": 0}})
    assert write_lms(path, table, "x", format="moodle") == ("ada", "bo")
    assert rows(path)[1:] == [["cy", "0"]]


@pytest.mark.parametrize("layout", ["canvas", "moodle"])
def test_an_empty_class_still_has_a_head(tmp_path: Path, layout: str) -> None:
    write_lms(tmp_path / "x.csv", scores_table([]), "x", format=layout)
    assert rows(tmp_path / "x.csv")[0][-1] == "x"


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="blackboard"):
        write_lms(tmp_path / "x.csv", scores_table([]), "x", format="blackboard")


def test_a_write_that_fails_leaves_the_older_file_and_no_debris(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "scores.csv"
    path.write_text("older")

    def fail(_descriptor: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        write_csv(path, scores_table([report("ada")]))
    assert [each.name for each in tmp_path.iterdir()] == ["scores.csv"]
    assert path.read_text() == "older"
