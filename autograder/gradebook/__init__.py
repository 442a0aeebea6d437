"""Reports into nbgrader's gradebook: one writer, one idempotent transaction for each submission."""

from autograder.gradebook.read import Score, read_penalties, read_scores
from autograder.gradebook.writer import GradebookWriter

__all__ = ["GradebookWriter", "Score", "read_penalties", "read_scores"]
