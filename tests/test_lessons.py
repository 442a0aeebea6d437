"""What lessons claim: worked examples run, and print what the text beside them says."""

import contextlib
import io
import re

import pytest

from autograder.course import find_course
from autograder.lessons import Kind, parse_lesson
from autograder.verbs.build import find_assignments

COURSE = find_course()
# A claim stands behind the print, `# -> text`, or on a line of its own below it.
CLAIM = re.compile(r"#\s->\s(.*)$", re.MULTILINE)


def squeeze(text: str) -> str:
    return " ".join(text.split())


def find_false_claims(source: str, printed: str) -> list[str]:
    """The claims of a cell that its output does not bear out, in the order in which both stand."""
    rest, false = squeeze(printed), []
    for claim in (squeeze(found) for found in CLAIM.findall(source)):
        _, found, after = rest.partition(claim)
        if found:
            rest = after
        else:
            false.append(claim)
    return false


@pytest.mark.parametrize("assignment", find_assignments(COURSE))
def test_worked_examples_print_what_the_lesson_says(assignment: str) -> None:
    lesson = parse_lesson(COURSE.lesson_path(assignment))
    namespace: dict[str, object] = {"__name__": "__main__"}
    claims = 0
    for cell in lesson.cells:
        if cell.kind not in (Kind.GIVEN, Kind.EXERCISE):
            continue
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            exec(compile(cell.source, f"{assignment}, line {cell.source_line}", "exec"), namespace)
        claims += len(CLAIM.findall(cell.source))
        assert find_false_claims(cell.source, output.getvalue()) == []
    assert claims > 0, "a lesson without one worked number?"


def test_a_false_claim_is_found() -> None:
    source = "print(1)  # -> 1\nprint(2)\n# -> 3"
    assert find_false_claims(source, "1\n2\n") == ["3"]
    assert find_false_claims("print(2)  # -> 2\nprint(1)  # -> 1", "1\n2\n") == ["1"], "claims stand in order"
