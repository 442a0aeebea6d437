"""The course as typed settings, read once from ``course.toml``."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from autograder.errors import CourseError

FILE_NAME = "course.toml"
GRADERS = Path(__file__).parent / "graders"
_ASSIGNMENT = re.compile(r"(\d\d)_(\d\d_[a-z0-9_]+)")


LessonNumber = Annotated[str, StringConstraints(pattern=r"^\d\d_\d\d$")]
"""The number of a lesson, as lessons cite each other: ``01_04``."""


class _Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Module(_Settings):
    """A part of the course: a group of assignments with one folder of lessons."""

    name: str = Field(pattern=r"^\d\d_[a-z0-9_]+$")
    title: str


class LearningPath(_Settings):
    """A way through the course for somebody.

    Attributes:
        name: one word.
        title: for whom it is.
        about: how long it takes and where it ends, in a sentence.
        knows: lessons that its readers need not do, for they know what stands in them.
        lessons: by number, in the order of learning; planned ones too.
    """

    name: str = Field(pattern=r"^[a-z_]+$")
    title: str
    about: str
    knows: tuple[LessonNumber, ...] = ()
    lessons: tuple[LessonNumber, ...] = Field(min_length=1)


class ModelFamily(_Settings):
    """A family of generative models, and the lessons that it stands on."""

    title: str
    needs: tuple[LessonNumber, ...] = Field(min_length=1)


class Limits(_Settings):
    """What one submission may use. Sizes in bytes, times in seconds, without those in which it waits for a core."""

    notebook_bytes: int = Field(20_000_000, gt=0)
    notebook_cells: int = Field(2_000, gt=0)
    json_depth: int = Field(64, gt=0)
    cell_seconds: float = Field(10.0, gt=0)
    cells_seconds: float = Field(60.0, gt=0)
    test_seconds: float = Field(10.0, gt=0)
    memory_bytes: int = Field(2 << 30, gt=0)
    processes: int = Field(64, gt=0)
    file_bytes: int = Field(64 << 20, gt=0)
    tmp_bytes: int = Field(256 << 20, gt=0)
    output_chars: int = Field(20_000, gt=0)


class TranscriptLimits(_Settings):
    """How much of what notebooks answered is kept, in bytes, so that it need not be run again."""

    submission_bytes: int = Field(64 << 20, gt=0)
    checkpoint_bytes: int = Field(16 << 20, gt=0)
    total_bytes: int = Field(4 << 30, gt=0)


class Settings(_Settings):
    """All of ``course.toml``.

    Attributes:
        salt: the secret that hidden inputs are drawn from.
        asks_all_the_same: hidden inputs are the same for everybody; else each submission has its own, the same ones whenever
            it is graded, and what somebody learns of them from feedback is of no use for the next one.
        needs: what each lesson leans on, by number; what those lean on is not repeated.
        paths: the ways through the course.
        families: which lessons serve which models.
    """

    title: str
    salt: str = Field(min_length=8)
    asks_all_the_same: bool = False
    modules: tuple[Module, ...] = ()
    needs: dict[LessonNumber, tuple[LessonNumber, ...]] = {}
    paths: tuple[LearningPath, ...] = ()
    families: tuple[ModelFamily, ...] = ()
    limits: Limits = Limits()
    transcripts: TranscriptLimits = TranscriptLimits()

    @model_validator(mode="after")
    def _check_order(self) -> Settings:
        """Nothing leans on itself, and every path comes to what a lesson needs before it comes to the lesson."""
        for number in self.needs:
            if number in self.foundations(number):
                raise ValueError(f"needs: {number} leans on itself in the end")
        for path in self.paths:
            for place, number in enumerate(path.lessons):
                before = {*path.knows, *path.lessons[:place]}
                if number in before:
                    raise ValueError(f"the path {path.name} comes to {number} twice")
                if missing := sorted(set(self.needs.get(number, ())) - before):
                    raise ValueError(f"the path {path.name} comes to {number} before {', '.join(missing)}")
        return self

    def foundations(self, number: str) -> frozenset[str]:
        """All that a lesson leans on, directly or through another lesson.

        Args:
            number: of the lesson.
        """
        found: set[str] = set()
        waiting = list(self.needs.get(number, ()))
        while waiting:
            needed = waiting.pop()
            if needed not in found:
                found.add(needed)
                waiting += self.needs.get(needed, ())
        return frozenset(found)


class Course:
    """A course folder: its settings and where its files stand.

    Attributes:
        root: the folder that holds ``course.toml``.
        settings: what it says.
    """

    def __init__(self, root: Path, settings: Settings) -> None:
        self.root, self.settings = root, settings

    @property
    def lessons(self) -> Path:
        """The lessons' folder: the source of truth."""
        return self.root / "lessons"

    @property
    def graders(self) -> Path:
        """The hidden graders' folder: the course's own where it has one, else the installed ones."""
        own = self.root / "graders"
        return own if own.is_dir() else GRADERS

    @property
    def reports(self) -> Path:
        """Where reports are kept, one file for each submission."""
        return self.root / "reports"

    @property
    def transcripts(self) -> Path:
        """Where it is kept what notebooks answered, one file for each submission, by assignment."""
        return self.root / "transcripts"

    def lesson_path(self, assignment: str) -> Path:
        """The lesson of an assignment: ``01_04_name`` is ``lessons/01_*/04_name.py``.

        Raises:
            CourseError: if there is no such lesson.
        """
        found = _glob(self.lessons, assignment, ".py")
        if len(found) != 1:
            raise CourseError(f"no lesson makes the assignment {assignment!r}: looked in {self.lessons}")
        return found[0]

    def grader_path(self, assignment: str) -> Path:
        """The folder of an assignment's hidden grader.

        Raises:
            CourseError: if there is none.
        """
        found = _glob(self.graders, assignment)
        if len(found) != 1:
            raise CourseError(f"the assignment {assignment!r} has no grader: looked in {self.graders}")
        return found[0]

    def notebook_path(self, kind: Literal["source", "release", "solutions"], assignment: str) -> Path:
        """The built notebook of an assignment."""
        return self.root / kind / assignment / f"{assignment}.ipynb"

    def submission_path(self, student: str, assignment: str) -> Path:
        """Where a student's notebook is handed in."""
        return self.root / "submitted" / student / assignment / f"{assignment}.ipynb"


