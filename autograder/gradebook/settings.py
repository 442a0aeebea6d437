"""What nbgrader's own configuration says about a course: where things stand, and how lateness costs."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nbgrader.apps.baseapp import NbGrader
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Application, Config

from autograder.errors import GradebookError

CONFIG_FILE = "nbgrader_config.py"


def load_config(root: Path) -> Config:
    """Read the configuration that ``nbgrader`` itself would use in a course folder.

    The order is nbgrader's: Jupyter's folders, the current folder, and last, so strongest, the course's own file.

    Raises:
        GradebookError: if a file of it fails.
    """
    app = NbGrader(log_level=logging.CRITICAL)  # a course without the file is no reason for a warning
    app.raise_config_file_errors = True
    try:
        app.load_config_file()
        Application.load_config_file(app, CONFIG_FILE, str(root))
    except (Exception, SystemExit) as error:  # staff's Python: anything may come out; traitlets exits on a wrong type
        raise GradebookError(f"nbgrader's configuration of {root} cannot be read: {error!r}") from error
    config: Config = app.config
    return config


def course_directory(root: Path, config: Config, db_url: str | None = None) -> CourseDirectory:
    """nbgrader's view of a course folder: paths, the course's id, the database's address."""
    given = {"db_url": db_url} if db_url else {}
    return CourseDirectory(config=config, root=str(root), **given)


@contextmanager
def importable(root: Path) -> Iterator[None]:
    """Let modules of the course folder be imported, as nbgrader does, for the length of a ``with``."""
    sys.path.insert(0, str(root))
    try:
        yield
    finally:
        sys.path.remove(str(root))
