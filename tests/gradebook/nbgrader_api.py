"""nbgrader's own programming interface on a course, configured as `nbgrader` on the command line would be."""

from __future__ import annotations

from nbgrader.apps.api import NbGraderAPI

from autograder.course import Course
from autograder.gradebook.settings import course_directory, load_config


def open_api(course: Course) -> NbGraderAPI:
    config = load_config(course.root)
    return NbGraderAPI(course_directory(course.root, config), config=config)
