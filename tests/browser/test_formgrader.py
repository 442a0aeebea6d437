"""Formgrader in a browser: what an instructor sees after a class was graded."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from autograder.verbs.reports import read_report, report_path
from tests.browser.conftest import Formgrader, serve
from tests.gradebook.sample import ASSIGNMENT
from tests.verbs import tiny

pytestmark = pytest.mark.browser


def table(page: Page, *columns: str) -> dict[str, list[str]]:
    """The rows of a page's table once it is filled: some columns, by the first of them."""
    page.locator(f"tbody td.{columns[0]}:not(:empty)").first.wait_for()
    rows = page.locator("tbody tr").all()
    read = [[row.locator(f"td.{column}").inner_text() for column in columns] for row in rows]
    return {first: others for first, *others in read}


def test_manage_submissions_lists_the_scores(formgrader: Formgrader) -> None:
    with formgrader.page(f"manage_submissions/{ASSIGNMENT}") as page:
        assert table(page, "student-id", "status", "score") == {
            "ada": ["needs manual grading", "10 / 13"],
            "bob": ["graded", "6.5 / 13"],
            "cy": ["graded", "0 / 13"],
            "dee": ["graded", "0 / 13"],
        }


def test_the_gradebook_lists_code_and_written_scores(formgrader: Formgrader) -> None:
    with formgrader.page(f"gradebook/{ASSIGNMENT}/{ASSIGNMENT}") as page:
        rows = table(page, "name", "score", "code-score", "written-score")
        assert sorted(rows.values()) == [
            ["0 / 13", "0 / 10", "0 / 3"],
            ["10 / 13", "10 / 10", "0 / 3"],
            ["6.5 / 13", "6.5 / 10", "0 / 3"],
        ]


def test_a_submission_shows_each_exercise_with_its_score(formgrader: Formgrader) -> None:
    with formgrader.page(f"gradebook/{ASSIGNMENT}/{ASSIGNMENT}") as page:
        row = page.locator("tbody tr", has=page.get_by_text("6.5 / 13"))
        row.locator("td.name a:visible").click()
        for exercise, score in {"add": "4", "scale": "2.5", "why": "0"}.items():
            expect(page.locator(f"input#{exercise}.score")).to_have_attribute("placeholder", score)


@pytest.mark.sandbox
def test_the_autograde_button_grades_in_the_sandbox(tmp_path: Path, browser: Browser) -> None:
    course = tiny.make_course(tmp_path / "course")
    tiny.hand_in(course, "ada", double=tiny.RIGHT["double"], quarter="def quarter(x):\n    return x / 4")
    columns = ("student-id", "status", "score")
    with (
        serve(course, browser, tmp_path / "jupyter") as formgrader,
        formgrader.page(f"manage_submissions/{tiny.ASSIGNMENT}") as page,
    ):
        assert table(page, *columns)["ada"][0] == "needs autograding"
        page.locator("tbody tr td.autograde a").first.click()
        expect(page.locator(".modal-content:visible")).to_contain_text("Successfully autograded", timeout=60_000)
        page.reload()
        earned = read_report(report_path(course, tiny.ASSIGNMENT, "ada"))
        assert earned is not None
        assert (earned.earned, earned.provenance["isolation"]) == (earned.points - 0.5, "sandbox")
        graded = table(page, *columns)["ada"]
        assert graded[0] in ("graded", "needs manual grading")
        assert float(graded[1].split(" / ")[0]) == earned.earned
