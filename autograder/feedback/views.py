"""A report as a page shows it: worded, cleaned, and with nothing in it that a student may not see.

Templates are given these, never the report itself, so that the instructor's ``detail`` cannot be printed by mistake.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from autograder.feedback.text import plain, plain_line
from autograder.records import CellResult, ExerciseResult, Outcome, Picture, Report, Status, TestResult

MAX_MESSAGE = 1_500
MAX_TRACEBACK = 6_000

UNEXPECTED = "Your answer is of a kind that this test did not expect. An instructor will look at it."

_TONES = {Outcome.PASSED: "good", Outcome.PARTIAL: "part", Outcome.NOT_ATTEMPTED: "none"}
_ICONS = {
    Outcome.PASSED: "✓",
    Outcome.PARTIAL: "◐",
    Outcome.FAILED: "✗",
    Outcome.NOT_ATTEMPTED: "–",
}
_EXPLAINED = {
    Outcome.ERROR: "Your code raised an exception.",
    Outcome.NOT_ATTEMPTED: "This exercise still holds its empty start.",
    Outcome.TIMEOUT: "Your code did not answer in the time allowed. Is there a loop that never ends?",
    Outcome.MEMORY: "Your code needed more memory than a submission may use.",
    Outcome.CRASH: "The process that ran your code ended before it answered.",
}
_STATUS = {
    Status.MISSING: "No notebook was handed in for this assignment, so there is nothing to grade.",
    Status.UNREADABLE: "The notebook that was handed in could not be read, so nothing in it could be graded",
    Status.UNGRADED: (
        "This submission has not been graded yet. The fault is ours, it costs no points, and it will be tried again."
    ),
}
_CODE = re.compile(r"(`+)(.+?)\1", re.S)


@dataclass(frozen=True)
class HandMarks:
    """What instructors decided in the gradebook about one submission.

    Attributes:
        scores: points by exercise; for one that tests grade, they replace what the tests gave.
        comments: what they wrote to the student, by exercise.
        penalty: points taken off for handing in late.
    """

    scores: Mapping[str, float] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    penalty: float = 0.0


@dataclass(frozen=True)
class Badge:
    """An outcome as a shape, a word and a colour: none of them carries it alone."""

    word: str
    icon: str
    tone: str


@dataclass(frozen=True)
class PictureView:
    """A picture as a page shows it; ``address`` holds all of it."""

    caption: str
    address: str


@dataclass(frozen=True)
class TestView:
    """One test as a student sees it."""

    __test__ = False

    badge: Badge
    points: str
    asked: Markup
    message: Markup
    hint: Markup
    measured: str
    target: str
    traceback: str
    pictures: tuple[PictureView, ...] = ()


@dataclass(frozen=True)
class ExerciseView:
    """One exercise as a student sees it."""

    name: str
    anchor: str
    badge: Badge
    earned: float
    points: float
    awaiting: bool
    note: str
    comment: str
    tests: tuple[TestView, ...]

    @property
    def passed(self) -> int:
        """How many of its tests passed."""
        return sum(test.badge.tone == "good" for test in self.tests)


@dataclass(frozen=True)
class ReportView:
    """One submission as a student sees it."""

    title: str
    assignment: str
    student: str
    graded: bool
    notice: str
    exercises: tuple[ExerciseView, ...]
    repairs: tuple[str, ...]
    penalty: float

    @property
    def points(self) -> float:
        """The most that what has been graded so far could have earned."""
        return sum(exercise.points for exercise in self.exercises if not exercise.awaiting)

    @property
    def earned(self) -> float:
        """What it did earn, less the penalty."""
        return max(sum(exercise.earned for exercise in self.exercises) - self.penalty, 0.0)

    @property
    def awaited(self) -> float:
        """Points that an instructor has yet to give."""
        return sum(exercise.points for exercise in self.exercises if exercise.awaiting)

    @property
    def share(self) -> float:
        """The part of the points that was earned, from 0 to 1."""
        return min(self.earned / self.points, 1.0) if self.points else 0.0

    def by_name(self, report: Report) -> dict[str, ExerciseView]:
        """Its exercises by the names that the report gives them."""
        return {result.exercise: view for result, view in zip(report.exercises, self.exercises, strict=True)}

    @property
    def next_exercise(self) -> ExerciseView | None:
        """Where to go on: the first exercise that has not all its points."""
        return next((each for each in self.exercises if not each.awaiting and each.earned < each.points), None)


def view_report(report: Report, marks: HandMarks | None = None) -> ReportView:
    """Word a report for its student.

    Args:
        report: the outcome of grading.
        marks: what instructors added by hand.
    """
    marks = marks or HandMarks()
    notice = _STATUS.get(report.status, "")
    if report.status is Status.UNREADABLE:
        notice += f": {plain_line(report.reason)}" if report.reason else "."
    return ReportView(
        title=_title(report.assignment),
        assignment=plain_line(report.assignment),
        student=plain_line(report.student),
        graded=report.status is not Status.UNGRADED,
        notice=notice,
        exercises=tuple(_view_exercise(each, marks) for each in report.exercises),
        repairs=tuple(plain_line(repair) for repair in report.repairs),
        penalty=marks.penalty,
    )


def badge(outcome: Outcome) -> Badge:
    """The badge of an outcome. Its word is the outcome's own, as everywhere else."""
    return Badge(outcome.value, _ICONS.get(outcome, "!"), _TONES.get(outcome, "bad"))


