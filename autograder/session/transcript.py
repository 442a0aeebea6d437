"""What a notebook answered: a map from the key of a request to its recorded answer.

The key of an answer is the hash of its parent's key and the request, from the first cell on. So an answer is found again
only where everything that was asked before it in its state was the same, and forks of one state share what they ask alike.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import msgpack

from autograder.errors import Crashed, OutOfMemory, SandboxEnded, TimedOut

ROOT_KEY = hashlib.sha256(b"a notebook before its cells").hexdigest()[:32]
ENDINGS: dict[str, type[SandboxEnded]] = {kind.__name__: kind for kind in (TimedOut, OutOfMemory, Crashed)}


def next_key(key: str, request: dict[str, Any]) -> str:
    """The key of a request's answer in the state of this key."""
    digest = hashlib.sha256(key.encode())
    digest.update(msgpack.packb(sorted(request.items()), use_bin_type=True))
    return digest.hexdigest()[:32]


@dataclass(frozen=True)
class Entry:
    """One recorded answer.

    Attributes:
        answer: the frame that came back; None where the state ended instead.
        ending: the name of the ending, if it did.
        reason: its reason.
        budget_seconds: how long the request was allowed to take.
        seconds: how long it took.
        is_cell: whether a cell was run: what comes back then is only what it printed.
    """

    answer: dict[str, Any] | None
    ending: str = ""
    reason: str = ""
    budget_seconds: float = 0.0
    seconds: float = 0.0
    is_cell: bool = False

    def holds_for(self, seconds: float) -> bool:
        """Whether this settles the request today: a recorded timeout does only if its budget was at least as large."""
        return self.ending != TimedOut.__name__ or self.budget_seconds >= seconds

    def result(self) -> dict[str, Any]:
        """The answer; raises the recorded ending."""
        if self.answer is None:
            raise ENDINGS[self.ending](self.reason)
        return self.answer

    def agrees_with(self, other: Entry) -> bool:
        """Whether two runs of one request said the same, as far as anything may depend on it.

        What raised is told by its type: messages, like what a cell prints, may hold addresses and times. Values are compared
        byte by byte, so that NaN is equal to itself.
        """
        return self._substance() == other._substance()

    def _substance(self) -> bytes:
        answer = self.answer or {}
        raised = answer.get("raised")
        kind = raised.get("type") if isinstance(raised, dict) else raised
        value = None if self.is_cell else answer.get("ok")
        return bytes(msgpack.packb([self.ending, "raised" in answer, kind, value], use_bin_type=True))


class Transcript:
    """The recorded answers of one notebook, in memory."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}

    def find(self, key: str, seconds: float) -> Entry | None:
        """The recorded answer to a request that may take this long, if there is one."""
        entry = self._entries.get(key)
        return entry if entry is not None and entry.holds_for(seconds) else None

    def record(self, key: str, entry: Entry) -> None:
        """Keep an answer."""
        self._entries[key] = entry

    def discard(self) -> None:
        """Forget everything: the notebook does not do the same twice, so nothing of it may be mixed with another run."""
        self._entries.clear()

    def __len__(self) -> int:
        return len(self._entries)
