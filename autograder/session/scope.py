"""Which state a request goes to: every test gets its own fork of each state that was there before it.

So the answers in one test do not depend on which other tests ran, and a crash costs the test that caused it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from autograder.errors import GraderError, TimedOut
from autograder.session.state import State


@dataclass
class Budget:
    """Seconds of wall clock that student code may take."""

    total: float
    spent: float = 0.0


class Scope:
    """The states of one test, or of one fixture that outlives a test."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._forks: dict[State, State] = {}
        self._own: dict[State, None] = {}  # in the order in which they were made

    def resolve(self, state: State) -> State:
        """The state itself if it is this scope's own, else this scope's fork of it."""
        if state in self._own:
            return state
        if state not in self._forks:
            self._forks[state] = self.fork(state)
        return self._forks[state]

    def fork(self, state: State) -> State:
        """A new state of this scope's own that goes on from this scope's view of another."""
        fork = self._forks.get(state, state).fork()
        self._own[fork] = None
        return fork

    def adopt(self, state: State) -> State:
        """Take a state for this scope's own: it is asked itself, and closed with this scope."""
        self._own[state] = None
        return state

    def ask(self, state: State, request: dict[str, Any]) -> dict[str, Any]:
        """Ask one of this scope's states, within what is left of the budget.

        Raises:
            SandboxEnded: if the state ended instead of answering, or if nothing is left.
        """
        left = self._budget.total - self._budget.spent
        if left <= 0:
            raise TimedOut(f"it took more than {self._budget.total:g} s")
        before = state.spent_seconds
        try:
            return state.ask(request, left)
        except TimedOut as error:
            raise TimedOut(f"no answer within {self._budget.total:g} s") from error
        finally:
            self._budget.spent += state.spent_seconds - before

    def close(self) -> None:
        """End the processes behind this scope's states."""
        for state in reversed(self._own):
            state.close()


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
            seconds: of wall clock that its student code may take.
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
    def enter_fixture(self, seconds: float | None = None) -> Iterator[Scope]:
        """The scope of a fixture that outlives the test which first asks for it.

        Leaving the context ends its set-up; whoever entered it closes the scope later.

        Args:
            seconds: of wall clock for a fixture with a budget of its own; None to spend that test's.
        """
        if self._budget is None:
            raise GraderError("a fixture can only be set up for a test")
        scope = Scope(self._budget if seconds is None else Budget(seconds))
        self._stack.append(scope)
        try:
            yield scope
        finally:
            self._stack.remove(scope)
