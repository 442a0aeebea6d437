"""The folders that nbgrader's users look into: ``autograded/`` and ``feedback/``, replaced whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from html import escape
from pathlib import Path
from types import TracebackType
from typing import Any

from nbformat import NotebookNode, v4

NEVER_COPIED = ("*.ipynb", ".OTTER_LOG")  # notebooks are ours to write; otter's log is a pickle

_NBFORMAT: Any = v4  # its functions carry no types


class StagedFolder:
    """A folder in the making beside the one that it will replace.

    Everything that can fail for want of space or permission happens while staging; ``publish`` only renames. A folder
    that is not published vanishes with the ``with``. What a killed process left behind is removed by the next one.

    Args:
        target: the folder to replace.
        group_shared: whether nbgrader shares the course among a group of instructors.
    """

    def __init__(self, target: Path, *, group_shared: bool = False) -> None:
        self.target = target
        self._new, self._old = target.with_name(f".{target.name}.new"), target.with_name(f".{target.name}.old")
        self._group_shared = group_shared

    def __enter__(self) -> StagedFolder:
        self.target.parent.mkdir(parents=True, exist_ok=True)
        for leftover in (self._new, self._old):
            shutil.rmtree(leftover, ignore_errors=True)
        self._new.mkdir()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        shutil.rmtree(self._new, ignore_errors=True)

    def write(self, name: str, text: str, mode: int) -> None:
        """Add a file with this text."""
        path = self._new / name
        path.write_text(text, encoding="utf-8", errors="replace")  # lone surrogates are legal in JSON, not in UTF-8
        path.chmod(mode)

    def copy(self, file: Path, name: Path, mode: int) -> None:
        """Add a copy of a file."""
        path = self._new / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, path)
        path.chmod(mode)

    def has_room_for(self, name: Path) -> bool:
        """Whether a file can be added under this name: nothing is there, and no file is in the way of its folders."""
        taken = any((self._new / folder).is_file() for folder in name.parents)
        return not taken and not (self._new / name).exists()

    def publish(self) -> None:
        """Put the folder in its target's place."""
        if self._group_shared:
            for folder, _, _ in os.walk(self._new):
                os.chmod(folder, 0o2770)
        if self.target.exists():
            self.target.rename(self._old)
        self._new.rename(self.target)
        shutil.rmtree(self._old, ignore_errors=True)


def extra_files(folder: Path, ignore: Sequence[str]) -> Iterator[Path]:
    """The files of a submission or a source folder that go with its notebook, relative to the folder.

    Only regular files: a link in a submission could name any file of the instructor's.
    """
    patterns = (*ignore, *NEVER_COPIED)
    for where, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not any(fnmatch(name, pattern) for pattern in patterns)]
        for name in files:
            path = Path(where, name)
            if path.is_file() and not path.is_symlink() and not any(fnmatch(name, pattern) for pattern in patterns):
                yield path.relative_to(folder)


def serialise(notebook: NotebookNode) -> str:
    """A notebook as nbformat writes it, without validating every cell once more: what is written here is ours."""
    return str(_NBFORMAT.writes(notebook)) + "\n"


def explain_unreadable(reason: str) -> NotebookNode:
    """The notebook that stands in ``autograded/`` for one that cannot be read: formgrader shows why."""
    text = f"**This submission could not be read.**\n\n{escape(reason)}"
    notebook: NotebookNode = _NBFORMAT.new_notebook(cells=[_NBFORMAT.new_markdown_cell(text, id="unreadable")])
    return notebook
