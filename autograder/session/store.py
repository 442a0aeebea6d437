"""Transcripts on disk: one file for each notebook that was graded, believed only if it is what was written.

Theory of operation. Transcripts lie in the course's folder, where no student code can write. Each file is named by a keyed
hash of what its answers depend on: the student, the cells as they are graded, what their process may use, and this engine's
part of the sandbox. So nothing has to be compared or invalidated: another notebook has another file. A file begins with a
keyed hash of its name and content, with a key derived from the course's salt: what was altered, truncated, renamed or written
with another salt is discarded. Files are written whole, under a temporary name, and then renamed; two workers that write the
same one leave one of both. What cannot be written or read costs time, never a grade. A file holds msgpack, never a pickle:
checkpoints are bytes that are loaded in the sandbox of the same submission alone.

Files are kept by student, also where two handed in the same cells: everybody is graded by a run of their own. So a machine's
hiccup in one run is not copied to another student, nobody can arrange what somebody else is told, and a student's data can be
deleted.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import msgpack

from autograder.course import Limits, TranscriptLimits
from autograder.session.cells import Cell
from autograder.session.transcript import ENDINGS, Entry, Transcript

FORMAT = 1  # what a file holds, and what an answer means
INSIDE = Path(__file__).parents[1] / "sandbox" / "inside"
MAGIC = b"autograder transcript\n"
DIGEST_BYTES = 32
SUFFIX = ".transcript"
STALE_SECONDS = 3600.0  # by when a temporary file belongs to nobody any more
_TYPES = (bytes | None, str, str, *[float | int] * 3, bool, int)  # of an entry's fields
ROOM_FOR_KEYS = 2  # a file is larger than its answers by less than this factor


class TranscriptStore:
    """The stored transcripts of one assignment.

    Args:
        folder: where they are kept.
        salt: the course's.
        limits: how much is kept.
    """

    def __init__(self, folder: Path, salt: str, limits: TranscriptLimits) -> None:
        self._folder, self._limits = folder, limits
        self._key = hmac.digest(salt.encode(), b"stored transcripts", "sha256")

    def name(self, student: str, cells: Sequence[Cell], limits: Limits) -> str:
        """What the transcript of a notebook is called: a keyed hash of all that its answers depend on."""
        process = {name: getattr(limits, name) for name in ("memory_bytes", "processes", "file_bytes", "tmp_bytes")}
        about = [FORMAT, _fingerprint_inside(), student, limits.output_chars, sorted(process.items())]
        about += [[cell.label, cell.source] for cell in cells]
        return self._sign(b"name", msgpack.packb(about, unicode_errors="surrogatepass")).hex()

    def open(self, name: str, provenance: Mapping[str, str]) -> Transcript:
        """A notebook's transcript, as far as there is one that can be believed.

        Args:
            name: from :meth:`name`.
            provenance: of what is recorded from now on.
        """
        transcript = self.begin(provenance)
        path = self._path(name)
        try:
            body = self._read(path, name)
            if body is None:
                return transcript
            transcript.refill(*_load(body))
        except (OSError, ValueError, TypeError, msgpack.UnpackException):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
            transcript = self.begin(provenance)
            transcript.was_damaged = True
        return transcript

    def begin(self, provenance: Mapping[str, str], *, gives_up: bool = True) -> Transcript:
        """An empty transcript with this store's limits; see :class:`Transcript`."""
        most = self._limits
        return Transcript(
            provenance,
            most_bytes=most.submission_bytes,
            most_checkpoint_bytes=most.checkpoint_bytes,
            gives_up=gives_up,
        )

    def save(self, name: str, transcript: Transcript) -> bool:
        """Keep a transcript for the next time.

        Returns:
            Whether it is kept; where it is not (a full disk, a folder that cannot be written), the next time takes longer.
        """
        body = _dump(transcript)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, prefix=".", suffix=SUFFIX, delete=False) as file:
                try:
                    file.write(MAGIC + self._sign(name.encode(), body))
                    file.write(body)
                    file.close()
                    os.replace(file.name, self._path(name))
                except BaseException:
                    os.unlink(file.name)
                    raise
        except OSError:
            return False
        return True

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}{SUFFIX}"

    def _read(self, path: Path, name: str) -> memoryview | None:
        """A file's content, if it is what was written under this name; None if there is no such file.

        Raises:
            ValueError: if it is not.
        """
        try:
            with path.open("rb") as file:
                if os.fstat(file.fileno()).st_size > ROOM_FOR_KEYS * self._limits.submission_bytes + len(MAGIC):
                    raise ValueError("it is larger than any that is written")
                content = file.read()
        except FileNotFoundError:
            return None
        start = len(MAGIC) + DIGEST_BYTES
        body = memoryview(content)[start:]
        if not content.startswith(MAGIC) or not hmac.compare_digest(
            content[len(MAGIC) : start], self._sign(name.encode(), body)
        ):
            raise ValueError("it is not what was written")
        with contextlib.suppress(OSError):
            os.utime(path)  # the ones that were not used for longest go first
        return body

    def _sign(self, about: bytes, body: bytes | memoryview) -> bytes:
        digest = hmac.new(self._key, len(about).to_bytes(8, "big") + about, "sha256")
        digest.update(body)
        return digest.digest()