def _glob(folder: Path, assignment: str, suffix: str = "") -> list[Path]:
    parts = _ASSIGNMENT.fullmatch(assignment)
    return sorted(folder.glob(f"{parts[1]}_*/{parts[2]}{suffix}")) if parts else []


def assignment_name(lesson: Path) -> str:
    """The assignment that a lesson makes: ``…/01_autoencoders/04_vae.py`` makes ``01_04_vae``."""
    return f"{lesson.parent.name.partition('_')[0]}_{lesson.stem}"


def find_course(start: Path | None = None) -> Course:
    """The course that a folder belongs to: the nearest one at or above it with a ``course.toml``.

    Args:
        start: where to begin; the current folder if None.

    Raises:
        CourseError: if there is none, or if it cannot be read.
    """
    folder = (start or Path.cwd()).resolve()
    for root in (folder, *folder.parents):
        if (root / FILE_NAME).is_file():
            return Course(root, read_settings(root / FILE_NAME))
    raise CourseError(f"no {FILE_NAME} at or above {folder}: run this inside a course, or name one with --course")


def read_settings(path: Path) -> Settings:
    """Read ``course.toml``. The environment's ``AUTOGRADER_SALT`` overrides its salt.

    Raises:
        CourseError: if it is not TOML, or says something that a course cannot be; the message names each field.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        if salt := os.environ.get("AUTOGRADER_SALT"):
            data["salt"] = salt
        return Settings.model_validate(data)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise CourseError(f"{path}: {error}") from error
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise CourseError(f"{path}: {problems}") from error
