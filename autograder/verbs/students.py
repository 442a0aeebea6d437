"""Who handed something in, and whose submission cannot be graded as it lies there.

The name of a student's folder becomes the name of files, a row of the gradebook, a cell of a table, and text in formgrader's
pages, which nbgrader puts there as it is. A name that could be anything but text in one of them is refused.
"""

from __future__ import annotations

import os
import unicodedata

from autograder.course import Course

MAX_NAME_BYTES = 200  # file names end at 255, and ours are longer by an ending
_MARKUP = frozenset('<>"')  # nbgrader's pages escape nothing of a name
_JOINERS = "\u200c\u200d"  # some scripts write names with them


def find_students(course: Course, assignment: str) -> list[str]:
    """Who handed something in: the folders ``submitted/<student>/<assignment>``."""
    return sorted(folder.parent.name for folder in course.root.glob(f"submitted/*/{assignment}") if folder.is_dir())


def explain_refusal(course: Course, assignment: str, student: str) -> str:
    """Why a student's folder is not looked into; empty where nothing is wrong with it.

    Args:
        course: the course.
        assignment: what was handed in.
        student: from :func:`find_students`.
    """
    if course.submission_path(student, assignment).parent.is_symlink():
        return "the folder that was handed in is a link, which could name anything: put the files there instead"
    if len(os.fsencode(student)) > MAX_NAME_BYTES:
        return "the name of the student's folder is too long: rename it"
    if not all(_is_plain(character) for character in student):
        return "the name of the student's folder holds characters that are no part of a name: rename it"
    return ""


def _is_plain(character: str) -> bool:
    is_text = unicodedata.category(character)[0] != "C" and unicodedata.category(character) not in ("Zl", "Zp")
    return character not in _MARKUP and (is_text or character in _JOINERS)
