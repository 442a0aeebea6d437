"""What is kept of what notebooks answered: how much there is of it, and making room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.course import Course
from autograder.errors import CourseError
from autograder.session.store import find_stored, prune


@dataclass(frozen=True)
class Shelf:
    """The stored transcripts of one assignment.

    Attributes:
        assignment: its name.
        files: how many there are.
        size_bytes: all of them together.
    """

    assignment: str
    files: int
    size_bytes: int


def list_transcripts(course: Course, assignments: Sequence[str] = ()) -> list[Shelf]:
    """What is kept, by assignment.

    Args:
        course: the course.
        assignments: only of these; all if empty.

    Raises:
        CourseError: if one is named of which nothing is kept.
    """
    folders = sorted(folder for folder in course.transcripts.glob("*") if folder.is_dir())
    if unknown := sorted(set(assignments) - {folder.name for folder in folders}):
        raise CourseError(f"no transcripts are kept of {', '.join(unknown)}: looked in {course.transcripts}")
    wanted = [folder for folder in folders if not assignments or folder.name in assignments]
    found = ((folder.name, find_stored(folder)) for folder in wanted)
    return [Shelf(name, len(stored), sum(file.size_bytes for file in stored)) for name, stored in found]


def prune_transcripts(course: Course, assignments: Sequence[str] = (), *, most_bytes: int | None = None) -> Shelf:
    """Remove the transcripts that were not used for longest.

    Args:
        course: the course.
        assignments: only of these; all if empty.
        most_bytes: that may stay; the course's limit if None.

    Returns:
        What was removed, of all of them.

    Raises:
        CourseError: if an assignment is named of which nothing is kept.
    """
    most = course.settings.transcripts.total_bytes if most_bytes is None else most_bytes
    shelves = list_transcripts(course, assignments)
    folders = [course.transcripts / shelf.assignment for shelf in shelves] if assignments else [course.transcripts]
    removed = [stored for folder in folders for stored in prune(folder, most)]
    return Shelf(", ".join(assignments), len(removed), sum(stored.size_bytes for stored in removed))
