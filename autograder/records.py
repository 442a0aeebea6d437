"""The data that grading produces: frozen, typed, written as JSON."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

REPORT_VERSION = 1


class Outcome(StrEnum):
    """How one test of one submission ended."""

    PASSED = "passed"
    PARTIAL = "partial"
    FAILED = "failed"
    ERROR = "error"
    NOT_ATTEMPTED = "not attempted"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASH = "crash"


class Status(StrEnum):
    """How grading one submission ended.

    ``UNREADABLE`` and ``MISSING`` are the submission's fault and score zero; ``UNGRADED`` is ours and scores nothing at all.
    """

    GRADED = "graded"
    UNREADABLE = "unreadable"
    MISSING = "missing"
    UNGRADED = "ungraded"


class Record(BaseModel):
    """Base of all records: frozen, and strict about what it is given."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", ser_json_inf_nan="strings", val_json_bytes="base64", ser_json_bytes="base64"
    )


class Measure(Record):
    """A quantity that a test held against a threshold, and what kind of threshold that is."""

    value: float
    direction: Literal["below", "above"]
    two_sided: bool = False
    tiers: bool = False


class Picture(Record):
    """Something that a test measured, drawn on the trusted side for the student to see."""

    caption: str
    png: bytes


class TestResult(Record):
    """What one hidden test said about one submission.

    All fields but ``detail`` may be shown to the student.
    """

    __test__ = False  # not a test class, whatever pytest thinks of the name

    test: str
    exercise: str
    points: float = Field(ge=0)
    earned: float = Field(ge=0)
    outcome: Outcome
    asked: str = ""
    message: str = ""
    hint: str = ""
    measured: str = ""
    target: str = ""
    traceback: str = ""
    unexpected: bool = False  # the grader itself stumbled over the student's value: an instructor should look
    detail: str = ""  # for the instructor alone: the grader's own exception
    seconds: float = 0.0
    given: tuple[str, ...] = ()  # needed exercises in whose place the reference stood when it passed
    measures: dict[str, Measure] = Field(default_factory=dict)  # by threshold; for the instructor and for calibration
    pictures: tuple[Picture, ...] = ()


class ExerciseResult(Record):
    """One exercise of one submission; ``tests`` is empty where it is graded by hand."""

    exercise: str
    points: float = Field(ge=0)
    earned: float = Field(ge=0)
    manual: bool = False
    attempted: bool = True
    tests: tuple[TestResult, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """The exercise in one word: the worst of its tests, `partial` where some points were earned."""
        outcomes = {test.outcome for test in self.tests}
        if not self.tests:
            return Outcome.PASSED if self.attempted else Outcome.NOT_ATTEMPTED
        if outcomes == {Outcome.PASSED}:
            return Outcome.PASSED
        if self.earned > 0:
            return Outcome.PARTIAL
        worst = (Outcome.NOT_ATTEMPTED, Outcome.TIMEOUT, Outcome.MEMORY, Outcome.CRASH, Outcome.ERROR)
        return next((outcome for outcome in worst if outcome in outcomes), Outcome.FAILED)


class CellResult(Record):
    """What one executed cell of a submission did. ``index`` counts the repaired notebook's cells from 0."""

    index: int
    exercise: str = ""  # the exercise whose answer it is; empty for given and for the student's own cells
    outcome: Outcome
    text: str = ""  # what it printed, bounded
    message: str = ""
    traceback: str = ""
    seconds: float = 0.0


class Report(Record):
    """The outcome of grading one submission: the truth, of which the gradebook is a projection."""

    version: int = REPORT_VERSION
    assignment: str
    student: str
    status: Status
    reason: str = ""
    exercises: tuple[ExerciseResult, ...] = ()
    cells: tuple[CellResult, ...] = ()
    repairs: tuple[str, ...] = ()
    fingerprint: str = ""  # of everything that the outcome depends on
    timings: dict[str, float] = Field(default_factory=dict)
    provenance: dict[str, str] = Field(default_factory=dict)

    @property
    def points(self) -> float:
        """The most that the graded-by-test exercises could have earned."""
        return sum(exercise.points for exercise in self.exercises if not exercise.manual)

    @property
    def earned(self) -> float:
        """What they did earn."""
        return sum(exercise.earned for exercise in self.exercises if not exercise.manual)

    @property
    def has_full_marks(self) -> bool:
        """Whether every test passed."""
        return self.status is Status.GRADED and self.earned >= self.points

    @property
    def unexpected(self) -> tuple[TestResult, ...]:
        """The tests at which the grader itself stumbled."""
        return tuple(test for exercise in self.exercises for test in exercise.tests if test.unexpected)
