"""Who asks just now: the stack of open scopes, of a test and of the fixtures that are being set up for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from autograder.errors import GraderError
from autograder.session.scope import Budget, Scope
from autograder.session.training import TrainingScope


class Scopes:
    """The stack of open scopes; the innermost one is asked."""

    def __init__(self) -> None:
        self._stack: list[Scope] = []
        self._budget: Budget | None = None

    @property
    def current(self) -> Scope:
        """The innermost open scope."""
        if not self._stack:
            raise GraderError("nothing can be asked outside a test or a fixture")
        return self._stack[-1]

    @contextmanager
    def open_test(self, seconds: float) -> Iterator[Scope]:
        """The scope of one test, closed with it.

        Args:
            seconds: that its student code may take.
        """
        self._budget = Budget(seconds)
        scope = Scope(self._budget)
        self._stack.append(scope)
        try:
            yield scope
        finally:
            self._stack.remove(scope)
            scope.close()

    @contextmanager
    def enter_fixture(self, seconds: float | None = None, memory_bytes: int = 0) -> Iterator[Scope]:
        """The scope of a fixture that outlives the test which first asks for it.

        Leaving the context ends its set-up; whoever entered it closes the scope later.

        Args:
            seconds: for a fixture that trains, whose objects are kept as checkpoints; None for another one,
                which spends the budget of the test.
            memory_bytes: that a training may use; 0 for what any process of the notebook may.
        """
        if self._budget is None:
            raise GraderError("a fixture can only be set up for a test")
        scope = Scope(self._budget) if seconds is None else TrainingScope(Budget(seconds), memory_bytes)
        self._stack.append(scope)
        try:
            yield scope
            if isinstance(scope, TrainingScope):
                scope.keep()
        finally:
            self._stack.remove(scope)
