"""The strict schema of cell markers: what each kind of cell may and must say."""

from __future__ import annotations

import keyword
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from autograder.errors import LessonError
from autograder.lessons.markers import Block
from autograder.lessons.model import Exercise, Kind

# What an otter test calls the notebook, and what the `notebook` of a hidden test can do itself.
_TAKEN = frozenset({"env", "get", "run", "fork", "restore"})


def _usable(name: str) -> str:
    if keyword.iskeyword(name) or keyword.issoftkeyword(name) or name in _TAKEN:
        raise ValueError("is a word that Python, otter or a hidden test keeps for itself")
    return name


# A grade_id in nbgrader, a file name in otter, an identifier in Python; underscored names never leave the sandbox.
Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=50), AfterValidator(_usable)]
Points = Annotated[int | float, Field(gt=0, le=1000, allow_inf_nan=False)]
Minutes = Annotated[int, Field(ge=1, le=240)]
Difficulty = Annotated[int, Field(ge=1, le=5)]


class _Marker(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ExerciseMarker(_Marker):
    """``# %% exercise="project" points=6 difficulty=2 minutes=15 needs=[] seconds=60 memory_mib=2048``."""

    exercise: Name
    points: Points
    difficulty: Difficulty
    minutes: Minutes
    needs: list[str] = []
    seconds: Annotated[int | float, Field(gt=0, le=3600, allow_inf_nan=False)] | None = None
    memory_mib: Annotated[int, Field(ge=256, le=1 << 20)] | None = None

    def to_exercise(self) -> Exercise:
        """The exercise that it announces."""
        return Exercise(
            self.exercise,
            _plain(self.points),
            self.difficulty,
            self.minutes,
            tuple(self.needs),
            seconds=_plain(self.seconds or 0),
            memory_mib=self.memory_mib or 0,
        )


class WrittenMarker(_Marker):
    """``# %% [markdown] written="why_rank" points=3 minutes=10``."""

    written: Name
    points: Points
    difficulty: Difficulty = 1
    minutes: Minutes = 5

    def to_exercise(self) -> Exercise:
        """The exercise that it announces."""
        return Exercise(self.written, _plain(self.points), self.difficulty, self.minutes, manual=True)


class PublicTestMarker(_Marker):
    """``# %% public_test="project"``."""

    public_test: str


class HintMarker(_Marker):
    """``# %% [markdown] hint="project"``."""

    hint: str


class TaskMarker(_Marker):
    """``# %% [markdown] task="project"``."""

    task: str


class DemoMarker(_Marker):
    """``# %% tags=["demo"]``."""

    tags: Annotated[list[Literal["demo"]], Field(min_length=1, max_length=1)]


_MARKERS: dict[str, tuple[type[_Marker], Kind]] = {
    "exercise": (ExerciseMarker, Kind.EXERCISE),
    "public_test": (PublicTestMarker, Kind.PUBLIC_TEST),
    "tags": (DemoMarker, Kind.DEMO),
    "hint": (HintMarker, Kind.HINT),
    "task": (TaskMarker, Kind.TASK),
    "written": (WrittenMarker, Kind.WRITTEN),
}


def read_marker(path: Path, block: Block) -> tuple[Kind, str, Exercise | None]:
    """What a cell's marker says.

    Returns:
        Its kind, the name of the exercise that it belongs to ("" for none), and the exercise that it announces.

    Raises:
        LessonError: if it says anything else than the schema allows.
    """
    values = block.values
    kinds = [key for key in _MARKERS if key in values]
    if not kinds:
        if values:
            known = ", ".join(_MARKERS)
            raise LessonError(
                path, block.line, f"`{next(iter(values))}` is no cell metadata; a cell has one of: {known}"
            )
        return (Kind.TEXT if block.is_markdown else Kind.GIVEN), "", None
    if len(kinds) > 1:
        raise LessonError(path, block.line, f"a cell is one thing only, not {' and '.join(kinds)} at once")
    model, kind = _MARKERS[kinds[0]]
    if kind.is_markdown != block.is_markdown:
        wanted = "`# %% [markdown] …`" if kind.is_markdown else "`# %% …` without [markdown]"
        raise LessonError(path, block.line, f"a cell with `{kinds[0]}` begins with {wanted}")
    try:
        marker = model.model_validate(values)
    except ValidationError as error:
        raise LessonError(path, block.line, _explain(error, model)) from error
    exercise = marker.to_exercise() if isinstance(marker, ExerciseMarker | WrittenMarker) else None
    return kind, "" if kind is Kind.DEMO else str(values[kinds[0]]), exercise


def _explain(error: ValidationError, model: type[_Marker]) -> str:
    """All that a marker got wrong, one problem for each key."""
    problems: dict[str, str] = {}
    for item in error.errors():
        key = str(item["loc"][0])
        problems.setdefault(key, _problem(key, item, model))
    return "; ".join(problems.values())


def _problem(key: str, item: Any, model: type[_Marker]) -> str:
    if item["type"] == "extra_forbidden":
        return f"`{key}` is no cell metadata here; known are: {', '.join(model.model_fields)}"
    if item["type"] == "missing":
        return f"`{key}` is missing"
    if item["type"] == "string_pattern_mismatch":
        return f"`{key}`: {item['input']!r} is no name: ASCII letters, digits and _, beginning with a letter"
    message = str(item["msg"]).removeprefix("Value error, ")
    return f"`{key}`: {message[0].lower()}{message[1:]}, got {item['input']!r}"


def _plain(points: int | float) -> float:
    """Points as they are written in JSON: 6, not 6.0."""
    return int(points) if points == int(points) else points
