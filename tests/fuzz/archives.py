"""The archive's reader: a transcript's file is what was written, or it is discarded; answers come back as they were given.

It is the one container of ours that holds what student code caused: every answer, and the checkpoints of trained models. The
first byte of an input says what the rest is: a file; what somebody who knows the key has signed; damage to a file that was
written; or an answer that a notebook gives, which is kept and found again.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import Path

import msgpack
from hypothesis import strategies as st

from autograder.course import TranscriptLimits
from autograder.sandbox.inside import wire
from autograder.session import Transcript, TranscriptStore
from autograder.session.store import MAGIC, SUFFIX
from autograder.session.transcript import ENDINGS, Entry
from tests.fuzz import frames
from tests.fuzz.bounds import within_bounds
from tests.fuzz.damage import EDITS, KINDS, damaged, some_damage

INSTRUMENTED = ("autograder.session.store", "autograder.session.transcript")
TOKENS = [
    MAGIC,
    b"\x92\x91\x80",
    b"\xa8TimedOut",
    b"\xa7Crashed",
    b"\xabOutOfMemory",
    b"\xc2\x00",
    b"\xcb\x3f\xf0" + bytes(6),
]
TOKENS += [b"\x81\xa2ok", b"\xa6raised"]
NAME = "written"
WAYS = ("file", "signed", "damaged", "answer")
LIMITS = TranscriptLimits(submission_bytes=1 << 20, checkpoint_bytes=1 << 18)

_folder = tempfile.TemporaryDirectory(prefix="fuzz-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
STORE = TranscriptStore(Path(_folder.name), "the salt of a fuzzed course", LIMITS)


def _make_written() -> bytes:
    """A file as it is written."""
    transcript = STORE.begin({"torch": "1", "device": "cpu"})
    transcript.record("a", Entry(msgpack.packb({"ok": [1, 2.5, b"x" * 20]}), seconds=1.5, budget_seconds=10.0))
    transcript.record("b", Entry(None, "TimedOut", "too long", 5.0, 5.1, 0.25))
    transcript.record("c", Entry(msgpack.packb({"ok": "printed"}), is_opaque=True))
    assert STORE.save(NAME, transcript)
    return (Path(_folder.name) / f"{NAME}{SUFFIX}").read_bytes()


WRITTEN = _make_written()


def check(data: bytes) -> str:
    """Read an archive, or keep an answer in one; returns how that ended."""
    way, rest = WAYS[data[0] % len(WAYS)] if data else "file", data[1:]
    if way == "answer":
        return f"{way}: {_check_answer(rest)}"
    if way == "damaged":
        rest = damaged(WRITTEN, _edits(rest))
    if way == "signed":
        rest = MAGIC + STORE._sign(NAME.encode(), rest) + rest
    path = Path(_folder.name) / f"{NAME}{SUFFIX}"
    path.write_bytes(rest)
    with within_bounds(len(rest)):
        transcript = STORE.open(NAME, {"torch": "2", "device": "cpu"})
    if transcript.was_damaged:
        assert len(transcript) == 0
        assert not path.exists()
        return f"{way}: discarded"
    assert way == "signed" or rest == WRITTEN, "a file that nobody signed was believed"
    _check_entries(transcript)
    return f"{way}: read {min(len(transcript), 3)}"


def _edits(data: bytes) -> list[tuple[str, float, int, int]]:
    """What is done to a file, four bytes for each edit."""
    rows = [data[i : i + 4] for i in range(0, len(data) - 3, 4)]
    return [(KINDS[a % len(KINDS)], b / 256, c, 1 + d % 12) for a, b, c, d in rows[:4]]


def _check_entries(transcript: Transcript) -> None:
    """All that grading does with what was read; and it is kept as it was read."""
    entries = dict(transcript.to_keep())
    for key, entry in entries.items():
        _use(transcript, key, entry)
    assert _listed(_keep(transcript)) == _listed(transcript)


def _listed(transcript: Transcript) -> list[str]:
    """Every answer with the run that it comes from, whatever number that has; as text, for NaN equals nothing."""
    kept = transcript.to_keep()
    return [f"{key!r} {replace(entry, run=0)} {transcript.runs[entry.run]}" for key, entry in kept]


def _use(transcript: Transcript, key: str, entry: Entry) -> None:
    if not _is_answer(entry.body):
        return
    assert transcript.find(key, 10.0) in (None, entry)
    assert entry.agrees_with(entry)
    with suppress(ENDINGS[entry.ending]) if entry.ending else nullcontext():
        assert isinstance(entry.result(), dict)


def _is_answer(body: bytes | None) -> bool:
    """Only answers that were read are ever signed; who has the key may sign anything."""
    try:
        return body is None or isinstance(wire.load(body), dict)
    except wire.WireError:
        return False


def _keep(transcript: Transcript) -> Transcript:
    assert STORE.save("kept", transcript)
    again = STORE.open("kept", {"torch": "2", "device": "cpu"})
    assert not again.was_damaged, "what was written is not read again"
    return again


def _check_answer(body: bytes) -> str:
    """What a notebook answers is asked of the transcript afterwards, and is the same."""
    with within_bounds(4 * len(body)):
        try:
            answer = wire.load(body)
        except wire.WireError:
            return "no frame"
        if not isinstance(answer, dict) or not answer.keys() & {"ok", "raised"}:
            return "no answer"
        entry = Entry(msgpack.packb(answer, use_bin_type=True), "", "", 10.0, 0.5, 0.1)
        transcript = STORE.begin({"device": "cpu"})
        transcript.record("key", entry)
        if not len(transcript):
            return "too large"
        found = _keep(transcript).find("key", 10.0)
    assert found == entry
    assert found.agrees_with(entry)
    assert msgpack.packb(found.answer, use_bin_type=True) == entry.body
    return "kept"


# --- what is nearly an archive

_texts = st.text(max_size=6) | st.sampled_from(["TimedOut", "Crashed", "OutOfMemory", "Diverged"])
_numbers = st.floats() | st.integers(-(1 << 63), (1 << 64) - 1)
_any = st.none() | st.booleans() | _numbers | _texts | st.binary(max_size=8) | st.lists(st.integers(0, 99), max_size=2)
_bodies = (
    st.none()
    | st.builds(lambda value: msgpack.packb({"ok": value}), st.none() | st.integers(0, 9))
    | st.binary(max_size=9)
)
_right = st.tuples(
    _texts, _bodies, _texts, _texts, _numbers, _numbers, _numbers, st.booleans(), st.integers(-1, 3)
).map(list)
_believable = st.tuples(
    st.text(max_size=4),
    st.builds(lambda value: msgpack.packb({"ok": value}), st.integers(0, 9)),
    st.just(""),
    st.text(max_size=4),
    st.floats(0, 1e6),
    st.floats(0, 1e6),
    st.floats(0, 1e6),
    st.booleans(),
    st.integers(0, 1),
).map(list)
_rows = _believable | _right | st.lists(_any, max_size=10)
_runs = (
    st.lists(st.dictionaries(_texts, _texts, max_size=2) | _any, min_size=1, max_size=2)
    | st.just([{"torch": "1"}])
    | _any
)
_sound = st.tuples(st.just([{"torch": "1", "device": "cpu"}, {"torch": "2"}]), st.lists(_believable, max_size=4)).map(
    list
)
_archives = _sound | _sound | st.tuples(_runs, st.lists(_rows, max_size=4) | _any).map(list)
_frames = st.builds(
    lambda key, tree: msgpack.packb({key: tree}, unicode_errors="surrogatepass"),
    st.sampled_from(["ok", "raised"]),
    frames.values,
)


def _as(way: str, bodies: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    return bodies.map(lambda body: bytes([WAYS.index(way)]) + body)


nearly_valid = st.one_of(
    _as("file", some_damage(st.just(WRITTEN))),
    _as("signed", some_damage(_archives.map(lambda tree: msgpack.packb(tree, unicode_errors="surrogatepass")))),
    _as("damaged", st.lists(EDITS, min_size=1, max_size=4).map(lambda edits: bytes(_numbered(edits)))),
    _as("answer", some_damage(_frames)),
)


def _numbered(edits: list[tuple[str, float, int, int]]) -> list[int]:
    """Edits as :func:`_edits` reads them."""
    return [
        number for kind, share, value, count in edits for number in (KINDS.index(kind), int(share * 256), value, count)
    ]


def seeds() -> list[bytes]:
    """One of each way."""
    body = WRITTEN[len(MAGIC) + 32 :]
    return [b"\0" + WRITTEN, b"\1" + body, b"\2\1\x80\x05\x01", *(b"\3" + frame for frame in frames.seeds())]
