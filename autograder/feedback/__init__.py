"""Reports as people read them: the annotated notebook, and one HTML page for each submission.

Pure functions of a report and the repaired notebook that it is about. Nothing a student wrote, and nothing a student's
code said, reaches a reader as anything but text.
"""

from autograder.feedback.annotating import annotate
from autograder.feedback.page import render_feedback
from autograder.feedback.text import plain, plain_line
from autograder.feedback.views import HandMarks

__all__ = ["HandMarks", "annotate", "plain", "plain_line", "render_feedback"]
