"""What a hidden test holds: the submission as ``notebook``, and handles to objects that stay in the sandbox."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NoReturn, cast

from autograder.errors import CheckFailed, Crashed, GraderError, StudentRaised
from autograder.sandbox.inside import wire
from autograder.session.scopes import Scopes
from autograder.session.state import State
from autograder.session.transcript import PresentDevice
from autograder.testing import Helper

NOT_PICKLED = "what was returned cannot be moved to another process, because it cannot be pickled: {}"
NOT_RESTORED = "what was returned was pickled, but could not be loaded in a fresh process after your cells ran: {}"
PICKLING_HINT = (
    "Return an object of a class that stands at the top level of a cell, and keep no lambda, no function defined inside "
    "another and no open file in it."
)

Ask = Callable[[State, dict[str, Any]], dict[str, Any]]


class Asker:
    """Asks on behalf of a notebook or a handle: finds the state, packs arguments, unpacks the answer."""

    def __init__(self, scopes: Scopes) -> None:
        self.scopes = scopes

    def ask(self, base: State, op: str, arguments: tuple[Any, ...] = (), **request: Any) -> Any:
        """Ask in this test's fork of the deepest state that takes part.

        Raises:
            StudentRaised: if student code raised.
            SandboxEnded: if the state ended instead of answering.
            GraderError: if handles of unrelated states meet, or an argument cannot cross.
        """
        deepest = base
        handles = _handles_in((arguments, request))
        for handle in handles:
            if deepest.is_ancestor_of(handle._state):
                deepest = handle._state
            elif not handle._state.is_ancestor_of(deepest):
                raise GraderError("two handles of unrelated states cannot meet in one request")
        packed: dict[str, Any] = {"op": op}
        for name, value in request.items():
            packed[name] = _pack(value) if name in ("handle", "handles", "index") else value
        if op in ("call", "run"):
            packed["args"] = [_pack(value) for value in arguments]
        if "kwargs" in request:
            packed["kwargs"] = {name: _pack(value) for name, value in request["kwargs"].items()}
        state = self.scopes.current.resolve(deepest)
        if not all(state.knows(handle._state, handle._age) for handle in handles):
            raise GraderError("a handle is not known in a state that was forked before the handle was there")
        answer = self.scopes.current.ask(state, packed)
        return self._read(answer, state)

    def move(self, handles: Sequence[Handle], state: State, ask: Ask) -> list[Handle]:
        """The objects of some handles, of one state, as handles in another.

        Args:
            handles: the objects; what they share, they go on sharing.
            state: where they are restored.
            ask: asks a state, within somebody's budget.

        Raises:
            CheckFailed: if they cannot be pickled, or not be loaded again.
            SandboxEnded: if either state ended over it.
        """
        there = handles[0]._state
        packed = [_pack(handle) for handle in handles]
        data = _checked(ask(there, {"op": "checkpoint", "handles": packed}), NOT_PICKLED).get("ok")
        if not isinstance(data, bytes):
            there.close()
            raise Crashed("a checkpoint is bytes")
        restored = self._read(_checked(ask(state, {"op": "restore", "data": data}), NOT_RESTORED), state)
        if not _are_handles(restored, len(handles)):
            state.close()
            raise Crashed("restored objects are handles")
        return list(restored)

    def _read(self, answer: dict[str, Any], state: State) -> Any:
        if "raised" in answer:
            raise read_raised(answer["raised"])
        try:
            return wire.unpack(answer["ok"], lambda name, kind: self._make_handle(state, name, kind))
        except (wire.WireError, KeyError) as error:
            state.close()
            raise Crashed(f"the answer could not be read: {error}") from error

    def _make_handle(self, state: State, name: str, kind: str) -> Handle:
        handle = Handle(self, state, name, kind, state.age)
        self.scopes.current.note(handle)
        return handle


def _checked(answer: dict[str, Any], told: str) -> dict[str, Any]:
    """An answer; what student code raised over it fails the test, for pickling is what was asked for."""
    if "raised" in answer:
        raised = read_raised(answer["raised"])
        raise CheckFailed(told.format(raised), hint=PICKLING_HINT) from raised
    return answer


def _are_handles(value: Any, count: int) -> bool:
    return isinstance(value, list) and len(value) == count and all(isinstance(item, Handle) for item in value)


def read_raised(raised: Any) -> StudentRaised:
    """An exception of student code, from what the sandbox says of it."""
    data = raised if isinstance(raised, dict) else {}
    texts = {name: data.get(name) for name in ("type", "message", "traceback")}
    kind, message, traceback = (text[:8_000] if isinstance(text, str) else "" for text in texts.values())
    bases = data.get("bases")
    names = tuple(base for base in bases[:20] if isinstance(base, str)) if isinstance(bases, list) else ()
    return StudentRaised(kind[:200] or "Exception", message, traceback, names)


def _handles_in(value: Any) -> list[Handle]:
    if isinstance(value, Handle):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return [handle for item in value for handle in _handles_in(item)]
    return []


def _pack(value: Any) -> Any:
    if isinstance(value, PresentDevice):
        return value

    def keep(kept: Any) -> str:
        if isinstance(kept, Handle):
            return kept._id
        raise wire.CannotKeep(type(kept).__name__)

    try:
        return wire.pack(value, keep)
    except wire.CannotKeep as error:
        raise GraderError(f"a {error} cannot be sent into the sandbox: send data, a handle or a helper") from None


class Handle:
    """Stands for an object that stays in the sandbox.

    ``handle.name`` and ``handle[index]`` ask for a part of it, ``handle(…)`` calls it. Everything else raises: no assertion
    may pass because of what a handle happens to be in a boolean, a comparison or a sum.
    """

    __slots__ = ("__weakref__", "_age", "_asker", "_id", "_state", "type_name")

    def __init__(self, asker: Asker, state: State, name: str, type_name: str, age: int) -> None:
        self._asker, self._state, self._id, self.type_name, self._age = asker, state, name, type_name, age

    def _become(self, other: Handle) -> None:
        """Stand for what another one stands for."""
        self._state, self._id, self.type_name, self._age = other._state, other._id, other.type_name, other._age

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._asker.ask(self._state, "item", handle=self, attribute=name)

    def __getitem__(self, index: Any) -> Any:
        return self._asker.ask(self._state, "item", handle=self, index=index)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the object where it is."""
        return self._asker.ask(self._state, "call", args, handle=self, kwargs=kwargs)

    def fork(self) -> Handle:
        """The same object in a new state, which knows nothing of what is asked here from now on."""
        state = self._asker.scopes.current.fork(self._state)
        return Handle(self._asker, state, self._id, self.type_name, age=0)

    def apart(self) -> Handle:
        """The same object in a process of its own: nothing that is asked of this one can reach that one.

        A fork shares folders with what it was forked from; here the notebook's cells run again in a sandbox of their own,
        and the object is restored there from a checkpoint. An object of a fixture comes as the fixture left it, whatever
        this test has asked it since; an object that this test made comes as it now is.

        Raises:
            CheckFailed: if it cannot be pickled, which is what the student is told.
        """
        scope = self._asker.scopes.current
        there = Handle(self._asker, scope.adopt(self._state.fork()), self._id, self.type_name, age=0)
        state = scope.adopt(self._state.first.fork(is_apart=True))
        try:
            (restored,) = self._asker.move([there], state, scope.ask)
        finally:
            there._state.close()
        return restored

    def checkpoint(self) -> bytes:
        """The object as opaque bytes, to be restored in a sandbox of the same submission and never loaded outside."""
        data = self._asker.ask(self._state, "checkpoint", handles=[self])
        if not isinstance(data, bytes):
            raise Crashed("a checkpoint is bytes")
        return data

    def __repr__(self) -> str:
        return f"<handle of type {self.type_name}>"

    def _refuse(self, *_: Any) -> NoReturn:
        raise CheckFailed(
            f"an object of type {self.type_name} was returned where numbers, text or containers of them belong"
        )

    __bool__ = __len__ = __iter__ = __contains__ = __float__ = __int__ = __complex__ = __index__ = __array__ = _refuse
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __add__ = __sub__ = __mul__ = __matmul__ = __truediv__ = __floordiv__ = __mod__ = __pow__ = _refuse
    __radd__ = __rsub__ = __rmul__ = __rmatmul__ = __rtruediv__ = __rfloordiv__ = __rmod__ = __rpow__ = _refuse
    __and__ = __or__ = __xor__ = __rand__ = __ror__ = __rxor__ = __neg__ = __pos__ = __abs__ = __invert__ = _refuse
    __hash__ = None  # type: ignore[assignment]


