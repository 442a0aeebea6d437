"""Write a lesson's three folders: nothing that somebody edited is lost, nothing that is not listed is released."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from nbformat import NotebookNode

from autograder.course import Course
from autograder.errors import CourseError
from autograder.lessons.build import build_source
from autograder.lessons.leaks import check_release
from autograder.lessons.model import Lesson
from autograder.lessons.notebook import digest, dumps, is_same, journey_of, read_built
from autograder.lessons.otter import build_otter_tests
from autograder.lessons.release import release_of, solution_of
from autograder.lessons.targets import NO_TARGETS

Folder = Literal["source", "release", "solutions"]
# What editors and otter leave behind; git and nbgrader ignore these too.
_IGNORED = {".ipynb_checkpoints", "__pycache__"}


def build_files(lesson: Lesson, targets: Mapping[str, str] = NO_TARGETS) -> dict[Folder, dict[str, bytes]]:
    """Everything that a lesson makes: for each folder, its files and their bytes.

    Args:
        lesson: what to build.
        targets: what its text says where it names a calibrated target.

    Raises:
        LessonError: if the release would show a line of a solution.
    """
    return _files(lesson, build_source(lesson, targets))


def _files(lesson: Lesson, source: NotebookNode) -> dict[Folder, dict[str, bytes]]:
    release, tests = release_of(source), build_otter_tests(lesson)
    images = {f"images/{name}": (lesson.image_folder / name).read_bytes() for name in lesson.images}
    beside = images | {f"tests/{name}": text.encode() for name, text in tests.items()}
    check_release(lesson, release, beside)
    notebook = f"{lesson.assignment}.ipynb"
    return {
        "source": {notebook: dumps(source).encode(), **beside},
        "release": {notebook: dumps(release).encode(), **beside},
        "solutions": {notebook: dumps(solution_of(source)).encode(), **images},
    }


@dataclass(frozen=True)
class _Plan:
    folder: Path
    files: dict[str, bytes]
    stale: list[Path]


def write_assignment(
    course: Course, lesson: Lesson, force: bool = False, targets: Mapping[str, str] = NO_TARGETS
) -> list[Path]:
    """Write ``source/``, ``release/`` and ``solutions/`` of a lesson; all is checked before anything is written.

    Args:
        course: where to write.
        lesson: what to write.
        force: overwrite the source notebook even if somebody edited it.
        targets: what its text says where it names a calibrated target.

    Returns:
        The files that were written or removed; those whose bytes are right already are left alone.

    Raises:
        LessonError: if the release would show a line of a solution.
        CourseError: if the source notebook was edited since the last build, or a folder holds a file that is
            not listed.
    """
    source = build_source(lesson, targets)
    if not force:
        _refuse_edited(course.notebook_path("source", lesson.assignment), source)
    plans = [
        _plan_folder(course.notebook_path(folder, lesson.assignment), files)
        for folder, files in _files(lesson, source).items()
    ]
    return [path for plan in plans for path in _carry_out(plan)]


def _refuse_edited(path: Path, source: NotebookNode) -> None:
    if not path.exists():
        return
    old = read_built(path)
    # What was imported meanwhile is in the lesson, and so in the new source: nothing would be lost.
    if journey_of(old).get("built") != digest(old) and not is_same(old, source):
        raise CourseError(
            f"{path} was edited since it was built: `autograder import {path}` takes the edit into its lesson, "
            "`autograder build --force` throws it away"
        )


def _plan_folder(notebook: Path, files: dict[str, bytes]) -> _Plan:
    folder = notebook.parent
    present = {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir() or path.is_symlink()
    }
    present = {name for name in present if not _IGNORED & set(name.split("/"))}
    made_before = _listed_before(notebook)
    unlisted = sorted(present - files.keys() - made_before)
    if unlisted:
        raise CourseError(f"{folder} holds {', '.join(unlisted)}, which no lesson made: move it elsewhere")
    return _Plan(folder, files, [folder / name for name in sorted(present & made_before - files.keys())])


def _listed_before(notebook: Path) -> set[str]:
    """The files that the last build put beside a notebook, as the notebook itself says."""
    try:
        listed = read_built(notebook)["metadata"]["journey"]["files"]
        return {str(name) for name in listed}
    except (CourseError, KeyError, TypeError):
        return set()


def _carry_out(plan: _Plan) -> list[Path]:
    changed = []
    beside = sorted(name for name in plan.files if not name.endswith(".ipynb"))
    for path in plan.stale:
        path.unlink()
        changed.append(path)
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    # The notebook lists the files, so it comes last: whatever stops us before, the next build knows what to remove.
    for name in [*beside, *(plan.files.keys() - set(beside))]:
        path = plan.folder / name
        if not path.is_file() or path.is_symlink() or path.read_bytes() != plan.files[name]:
            write_atomically(path, plan.files[name])
            changed.append(path)
    return changed


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that whoever reads it sees the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
