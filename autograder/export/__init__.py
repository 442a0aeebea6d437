"""Reports as tables: a data frame, CSV files, and what learning management systems import."""

from autograder.export.files import LmsFormat, write_csv, write_lms
from autograder.export.scores import scores_table

__all__ = ["LmsFormat", "scores_table", "write_csv", "write_lms"]
