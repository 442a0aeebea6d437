"""Transcripts from the shell: grade twice, say what was replayed, make room."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from rich.console import Console

from autograder import cli
from autograder.course import Course
from autograder.errors import CourseError
from autograder.verbs import grading
from autograder.verbs.grade import grade_class
from autograder.verbs.transcripts import list_transcripts, prune_transcripts
from tests.verbs.mean import ASSIGNMENT, BIASED, GRADER, ONE_MORE, RIGHT, change_grader, hand_in_mean, make_mean_course
from tests.verbs.zygotes import SharedZygote

pytestmark = pytest.mark.sandbox


@pytest.fixture
def course(tmp_path: Path, sandbox: SharedZygote) -> Course:
    course = make_mean_course(tmp_path / "course")
    hand_in_mean(course, "ada", RIGHT)
    hand_in_mean(course, "bob", BIASED)
    return course


def grade(course: Course, **options: object) -> dict[str, float]:
    return {step.report.student: step.report.earned for step in grade_class(course, ASSIGNMENT, workers=1, **options)}  # type: ignore[arg-type] # options of every kind


def test_a_class_is_regraded_without_a_sandbox(course: Course, sandbox: SharedZygote) -> None:
    """The reference, too: nothing is run to find out that a changed threshold is sound."""
    assert grade(course) == {"ada": 4, "bob": 0}
    assert len(sandbox.opened) == 1
    change_grader(course, GRADER.replace("CLOSE = 0.1", "CLOSE = 0.3"))
    grading.close_graders()
    assert grade(course) == {"ada": 4, "bob": 2}
    assert len(sandbox.opened) == 1
    grading.close_graders()
    assert grade(course, anew=True) == {"ada": 4, "bob": 2}
    assert len(sandbox.opened) == 2


def test_making_room(course: Course) -> None:
    assert list_transcripts(course) == []
    grade(course)
    (shelf,) = list_transcripts(course)
    assert (shelf.assignment, shelf.files) == (ASSIGNMENT, 3)
    assert shelf.size_bytes > 1_000
    assert list_transcripts(course, [ASSIGNMENT]) == [shelf]
    with pytest.raises(CourseError, match="no transcripts are kept of 00_99_other"):
        list_transcripts(course, ["00_99_other"])
    assert prune_transcripts(course).files == 0
    assert prune_transcripts(course, most_bytes=shelf.size_bytes - 1).files == 1
    assert prune_transcripts(course, [ASSIGNMENT], most_bytes=0).files == 2
    assert list_transcripts(course)[0].files == 0


class TestShell:
    @pytest.fixture
    def shell(self, course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> object:
        def call(*arguments: str) -> str:
            monkeypatch.setattr(sys, "argv", ["autograder", *arguments, "--course", str(course.root)])
            monkeypatch.setattr(cli, "out", Console(width=80))
            with pytest.raises(SystemExit) as ended:
                cli.main()
            assert not ended.value.code
            return capsys.readouterr().out

        return call

    def test_it_says_what_was_replayed(self, shell, course: Course) -> None:  # type: ignore[no-untyped-def] # a fixture
        def row(text: str, student: str) -> list[str]:
            lines = [line.split() for line in text.splitlines() if line.strip().startswith(student)]
            return next(line for line in lines if len(line) == 9)

        explain = ("grade", ASSIGNMENT, "--workers", "1", "--explain")
        first = shell(*explain)
        _, replayed, _, asked, *_, started, kept, trained = row(first, "ada")
        assert (replayed, started, kept, trained) == ("0", "3", "0", "1")
        change_grader(course, GRADER.replace("CLOSE = 0.1", "CLOSE = 0.3"))
        again = shell(*explain)
        _, replayed, saved, none, *_, started, kept, trained = row(again, "ada")
        assert (replayed, none, started, kept, trained) == (asked, "0", "0", "1", "0")
        assert float(saved) > 0
        assert re.search(r"ada, bob: recorded with python .*torch", again)
        assert "unchanged" in shell(*explain)
        assert all(name in again for name in ("replayed", "started", "trained"))  # no column is cut at 80

    def test_it_says_so_for_each_submission(self, shell, course: Course) -> None:  # type: ignore[no-untyped-def] # a fixture
        def rows(text: str) -> dict[str, list[str]]:
            lines = [line.split() for line in text.splitlines()]
            return {line[0]: line[1:] for line in lines if len(line) == 9 and line[0] in ("ada", "bob")}

        explain = ("grade", ASSIGNMENT, "--workers", "1", "--explain")
        shell(*explain)
        hand_in_mean(course, "bob", RIGHT)
        assert list(rows(shell(*explain))) == ["bob"]  # nothing is new of ada
        hand_in_mean(course, "bob", BIASED)
        change_grader(course, GRADER + ONE_MORE.replace('", 1)', '", 0)'))
        again = rows(shell(*explain))
        assert list(again) == ["ada", "bob"]
        for replayed, _, asked, _, _, started, kept, trained in again.values():
            assert int(replayed) > int(asked) > 0  # the new test is asked of the model that was kept
            assert (started, kept, trained) == ("1", "1", "0")
        anew = rows(shell(*explain, "--anew"))
        for replayed, _, asked, _, _, started, kept, trained in anew.values():
            assert (replayed, kept, trained) == ("0", "0", "1")
            assert int(asked) > 0
            assert int(started) == 3

    def test_it_makes_room(self, shell) -> None:  # type: ignore[no-untyped-def] # a fixture
        shell("grade", ASSIGNMENT, "--workers", "1")
        assert re.fullmatch(rf"{ASSIGNMENT}: 3, 0\.\d MB\n", shell("transcripts"))
        assert shell("transcripts", "--prune").startswith("removed: 0")
        assert shell("transcripts", ASSIGNMENT, "--clear").startswith("removed: 3")
