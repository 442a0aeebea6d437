"""Which state a request goes to: every test gets its own fork of each state that was there before it.

So the answers in one test do not depend on which other tests ran, and a crash costs the test that caused it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from autograder.errors import TimedOut
from autograder.session.state import State

if TYPE_CHECKING:
    from autograder.session.notebook import Handle


@dataclass
class Budget:
    """Seconds that student code may take."""

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

    def note(self, handle: Handle) -> None:
        """Learn of a handle that an answer brought; a scope that keeps what it trained wants to know."""

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
