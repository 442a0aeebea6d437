"""The repository's own course, built in a folder of its own: whatever lies in source/ meanwhile."""

from __future__ import annotations

import shutil
from pathlib import Path

from autograder.course import Course, find_course
from autograder.verbs.build import build_assignments

REPOSITORY = Path(__file__).parents[2]
REAL = "00_01_linear_algebra"


def build_real_course(root: Path) -> Course:
    """Its lessons, built; its graders are those of the package."""
    shutil.copytree(REPOSITORY / "lessons", root / "lessons")
    for name in ("course.toml", "nbgrader_config.py"):
        shutil.copy(REPOSITORY / name, root)
    course = find_course(root)
    list(build_assignments(course))
    return course
