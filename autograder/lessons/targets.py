"""``{{target:name}}`` in a lesson's text is filled with what calibration found: the value that learners are to reach."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from autograder.lessons.model import Lesson

NO_TARGETS: Mapping[str, str] = MappingProxyType({})
NOT_CALIBRATED = "(not calibrated yet)"
_PLACEHOLDER = re.compile(r"\{\{\s*target:\s*(\w+)\s*\}\}")


def fill_targets(text: str, targets: Mapping[str, str]) -> str:
    """Put targets in the place of their placeholders.

    Args:
        text: of a Markdown cell.
        targets: what to write, by the name of the threshold; for one that is missing, it says that it was not calibrated.
    """
    return _PLACEHOLDER.sub(lambda found: targets.get(found[1], NOT_CALIBRATED), text)


def named_targets(lesson: Lesson) -> list[str]:
    """The thresholds whose targets a lesson's text tells, each once, in order."""
    texts = (cell.source for cell in lesson.cells if cell.kind.is_markdown)
    return list(dict.fromkeys(name for text in texts for name in _PLACEHOLDER.findall(text)))


def restore_targets(text: str, lesson_text: str, targets: Mapping[str, str]) -> str:
    """Put placeholders back where a filled text was edited.

    Args:
        text: the edited text.
        lesson_text: as it stands in the lesson, with its placeholders.
        targets: with which it was filled.

    Raises:
        ValueError: if an edit took a target away, or made it unclear which number is one.
    """
    for placeholder in _distinct(found[0] for found in _PLACEHOLDER.finditer(lesson_text)):
        filled = fill_targets(placeholder, targets)
        pattern = re.compile(rf"(?<![\w.]){re.escape(filled)}(?!\w|\.\d)")
        wanted = len(pattern.findall(fill_targets(lesson_text, targets)))
        if lesson_text.count(placeholder) != wanted or len(pattern.findall(text)) != wanted:
            raise ValueError(f"tells the calibrated target {filled}, {placeholder} in the lesson: edit that text there")
        text = pattern.sub(lambda _, instead=placeholder: instead, text)  # type: ignore[misc] # bound now, not later
    return text


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
