"""What lateness costs: nbgrader's configured plugin, asked as nbgrader asks it."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

from nbgrader.preprocessors import AssignLatePenalties
from traitlets.config import Config

from autograder.errors import GradebookError
from autograder.gradebook.settings import importable

LatePenalty = Callable[[str, float, float], float | None]
"""``(student, score, seconds late)`` to the points that lateness costs; None where it costs nothing."""


def load_late_penalty(root: Path, config: Config) -> LatePenalty:
    """The late-submission plugin that a course configured; nbgrader's default gives no penalty.

    Args:
        root: the course folder, from which a plugin may be imported.
        config: nbgrader's configuration.

    Raises:
        GradebookError: if the plugin cannot be loaded; the returned function raises it too, if the plugin fails.
    """
    try:
        with importable(root):
            preprocessor = AssignLatePenalties(config=config)
            preprocessor.init_plugin()
    except Exception as error:  # importing the plugin runs staff's Python
        raise GradebookError(f"the late-submission plugin cannot be loaded: {error}") from error
    plugin = preprocessor.plugin_inst

    def late_penalty(student: str, score: float, seconds: float) -> float | None:
        if seconds <= 0:
            return None
        try:
            asked = plugin.late_submission_penalty(student, score, seconds)
            penalty = None if asked is None else float(asked)
        except Exception as error:  # the plugin is staff's Python
            raise GradebookError(f"the late-submission plugin failed for {student}: {error!r}") from error
        if penalty is None:
            return None
        if math.isnan(penalty):
            raise GradebookError(f"the late-submission plugin gave {student} a penalty that is no number")
        return min(max(penalty, 0.0), max(score, 0.0))

    return late_penalty
