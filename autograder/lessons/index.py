"""What repairing and planning ask of a source notebook, worked out once for a whole class."""

from __future__ import annotations

import io
import re
import tokenize
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from nbformat import NotebookNode

from autograder.errors import CourseError
from autograder.lessons.model import Kind
from autograder.lessons.release import kind_of, release_of

_NO_PYTHON = -1
_LAYOUT = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}

# Looking closer costs time in proportion to the text, and that is the student's.
_MAX_COMMENT_CHARS = 20_000


@dataclass(frozen=True)
class CourseCell:
    """A cell that the course gave to students.

    Attributes:
        position: its place in the source notebook.
        kind: what it is for.
        exercise: the exercise that it belongs to, if any.
        grade_id: nbgrader's name of it; empty for text, hints and demos.
        cell: what students got. Shared by all who read it: never changed, never handed out.
    """

    position: int
    kind: Kind
    exercise: str
    grade_id: str
    cell: NotebookNode

    @property
    def is_graded(self) -> bool:
        """Whether nbgrader knows it, so that every repaired notebook must have it, and in its place."""
        return bool(self.grade_id)

    def describe(self) -> str:
        """The cell in words that a student understands."""
        match self.kind:
            case Kind.PUBLIC_TEST:
                return f"the public test of `{self.exercise}`"
            case Kind.EXERCISE | Kind.WRITTEN:
                return f"the answer cell of `{self.exercise}`"
            case Kind.TASK:
                return f"the instructions of `{self.exercise}`"
        first = next((line.strip() for line in self.cell["source"].split("\n") if line.strip()), "")
        return f"the {self.kind} cell that begins with `{first[:50]}`"

    def is_untouched(self, source: str) -> bool:
        """Whether an answer is still the stub, comments and white space aside."""
        stub: str = self.cell["source"]
        if source == stub or not source.strip():
            return True
        if self.cell["cell_type"] == "markdown":
            return source.split() == stub.split()
        # Every stub raises it, so most answers are told apart without looking closer.
        if "NotImplementedError" not in source or len(source) > 2 * len(stub) + _MAX_COMMENT_CHARS:
            return False
        # Up to the first that differs: where quotation marks do not close, each token costs as much as all of the text.
        return all(mine == theirs for mine, theirs in zip_longest(_tokens(source), _tokens(stub)))


class SourceIndex:
    """A source notebook, ready for being asked about many submissions.

    Attributes:
        cells: the course's cells, as students got them, in order.
        by_grade_id: those that nbgrader knows, by its name of them.
        by_cell_id: all of them by cell id.
        answers: the answer cells by exercise.
        metadata: the notebook's own metadata.
    """

    def __init__(self, source: NotebookNode) -> None:
        release = release_of(source)
        self.cells = tuple(_course_cell(i, cell) for i, cell in enumerate(release["cells"]))
        self.by_grade_id = {cell.grade_id: cell for cell in self.cells if cell.is_graded}
        self.by_cell_id = {cell.cell["id"]: cell for cell in self.cells}
        self.answers = {cell.exercise: cell for cell in self.cells if cell.kind.is_answer}
        self.metadata: NotebookNode = release["metadata"]


def _course_cell(position: int, cell: NotebookNode) -> CourseCell:
    metadata = cell["metadata"]
    try:
        grade_id = metadata["nbgrader"]["grade_id"] if "nbgrader" in metadata else ""
        kind, exercise = kind_of(cell), metadata.get("journey", {}).get("exercise", "")
        return CourseCell(position, kind, exercise, grade_id, cell)
    except (KeyError, TypeError, AttributeError) as error:
        raise CourseError(f"cell {position} of the source notebook is damaged: run `autograder build`") from error


_indexes: dict[int, tuple[weakref.ref[NotebookNode], SourceIndex]] = {}


def index_source(source: NotebookNode | SourceIndex) -> SourceIndex:
    """The index of a source notebook, kept for as long as the notebook lives; nobody may change it meanwhile."""
    if isinstance(source, SourceIndex):
        return source
    key = id(source)
    known = _indexes.get(key)
    if known is None or known[0]() is not source:
        known = (weakref.ref(source, lambda _: _indexes.pop(key, None)), SourceIndex(source))
        _indexes[key] = known
    return known[1]


def _tokens(source: str) -> Iterator[tuple[int, str]]:
    """The code without comments and layout; where it stops being Python, its words.

    Tokens, not a syntax tree: what a student wrote may nest so deeply that Python's parser exhausts the stack.
    """
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type not in _LAYOUT:
                yield token.type, token.string
    except (tokenize.TokenError, SyntaxError):
        yield _NO_PYTHON, " ".join(re.sub(r"#.*", "", source).split())
