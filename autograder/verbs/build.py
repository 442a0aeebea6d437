"""Build the notebooks of assignments from their lessons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.course import Course, assignment_name
from autograder.errors import CourseError
from autograder.lessons import assignment_of, import_notebook, parse_lesson, read_built, write_assignment


def find_assignments(course: Course) -> list[str]:
    """Every assignment that has a lesson, in order."""
    return sorted(assignment_name(path) for path in course.lessons.glob("[0-9][0-9]_*/[0-9][0-9]_*.py"))


def build_assignments(
    course: Course, assignments: Sequence[str] = (), *, force: bool = False
) -> Iterator[tuple[str, list[Path]]]:
    """Build ``source/``, ``release/`` and ``solutions/``.

    Args:
        course: the course.
        assignments: which; all if empty.
        force: also over a source notebook that somebody edited.

    Yields:
        Each assignment and the files that changed.

    Raises:
        LessonError: if a lesson has a slip; with its file and line.
        CourseError: if there is no such lesson, or a source notebook was edited since it was built.
    """
    wanted = list(assignments) or find_assignments(course)
    if not wanted:
        raise CourseError(f"there is no lesson in {course.lessons}")
    for assignment in wanted:
        lesson = parse_lesson(course.lesson_path(assignment))
        yield assignment, write_assignment(course, lesson, force=force, targets=find_targets(course, assignment))


def find_targets(course: Course, assignment: str) -> dict[str, str]:
    """What learners are told to reach, by the name of the threshold; nothing where no grader has been calibrated.

    Raises:
        GraderError: if the grader's ``thresholds.toml`` is damaged.
    """
    try:
        folder = course.grader_path(assignment)
    except CourseError:  # a lesson may be written before its grader
        return {}
    from autograder.testing import Thresholds  # imports torch, which only this needs here

    return {name: limit.target_number for name, limit in Thresholds.load(folder).limits.items()}


def import_edits(course: Course, notebook: Path) -> list[str]:
    """Patch a source notebook that was edited, in formgrader or JupyterLab, back into its lesson.

    Returns:
        What changed, a sentence for each cell.

    Raises:
        CourseError: if an edit cannot be said in a lesson.
    """
    assignment = assignment_of(read_built(notebook)) or notebook.stem
    return import_notebook(course, notebook, find_targets(course, assignment))
