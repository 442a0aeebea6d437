"""Judging again: what is replayed, what runs, and what is never believed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.course import Course, Settings
from autograder.judging import Grader, Judged
from autograder.records import Outcome, Report
from autograder.sandbox.devices import Device
from autograder.session import TranscriptStore
from tests.verbs.mean import (
    ASSIGNMENT,
    BIASED,
    DICE,
    GRADER,
    ONE_MORE,
    RIGHT,
    UNPICKLABLE,
    change_grader,
    hand_in_mean,
    make_mean_course,
)
from tests.verbs.zygotes import SharedZygote


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_mean_course(tmp_path)


class Regrader:
    """Grades with a grader of its own each time, as another command on another day would."""

    def __init__(self, course: Course, zygote: SharedZygote) -> None:
        self.course, self.zygote = course, zygote

    def __call__(self, answer: str, student: str = "ada", device: Device = "cpu", **options: Any) -> Report:
        path = hand_in_mean(self.course, student, answer)
        self.zygote.opened.clear()
        with Grader(self.course, ASSIGNMENT, isolated=False, keeps_transcripts=True, device=device) as grader:
            judged: Judged = grader.grade(path, student, **options)
        return judged.report

    @property
    def sandboxes(self) -> int:
        """How many zygotes were started the last time."""
        return len(self.zygote.opened)


@pytest.fixture
def regrade(course: Course, shared_zygote: SharedZygote) -> Iterator[Regrader]:
    return Regrader(course, shared_zygote)


def counts(report: Report) -> dict[str, int]:
    """What it says was replayed and run."""
    return {name: int(value) for name, value in report.provenance.items() if value.isdigit() and name != "threads"}


def outcomes(report: Report) -> list[Outcome]:
    return [test.outcome for exercise in report.exercises for test in exercise.tests]


def test_after_a_changed_threshold_nothing_runs(course: Course, regrade: Regrader) -> None:
    first = regrade(BIASED)
    assert outcomes(first) == [Outcome.FAILED, Outcome.FAILED]
    assert counts(first)["models_trained"] == 1
    change_grader(course, GRADER.replace("CLOSE = 0.1", "CLOSE = 0.3"))
    again = regrade(BIASED)
    assert outcomes(again) == [Outcome.PASSED, Outcome.FAILED]
    assert regrade.sandboxes == 0
    said = counts(again)
    assert (said["answers_asked"], said["answers_asked_again"], said["processes"]) == (0, 0, 0)
    assert (said["models_trained"], said["models_kept"]) == (0, 1)
    assert said["answers_replayed"] == counts(first)["answers_asked"]
    assert again.timings["saved"] > 0.5
    assert "torch" in again.provenance["recorded_with"]


def test_one_more_test_on_a_trained_model_trains_nothing(course: Course, regrade: Regrader, tmp_path: Path) -> None:
    trainings = tmp_path / "trainings"
    counted = f"""def train_mean(x, *, seed, device="cpu"):
    print("trained", file=open({str(trainings)!r}, "a"))
    return Mean(x.mean(0))
"""
    regrade(counted)
    change_grader(
        course, GRADER.replace('"train_mean", 2)\ndef test_where', '"train_mean", 1)\ndef test_where') + ONE_MORE
    )
    again = regrade(counted)
    assert outcomes(again) == [Outcome.PASSED] * 3
    said = counts(again)
    assert (said["models_trained"], said["models_kept"]) == (0, 1)
    assert trainings.read_text() == "trained\n"
    assert said["processes"] == 1
    assert counts(regrade(counted))["processes"] == 0  # what was new is known now


def test_a_subset_of_tests_replays_and_forgets_nothing(course: Course, regrade: Regrader) -> None:
    regrade(RIGHT)
    change_grader(
        course, GRADER[: GRADER.index('@points("train_mean", 2)\ndef test_distances')].replace('", 2)', '", 4)')
    )
    assert counts(regrade(RIGHT))["answers_asked"] == 0
    change_grader(course, GRADER)
    assert counts(regrade(RIGHT))["answers_asked"] == 0


def test_the_grade_is_that_of_a_run_without_transcripts(course: Course, regrade: Regrader) -> None:
    def bare(report: Report) -> list[dict[str, Any]]:
        return [exercise.model_dump(exclude={"tests": {"__all__": {"seconds"}}}) for exercise in report.exercises]

    for answer in (RIGHT, BIASED, UNPICKLABLE, "def train_mean(x, *, seed, device): 1 / 0", "def train_mean(:"):
        first, replayed, anew = regrade(answer), regrade(answer), regrade(answer, anew=True)
        assert bare(first) == bare(replayed) == bare(anew)
        assert counts(replayed)["answers_asked"] == 0
        assert counts(anew)["answers_replayed"] == 0


def test_another_answer_is_another_notebook(regrade: Regrader) -> None:
    assert regrade(RIGHT).has_full_marks
    assert not regrade(BIASED).has_full_marks
    assert counts(regrade(RIGHT))["answers_asked"] == 0


def test_the_same_answer_of_another_student_runs(regrade: Regrader) -> None:
    regrade(RIGHT, "ada")
    assert counts(regrade(RIGHT, "bob"))["models_trained"] == 1


def test_a_damaged_transcript_is_discarded(course: Course, regrade: Regrader) -> None:
    regrade(BIASED)
    (path,) = course.transcripts.rglob("*.transcript")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    again = regrade(BIASED)
    assert "damaged" in again.provenance["transcript"]
    assert counts(again)["models_trained"] == 1
    assert counts(regrade(BIASED))["models_trained"] == 0


def test_what_differs_is_judged_once_more(course: Course, regrade: Regrader) -> None:
    """It is the machine's luck whether training is the same twice; only a test that asks for it may take points."""
    text = GRADER.replace(".apart()", "")
    change_grader(course, text)
    assert regrade(DICE).has_full_marks
    change_grader(course, text + ONE_MORE.replace('", 1)', '", 0)'))
    again = regrade(DICE)
    assert "once more" in again.provenance.get("transcript", ""), again.provenance
    assert again.has_full_marks
    assert counts(again)["models_trained"] == 1
    assert counts(regrade(DICE))["answers_asked"] == 0


