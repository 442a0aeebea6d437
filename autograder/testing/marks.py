"""How a hidden test says what it is worth, and how a helper says that it runs inside."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest

Test = TypeVar("Test", bound=Callable[..., None])


def points(exercise: str, worth: float, *, seconds: float | None = None) -> Callable[[Test], Test]:
    """Mark a test: it carries points of an exercise.

    Args:
        exercise: the exercise's name.
        worth: the points; those of an exercise's tests add up to the exercise's.
        seconds: that the student's code may take in this test; the course's default if None.
    """
    return pytest.mark.points(exercise, worth, seconds=seconds)


TRAINED = "trained_exercise"


def trained(exercise: str) -> Callable[[Callable[..., Any]], Any]:
    """Mark a fixture that trains: module-scoped, and charged to its exercise instead of the test that first asks for it.

    Its budget is what the exercise's marker in the lesson says (``seconds=60``), so that what students read is what binds.
    The model that it returns is kept, so that a new test on it trains nothing. The model must be picklable in the sandbox.

    Args:
        exercise: the exercise that trains.
    """

    def decorate(function: Callable[..., Any]) -> Any:
        setattr(function, TRAINED, exercise)
        return pytest.fixture(scope="module")(function)

    return decorate


@dataclass(frozen=True)
class Helper:
    """A function whose source is sent to run beside the student's objects.

    Attributes:
        name: the function's name.
        source: its text, without its decorator.
    """

    name: str
    source: str


def inside(function: Callable[..., Any]) -> Helper:
    """Mark a helper for ``notebook.run``: called there as ``function(ns, *args)``.

    ``ns`` has the notebook's names as attributes; ``np``, ``torch`` and ``math`` are there. Student code can read a helper, so
    it holds no secrets; and it returns data, never a verdict, for student code can also replace what it calls.
    """
    source = textwrap.dedent(inspect.getsource(function))
    return Helper(function.__name__, source[source.index("def ") :])
