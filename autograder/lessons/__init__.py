"""Lessons and notebooks: parse and build lessons; read, check and repair what students hand in."""

from autograder.lessons.build import build_source
from autograder.lessons.importing import import_notebook
from autograder.lessons.imports import imported_modules
from autograder.lessons.index import SourceIndex, index_source
from autograder.lessons.measures import Measures, measure_lesson
from autograder.lessons.model import Exercise, Kind, Lesson, LessonCell, all_needs
from autograder.lessons.notebook import assignment_of, dumps, exercises_of, read_built
from autograder.lessons.otter import build_otter_tests
from autograder.lessons.parse import parse_lesson
from autograder.lessons.plan import PlannedCell, plan, substitute, untouched_exercises
from autograder.lessons.read import read_submission
from autograder.lessons.release import build_release, build_solution
from autograder.lessons.repair import Repaired, repair
from autograder.lessons.targets import NOT_CALIBRATED, fill_targets, named_targets
from autograder.lessons.write import build_files, write_assignment

__all__ = [
    "NOT_CALIBRATED",
    "Exercise",
    "Kind",
    "Lesson",
    "LessonCell",
    "Measures",
    "PlannedCell",
    "Repaired",
    "SourceIndex",
    "all_needs",
    "assignment_of",
    "build_files",
    "build_otter_tests",
    "build_release",
    "build_solution",
    "build_source",
    "dumps",
    "exercises_of",
    "fill_targets",
    "import_notebook",
    "imported_modules",
    "index_source",
    "measure_lesson",
    "named_targets",
    "parse_lesson",
    "plan",
    "read_built",
    "read_submission",
    "repair",
    "substitute",
    "untouched_exercises",
    "write_assignment",
]
