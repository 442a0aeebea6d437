"""A state: a point of the conversation with a notebook, from which others fork.

A state is its history: what it was forked from, and what was asked since. A process stands behind it only once something is
asked that no transcript answers; then the recorded requests are run again in it, and every answer is compared.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import msgpack

from autograder.errors import OutOfMemory, SandboxEnded
from autograder.sandbox.client import CannotFork, Process
from autograder.session.transcript import OPAQUE, ROOT_KEY, Entry, Tally, Transcript, next_key

Spawn = Callable[..., Process]  # takes ``memory_bytes`` where a process may use less than a notebook's may
FORK_SECONDS = 20.0
REPLAY_FACTOR = 2.0  # what was answered in time may take longer when it is run again, on another machine
REPLAY_EXTRA_SECONDS = 10.0  # for all of it together


@dataclass(frozen=True)
class Step:
    """One request of a state's history, and what came back."""

    key: str
    request: dict[str, Any]
    entry: Entry


class State:
    """One state of one notebook.

    Args:
        transcript: of the notebook.
        spawn: starts a first process for the notebook.
        parent: the state that this one was forked from; None for a notebook's first.
        is_apart: its processes are no forks of its parent's but first ones of their own, in which all that was asked
            before is run again: nothing can be left there for it to find.
        is_restored: its process is never forked: forks of it restore the same checkpoint instead, each in a fork of the
            parent's process. So a process that has begun to use a GPU, which does not survive a fork, has none.
        memory_bytes: that its processes may use together, cells and all; only where it is apart. 0 for what any may.

    Attributes:
        key: names the state: the hash of its history.
        depth: how many forks lie between it and the first.
        spent_seconds: how long its answers took, live or when they were recorded. Making a process that can answer is not
            counted: it costs the one who first asks, and says nothing about what was asked.
        waited_seconds: how long the making of its processes took, live or when the answers were recorded.
        was_asked_live: whether any of its answers came from a process.
        is_unkept: it trained something of which no checkpoint could be kept. Training it again might make another model,
            of which nothing recorded holds: what came back of it is a handle, which looks alike. So it is not made again.
    """

    def __init__(
        self,
        transcript: Transcript,
        spawn: Spawn,
        parent: State | None = None,
        *,
        is_apart: bool = False,
        is_restored: bool = False,
        memory_bytes: int = 0,
    ) -> None:
        self._transcript, self._spawn, self.parent = transcript, spawn, parent
        self._is_apart, self._is_restored, self._memory_bytes = is_apart, is_restored, memory_bytes
        self.key: str = parent.key if parent else ROOT_KEY
        if is_apart:  # what is asked there is asked there, though it has been asked elsewhere
            limit = {"memory_bytes": memory_bytes} if memory_bytes else {}
            self.key = next_key(self.key, {"op": "apart", **limit})
        self.depth: int = parent.depth + 1 if parent else 0
        self._forked_after = parent.age if parent else 0
        self._steps: list[Step] = []
        self._ending: Entry | None = parent._ending if parent else None
        self._process: Process | None = None
        self.spent_seconds = self.waited_seconds = 0.0
        self.was_asked_live = self.is_unkept = False
        self._done = 0  # how many of the steps the process has been through

    @property
    def age(self) -> int:
        """How many requests it has been through since it was forked."""
        return len(self._steps)

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Ask for something, from the transcript where it is known, else live.

        Args:
            request: ``op`` and its arguments, packed.
            seconds: that the answer may take.

        Returns:
            The answer's frame: ``ok`` or ``raised``.

        Raises:
            SandboxEnded: if this state ended instead of answering, or has ended before.
        """
        if self._ending is not None:
            return self._ending.result()
        key = next_key(self.key, request)
        entry = self._transcript.find(key, seconds)
        if entry is None:
            entry = self._ask_live(key, request, seconds)
            self.was_asked_live = True
            self._transcript.record(key, entry, request["op"])
        self._steps.append(Step(key, request, entry))
        self.key = key
        self.spent_seconds += entry.seconds
        self.waited_seconds += entry.waited_seconds
        self._ending = entry if entry.ending else None
        return entry.result()

    def _ask_live(self, key: str, request: dict[str, Any], seconds: float) -> Entry:
        started = time.monotonic()
        try:
            process = self._live()
        except OutOfMemory as ending:  # the cells alone are too large for what this state may use
            return Entry(None, OutOfMemory.__name__, ending.reason, seconds, waited_seconds=time.monotonic() - started)
        entry = _run(process, key, request, seconds, waited=time.monotonic() - started)
        self._done += 1
        return entry

    @property
    def has_ended(self) -> bool:
        """Whether it ended instead of answering, and answers nothing any more."""
        return self._ending is not None

    @property
    def first(self) -> State:
        """The notebook's first state, after its cells."""
        return self if self.parent is None else self.parent.first

    def fork(self, *, is_apart: bool = False, is_restored: bool = False, memory_bytes: int = 0) -> State:
        """A new state that goes on from here; this one stays as it is.

        Args:
            is_apart: in a process that shares nothing with this one's: no folder, no memory, no process id.
            is_restored: for a checkpoint.
            memory_bytes: that one which is apart may use; 0 for what any may.
        """
        kind = {"is_apart": is_apart, "is_restored": is_restored}
        return State(self._transcript, self._spawn, self, **kind, memory_bytes=memory_bytes if is_apart else 0)

    @property
    def tally(self) -> Tally:
        """What its notebook replayed and ran."""
        return self._transcript.tally

    def close(self) -> None:
        """End the process behind this state; the history stays, and a new process can be made of it."""
        if self._process is not None:
            self._process.close()
            self._process, self._done = None, 0

    def is_ancestor_of(self, other: State) -> bool:
        """Whether the other one was forked from this one, or is it."""
        line: State | None = other
        while line is not None and line is not self:
            line = line.parent
        return line is self

    def knows(self, other: State, age: int) -> bool:
        """Whether what another state did up to this age is part of this one's history."""
        line, known = self, self.age
        while line is not other and line.parent is not None:
            line, known = line.parent, line._forked_after
        return line is other and known >= age

    def _live(self) -> Process:
        """The process behind this state, caught up with its history."""
        if self._process is None or not self._process.is_alive:
            self.close()
            self._process = self._new_process()
        self._catch_up(self._process, self._steps[self._done :])
        self._done = len(self._steps)
        return self._process

    def _new_process(self) -> Process:
        if self.is_unkept and self._transcript.gives_up:
            raise self._transcript.diverge()
        if self.parent is None:
            self._transcript.tally.spawned += 1
            return self._spawn()
        if self._is_apart:
            return self._spawn_process()
        return self.parent._fork_process(self._forked_after)

    def _spawn_process(self) -> Process:
        """A first process that has been through all that was asked before this state."""
        history: list[Step] = []
        line: State = self
        while line.parent is not None:
            history = [*line.parent._steps[: line._forked_after], *history]
            line = line.parent
        self._transcript.tally.spawned += 1
        process = self._spawn(memory_bytes=self._memory_bytes) if self._memory_bytes else self._spawn()
        self._catch_up(process, history)
        return process

    def _fork_process(self, steps: int) -> Process:
        """A process that stands where this state stood after so many steps."""
        if self._is_restored:
            process = self._new_process()
            self._catch_up(process, self._steps[:steps])
            return process
        is_alive = self._process is not None and self._process.is_alive
        reached = self._done if is_alive else len(self._steps)  # where it stands, or will once it is alive again
        if steps < reached:
            process = self._new_process()
            self._catch_up(process, self._steps[:steps])
            return process
        if not is_alive:
            self._live()
        assert self._process is not None
        self._catch_up(self._process, self._steps[self._done : steps])
        self._done = steps
        try:
            return self._process.fork(FORK_SECONDS)
        except CannotFork:
            process = self._new_process()
            self._catch_up(process, self._steps[:steps])
            return process

    def _catch_up(self, process: Process, steps: Sequence[Step]) -> None:
        """Run recorded requests again and compare each answer. Together they may take about as long as they took.

        Raises:
            OutOfMemory: if this needs more memory than this state may use, and less than where it was recorded.
            Diverged: where an answer differs: the notebook does not do the same twice, so no part of it can be replayed.
        """
        left = REPLAY_FACTOR * sum(step.entry.seconds for step in steps) + REPLAY_EXTRA_SECONDS
        for step in steps:
            again = _run(process, step.key, step.request, left)
            left -= again.seconds
            self._transcript.tally.rerun += 1
            self._transcript.tally.rerun_seconds += again.seconds
            if not again.agrees_with(step.entry):
                process.close()
                if self._memory_bytes and again.ending == OutOfMemory.__name__:
                    raise OutOfMemory(again.reason)
                raise self._transcript.diverge()


def _run(process: Process, key: str, request: dict[str, Any], seconds: float, waited: float = 0.0) -> Entry:
    body, ending, reason = None, "", ""
    before = process.spent_seconds
    try:
        body = msgpack.packb(process.request({**request, "key": key}, seconds), use_bin_type=True)
    except SandboxEnded as ended:
        ending, reason = type(ended).__name__, ended.reason
    return Entry(body, ending, reason, seconds, process.spent_seconds - before, waited, request["op"] in OPAQUE)
