"""Read a lesson: jupytext's percent format, with every slip an error with file and line."""

from __future__ import annotations

import re
from pathlib import Path

from autograder.course import assignment_name
from autograder.errors import CourseError, LessonError
from autograder.lessons.markers import Block, scan
from autograder.lessons.model import Exercise, Lesson, LessonCell
from autograder.lessons.rules import check_lesson, find_images
from autograder.lessons.schema import read_marker

# `comment_magics` would turn the comment `# cat the tensors` into a magic.
FORMAT = {"extension": ".py", "format_name": "percent", "comment_magics": False}
_FILE_NAME = re.compile(r"\d\d_[a-z0-9_]+")


def parse_lesson(path: Path) -> Lesson:
    """Read a lesson.

    Raises:
        LessonError: on any slip, with its line.
        CourseError: if the file cannot be read, or has a name from which no assignment's name can be made.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise CourseError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CourseError(f"{path}: it is not UTF-8 text") from error
    return parse_text(path, text)


def parse_text(path: Path, text: str) -> Lesson:
    """Read a lesson whose text is at hand; ``path`` says where it belongs.

    Raises:
        LessonError: on any slip, with its line.
        CourseError: if no assignment's name can be made of the path.
    """
    if not (_FILE_NAME.fullmatch(path.stem) and _FILE_NAME.fullmatch(path.parent.name)):
        raise CourseError(f"{path}: a lesson is named <nn>_<module>/<nn>_<name>.py, in lower case")
    blocks = scan(path, text)
    cells, exercises = [], []
    for block in blocks:
        cell, exercise = _read_cell(path, block)
        cells.append(cell)
        if exercise:
            exercises.append(exercise)
    _agree_with_jupytext(path, text, cells)
    title = cells[0].source.split("\n")[0].removeprefix("# ").strip()
    lesson = Lesson(path, assignment_name(path), title, tuple(cells), tuple(exercises), find_images(cells))
    check_lesson(lesson)
    return lesson


def _read_cell(path: Path, block: Block) -> tuple[LessonCell, Exercise | None]:
    kind, name, exercise = read_marker(path, block)
    source_line = block.line + 1 + block.blank_before
    lines = list(block.text)
    if not lines:
        raise LessonError(path, block.line, "the cell is empty")
    if kind.is_markdown:
        for offset, line in enumerate(lines):
            if line.strip() and not line.startswith("#"):
                raise LessonError(path, source_line + offset, "every line of a Markdown cell begins with `# `")
        lines = [line[2:] if line.startswith("# ") else line.strip()[1:] for line in lines]
    trimmed = _trim(lines)
    if not trimmed:
        raise LessonError(path, block.line, "the cell is empty")
    source_line += next(i for i, line in enumerate(lines) if line.strip())
    return LessonCell(kind, "\n".join(trimmed), block.line, source_line, name), exercise


def _trim(lines: list[str]) -> list[str]:
    filled = [i for i, line in enumerate(lines) if line.strip()]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def _agree_with_jupytext(path: Path, text: str, cells: list[LessonCell]) -> None:
    """Whoever opens the lesson in JupyterLab must see the very cells that we build."""
    import jupytext  # costs 0.3 s, and grading never reads a lesson

    read = jupytext.reads(text, fmt=FORMAT).cells
    for cell, other in zip(cells, read, strict=False):
        source = "\n".join(_trim(other.source.split("\n")))
        if (other.cell_type == "markdown") != cell.kind.is_markdown or source != cell.source:
            raise LessonError(path, cell.line, "jupytext reads this cell otherwise: is a quotation mark left open?")
    if len(read) != len(cells):
        raise LessonError(path, cells[-1].line, f"jupytext finds {len(read)} cells here, not {len(cells)}")
