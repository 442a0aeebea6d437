"""What a notebook answered: a map from the key of a request to its recorded answer.

The key of an answer is the hash of its parent's key and the request, from the first cell on. So an answer is found again
only where everything that was asked before it in its state was the same, and forks of one state share what they ask alike.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgpack

from autograder.errors import Crashed, Diverged, OutOfMemory, SandboxEnded, TimedOut

ROOT_KEY = hashlib.sha256(b"a notebook before its cells").hexdigest()[:32]
ENDINGS: dict[str, type[SandboxEnded]] = {kind.__name__: kind for kind in (TimedOut, OutOfMemory, Crashed)}
OPAQUE = frozenset({"cell", "checkpoint"})  # what they answer may hold addresses and times
MOST_BYTES = 64 << 20


class PresentDevice(str):
    """The device of this grading, as an argument: what is asked with it has the same key wherever it is asked.

    So a class that was graded on a GPU is judged again without one, and nothing is trained for it.
    """

    __slots__ = ()


def next_key(key: str, request: dict[str, Any]) -> str:
    """The key of a request's answer in the state of this key."""
    digest = hashlib.sha256(key.encode())
    items = [list(item) for item in sorted(request.items())]
    digest.update(msgpack.packb(items, use_bin_type=True, strict_types=True, default=_as_key))
    return digest.hexdigest()[:32]


def _as_key(value: Any) -> Any:
    if isinstance(value, PresentDevice):
        return {"~": "the present device"}
    if isinstance(value, tuple):
        return list(value)
    raise TypeError(f"a {type(value).__name__} is no part of a request")


@dataclass(frozen=True)
class Entry:
    """One recorded answer.

    Attributes:
        body: the frame that came back; None where the state ended instead.
        ending: the name of the ending, if it did.
        reason: its reason.
        budget_seconds: how long the request was allowed to take.
        seconds: how long it took.
        waited_seconds: how long it took to make the process that was asked.
        is_opaque: whether two runs may answer differently: what a cell printed, the bytes of a checkpoint.
        run: in which of the transcript's runs it was recorded.
    """

    body: bytes | None
    ending: str = ""
    reason: str = ""
    budget_seconds: float = 0.0
    seconds: float = 0.0
    waited_seconds: float = 0.0
    is_opaque: bool = False
    run: int = 0

    def holds_for(self, seconds: float) -> bool:
        """Whether this settles the request today.

        A recorded timeout does if its budget was at least today's; an answer, if it came within today's budget, or was given
        one no larger.
        """
        if self.ending == TimedOut.__name__:
            return self.budget_seconds >= seconds
        return self.seconds <= seconds or self.budget_seconds <= seconds

    @property
    def size_bytes(self) -> int:
        """What it takes to keep it, roughly."""
        return len(self.body or b"") + len(self.reason) + 200

    @property
    def answer(self) -> dict[str, Any]:
        """The frame that came back; empty where the state ended instead."""
        if self.body is None:
            return {}
        found: dict[str, Any] = msgpack.unpackb(self.body, raw=False, strict_map_key=True)
        return found

    @property
    def is_value(self) -> bool:
        """Whether something came back; else the request raised, or the state ended."""
        return self.body is not None and "raised" not in self.answer

    def result(self) -> dict[str, Any]:
        """The answer; raises the recorded ending."""
        if self.body is None:
            raise ENDINGS[self.ending](self.reason)
        return self.answer

    def agrees_with(self, other: Entry) -> bool:
        """Whether two runs of one request said the same, as far as anything may depend on it.

        What raised is told by its type: messages, like what a cell prints, may hold addresses and times. Values are compared
        byte by byte, so that NaN is equal to itself.
        """
        if self.body is not None and self.body == other.body:
            return True
        return self._substance() == other._substance()

    def can_follow(self, before: Entry) -> bool:
        """Whether this may take the place of an earlier answer to the same request, and what was asked after it stay."""
        return self.body is None or before.body is None or self.agrees_with(before)

    def _substance(self) -> bytes:
        answer = self.answer
        raised = answer.get("raised")
        kind = raised.get("type") if isinstance(raised, dict) else raised
        value = None if self.is_opaque else answer.get("ok")
        return bytes(msgpack.packb([self.ending, "raised" in answer, kind, value], use_bin_type=True))


@dataclass
class Tally:
    """What one grading took from its transcript, and what it ran. Seconds are those of answers, not of making processes.

    Attributes:
        replayed: requests that were answered from the transcript.
        saved_seconds: how long these took when they were recorded.
        ran: requests that were answered live.
        ran_seconds: how long these took.
        rerun: requests that were answered before, and asked again to make a process that can be asked something new.
        rerun_seconds: how long these took.
        spawned: first processes, in which the cells ran.
        trained: trained states that were trained live.
        restored: trained states that came from a checkpoint, and were not trained.
    """

    replayed: int = 0
    saved_seconds: float = 0.0
    ran: int = 0
    ran_seconds: float = 0.0
    rerun: int = 0
    rerun_seconds: float = 0.0
    spawned: int = 0
    trained: int = 0
    restored: int = 0


