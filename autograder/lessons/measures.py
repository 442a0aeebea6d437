"""What can be measured about a lesson as a learner meets it: how long it takes, when code comes, what its exercises ask.

What cannot be measured (is every exercise solvable from what stands above it, is every equation used) is a reader's to say.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.lessons.model import Kind, Lesson, LessonCell, all_needs

WORDS_A_MINUTE = 150  # prose with formulas in it; a formula counts by the names and numbers that one reads
_FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)
_UNREAD = re.compile(r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|<[^>]*>|\\[a-zA-Z]+")
_WORD = re.compile(r"\w+")
_HEADING = re.compile(r"^#+ (?:Exercise|Question) \d+ · `(\w+)` .* · ([^·\n]+)$", re.MULTILINE)
_PLOTS = re.compile(r"\b(?:plt\.|plot_|show_)\w*\(")


@dataclass(frozen=True)
class Measures:
    """A lesson in figures.

    Attributes:
        reading: minutes of reading, without what is folded away (proofs, hints).
        exercising: minutes that its exercises state.
        first_code: minutes of reading before the first cell that runs.
        longest: most minutes of reading between two cells that run.
        kinds: what each exercise asks of the learner, in order: implement, repair, predict, …
        difficulties: of the coding exercises, in order.
        plots: exercises whose answers a demo cell draws something with.
        undeclared: pairs of exercises: the solution of the first uses the second, and does not say that it needs it.
    """

    reading: float
    exercising: int
    first_code: float
    longest: float
    kinds: tuple[str, ...]
    difficulties: tuple[int, ...]
    plots: tuple[str, ...]
    undeclared: tuple[tuple[str, str], ...]

    @property
    def minutes(self) -> int:
        """All that it takes."""
        return round(self.reading + self.exercising)

    @property
    def rises(self) -> bool:
        """Whether the second half of the exercises is harder than the first."""
        half = len(self.difficulties) // 2
        first, second = self.difficulties[:half], self.difficulties[-half:]
        return sum(first) < sum(second)


def measure_lesson(lesson: Lesson) -> Measures:
    """Measure a lesson."""
    stretches = list(_stretches(lesson))
    coding = [exercise for exercise in lesson.exercises if not exercise.manual]
    kinds = [
        kind.strip() for cell in lesson.cells for _, kind in _HEADING.findall(cell.source) if cell.kind.is_markdown
    ]
    return Measures(
        reading=round(sum(stretches), 1),
        exercising=sum(exercise.minutes for exercise in lesson.exercises),
        first_code=round(stretches[0], 1),
        longest=round(max(stretches), 1),
        kinds=tuple(kinds),
        difficulties=tuple(exercise.difficulty for exercise in coding),
        plots=tuple(dict.fromkeys(_find_plots(lesson))),
        undeclared=tuple(_find_undeclared(lesson)),
    )


def _stretches(lesson: Lesson) -> Iterator[float]:
    """Minutes of reading before the first cell that runs, between each two of them, and after the last."""
    minutes = 0.0
    for cell in lesson.cells:
        if cell.kind.is_markdown:
            minutes += _reading_minutes(cell)
        else:
            yield minutes
            minutes = 0.0
    yield minutes


def _reading_minutes(cell: LessonCell) -> float:
    if cell.kind is Kind.HINT:
        return 0.0
    shown = _UNREAD.sub(" ", _FOLDED.sub(" ", cell.source))
    return len(_WORD.findall(shown)) / WORDS_A_MINUTE


def _find_plots(lesson: Lesson) -> Iterator[str]:
    names = [exercise.name for exercise in lesson.exercises]
    for cell in lesson.cells:
        if cell.kind is Kind.DEMO and _PLOTS.search(cell.source):
            yield from (name for name in names if re.search(rf"\b{name}\b", cell.source))


def _find_undeclared(lesson: Lesson) -> Iterator[tuple[str, str]]:
    earlier: set[str] = set()
    for cell in lesson.cells:
        if cell.kind is not Kind.EXERCISE:
            continue
        names = [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Name)]
        used = {name.id for name in names} - {name.id for name in names if isinstance(name.ctx, ast.Store)}
        for other in sorted(used & earlier - {cell.exercise} - all_needs(cell.exercise, lesson.exercises)):
            yield cell.exercise, other
        earlier.add(cell.exercise)
