"""What a wrong answer's student would read, and whether it may be shown: not empty, and nothing of the answer in it."""

from __future__ import annotations

import re

from autograder.records import Outcome, TestResult

_ARRAY = re.compile(r"\b(?:tensor|array)\s*\(")
_NUMBERS = re.compile(r"[\[(]\s*-?\d*\.\d+(?:\s*,\s*-?\d*\.?\d+)+\s*[\])]|\[\s*-?\d+(?:\s*,\s*-?\d+){2,}\s*\]")
_PRECISE = re.compile(r"(?<![\w.])-?\d+\.\d{4,}|\d\.\d+e[-+]?\d+")
_NAMES = re.compile(r"(?:return )?[\w, ]+")  # what is returned, in which order: the docstring says so
_FEWEST_WORDS = 4
_SHORTEST_LINE = 14
# What these say comes from the student's own code, or from no code at all.
_OWN_WORDS = frozenset({Outcome.ERROR, Outcome.TIMEOUT, Outcome.MEMORY, Outcome.CRASH, Outcome.NOT_ATTEMPTED})


def find_message_faults(test: TestResult, solution: str) -> list[str]:
    """What is wrong with what one test says, in a few words each; for a person to read.

    Args:
        test: one that is not content.
        solution: the reference's code: no line of it may be told.
    """
    told = " ".join(part for part in (test.message, test.hint) if part)
    shown = " ".join(part for part in (told, test.measured, test.target) if part)
    faults = []
    if not test.message.strip():
        faults.append("it says nothing")
    elif test.outcome not in _OWN_WORDS and len(told.split()) < _FEWEST_WORDS:
        faults.append("it says too little")
    if test.unexpected:
        faults.append("the grader itself stumbled")
    if test.outcome not in _OWN_WORDS:
        if _ARRAY.search(shown) or _NUMBERS.search(shown):
            faults.append("it shows an array")
        if _PRECISE.search(" ".join((told, "" if test.measures else test.measured))):
            faults.append("it shows a precise value")
    if line := _line_told(told, solution):
        faults.append(f"it tells a line of the solution: {line}")
    return faults


def _line_told(told: str, solution: str) -> str:
    squeezed = re.sub(r"\s", "", told)
    for line in solution.splitlines():
        code = line.strip()
        right = code.partition(" = ")[2] or code.removeprefix("return ")
        for part in (code, right):
            is_said_in_the_task = part.startswith("#") or _NAMES.fullmatch(part)
            if len(part) >= _SHORTEST_LINE and not is_said_in_the_task and re.sub(r"\s", "", part) in squeezed:
                return part
    return ""
