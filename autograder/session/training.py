"""The scope of a fixture that trains: what it returns is kept as a checkpoint, so that it need not be trained again.

Training runs in a process of its own, in which the cells ran again, and which ends with it: no hidden global, no file and no
thread of it is there when the model is judged, and no process that has begun to use a GPU is ever forked. What the fixture
returned is restored from the checkpoint, today as on the day when somebody adds a test: a live run and a replay are the same.
What cannot be pickled stays where it was trained; its transcript can still be replayed, but something new makes the whole
notebook be judged once more, live: the model that is trained again need not be the one that was judged.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from autograder.errors import CheckFailed, Diverged, OutOfMemory, SandboxEnded
from autograder.session.scope import Budget, Scope
from autograder.session.state import State

if TYPE_CHECKING:
    from autograder.session.notebook import Handle

CHECKPOINT_SECONDS = 20.0


class TrainingScope(Scope):
    """The states of one fixture that trains.

    Args:
        budget: what its requests may take.
        memory_bytes: that a process in which it trains may use, the notebook's cells and what it was sent included; 0 for
            what any process of the notebook may.
    """

    def __init__(self, budget: Budget, memory_bytes: int = 0) -> None:
        super().__init__(budget)
        self._memory_bytes = memory_bytes
        self._handles: list[weakref.ref[Handle]] = []

    def fork(self, state: State) -> State:
        """A new state for training: apart from the state that it goes on from, unless that is this scope's own.

        Nor is it apart from one that cannot be made again.
        """
        view = self._forks.get(state, state)
        is_apart = view not in self._own and not view.is_unkept
        return self.adopt(view.fork(is_apart=is_apart, memory_bytes=self._memory_bytes))

    def ask(self, state: State, request: dict[str, Any]) -> dict[str, Any]:
        """Ask one of this scope's states; see :meth:`Scope.ask`."""
        with self._told():
            return super().ask(state, request)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say of what was too large that it is training's own limit."""
        try:
            yield
        except OutOfMemory as ending:
            if not self._memory_bytes:
                raise
            raise OutOfMemory(f"training needed more than {self._memory_bytes >> 20} MiB of memory") from ending

    def note(self, handle: Handle) -> None:
        """Remember a handle for :meth:`keep`."""
        self._handles.append(weakref.ref(handle))

    def keep(self) -> None:
        """Keep a checkpoint of every object that still has a handle, and let the handles stand for what is restored from it."""
        living = [handle for reference in self._handles if (handle := reference()) is not None]
        for state in list(self._own):
            if handles := [handle for handle in living if handle._state is state]:
                with self._told():
                    self._keep(state, handles)

    def _keep(self, state: State, handles: list[Handle]) -> None:
        restored = self.adopt(self._outside(state).fork(is_restored=True))
        try:
            for handle, kept in zip(handles, handles[0]._asker.move(handles, restored, _ask), strict=True):
                handle._become(kept)
            state.close()
        except CheckFailed:
            pass  # it stays where it was trained
        except SandboxEnded as ending:
            if state.has_ended or isinstance(ending, Diverged):
                raise
        restored.close()
        state.is_unkept = all(handle._state is state for handle in handles)
        if state.was_asked_live:
            state.tally.trained += 1
        else:
            state.tally.restored += 1

    def _outside(self, state: State) -> State:
        """The state that this scope's own went on from."""
        while state in self._own:
            assert state.parent is not None
            state = state.parent
        return state


def _ask(state: State, request: dict[str, Any]) -> dict[str, Any]:
    """Ask within a budget of its own: keeping a model costs the student nothing."""
    return state.ask(request, CHECKPOINT_SECONDS)
