"""The committed audit is of the lessons and graders as they are."""

from __future__ import annotations

import pytest

from autograder.audit import find_mark_faults, read_marks
from autograder.course import find_course
from autograder.lessons import parse_lesson
from autograder.verbs.audited import (
    document_path,
    find_generated,
    find_graded,
    find_unaudited,
    lessons_path,
    read_audits,
    render_lesson_quality,
    render_quality,
)
from tests.verbs.real import REPOSITORY

COURSE = find_course(REPOSITORY)
AUDITS = read_audits(COURSE)
GRADED = find_graded(COURSE)


@pytest.mark.parametrize("assignment", sorted(AUDITS))
def test_nothing_has_changed_since_it_was_audited(assignment: str) -> None:
    stale = find_unaudited(COURSE, assignment)
    assert stale == [], f"these are not what they were when they were audited: run `autograder audit {assignment}`"


@pytest.mark.parametrize("assignment", sorted(AUDITS))
def test_the_audit_found_nothing_to_mend(assignment: str) -> None:
    assert AUDITS[assignment].problems == ()


@pytest.mark.parametrize("assignment", GRADED)
def test_marks_of_equivalent_mutants_are_few_and_of_mutants_that_exist(assignment: str) -> None:
    lesson = parse_lesson(COURSE.lesson_path(assignment))
    generated = {each.name: find_generated(lesson, each.name) for each in lesson.exercises if not each.manual}
    assert find_mark_faults(read_marks(COURSE.grader_path(assignment)), generated) == []


def test_the_documents_are_of_this_audit() -> None:
    assert lessons_path(COURSE).read_text() == render_lesson_quality(COURSE), "run `autograder audit`"
    assert document_path(COURSE).read_text() == render_quality(COURSE), "run `autograder audit`"
