"""A wrong early answer costs its own points only.

A test that fails while an exercise that its own one ``needs`` is wrong is asked again, of a second notebook in which the
reference stands in the place of those needed exercises. What passes there counts: it is correct given the earlier answer.
From that second notebook only the verdict is taken. Its messages and tracebacks stay here, for the reference can be read in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from autograder.errors import GraderError
from autograder.lessons import Exercise, all_needs, substitute
from autograder.records import Outcome, TestResult

Results = Mapping[str, list[TestResult]]


def find_follow_through(
    exercises: Sequence[Exercise], results: Results, untouched: frozenset[str]
) -> dict[frozenset[str], frozenset[tuple[str, str]]]:
    """Which tests may have failed because of an earlier answer.

    Args:
        exercises: of the assignment, in order.
        results: of the notebook as it is, by exercise.
        untouched: exercises that were not attempted: nothing is given for them.

    Returns:
        By the needed exercises that are not right: the tests to ask again, each as exercise and name.
    """
    wrong = {name for name in _names(exercises) if not _is_right(results.get(name))}
    again: dict[frozenset[str], set[tuple[str, str]]] = {}
    for exercise in exercises:
        needed = frozenset(all_needs(exercise.name, exercises) & wrong)
        failed = {(exercise.name, test.test) for test in results.get(exercise.name, ()) if test.earned < test.points}
        if needed and failed and exercise.name not in untouched:
            again.setdefault(needed, set()).update(failed)
    return {needed: frozenset(tests) for needed, tests in again.items()}


def replace_answers(notebook: Any, needed: frozenset[str], source: Any) -> Any:
    """The notebook with the reference in the place of its answers to some exercises."""
    for cell in source["cells"]:
        about = cell["metadata"].get("journey", {})
        if about.get("kind") == "exercise" and about.get("exercise") in needed:
            notebook = substitute(notebook, about["exercise"], cell["source"])
    return notebook


def credit(first: TestResult, second: TestResult, needed: frozenset[str]) -> TestResult:
    """What a test is worth that was asked twice: the better of the two, in the words of the first."""
    if second.earned <= first.earned:
        return first
    names = " and ".join(f"`{name}`" for name in sorted(needed))
    message = f"correct given your {names}: with a right {names} in its place this passes, so it costs no points here"
    if second.outcome is not Outcome.PASSED:
        message = f"partly correct given your {names}: with a right {names} in its place this is worth more"
    update: dict[str, Any] = {"outcome": second.outcome, "earned": second.earned, "message": message}
    update |= {"given": tuple(sorted(needed)), "hint": "", "measured": second.measured, "target": second.target}
    update |= {
        "measures": second.measures,
        "pictures": second.pictures,
        "traceback": "",
        "unexpected": False,
        "detail": "",
    }
    return first.model_copy(update=update)


def merge(results: Results, again: Mapping[frozenset[str], Sequence[TestResult]]) -> dict[str, list[TestResult]]:
    """All results, each test with the better of its verdicts.

    Raises:
        GraderError: if two tests of one exercise have the same name.
    """
    seconds = {(test.exercise, test.test): (test, needed) for needed, tests in again.items() for test in tests}
    for exercise, name in seconds:
        if (count := sum(test.test == name for test in results.get(exercise, ()))) != 1:
            raise GraderError(f"{exercise} has {count} tests with the name {name}")
    best = {
        name: [max(test, seconds.get((name, test.test), (test,))[0], key=lambda one: one.earned) for test in tests]
        for name, tests in results.items()
    }
    wrong = {name for name, tests in best.items() if not _is_right(tests)}

    def choose(test: TestResult) -> TestResult:
        second, needed = seconds.get((test.exercise, test.test), (test, frozenset()))
        # One that is right but for what it needs itself is not to blame.
        return credit(test, second, needed & wrong or needed)

    return {name: [choose(test) for test in tests] for name, tests in results.items()}


def _names(exercises: Sequence[Exercise]) -> list[str]:
    return [exercise.name for exercise in exercises if not exercise.manual]


def _is_right(tests: Sequence[TestResult] | None) -> bool:
    """Whether nothing is known to be wrong with it: one that was not asked about counts as right."""
    return all(test.outcome is Outcome.PASSED for test in tests or ())
