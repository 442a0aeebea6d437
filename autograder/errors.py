"""Every exception of the engine, by whose fault it is.

::

    Exception
    ├── AutograderError                something to tell a person; never a traceback
    │   ├── CourseError                staff: course.toml, a lesson, a grader's folder
    │   │   └── LessonError            … with the file and the line
    │   ├── GraderError                staff: a hidden grader is at fault, so nothing may be graded with it
    │   ├── SubmissionError            a student: the notebook that was handed in cannot be read
    │   └── HostError                  us: never a student's zero; the submission stays ungraded
    │       ├── SandboxUnavailable     the host cannot isolate student code
    │       └── GradebookError         nbgrader's database refused
    │           └── FilesRefused       … or the disk, and what concerns one submission was not written
    ├── StudentRaised                  student code raised, inside the sandbox, while it answered a request
    └── AssertionError
        └── CheckFailed                a hidden test's verdict: the property does not hold
    BaseException
    └── SandboxEnded                   a state of the sandbox is gone; no `except Exception` may swallow it
        ├── TimedOut
        ├── OutOfMemory
        └── Crashed
            └── Diverged               it did not answer the same when it was asked again

Exceptions carry their fields and survive pickling: workers send them home.
"""

from __future__ import annotations

from pathlib import Path


class AutograderError(Exception):
    """Something went wrong that a person should be told in one sentence."""


class CourseError(AutograderError):
    """The course's own files are at fault."""


class LessonError(CourseError):
    """A lesson cannot be read.

    Attributes:
        path: the lesson's file.
        line: the line, counted from 1.
        problem: what is wrong, in a sentence.
    """

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(path, line, problem)
        self.path, self.line, self.problem = path, line, problem

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.problem}"


class GraderError(AutograderError):
    """A hidden grader is at fault: it does not load, or the reference solution does not pass it."""


class SubmissionError(AutograderError):
    """What a student handed in cannot be read as a notebook."""


class HostError(AutograderError):
    """Our own machinery failed; the submission stays ungraded and is tried again."""


class SandboxUnavailable(HostError):
    """This host cannot isolate student code; the message says what to install or change."""


class GradebookError(HostError):
    """nbgrader's gradebook could not be read or written."""


class FilesRefused(GradebookError):
    """The files of one submission could not be written; nothing of it has changed."""


class StudentRaised(Exception):
    """Student code raised while it answered a request.

    Attributes:
        type_name: the exception's class name, e.g. ``"ValueError"``.
        message: its text, shortened.
        traceback: the student's own frames, shortened, without the machine's paths.
        bases: the names of the class and its bases.
    """

    def __init__(self, type_name: str, message: str, traceback: str = "", bases: tuple[str, ...] = ()) -> None:
        super().__init__(type_name, message, traceback, bases)
        self.type_name, self.message, self.traceback, self.bases = type_name, message, traceback, bases

    @property
    def is_undefined(self) -> bool:
        """Whether the notebook does not define what was asked for: no frame of the student's has a part in it."""
        of_a_helper = self.type_name == "AttributeError" and "SimpleNamespace" in self.message
        return (of_a_helper or self.type_name == "NameError") and "\n" not in self.traceback

    @property
    def is_not_written(self) -> bool:
        """Whether there was nothing to ask: what was asked for is not there, or still is a stub."""
        return self.is_undefined or self.type_name == "NotImplementedError"

    def __str__(self) -> str:
        return f"{self.type_name}: {self.message}" if self.message else self.type_name


class CheckFailed(AssertionError):
    """A property that a hidden test asks for does not hold. Every field is shown to the student.

    Attributes:
        message: which property failed, and coarsely by how much.
        hint: what to look at next.
        measured: the measured quantity, as text.
        target: what it should have been, as text.
    """

    def __init__(self, message: str, hint: str = "", measured: str = "", target: str = "") -> None:
        super().__init__(message, hint, measured, target)
        self.message, self.hint, self.measured, self.target = message, hint, measured, target

    def __str__(self) -> str:
        return self.message


class SandboxEnded(BaseException):
    """A state of the sandbox ended before it answered.

    Attributes:
        reason: what happened, for the report.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class TimedOut(SandboxEnded):
    """It did not answer before its deadline."""


class OutOfMemory(SandboxEnded):
    """It needed more memory than one submission may use."""


class Crashed(SandboxEnded):
    """Its process ended, or it sent something that is no answer."""


class Diverged(Crashed):
    """A notebook did not answer the same when its recorded requests were run again: no part of its transcript holds."""

    REASON = "the notebook did not answer the same when it was run a second time"

    def __init__(self, reason: str = REASON) -> None:
        super().__init__(reason)
