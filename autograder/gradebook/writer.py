"""The one writer of reports into nbgrader's gradebook, ``autograded/`` and ``feedback/``.

What is written for a submission appears in this order: every file is staged on disk, beside its target; the rows change
in one transaction; the staged folders are renamed into place. So a full disk, a missing permission or a locked database
is noticed before anything has changed; a process that is killed leaves the old state, or new rows whose files the next
run puts right. Writing the same report twice is the same as writing it once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from types import TracebackType

from nbformat import NotebookNode
from traitlets.config import Config

from autograder.course import Course
from autograder.errors import FilesRefused, GradebookError
from autograder.gradebook.assignment import AssignmentRows, load_assignment, sync_assignment
from autograder.gradebook.database import open_database, reading, writing
from autograder.gradebook.folders import (
    MAX_EXTRA_BYTES,
    MAX_EXTRA_FILES,
    StagedFolder,
    explain_unreadable,
    extra_files,
    serialise,
    to_bytes,
)
from autograder.gradebook.lock import course_lock
from autograder.gradebook.penalty import load_late_penalty
from autograder.gradebook.scores import Projection, project
from autograder.gradebook.settings import course_directory, load_config
from autograder.gradebook.submission import (
    LONGEST_TIMESTAMP,
    holds_submission,
    read_timestamp,
    renew_penalties,
    save_submission,
)
from autograder.records import Report, Status


class GradebookWriter:
    """Writes reports, as a context manager that holds the course's lock and the database.

    Args:
        course: the course.
        config: nbgrader's configuration; what the course folder configures if None.
        db_url: the database's address; what is configured if None.

    Raises:
        GradebookError: on entering, if another grader is at work, or if the database cannot be written.

    Example:
        >>> with GradebookWriter(course) as gradebook:  # doctest: +SKIP
        ...     gradebook.prepare("00_01_linear_algebra", source)
        ...     gradebook.write(report, autograded, feedback)
    """

    def __init__(self, course: Course, config: Config | None = None, db_url: str | None = None) -> None:
        self._course, self._config, self._db_url = course, config, db_url
        self._assignments: dict[str, AssignmentRows] = {}
        self._files: dict[str, dict[str, bytes]] = {}

    def __enter__(self) -> GradebookWriter:
        with ExitStack() as stack:
            stack.enter_context(course_lock(self._course.root))
            config = load_config(self._course.root) if self._config is None else self._config
            self._settings, self._folders = config, course_directory(self._course.root, config, self._db_url)
            self._penalty = load_late_penalty(self._course.root, config)
            self._engine = open_database(self._folders.db_url, self._folders.course_id)
            stack.callback(self._engine.dispose)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._assignments.clear()
        self._files.clear()
        self._stack.close()

    def prepare(self, assignment: str, source: NotebookNode) -> None:
        """Make an assignment's rows equal to its built source notebook; manual grades stay.

        Raises:
            GradebookError: if that would lose a manual grade, or if the database refuses.
        """
        with writing(self._engine) as connection:
            rows = sync_assignment(
                connection, assignment, source, course_id=self._folders.course_id, config=self._settings
            )
        self._assignments[assignment] = rows
        self._files.pop(assignment, None)

    def write(
        self,
        report: Report,
        notebook: NotebookNode | str | None = None,
        feedback: str | None = None,
        submitted: Path | None = None,
    ) -> bool:
        """Write one submission's report: rows, ``autograded/`` and ``feedback/``.

        Args:
            report: the outcome. ``UNGRADED`` writes nothing: an earlier grade stays as it is.
            notebook: for ``autograded/``, as a notebook or as the file's text. None where there is none: for an
                unreadable submission a page that says why is written instead.
            feedback: the page for the student. None keeps an earlier one, unless that is about another submission.
            submitted: the folder that was handed in; by default where nbgrader collects it.

        Returns:
            Whether anything was written.

        Raises:
            FilesRefused: if its files could not be written; then nothing has changed.
            GradebookError: if the database refuses; then nothing has changed either.
        """
        return self._write(report, submitted, feedback, autograded=True, notebook=notebook)

    def record(self, report: Report, feedback: str | None = None, submitted: Path | None = None) -> bool:
        """Like ``write``, but leave ``autograded/`` alone: nbgrader itself is at work there."""
        return self._write(report, submitted, feedback, autograded=False)

    def is_written(self, report: Report, submitted: Path | None = None) -> bool:
        """Whether the gradebook and the folders hold what ``write`` would make of this report (manual grades aside)."""
        if report.status is Status.UNGRADED:
            return True
        rows = self._rows(report.assignment)
        folder = self._autograded(report)
        expected = [folder] if report.status is Status.MISSING else [folder / f"{report.assignment}.ipynb"]
        if report.status is Status.GRADED:
            expected.append(self._feedback(report) / f"{report.assignment}.html")
        if not all(path.exists() for path in expected):
            return False
        if any(StagedFolder(path, 0).leftovers for path in (folder, self._feedback(report))):
            return False
        with reading(self._engine) as connection:
            timestamp = read_timestamp(submitted or self._submitted(report))
            return holds_submission(connection, rows, report.student, _project(report, rows), timestamp)

    def renew_penalties(self, assignment: str) -> int:
        """Ask again what lateness costs: after a due date, an extension or a manual grade has changed.

        Returns:
            How many submissions' penalties changed.
        """
        rows = self._rows(assignment)
        with writing(self._engine) as connection:
            return renew_penalties(connection, rows, self._penalty)

    def _write(
        self,
        report: Report,
        submitted: Path | None,
        feedback: str | None,
        *,
        autograded: bool,
        notebook: NotebookNode | str | None = None,
    ) -> bool:
        if report.status is Status.UNGRADED:
            return False
        rows = self._rows(report.assignment)
        projection = _project(report, rows)
        submitted = submitted or self._submitted(report)
        timestamp = read_timestamp(submitted)
        with _files_of(report), ExitStack() as stack:
            staged = []
            if autograded:
                staged.append(self._stage_autograded(stack, report, notebook, submitted))
            if feedback is not None or report.status is not Status.GRADED:
                staged.append(self._stage_feedback(stack, report, feedback, submitted))
            with writing(self._engine) as connection:
                save_submission(connection, rows, report.student, projection, timestamp, self._penalty)
            for folder in staged:
                folder.publish()
        return True

    def _stage_autograded(
        self, stack: ExitStack, report: Report, notebook: NotebookNode | str | None, submitted: Path
    ) -> StagedFolder:
        shared = self._folders.groupshared
        mode = 0o664 if shared else 0o444  # nbgrader's: a graded notebook is not edited by accident
        staged = stack.enter_context(StagedFolder(self._autograded(report), mode, group_shared=shared))
        if report.status is Status.UNREADABLE and notebook is None:
            notebook = explain_unreadable(report.reason)
        if notebook is not None:
            text = notebook if isinstance(notebook, str) else serialise(notebook)
            staged.write(f"{report.assignment}.ipynb", to_bytes(text))
        for name, content in self._course_files(report.assignment).items():
            staged.write(name, content)
        room = MAX_EXTRA_BYTES
        for name in islice(extra_files(submitted, self._folders.ignore), MAX_EXTRA_FILES):
            if staged.has_room_for(name):
                room -= staged.copy(submitted / name, name, room)
        return staged

    def _stage_feedback(self, stack: ExitStack, report: Report, feedback: str | None, submitted: Path) -> StagedFolder:
        shared = self._folders.groupshared
        staged = stack.enter_context(
            StagedFolder(self._feedback(report), 0o664 if shared else 0o644, group_shared=shared)
        )
        if feedback is not None:
            staged.write(f"{report.assignment}.html", to_bytes(feedback))
        # By it `nbgrader generate_feedback` knows what the page is about.
        staged.copy(submitted / "timestamp.txt", "timestamp.txt", LONGEST_TIMESTAMP)
        return staged

    def _course_files(self, assignment: str) -> dict[str, bytes]:
        """The files that stand beside the source notebook: the same for a whole class."""
        if assignment not in self._files:
            source = self._course.notebook_path("source", assignment).parent
            names = extra_files(source, self._folders.ignore)
            self._files[assignment] = {name: (source / name).read_bytes() for name in names}
        return self._files[assignment]

    def _rows(self, assignment: str) -> AssignmentRows:
        if assignment not in self._assignments:
            with reading(self._engine) as connection:
                self._assignments[assignment] = load_assignment(connection, assignment)
        return self._assignments[assignment]

    def _submitted(self, report: Report) -> Path:
        return self._folder(self._folders.submitted_directory, report)

    def _autograded(self, report: Report) -> Path:
        return self._folder(self._folders.autograded_directory, report)

    def _feedback(self, report: Report) -> Path:
        return self._folder(self._folders.feedback_directory, report)

    def _folder(self, step: str, report: Report) -> Path:
        for name in (report.student, report.assignment):
            if name in ("", ".", "..") or "/" in name or "\0" in name:
                raise GradebookError(f"{name!r} cannot be the name of a student or an assignment")
        return Path(self._folders.format_path(step, report.student, report.assignment))


def _project(report: Report, rows: AssignmentRows) -> Projection:
    max_scores = {name: cell.max_score for name, cell in rows.grade_cells.items()}
    return project(report, max_scores, rows.solution_cells)


@contextmanager
def _files_of(report: Report) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        what = f"{report.student}, {report.assignment}"
        raise FilesRefused(f"{what}: {error.filename or 'a file'} cannot be written: {error.strerror}") from error
