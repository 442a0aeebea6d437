"""The instructors' side of the course: engine, command line and hidden graders."""

__version__ = "0.1.0"
