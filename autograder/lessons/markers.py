"""Cut a lesson's text into cells at its marker lines, and read what the markers say.

jupytext decides what a cell's text is, but it swallows slips: a marker that it cannot read becomes a title, a value
that is no JSON becomes part of one. So every line that looks like a marker is read here first, and must be one.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import LessonError

_LOOKS_LIKE_ONE = re.compile(r"^\s*#\s*(%%|<codecell>|In\[[0-9 ]*\]:?\s*$)")
_MARKER = re.compile(r"^# %%(?: \[(?P<type>[^\]]*)\])?(?: (?P<options>\S.*))?$")
_KEY = re.compile(r"([A-Za-z_]\w*)=")
_JSON = json.JSONDecoder()


@dataclass(frozen=True)
class Option:
    """One ``key=value`` of a marker; ``start`` and ``end`` are the value's columns in the line."""

    value: object
    start: int
    end: int


@dataclass(frozen=True)
class Block:
    """A cell as it stands in the file.

    Attributes:
        line: the line of its marker, counted from 1.
        is_markdown: whether the marker says ``[markdown]``.
        options: what else the marker says.
        marker: the marker line.
        body: the lines up to the next marker.
    """

    line: int
    is_markdown: bool
    options: dict[str, Option]
    marker: str
    body: tuple[str, ...]

    @property
    def values(self) -> dict[str, object]:
        """The marker's options without their places."""
        return {key: option.value for key, option in self.options.items()}

    @property
    def blank_before(self) -> int:
        """How many blank lines stand between the marker and the text."""
        return next((i for i, line in enumerate(self.body) if line.strip()), len(self.body))

    @property
    def blank_after(self) -> int:
        """How many blank lines stand between the text and the next marker."""
        return next((i for i, line in enumerate(reversed(self.body)) if line.strip()), 0)

    @property
    def text(self) -> tuple[str, ...]:
        """The body without the blank lines around it."""
        return self.body[self.blank_before : len(self.body) - self.blank_after]


def scan(path: Path, text: str) -> tuple[Block, ...]:
    """Cut a lesson's text into blocks.

    Raises:
        LessonError: if a line looks like a marker but is none, or if text stands before the first one.
    """
    lines = _lines(path, text)
    starts = [i for i, line in enumerate(lines) if _LOOKS_LIKE_ONE.match(line)]
    first = starts[0] if starts else len(lines)
    for i, line in enumerate(lines[:first]):
        if line.strip():
            raise LessonError(path, i + 1, "a lesson begins with a cell marker: `# %% [markdown]`")
    if not starts:
        raise LessonError(path, 1, "the lesson has no cells")
    ends = [*starts[1:], len(lines)]
    return tuple(_block(path, lines, start, end) for start, end in zip(starts, ends, strict=True))


def _lines(path: Path, text: str) -> list[str]:
    for number, line in enumerate(text.split("\n"), 1):
        if "\r" in line:
            raise LessonError(path, number, "a carriage return: lines end with a line feed alone")
        if "\x00" in line or "\ufeff" in line:
            raise LessonError(path, number, "a null character or byte order mark")
    return text.removesuffix("\n").split("\n")


def _block(path: Path, lines: list[str], start: int, end: int) -> Block:
    line = lines[start].rstrip()
    match = _MARKER.match(line)
    if match is None:
        raise LessonError(path, start + 1, f"{line.strip()!r} looks like a cell marker; they are written `# %% …`")
    if match["type"] not in (None, "markdown"):
        raise LessonError(path, start + 1, f"a cell is code or [markdown], not [{match['type']}]")
    options = _options(path, start + 1, line, match.start("options")) if match["options"] else {}
    return Block(start + 1, match["type"] == "markdown", options, line, tuple(lines[start + 1 : end]))


def _options(path: Path, number: int, line: str, column: int) -> dict[str, Option]:
    options: dict[str, Option] = {}
    while column < len(line):
        key = _KEY.match(line, column)
        if key is None:
            raise LessonError(path, number, f"expected key=value in the cell marker, found {line[column:]!r}")
        name, start = key[1], key.end()
        try:
            value, column = _JSON.raw_decode(line, start)
        except (ValueError, RecursionError) as error:
            written = line[start:].split(" ")[0]
            problem = f'`{name}={written}`: the value is a number, a "text" or a ["list"]'
            raise LessonError(path, number, problem) from error
        if name in options:
            raise LessonError(path, number, f"`{name}` stands twice in the cell marker")
        options[name] = Option(value, start, column)
        rest = line[column:]
        if rest and not rest.startswith(" "):
            raise LessonError(path, number, f"a blank is missing after `{line[key.start() : column]}`")
        column += len(rest) - len(rest.lstrip(" "))
    return options
