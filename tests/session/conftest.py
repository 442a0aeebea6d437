"""Notebooks to talk to: real ones in the sandbox, and a stand-in that keeps a list of what it was asked."""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from autograder.course import Limits
from autograder.errors import SandboxEnded
from autograder.sandbox.client import Zygote
from autograder.session import Asker, Cell, Notebook, Scopes, State, Transcript, run_cells


@dataclass
class World:
    """Where stand-ins come from: what has been started, asked and closed."""

    answer: Callable[[list[Any], Any], Any] = lambda history, said: [*history, said]
    processes: list["StandIn"] = field(default_factory=list)
    asked: list[Any] = field(default_factory=list)
    spawned: int = 0
    forked: int = 0

    def spawn(self) -> "StandIn":
        self.spawned += 1
        return StandIn(self, [])

    @property
    def alive(self) -> int:
        return sum(process.is_alive for process in self.processes)


class StandIn:
    """A process that answers with all that it was ever told, unless its world has something else in mind."""

    def __init__(self, world: World, history: list[Any]) -> None:
        self.world, self.history, self.is_alive, self.spent_seconds = world, history, True, 0.0
        world.processes.append(self)

    def request(self, message: dict[str, Any], seconds: float) -> dict[str, Any]:
        assert self.is_alive
        self.world.asked.append((message["said"], seconds))
        try:
            answer = self.world.answer(copy.copy(self.history), message["said"])
        except SandboxEnded:
            self.is_alive = False
            raise
        self.history.append(message["said"])
        self.spent_seconds += 0.01
        return answer if isinstance(answer, dict) else {"ok": answer}

    def fork(self, seconds: float) -> "StandIn":
        assert self.is_alive
        self.world.forked += 1
        return StandIn(self.world, list(self.history))

    def close(self) -> None:
        self.is_alive = False


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def transcript() -> Transcript:
    return Transcript()


@pytest.fixture
def root(world: World, transcript: Transcript) -> State:
    return State(transcript, world.spawn)


@dataclass
class Session:
    """One notebook in the sandbox, after its cells."""

    state: State
    results: Any
    scopes: Scopes
    notebook: Notebook
    transcript: Transcript
    spawned: list[Any]


@pytest.fixture
def open_session(zygote: Zygote) -> Iterator[Callable[..., Session]]:
    """Runs cells; closes what it opened with the test."""
    states: list[State] = []

    def spawn_counted(spawned: list[Any]) -> Any:
        spawned.append(zygote.spawn())
        return spawned[-1]

    def open_one(*sources: str, limits: Limits | None = None, transcript: Transcript | None = None) -> Session:
        spawned: list[Any] = []
        transcript = Transcript() if transcript is None else transcript
        cells = [Cell(index, f"exercise{index}", source) for index, source in enumerate(sources)]
        state, results = run_cells(cells, limits or zygote.limits, transcript, lambda: spawn_counted(spawned))
        states.append(state)
        scopes = Scopes()
        return Session(state, results, scopes, Notebook(Asker(scopes), state), transcript, spawned)

    yield open_one
    for state in states:
        state.close()
