"""nbgrader's door to the grader: ``nbgrader autograde`` and formgrader's Autograde button come in here.

``nbgrader_config.py`` names these classes in place of nbgrader's own preprocessors. nbgrader still walks the folders,
copies a submission's other files and writes ``autograded/``; reading, repairing, grading and recording a submission are
the functions that ``autograder grade`` uses, so both doors give the same rows.

``SubmissionExporter``
    reads the notebook within the course's limits; one that cannot be read becomes a page that says so.
``RepairNotebook``
    first pass: locked cells are restored, so that nothing a student edited is stored as the course's.
``GradeInSandbox``
    second pass: hidden tests judge the submission from outside; a fault of ours stops here, ungraded.
``SaveReport``
    the report goes into the gradebook: one transaction, late penalty included.

What nbgrader decides before it asks us stays nbgrader's: a student whose folder holds no notebook is skipped with a
warning, where ``autograder grade`` records a zero.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.course import Course, find_course
from autograder.errors import CourseError, HostError, SubmissionError
from autograder.gradebook import GradebookWriter
from autograder.gradebook.folders import explain_unreadable
from autograder.lessons import read_built, read_submission, repair
from autograder.records import Report, Status

if TYPE_CHECKING:
    from autograder.verbs.tasks import Graded

Resources = dict[str, Any]
_GRADED = "autograder"  # the key under which one preprocessor hands its outcome to the next


class Grading(Protocol):
    """The part of ``autograder.verbs.grade`` that is used here."""

    def grade_submission(self, course: Course, assignment: str, student: str) -> Graded:
        """Grade one submission; the reference first, once in a process."""

    def save_report(self, course: Course, report: Report) -> None:
        """Keep a report whose rows are written."""


def grading() -> Grading:
    """The grading verb. Imported late: it loads torch, and formgrader starts without grading anything."""
    from autograder.verbs import grade

    return grade


def prepare_assignment(assignment: str, student: str, notebooks: list[str]) -> None:
    """nbgrader's hook before a submission: put the assignment into the gradebook, or bring it up to date.

    So ``nbgrader autograde`` works also where ``nbgrader generate_assignment`` never ran.
    """
    course = find_course()  # nbgrader works in the course's folder
    with GradebookWriter(course) as gradebook:
        gradebook.prepare(assignment, read_built(course.notebook_path("source", assignment)))


class SubmissionExporter(NotebookExporter):
    """Reads what was handed in as ``autograder grade`` does, and writes a notebook."""

    def from_filename(self, filename: str, resources: Resources | None = None, **options: Any) -> tuple[Any, Resources]:
        """Convert a notebook file. nbconvert's own reading has no limits, and fails on what is no notebook."""
        path, resources = Path(filename), resources if resources is not None else {}
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        try:
            notebook = read_submission(path, find_course(path.parent).settings.limits)
        except SubmissionError as error:
            notebook = explain_unreadable(str(error))
        convert: Any = self.from_notebook_node  # it carries no types
        output, resources = convert(notebook, resources, **options)
        return output, resources


class RepairNotebook(NbGraderPreprocessor):  # type: ignore[misc] # nbgrader carries no types
    """Restores what a student may not change."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Repair a submitted notebook from the source notebook."""
        course, assignment, _ = _what(resources)
        repaired = repair(nb, read_built(course.notebook_path("source", assignment)))
        for said in repaired.repairs:
            self.log.info("%s", said)
        return repaired.notebook, resources


class GradeInSandbox(NbGraderPreprocessor):  # type: ignore[misc] # nbgrader carries no types
    """Grades the submission: its code in the sandbox, the hidden tests outside."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Replace the notebook with the graded one.

        Raises:
            HostError: if our own machinery failed: nbgrader then reports the submission as not graded.
        """
        course, assignment, student = _what(resources)
        graded = grading().grade_submission(course, assignment, student)
        if graded.report.status is Status.UNGRADED:
            raise HostError(f"{student} was not graded: {graded.report.reason}")
        resources[_GRADED] = graded
        notebook = explain_unreadable(graded.report.reason) if graded.notebook is None else graded.notebook
        return cast(NotebookNode, notebook), resources


class SaveReport(NbGraderPreprocessor):  # type: ignore[misc] # nbgrader carries no types
    """Writes the report into the gradebook and ``feedback/``."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Record the outcome; the notebook stays as it is.

        Raises:
            CourseError: if ``GradeInSandbox`` does not stand before it in ``nbgrader_config.py``.
        """
        course, _, _ = _what(resources)
        graded = cast("Graded | None", resources.pop(_GRADED, None))
        if graded is None:
            raise CourseError("nbgrader_config.py: SaveReport needs GradeInSandbox before it")
        with GradebookWriter(course, self.config, resources["nbgrader"]["db_url"]) as gradebook:
            gradebook.record(graded.report, graded.feedback)
        grading().save_report(course, graded.report)
        return nb, resources


def _what(resources: Resources) -> tuple[Course, str, str]:
    """The course, the assignment and the student that nbgrader is at."""
    about = resources["nbgrader"]
    return find_course(Path(resources["metadata"]["path"])), about["assignment"], about["student"]
