"""Tasks that workers find by name."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import LessonError, StudentRaised


@dataclass(frozen=True)
class Errand:
    """What to do: a number to square, or a way to fail."""

    number: int
    deed: str = "square"
    folder: Path = Path()
    home: int = 0  # the process that must live


def do(errand: Errand) -> int:
    match errand.deed:
        case "raise":
            raise LessonError(Path("lesson.py"), errand.number, "a slip")
        case "raise as a student":
            raise StudentRaised("ValueError", "no", "cell 1", ("ValueError", "Exception"))
        case "die":
            die(errand)
        case "die once":
            mark = errand.folder / f"died-{errand.number}"
            if not mark.exists():
                mark.touch()
                die(errand)
    return errand.number**2


def die(errand: Errand) -> None:
    assert os.getpid() != errand.home, "the class's own process is not to be killed"
    os.kill(os.getpid(), signal.SIGKILL)