def _dump(transcript: Transcript) -> bytes:
    """What is kept of a transcript: the runs that its answers come from, and the answers."""
    kept = dict(transcript.to_keep())
    used = sorted({entry.run for entry in kept.values()})
    runs = [transcript.runs[run] for run in used]
    rows = [[key, *astuple(entry)[:-1], used.index(entry.run)] for key, entry in kept.items()]
    return bytes(msgpack.packb([runs, rows], use_bin_type=True, unicode_errors="surrogatepass"))


def _load(body: memoryview) -> tuple[list[dict[str, str]], dict[str, Entry]]:
    """What was dumped.

    Raises:
        ValueError: if something else was signed: by an engine that kept something else.
        TypeError: the same.
        msgpack.UnpackException: if it is no msgpack.
    """
    runs, rows = msgpack.unpackb(body, raw=False, strict_map_key=True, unicode_errors="surrogatepass")
    if not isinstance(runs, list) or not all(isinstance(run, dict) for run in runs):
        raise ValueError("it names no runs")
    return runs, {str(key): _read_entry(row, len(runs)) for key, *row in rows}


def _read_entry(row: list[Any], runs: int) -> Entry:
    if len(row) != len(_TYPES) or not all(map(isinstance, row, _TYPES)):
        raise ValueError("it is no entry")
    entry = Entry(*row)
    has_ended = entry.body is None
    if (entry.ending in ENDINGS) != has_ended or (entry.ending and not has_ended) or not 0 <= entry.run < runs:
        raise ValueError("it is no entry")
    return entry


@cache
def _fingerprint_inside() -> str:
    """The hash of what runs beside student code: it decides what an answer looks like."""
    digest = hashlib.sha256()
    for path in sorted(INSIDE.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:24]


# --- all of a course's


@dataclass(frozen=True)
class Stored:
    """One stored transcript.

    Attributes:
        path: its file.
        size_bytes: its size.
        used: when it was written or replayed last, in seconds since the epoch.
    """

    path: Path
    size_bytes: int
    used: float


def find_stored(folder: Path) -> list[Stored]:
    """All transcripts below a folder, the ones first that were not used for longest."""
    return sorted(_scan(folder), key=lambda stored: stored.used)


def _scan(folder: Path) -> Iterator[Stored]:
    for path in folder.rglob(f"*{SUFFIX}"):
        with contextlib.suppress(OSError):  # another worker may have removed it
            status = path.stat()
            if path.name.startswith(".") and time.time() - status.st_mtime < STALE_SECONDS:
                continue  # somebody is writing it
            yield Stored(path, status.st_size, status.st_mtime)


def prune(folder: Path, most_bytes: int) -> list[Stored]:
    """Remove the transcripts that were not used for longest, until the others fit.

    Args:
        folder: with all transcripts of a course.
        most_bytes: that may stay.

    Returns:
        What was removed.
    """
    found = find_stored(folder)
    total = sum(stored.size_bytes for stored in found)
    removed = []
    for stored in found:
        if total <= most_bytes and not stored.path.name.startswith("."):
            continue
        with contextlib.suppress(OSError):
            stored.path.unlink(missing_ok=True)
            removed.append(stored)
            total -= stored.size_bytes
    return removed
