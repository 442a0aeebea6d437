"""nbgrader's view of this course. It works from any folder that it is copied to, beside that folder's course.toml."""

from pathlib import Path

c = get_config()  # noqa: F821 # given by traitlets' loader

c.CourseDirectory.root = str(Path(__file__).parent.absolute())
c.CourseDirectory.course_id = "genai_journey"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", ".OTTER_LOG"]

# `nbgrader autograde` and formgrader's Autograde button take the same path as `autograder grade`.
c.Autograde.pre_convert_hook = "autograder.nbgrader_hooks.prepare_assignment"
c.Autograde.exporter_class = "autograder.nbgrader_hooks.SubmissionExporter"
c.Autograde.sanitize_preprocessors = ["autograder.nbgrader_hooks.RepairNotebook"]
c.Autograde.autograde_preprocessors = [
    "autograder.nbgrader_hooks.GradeInSandbox",
    "nbgrader.preprocessors.CheckCellMetadata",
    "autograder.nbgrader_hooks.SaveReport",
]

# What lateness costs is yours to say, as with nbgrader (default: nothing), for example:
# c.LateSubmissionPlugin.penalty_method = "zero"
