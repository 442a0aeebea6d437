"""From what a test raised to what it says about the submission."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CheckFailed, SandboxEnded, StudentRaised
from autograder.judging.evidence import Evidence
from autograder.records import CellResult, Outcome, TestResult
from autograder.session import OUTCOME_OF_ENDING

UNEXPECTED = "your answer is of a kind that this test did not expect, so it does not count; your instructor can see why"
OUT_OF_MEMORY_WORDS = ("can't allocate memory", "Unable to allocate", "CUDA out of memory")


@dataclass(frozen=True)
class Question:
    """One hidden test, before it is asked.

    Attributes:
        test: its function's name.
        exercise: whose points it carries.
        points: how many.
        asked: what it asks, in the words of its docstring.
    """

    test: str
    exercise: str
    points: float
    asked: str


def judge_outcome(
    question: Question,
    raised: BaseException | None,
    cells: Mapping[str, CellResult],
    untouched: frozenset[str],
    seconds: float,
    evidence: Evidence | None = None,
) -> TestResult:
    """What a test says about the submission.

    Args:
        question: the test.
        raised: what it raised; None if it passed.
        cells: what the answer cell of each exercise did.
        untouched: the exercises whose answer still is the stub.
        seconds: how long it took.
        evidence: what it measured and drew.
    """
    evidence = evidence or Evidence()
    if raised is None:
        told: Mapping[str, object] = {**evidence.shown, "outcome": _outcome_of(evidence)}
    else:
        told = _tell(question, raised, cells.get(question.exercise), question.exercise in untouched)
    earned = question.points * evidence.share if raised is None else 0.0
    return TestResult(
        test=question.test,
        exercise=question.exercise,
        points=question.points,
        earned=earned,
        asked=question.asked,
        seconds=round(seconds, 4),
        measures=evidence.measures,
        pictures=tuple(evidence.pictures),
        **told,
    )


def _outcome_of(evidence: Evidence) -> Outcome:
    return Outcome.PASSED if evidence.share == 1 else Outcome.PARTIAL


def _tell(question: Question, raised: BaseException, cell: CellResult | None, is_untouched: bool) -> dict[str, object]:
    if isinstance(raised, CheckFailed) and is_untouched and isinstance(raised.__cause__, StudentRaised):
        raised = raised.__cause__  # a test that waits for another error met the stub's own
    if isinstance(raised, CheckFailed):
        shown = {name: getattr(raised, name) for name in ("message", "hint", "measured", "target")}
        return {"outcome": Outcome.FAILED, **shown}
    if isinstance(raised, StudentRaised):
        return _tell_raised(raised, cell, is_untouched)
    if isinstance(raised, SandboxEnded):
        return {"outcome": OUTCOME_OF_ENDING.get(type(raised), Outcome.CRASH), "message": raised.reason}
    if isinstance(raised, AssertionError) and raised.args and _is_of_the_grader(raised):
        return {"outcome": Outcome.FAILED, "message": str(raised.args[0])}
    detail = "".join(traceback.format_exception(raised))[-8_000:]
    return {"outcome": Outcome.FAILED, "message": UNEXPECTED, "unexpected": True, "detail": detail}


def _tell_raised(raised: StudentRaised, cell: CellResult | None, is_untouched: bool) -> dict[str, object]:
    if is_untouched and (raised.is_not_written or raised.type_name == "NameError"):
        return {"outcome": Outcome.NOT_ATTEMPTED, "message": "you have not written this yet"}
    if raised.is_undefined and cell is not None and cell.outcome not in (Outcome.PASSED, Outcome.NOT_ATTEMPTED):
        return {
            "outcome": cell.outcome,
            "message": f"your cell did not run: {cell.message}",
            "traceback": cell.traceback,
        }
    if raised.is_undefined:
        name = raised.message.split("'")[-2] if raised.message.count("'") > 1 else "what this test asks for"
        return {"outcome": Outcome.ERROR, "message": f"your notebook does not define `{name}`"}
    if raised.type_name == "MemoryError" or any(words in raised.message for words in OUT_OF_MEMORY_WORDS):
        return {"outcome": Outcome.MEMORY, "message": str(raised), "traceback": raised.traceback}
    return {"outcome": Outcome.ERROR, "message": str(raised), "traceback": raised.traceback}


def _is_of_the_grader(raised: AssertionError) -> bool:
    """Whether a grader's own ``assert`` raised it: those of libraries (``torch.testing``) tell the right values."""
    frames = traceback.extract_tb(raised.__traceback__)
    return not frames or Path(frames[-1].filename).name.startswith("test_")
