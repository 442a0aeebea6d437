"""Formgrader in a browser: what an instructor sees after a class was graded."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Formgrader
from tests.gradebook.sample import ASSIGNMENT

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
