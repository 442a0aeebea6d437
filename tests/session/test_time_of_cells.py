"""How long a notebook's cells may take, whatever they do; told by scripts, in which no time passes."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from autograder.errors import Crashed, SandboxEnded, TimedOut
from autograder.session import Cell, Transcript, run_cells
from autograder.session.cells import MOST_FACTOR
from autograder.session.state import REPLAY_EXTRA_SECONDS, REPLAY_FACTOR
from tests.conftest import LIMITS


class Scripted:
    """A notebook's processes. How long a cell takes in the n-th of them, a script says; no time passes.

    Attributes:
        used: seconds that all of them took together.
        started: how many there were.
    """

    def __init__(self, take: Callable[[int, str], float | SandboxEnded]) -> None:
        self.take, self.used, self.started = take, 0.0, 0

    def spawn(self) -> "ScriptedProcess":
        self.started += 1
        return ScriptedProcess(self, self.started)


class ScriptedProcess:
    """One of them: ``take`` says a cell's seconds, or that it ends the process."""

    def __init__(self, script: Scripted, number: int) -> None:
        self.script, self.number = script, number
        self.is_alive, self.spent_seconds = True, 0.0

    def request(self, message: dict[str, Any], seconds: float) -> dict[str, Any]:
        assert self.is_alive
        took = self.script.take(self.number, message["source"])
        if isinstance(took, SandboxEnded):
            self.is_alive = False
            raise took
        spent = min(took, max(seconds, 0.0))
        self.spent_seconds += spent
        self.script.used += spent
        if took > seconds:
            self.is_alive = False
            raise TimedOut(f"no answer within {seconds:g} s")
        return {"ok": ""}

    def close(self) -> None:
        self.is_alive = False


HANG = 10_000.0
LIMIT = 60.0
CRASH = Crashed("its process ended")


def run_scripted(take: Callable[[int, str], float | SandboxEnded], cells: int) -> tuple[Scripted, list[str]]:
    """Run a notebook of a script; each cell may take 10 s, and all of them :data:`LIMIT` s."""
    limits = LIMITS.model_copy(update={"cell_seconds": 10.0, "cells_seconds": LIMIT})
    script = Scripted(take)
    transcript = Transcript(gives_up=False)  # as for a notebook that does not do the same twice
    state, results = run_cells([Cell(i, "", str(i)) for i in range(cells)], limits, transcript, script.spawn)
    state.close()
    return script, [result.outcome.value for result in results]


def test_what_is_lost_costs_the_others_one_run_more():
    script, found = run_scripted(lambda _, source: CRASH if source == "2" else 5.0, 5)
    assert found == ["passed", "passed", "crash", "passed", "passed"]
    assert script.used == 2 * 5.0 + 2 * 5.0 + 2 * 5.0


class TestMostTime:
    """Nothing that a notebook does makes its cells take more than four times their limit, and one catching up."""

    MOST = MOST_FACTOR * LIMIT + REPLAY_FACTOR * LIMIT + REPLAY_EXTRA_SECONDS

    @pytest.mark.parametrize("rarely", [20, 60, 200])
    @pytest.mark.parametrize("ending", [HANG, 9.0, CRASH], ids=["hang", "dawdle", "crash"])
    def test_cells_that_do_so_by_chance(self, ending, rarely):
        chance = random.Random(rarely)

        def take(number: int, source: str) -> float | SandboxEnded:
            return ending if chance.randrange(rarely) == 0 else 0.02

        script, found = run_scripted(take, 1000)
        assert script.used <= self.MOST
        assert len(found) == 1000

    @pytest.mark.parametrize("ending", [HANG, 9.0, CRASH], ids=["hang", "dawdle", "crash"])
    def test_cells_that_do_so_only_when_they_are_run_again(self, ending):
        def take(number: int, source: str) -> float | SandboxEnded:
            if number == 1:
                return CRASH if source == "500" else 0.02
            return ending

        script, _ = run_scripted(take, 1000)
        assert script.used <= self.MOST

    @pytest.mark.parametrize("ending", [HANG, CRASH], ids=["hang", "crash"])
    def test_cells_that_end_one_process_each(self, ending):
        """Each has the long beginning run again for the next."""

        def take(number: int, source: str) -> float | SandboxEnded:
            return 9.0 if int(source) < 5 else ending

        script, _ = run_scripted(take, 1000)
        assert script.used <= self.MOST