def format_points(points: float) -> str:
    """Points with two decimals at the most: ``3``, ``2.5``, ``0.33``."""
    return f"{points:.2f}".rstrip("0").rstrip(".")


def explain_cell(cell: CellResult) -> str:
    """What became of an executed cell, in a sentence."""
    return plain_line(cell.message) or _EXPLAINED.get(cell.outcome, "")


def _view_exercise(result: ExerciseResult, marks: HandMarks) -> ExerciseView:
    by_hand = marks.scores.get(result.exercise)
    awaiting = result.manual and by_hand is None and result.attempted
    earned = by_hand if by_hand is not None else (0.0 if result.manual else result.earned)
    return ExerciseView(
        name=plain_line(result.exercise),
        anchor=anchor_of(result.exercise),
        badge=_exercise_badge(result, by_hand, awaiting),
        earned=earned,
        points=result.points,
        awaiting=awaiting,
        note=_note(result, by_hand, awaiting),
        comment=plain(marks.comments.get(result.exercise, ""), MAX_MESSAGE),
        tests=tuple(_view_test(test) for test in result.tests),
    )


def anchor_of(exercise: str) -> str:
    """The id of an exercise's place in a page."""
    return "exercise-" + re.sub(r"[^A-Za-z0-9_-]", "-", exercise)


def _exercise_badge(result: ExerciseResult, by_hand: float | None, awaiting: bool) -> Badge:
    if awaiting:
        return Badge("awaiting a mark", "…", "wait")
    if by_hand is None:
        return badge(result.outcome if not result.manual else Outcome.NOT_ATTEMPTED)
    if by_hand >= result.points:
        return badge(Outcome.PASSED)
    return badge(Outcome.PARTIAL if by_hand > 0 else Outcome.FAILED)


def _note(result: ExerciseResult, by_hand: float | None, awaiting: bool) -> str:
    if awaiting:
        return "An instructor reads and marks this answer."
    if by_hand is not None:
        return "Marked by an instructor." if result.manual else "An instructor has set these points by hand."
    return "No answer was written." if result.manual else ""


def _view_test(test: TestResult) -> TestView:
    points = f"{format_points(test.earned)} / {format_points(test.points)}"
    asked = _inline_code(plain(test.asked, MAX_MESSAGE)) or Markup("<code>{}</code>").format(plain_line(test.test))
    if test.unexpected:  # whatever else it says is the grader's own stumble, not the student's
        return TestView(badge(test.outcome), points, asked, Markup(UNEXPECTED), Markup(), "", "", "")
    message = test.message or _EXPLAINED.get(test.outcome, "")
    if test.outcome is Outcome.PASSED and not test.given:
        message = ""  # there is nothing to explain
    return TestView(
        badge=badge(test.outcome),
        points=points,
        asked=asked,
        message=_inline_code(plain(message, MAX_MESSAGE)),
        hint=Markup() if test.outcome is Outcome.PASSED else _inline_code(plain(test.hint, MAX_MESSAGE)),
        measured=plain_line(test.measured),
        target=plain_line(test.target),
        traceback=plain(test.traceback, MAX_TRACEBACK).strip("\n"),
        pictures=tuple(_view_picture(picture) for picture in test.pictures),
    )


def _view_picture(picture: Picture) -> PictureView:
    encoded = base64.b64encode(picture.png).decode("ascii")
    return PictureView(plain_line(picture.caption), f"data:image/png;base64,{encoded}")


def _inline_code(text: str) -> Markup:
    """Text with what stands between backticks as code, as docstrings and messages write it."""
    parts, position, text = Markup(), 0, text.strip()
    for match in _CODE.finditer(text):
        parts += text[position : match.start()]
        parts += Markup("<code>{}</code>").format(match[2])
        position = match.end()
    return parts + text[position:]


def _title(assignment: str) -> str:
    """``00_01_linear_algebra`` reads *Linear algebra*."""
    words = plain_line(re.sub(r"^\d+_\d+_", "", assignment).replace("_", " "))
    return words[:1].upper() + words[1:]
