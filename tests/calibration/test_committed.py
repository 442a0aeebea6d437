"""The course's own thresholds are those of what its lessons and graders ask now."""

from __future__ import annotations

import pytest

from autograder.calibration import read_limits
from autograder.course import find_course
from autograder.verbs.build import find_targets
from autograder.verbs.calibrated import find_calibrated, find_stale, plot_path, render_calibration
from tests.verbs.real import REPOSITORY

COURSE = find_course(REPOSITORY)
CALIBRATED = find_calibrated(COURSE)


@pytest.mark.parametrize("assignment", CALIBRATED)
def test_nothing_has_changed_since_it_was_calibrated(assignment: str) -> None:
    stale = find_stale(COURSE, assignment)
    assert stale == [], f"what these ask has changed: run `autograder calibrate {assignment}`"


@pytest.mark.parametrize("assignment", CALIBRATED)
def test_every_threshold_has_its_plot(assignment: str) -> None:
    assert [
        name for name in find_targets(COURSE, assignment) if not plot_path(COURSE, assignment, name).is_file()
    ] == []


@pytest.mark.parametrize("assignment", CALIBRATED)
def test_the_reference_was_trained_often_enough(assignment: str) -> None:
    thresholds = read_limits(COURSE.grader_path(assignment))["thresholds"]
    assert {
        name: entry["reference"]["runs"] for name, entry in thresholds.items() if entry["reference"]["runs"] < 20
    } == {}


def test_the_document_is_of_these_thresholds() -> None:
    document = REPOSITORY / "docs" / "calibration.md"
    assert document.read_text() == render_calibration(COURSE), "run `autograder calibrate --verify`"


def test_no_plot_is_left_of_a_threshold_that_is_gone() -> None:
    wanted = {plot_path(COURSE, name, threshold) for name in CALIBRATED for threshold in find_targets(COURSE, name)}
    assert set((REPOSITORY / "docs" / "calibration").glob("*")) == wanted
