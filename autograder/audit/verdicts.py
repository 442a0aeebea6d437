"""From what came of trials to verdicts about answers and tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from autograder.audit.findings import Judged, Said, Worth
from autograder.audit.messages import find_message_faults
from autograder.audit.trials import Answered
from autograder.records import Outcome, TestResult


def judge_right_answer(name: str, about: str, runs: Sequence[Answered]) -> Judged:
    """Whether the hidden tests are content with the reference or an alternative, under every salt."""
    first = runs[0]
    return Judged(
        name=name,
        about=about,
        caught_by=first.caught_by,
        is_right=first.is_accepted,
        runs=len(runs),
        odd=sum(run.is_accepted != first.is_accepted for run in runs),
        said=None if first.is_accepted else say(first, "", ""),
    )


def judge_mutant(name: str, about: str, named: str, runs: Sequence[Answered], solution: str) -> Judged:
    """Whether the test that a hand-written mutant names catches it, under every salt."""
    first = runs[0]
    is_right = named in first.caught_by
    return Judged(
        name=name,
        about=about,
        caught_by=first.caught_by,
        named=named,
        is_right=is_right,
        runs=len(runs),
        odd=sum((named in run.caught_by) != is_right for run in runs),
        said=say(first, named, solution) if first.caught_by else None,
    )


def judge_generated(name: str, diff: str, answered: Answered, solution: str, *, is_equivalent: bool) -> Judged:
    """Whether any test catches a generated mutant."""
    return Judged(
        name=name,
        about=diff,
        caught_by=answered.caught_by,
        is_right=bool(answered.caught_by),
        said=say(answered, "", solution) if answered.caught_by else None,
        is_equivalent=is_equivalent,
    )


def say(answered: Answered, named: str, solution: str) -> Said:
    """What the student reads: of the named test where it is one of those that are not content, else of the first."""
    failed = [test for test in answered.tests if test.outcome is not Outcome.PASSED]
    of_named = [test for test in failed if _function(test) == named]
    test = (of_named or failed)[0]
    return Said(
        test=test.test,
        outcome=str(test.outcome),
        message=test.message,
        hint=test.hint,
        measured=test.measured,
        target=test.target,
        faults=tuple(find_message_faults(test, solution)),
    )


def weigh_tests(
    reference: Answered | None, mutants: Iterable[Judged], generated: Iterable[Judged]
) -> tuple[Worth, ...]:
    """What each test is worth: which mutants it catches, and which of them nobody else does."""
    points: dict[str, float] = {}
    for test in reference.tests if reference else ():
        points[_function(test)] = points.get(_function(test), 0.0) + test.points
    answers = [*mutants, *(each for each in generated if not each.is_equivalent)]
    names = dict.fromkeys([*points, *(name for each in answers for name in (each.named, *each.caught_by) if name)])
    return tuple(
        Worth(
            name=name,
            points=points.get(name, 0.0),
            named=sum(each.named == name for each in answers),
            catches=sum(name in each.caught_by for each in answers),
            alone=sum(each.caught_by == (name,) for each in answers),
        )
        for name in names
    )


def _function(test: TestResult) -> str:
    return test.test.partition("[")[0]
