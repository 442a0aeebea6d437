"""Solution and mark-scheme regions: find them, clear them as nbgrader does, or keep what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

BEGIN_SOLUTION, END_SOLUTION = "### BEGIN SOLUTION", "### END SOLUTION"
BEGIN_SCHEME, END_SCHEME = "### BEGIN MARK SCHEME", "### END MARK SCHEME"
CODE_STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
TEXT_STUB = "YOUR ANSWER HERE"

_LOOKS_LIKE_ONE = re.compile(r"(BEGIN|END)[ _-]*(SOLUTION|MARK[ _-]*SCHEME|HIDDEN[ _-]*TEST)", re.IGNORECASE)
_PAIRS = {BEGIN_SOLUTION: END_SOLUTION, BEGIN_SCHEME: END_SCHEME}
_MARKS = {*_PAIRS, *_PAIRS.values()}


class RegionError(Exception):
    """A cell's regions are not what they should be; ``offset`` counts its lines from 0."""

    def __init__(self, offset: int, problem: str) -> None:
        super().__init__(offset, problem)
        self.offset, self.problem = offset, problem


@dataclass(frozen=True)
class Region:
    """The lines between two marks: ``begin`` and ``end`` are the marks' own lines, counted from 0."""

    mark: str
    begin: int
    end: int


def find_regions(source: str) -> list[Region]:
    """The regions of a cell, in order.

    Raises:
        RegionError: if a mark is misspelt, or if marks are unbalanced or nested.
    """
    regions: list[Region] = []
    opened: tuple[str, int] | None = None
    for offset, line in enumerate(source.split("\n")):
        mark = line.strip()
        if mark not in _MARKS:
            if _LOOKS_LIKE_ONE.search(line):
                raise RegionError(offset, f"{mark!r} looks like a region's mark; they are: {', '.join(sorted(_MARKS))}")
        elif mark in _PAIRS:
            if opened:
                raise RegionError(offset, f"`{mark}` inside the region that begins with `{opened[0]}`")
            opened = (mark, offset)
        elif opened is None or _PAIRS[opened[0]] != mark:
            raise RegionError(offset, f"`{mark}` without its beginning")
        else:
            regions.append(Region(opened[0], opened[1], offset))
            opened = None
    if opened:
        raise RegionError(opened[1], f"`{opened[0]}` without `{_PAIRS[opened[0]]}`")
    return regions


def clear(source: str, stub: str) -> str:
    """A cell's text with a stub in place of each solution, by nbgrader's own rule.

    Args:
        source: text whose mark scheme, if any, stands inside the solution (`nest_scheme`).
        stub: what replaces a region, indented as its first mark is.
    """
    lines: list[str] = []
    inside = False
    for line in source.split("\n"):
        if BEGIN_SOLUTION in line:
            inside = True
            indent = line[: len(line) - len(line.lstrip())]
            lines += [indent + stub_line for stub_line in stub.split("\n")]
        elif END_SOLUTION in line:
            inside = False
        elif not inside:
            lines.append(line)
    return "\n".join(lines)


def solve(source: str) -> str:
    """A cell's text with its solution, without the marks; a mark scheme gets a heading."""
    lines = []
    for line in source.split("\n"):
        if line.strip() == BEGIN_SCHEME:
            lines += ["", "**Mark scheme**", ""]
        elif line.strip() not in _MARKS:
            lines.append(line)
    return "\n".join(lines).strip("\n")


def nest_scheme(source: str) -> str:
    """Move the mark scheme into the solution before it.

    nbgrader clears mark schemes only of its manually graded *tasks*, and only after it has kept the cell's checksum;
    inside the solution the scheme goes where the solution goes, and a blank answer is known as blank.
    """
    lines = source.split("\n")
    marks = {line.strip(): i for i, line in enumerate(lines) if line.strip() in _MARKS}
    lines.insert(marks[END_SCHEME] + 1, lines[marks[END_SOLUTION]])
    del lines[marks[END_SOLUTION]]
    return "\n".join(lines)


def unnest_scheme(source: str) -> str:
    """The opposite of `nest_scheme`.

    Raises:
        ValueError: if the text has no mark scheme at the end of one solution.
    """
    lines = source.split("\n")
    marks = [(line.strip(), i) for i, line in enumerate(lines) if line.strip() in _MARKS]
    if [mark for mark, _ in marks] != [BEGIN_SOLUTION, BEGIN_SCHEME, END_SCHEME, END_SOLUTION]:
        raise ValueError("it needs one solution that ends with one mark scheme")
    end = lines.pop(marks[3][1])
    lines.insert(marks[1][1], end)
    return "\n".join(lines)


def secret_lines(source: str) -> Iterator[tuple[int, str]]:
    """Each line inside a region, stripped, with its offset in the cell."""
    inside = False
    for offset, line in enumerate(source.split("\n")):
        mark = line.strip()
        if mark in _MARKS:
            inside = mark in _PAIRS
        elif inside and mark:
            yield offset, mark


def open_lines(source: str) -> Iterator[str]:
    """Each line outside all regions, stripped."""
    inside = False
    for line in source.split("\n"):
        mark = line.strip()
        if mark in _MARKS:
            inside = mark in _PAIRS
        elif not inside and mark:
            yield mark