class Notebook:
    """The submission: ``notebook.name(…)`` calls what it defined."""

    def __init__(self, asker: Asker, base: State) -> None:
        self._asker, self._base = asker, base

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)

        def call(*args: Any, **kwargs: Any) -> Any:
            return self._asker.ask(self._base, "call", args, name=name, kwargs=kwargs)

        return call

    def get(self, name: str) -> Any:
        """The value of a name that the notebook defined."""
        if name.startswith("_"):
            raise GraderError("underscored names do not cross")
        return self._asker.ask(self._base, "get", name=name)

    def run(self, helper: Helper, *args: Any) -> Any:
        """Run a helper beside the student's objects: ``helper(ns, *args)``."""
        if not isinstance(helper, Helper):
            raise GraderError(f"{helper!r} is no helper: mark it with @inside")
        return self._asker.ask(self._base, "run", args, source=helper.source, name=helper.name)

    def fork(self) -> Notebook:
        """The notebook in a new state, which knows nothing of what is asked here from now on."""
        return Notebook(self._asker, self._asker.scopes.current.fork(self._base))

    def apart(self) -> Notebook:
        """The notebook in a process of its own, in which its cells run again: nothing that is asked here reaches it."""
        state = self._asker.scopes.current.adopt(self._base.first.fork(is_apart=True))
        return Notebook(self._asker, state)

    def restore(self, checkpoint: bytes) -> Handle:
        """An object from its checkpoint, in this notebook's sandbox."""
        handles = self._asker.ask(self._base, "restore", data=checkpoint)
        if not _are_handles(handles, 1):
            raise Crashed("a restored object is a handle")
        return cast("Handle", handles[0])