class Transcript:
    """The recorded answers of one notebook.

    Args:
        provenance: of what is recorded from now on: library versions, the device. Kept beside the answers, and no part of
            their keys: an answer is believed wherever it was given.
        most_bytes: of answers that are kept; what does not fit is asked again the next time.
        most_checkpoint_bytes: of one checkpoint; a larger one is not kept, and its model is trained again.
        gives_up: whether one answer that differs when it is asked again ends the conversation; else only its own state.

    Attributes:
        tally: what was replayed and what ran.
        has_diverged: an answer was not the same when it was asked again, so everything was forgotten.
        has_changed: whether something was recorded.
        was_damaged: whether there was a file of it that could not be believed.
    """

    def __init__(
        self,
        provenance: Mapping[str, str] | None = None,
        *,
        most_bytes: int = MOST_BYTES,
        most_checkpoint_bytes: int = MOST_BYTES,
        gives_up: bool = True,
    ) -> None:
        self.runs: list[dict[str, str]] = [dict(provenance or {})]
        self.tally = Tally()
        self.has_diverged = self.has_changed = self.was_damaged = False
        self.gives_up = gives_up
        self._most_bytes, self._most_checkpoint_bytes = most_bytes, most_checkpoint_bytes
        self._entries: dict[str, Entry] = {}
        self._touched: dict[str, None] = {}  # found or recorded in this run, in order
        self._touched_bytes = 0
        self._used_runs: set[int] = set()

    def find(self, key: str, seconds: float) -> Entry | None:
        """The recorded answer to a request that may take this long, if there is one.

        What took too long, too much or raised on another device is none: here it may do better.

        Raises:
            Diverged: if the notebook has not answered the same twice before.
        """
        if self.has_diverged:
            raise Diverged
        entry = self._entries.get(key)
        if entry is None or not entry.holds_for(seconds):
            return None
        if self._device_of(entry.run) != self._device_of(-1) and not entry.is_value:
            return None
        self._touch(key, entry)
        self._used_runs.add(entry.run)
        self.tally.replayed += 1
        self.tally.saved_seconds += entry.seconds
        return entry

    def _device_of(self, run: int) -> str:
        return self.runs[run].get("device", "") if run < len(self.runs) else ""

    def record(self, key: str, entry: Entry, op: str = "") -> None:
        """Keep an answer, if there is room for it.

        Args:
            key: of its request.
            entry: the answer.
            op: of the request.

        Raises:
            Diverged: if the same was answered otherwise before: what was recorded after it does not hold.
        """
        before = self._entries.get(key)
        if before is not None and self.gives_up and not entry.can_follow(before):
            raise self.diverge()
        self.tally.ran += 1
        self.tally.ran_seconds += entry.seconds
        self.has_changed = True
        self._forget(key)
        most = self._most_checkpoint_bytes if op == "checkpoint" else self._most_bytes
        if entry.size_bytes <= min(most, self._most_bytes - self._touched_bytes):
            self._entries[key] = replace(entry, run=len(self.runs) - 1)
            self._touch(key, entry)

    def _touch(self, key: str, entry: Entry) -> None:
        if key not in self._touched:
            self._touched[key] = None
            self._touched_bytes += entry.size_bytes

    def _forget(self, key: str) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None and key in self._touched:
            del self._touched[key]
            self._touched_bytes -= entry.size_bytes

    def diverge(self) -> Crashed:
        """Forget everything: the notebook does not do the same twice, so nothing of it may be mixed with another run.

        Returns:
            What to raise.
        """
        self._entries.clear()
        self._touched.clear()
        self._touched_bytes = 0
        self.has_diverged = self.gives_up
        return Diverged() if self.gives_up else Crashed(Diverged.REASON)

    # --- to and from a file

    def to_keep(self) -> Iterator[tuple[str, Entry]]:
        """What to keep for the next time: first what this run used, then the rest, as long as there is room."""
        room = self._most_bytes
        for key in (*self._touched, *(key for key in self._entries if key not in self._touched)):
            entry = self._entries[key]
            if entry.size_bytes <= room:
                room -= entry.size_bytes
                yield key, entry

    def refill(self, runs: list[dict[str, str]], entries: Mapping[str, Entry]) -> None:
        """Take over what earlier runs recorded; this one is the last of all runs from now on."""
        self.runs = [*runs, self.runs[-1]]
        self._entries = dict(entries)

    @property
    def recorded_with(self) -> list[dict[str, str]]:
        """The provenance of all answers that were replayed."""
        return [self.runs[run] for run in sorted(self._used_runs) if run < len(self.runs)]

    def __len__(self) -> int:
        return len(self._entries)
