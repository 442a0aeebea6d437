"""A release holds no line of a solution, and no file that is not listed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode

from autograder.errors import LessonError
from autograder.lessons.model import Kind, Lesson
from autograder.lessons.regions import open_lines, secret_lines

# Shorter lines (`return x`, `else:`) stand everywhere and tell nobody anything.
TELLING_CHARS = 13


def check_release(lesson: Lesson, release: NotebookNode, beside: dict[str, bytes]) -> None:
    """Refuse a release in which a line of a solution can be read.

    A line that also stands on its own outside every region is no secret, and a hint may unfold down to the very line.

    Args:
        lesson: whose solutions are secret.
        release: the students' notebook.
        beside: the files that stand beside it.

    Raises:
        LessonError: naming the first such line.
    """
    shown = [*_texts(release), *((name, data.decode("utf-8", "replace")) for name, data in beside.items())]
    open_text = {_code(line) for cell in lesson.cells for line in open_lines(cell.source)}
    for cell in lesson.cells:
        for offset, line in secret_lines(cell.source):
            if len(line) < TELLING_CHARS or _code(line) in open_text:
                continue
            for place, text in shown:
                if line in text:
                    problem = f"this line of a solution also stands in the release, in {place}"
                    raise LessonError(lesson.path, cell.source_line + offset, problem)


def _code(line: str) -> str:
    """A line without the comment behind it."""
    return line.partition("  #")[0].rstrip()


def _texts(release: NotebookNode) -> Iterator[tuple[str, str]]:
    """Every text in a notebook but the hints', with where it stands."""
    for cell in release["cells"]:
        hint = cell["metadata"].get("journey", {}).get("kind") == Kind.HINT
        for key, value in cell.items():
            if not (hint and key == "source"):
                yield from ((f"cell {cell['id']!r}", text) for text in _strings(value))
    yield from (("the notebook's metadata", text) for text in _strings(release["metadata"]))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
