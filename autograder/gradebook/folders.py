"""The folders that nbgrader's users look into: ``autograded/`` and ``feedback/``, replaced whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from fnmatch import translate
from html import escape
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any

from nbformat import NotebookNode, v4

from autograder.submitted import copy_submitted

NEVER_COPIED = ("*.ipynb", ".OTTER_LOG")  # notebooks are ours to write; otter's log is a pickle
MAX_EXTRA_FILES = 2_000
MAX_EXTRA_BYTES = 256 << 20  # together; a file of terabytes without content takes room only where it is copied to
MAX_NAME_BYTES = 1_000  # with its folders: with much more, no system call takes the path

_NBFORMAT: Any = v4  # its functions carry no types


class StagedFolder:
    """A folder in the making beside the one that it will replace.

    Everything that can fail for want of space or permission happens while staging; ``publish`` only renames. A folder
    that is not published vanishes with the ``with``. What a killed process left behind is removed by the next one.

    Args:
        target: the folder to replace.
        mode: the permissions of its files.
        group_shared: whether nbgrader shares the course among a group of instructors.
    """

    def __init__(self, target: Path, mode: int, *, group_shared: bool = False) -> None:
        self.target = target
        self._new, self._old = target.with_name(f".{target.name}.new"), target.with_name(f".{target.name}.old")
        self._mode, self._group_shared = mode, group_shared
        self._files: set[str] = set()
        self._folders: set[str] = {""}

    def __enter__(self) -> StagedFolder:
        self.target.parent.mkdir(parents=True, exist_ok=True)
        for leftover in self.leftovers:
            shutil.rmtree(leftover, ignore_errors=True)
        self._new.mkdir()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._new.exists():
            shutil.rmtree(self._new, ignore_errors=True)

    @property
    def leftovers(self) -> list[Path]:
        """What a killed process left beside the target."""
        return [folder for folder in (self._new, self._old) if folder.exists()]

    def has_room_for(self, name: str) -> bool:
        """Whether a file can be added under this name: it is not taken, and no file is in the way of its folders."""
        above = {str(folder) for folder in PurePosixPath(name).parents}
        return name not in self._files and name not in self._folders and not above & self._files

    def write(self, name: str, content: bytes) -> None:
        """Add a file."""
        path = self._make_room(name)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, self._mode), "wb") as file:
            os.fchmod(file.fileno(), self._mode)  # whatever the umask
            file.write(content)

    def copy(self, file: Path, name: str, most: int) -> int:
        """Add a copy of a file that was handed in, unless it is no regular file, or larger than ``most`` bytes.

        Returns:
            How many bytes were added.
        """
        path = self._make_room(name)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, self._mode), "wb") as target:
            os.fchmod(target.fileno(), self._mode)
            copied = copy_submitted(file, target, most)
        if copied is None:
            os.unlink(path)
        return copied or 0

    def _make_room(self, name: str) -> str:
        folder = name.rpartition("/")[0]
        if folder not in self._folders:
            (self._new / folder).mkdir(parents=True)
            self._folders.update(str(above) for above in PurePosixPath(name).parents)
        self._files.add(name)
        return f"{self._new}/{name}"

    def publish(self) -> None:
        """Put the folder in its target's place.

        Raises:
            OSError: if that is refused; then the target is what it was, as far as that is not refused, too.
        """
        if self._group_shared:
            for folder, _, _ in os.walk(self._new):
                os.chmod(folder, 0o2770)
        was_there = self.target.exists()
        if was_there:
            self.target.rename(self._old)
        try:
            self._new.rename(self.target)
        except OSError:
            if was_there:
                self._old.rename(self.target)
            raise
        if was_there:
            shutil.rmtree(self._old, ignore_errors=True)


def extra_files(folder: Path, ignore: Sequence[str]) -> Iterator[str]:
    """The names, relative to a submission or a source folder, of the files that go with its notebook.

    Only regular files: a link in a submission could name any file of the instructor's. A folder that cannot be read, or
    whose name no system call takes, is left out: it must not keep a class from being graded.
    """
    if folder.is_symlink():
        return
    ignored = re.compile("|".join(translate(pattern) for pattern in (*ignore, *NEVER_COPIED)))
    folders = [""]
    while folders:
        within = folders.pop()
        try:
            entries = sorted(os.scandir(folder / within), key=lambda entry: entry.name)
        except OSError:  # nothing was handed in, or nothing that can be read
            continue
        for entry in entries:
            name = f"{within}/{entry.name}" if within else entry.name
            if ignored.match(entry.name) or len(os.fsencode(name)) > MAX_NAME_BYTES:
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(name)
            elif entry.is_file(follow_symlinks=False):
                yield name


def to_bytes(text: str) -> bytes:
    """Text as a file's content."""
    return text.encode("utf-8", errors="replace")  # lone surrogates are legal in JSON, not in UTF-8


def serialise(notebook: NotebookNode) -> str:
    """A notebook as nbformat writes it, without validating every cell once more: what is written here is ours."""
    return str(_NBFORMAT.writes(notebook)) + "\n"


def explain_unreadable(reason: str) -> NotebookNode:
    """The notebook that stands in ``autograded/`` for one that cannot be read: formgrader shows why."""
    text = f"**This submission could not be read.**\n\n{escape(reason)}"
    notebook: NotebookNode = _NBFORMAT.new_notebook(cells=[_NBFORMAT.new_markdown_cell(text, id="unreadable")])
    return notebook