def test_what_cannot_be_pickled_is_judged_once_more_for_something_new(course: Course, regrade: Regrader) -> None:
    text = GRADER.replace(".apart()", "")
    change_grader(course, text)
    assert regrade(UNPICKLABLE).has_full_marks
    change_grader(course, text + ONE_MORE.replace('", 1)', '", 0)'))
    again = regrade(UNPICKLABLE)
    assert again.has_full_marks
    assert "once more" in again.provenance["transcript"]
    assert counts(again)["models_trained"] == 1


def test_a_disk_that_is_full_costs_nothing_but_time(regrade: Regrader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TranscriptStore, "save", lambda *_: False)
    first = regrade(RIGHT)
    assert first.has_full_marks
    assert first.provenance["transcript"] == "it could not be kept"


class TestAnotherDevice:
    """There need be no GPU: these answers do without, and only say what they were asked for."""

    @pytest.fixture(autouse=True)
    def gpu(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("autograder.judging.grader.gpu_memory_mib", lambda: 80_000)

    def test_what_was_trained_there_is_judged_here(self, course: Course, regrade: Regrader) -> None:
        assert regrade(RIGHT, device="cuda").has_full_marks
        change_grader(course, GRADER.replace("CLOSE = 0.1", "CLOSE = 0.3"))
        again = regrade(RIGHT, device="cpu")
        assert again.has_full_marks
        assert (counts(again)["answers_asked"], counts(again)["models_kept"]) == (0, 1)
        assert "device cuda" in again.provenance["recorded_with"]
        change_grader(course, GRADER + ONE_MORE.replace('", 1)', '", 0)'))
        again = regrade(RIGHT, device="cpu")
        assert again.has_full_marks
        assert counts(again)["models_trained"] == 0
        assert counts(again)["answers_asked"] > 0
        latest = regrade(RIGHT, device="cuda").provenance["recorded_with"]
        assert "device cuda" in latest
        assert "device cpu" in latest

    def test_what_went_wrong_there_is_tried_here(self, regrade: Regrader) -> None:
        fails = """def train_mean(x, *, seed, device="cpu"):
    if device == "cuda":
        raise RuntimeError("CUDA out of memory")
    return Mean(x.mean(0))
"""
        assert outcomes(regrade(fails, device="cuda")) == [Outcome.MEMORY] * 2
        assert counts(regrade(fails, device="cuda"))["answers_asked"] == 0
        again = regrade(fails, device="cpu")
        assert again.has_full_marks
        assert counts(again)["models_trained"] == 1
        assert regrade(fails, device="cuda").has_full_marks  # what came back is believed
        assert outcomes(regrade(fails, device="cuda", anew=True)) == [Outcome.MEMORY] * 2


def test_a_large_checkpoint_is_trained_again(course: Course, regrade: Regrader) -> None:
    text = (course.root / "course.toml").read_text()
    (course.root / "course.toml").write_text(text + "[transcripts]\ncheckpoint_bytes = 100\n")
    regrade.course = Course(course.root, Settings.model_validate(
        {**course.settings.model_dump(), "transcripts": {"checkpoint_bytes": 100}}
    ))  # fmt: skip
    regrade(RIGHT)
    again = regrade(RIGHT)
    assert again.has_full_marks
    assert counts(again)["models_trained"] == 1


def test_room_is_made_when_the_grader_closes(course: Course, regrade: Regrader) -> None:
    regrade.course = Course(course.root, Settings.model_validate(
        {**course.settings.model_dump(), "transcripts": {"total_bytes": 10}}
    ))  # fmt: skip
    regrade(RIGHT)
    assert list(course.transcripts.rglob("*.transcript")) == []


def test_ones_own_notebook_leaves_none(course: Course, shared_zygote: SharedZygote) -> None:
    path = hand_in_mean(course, "you", RIGHT)
    with Grader(course, ASSIGNMENT, isolated=False) as grader:
        grader.grade(path, "you")
    assert not course.transcripts.exists()
