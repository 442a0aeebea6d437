from __future__ import annotations

import json
import statistics
import time
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from autograder.feedback import HandMarks, render_feedback
from autograder.records import CellResult, ExerciseResult, Outcome, Report, Status, TestResult

Make = Callable[[], NotebookNode]
COURSE = "Generative AI: The Complete Journey"
EVIL = (
    "</pre></details></section></main><script>alert(1)</script>"
    "<img src=x onerror=alert(2)><a href='javascript:x'>{{ 7*7 }}{% x %} \x1b[31m\x1b]0;t\x07\u202e"
)


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def card(page: BeautifulSoup, name: str) -> Tag:
    found = page.find("section", id=f"exercise-{name}")
    assert isinstance(found, Tag)
    return found


def words(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.text.split())


def hostile_report(text: str, **more: Any) -> Report:
    test = TestResult(
        test="test_x",
        exercise="project",
        points=2,
        earned=0,
        outcome=Outcome.ERROR,
        asked=text,
        message=text,
        hint=text,
        measured=text,
        target=text,
        traceback=text,
        detail="SECRET-DETAIL",
    )
    cells = (
        CellResult(index=5, exercise="project", outcome=Outcome.ERROR, text=text, message=text, traceback=text),
        CellResult(index=20, outcome=Outcome.TIMEOUT, text=text, message=text),
    )
    exercise = ExerciseResult(exercise="project", points=6, earned=0, tests=(test,))
    values = {
        "assignment": f"00_01_{text}",
        "student": text,
        "status": Status.GRADED,
        "reason": text,
        "exercises": (exercise,),
        "cells": cells,
        "repairs": (text,),
    }
    return Report(**(values | more))


@pytest.fixture(scope="module")
def page(make_notebook: Make, report: Report) -> BeautifulSoup:
    return soup(render_feedback(make_notebook(), report, COURSE))


def test_the_head_says_whose_what_and_how_many(page: BeautifulSoup) -> None:
    assert words(page.h1) == "Linear algebra"
    head = words(page.find("header", class_="top"))  # type: ignore[arg-type]
    assert COURSE in head
    assert "ada.lovelace" in head
    assert "9 of 30 points" in head
    assert "3 more points await" in head


def test_the_list_links_every_exercise_to_its_result(page: BeautifulSoup) -> None:
    rows = page.select("table.list tbody tr")
    assert [words(row) for row in rows] == [
        "project ✓passed 3 of 3 6 of 6",
        "numerical_rank ◐partial 1 of 3 3 of 6",
        "gram_schmidt !error 0 of 2 0 of 5",
        "power_iteration !timeout 0 of 2 0 of 5",
        "low_rank –not attempted 0 of 2 0 of 8",
        "why_rank …awaiting a mark by hand … of 3",
    ]
    for row in rows:
        link = row.find("a")
        assert isinstance(link, Tag)
        assert page.find(id=str(link["href"])[1:]) is not None


def test_ids_are_unique_and_every_link_inside_the_page_leads_somewhere(page: BeautifulSoup) -> None:
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {str(link["href"])[1:] for link in page.find_all("a")} <= set(ids)


def test_a_failed_test_says_what_was_measured_and_hints(page: BeautifulSoup) -> None:
    row = card(page, "numerical_rank").select("tbody tr")[2]
    assert words(row.find("dl")) == "measured61 %targetat least 95 %"  # type: ignore[arg-type]
    assert words(row.select_one("details.hint p")).startswith("Where does rounding")
    assert "too seldom" in words(row.select_one(".message"))


def test_what_passed_given_an_earlier_answer_says_so(page: BeautifulSoup) -> None:
    first, second, *_ = card(page, "project").select("tbody tr")
    assert first.select_one(".message") is None
    assert words(second.select_one(".message")) == "correct given your gram"


def test_a_test_shows_what_it_drew(page: BeautifulSoup) -> None:
    (image,) = page.select("section.card figure img")
    assert image.find_parent("tr") is card(page, "numerical_rank").select("tbody tr")[2]
    address = str(image["src"])
    assert b64decode(address.removeprefix("data:image/png;base64,")) == b"\x89PNG one"
    assert words(image.find_next("figcaption")) == image["alt"] == "noise <i>and</i> rank"


def test_the_students_traceback_is_shown_and_an_unexpected_test_is_neutral(page: BeautifulSoup) -> None:
    first, second = card(page, "gram_schmidt").select("tbody tr")
    assert "return Q.numpy().foo()" in words(first.select_one("details.traceback pre"))
    assert "An instructor will look at it" in words(second)
    assert "SECRET-DETAIL" not in str(page)


def test_each_result_follows_its_exercise(page: BeautifulSoup) -> None:
    flow = [str(tag.get("id")) for tag in page.select("#notebook .cell.exercise, #notebook section.card")]
    assert flow[:4] == ["cell-5", "exercise-project", "cell-9", "exercise-numerical_rank"]


def test_the_lesson_is_folded_and_the_students_own_cells_are_not(page: BeautifulSoup) -> None:
    folds = [words(summary) for summary in page.select("details.lesson > summary")]
    assert folds[0] == "Lesson Linear algebra: what a matrix does to space · 4 cells"
    for index in (4, 5, 11, 19, 20):
        cell = page.find(id=f"cell-{index}")
        assert isinstance(cell, Tag)
        assert cell.find_parent("details") is None


def test_outputs_and_cells_that_hung_are_shown(page: BeautifulSoup) -> None:
    assert "0 1\n1 2\n2 3" in page.select_one("#cell-11 pre.output").text  # type: ignore[union-attr]
    assert "did not end within 10 seconds" in words(page.select_one("#cell-20 pre.error"))
    assert "number 21" in words(page.find("section", class_="aside"))  # type: ignore[arg-type]


def test_marks_by_hand_are_added(make_notebook: Make, report: Report) -> None:
    marks = HandMarks(
        scores={"why_rank": 2, "low_rank": 4}, comments={"why_rank": "Well said.\n<b>No</b>"}, penalty=1.5
    )
    page = soup(render_feedback(make_notebook(), report, COURSE, marks=marks))
    head = words(page.find("header", class_="top"))  # type: ignore[arg-type]
    assert "13.5 of 33 points" in head
    assert "1.5 points were taken off" in head
    assert "Well said. <b>No</b>" in words(card(page, "why_rank"))
    assert "set these points by hand" in words(card(page, "low_rank"))


@pytest.mark.parametrize(
    ("status", "reason", "says", "hides"),
    [
        (Status.MISSING, "", "No notebook was handed in", "points"),
        (
            Status.UNREADABLE,
            "it is not JSON",
            "could not be read, so nothing in it could be graded: it is not JSON",
            "!!",
        ),
        (Status.UNGRADED, "worker lost on host-17", "The fault is ours", "host-17"),
    ],
)
def test_a_submission_without_a_result_says_why(status: Status, reason: str, says: str, hides: str) -> None:
    report = Report(assignment="00_01_linear_algebra", student="ada", status=status, reason=reason)
    text = words(soup(render_feedback(None, report, COURSE)).body)
    assert says in text
    assert hides not in text


def test_an_ungraded_submission_shows_no_zero(report: Report) -> None:
    ungraded = report.model_copy(update={"status": Status.UNGRADED})
    assert soup(render_feedback(None, ungraded, COURSE)).find(class_="score") is None


def test_results_without_a_place_in_the_notebook_are_not_lost(report: Report) -> None:
    page = soup(render_feedback(new_notebook(), report, COURSE))
    assert "Rounding errors" in words(card(page, "numerical_rank"))


def test_the_lessons_images_are_inlined_and_a_pasted_photograph_too(make_notebook: Make, report: Report) -> None:
    notebook = make_notebook()
    notebook.cells[19].source += "\n\n![my proof](attachment:proof.png)"
    notebook.cells[19]["attachments"] = {"proof.png": {"image/png": b64encode(b"PNG").decode()}}
    page = soup(render_feedback(notebook, report, COURSE, images={"images/ellipse.svg": b"<svg/>"}))
    sources = [str(image["src"]) for image in page.select("img:not(figure img)")]
    assert [source.partition(";")[0] for source in sources] == ["data:image/svg+xml", "data:image/png"]


def test_it_needs_no_network_and_no_script(make_notebook: Make, report: Report) -> None:
    html = render_feedback(make_notebook(), report, COURSE)
    page = soup(html)
    assert page.find_all(["script", "link", "iframe", "object", "embed", "form", "base"]) == []
    assert "url(" not in html
    assert "@import" not in html
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert isinstance(policy, Tag)
    assert str(policy["content"]).startswith("default-src 'none'")


def assert_dead(html: str) -> None:
    page = soup(html)
    assert page.find_all(["script", "iframe", "object", "embed", "form", "base", "link", "foreignobject"]) == []
    assert len(page.find_all("style")) == 1
    assert len(page.find_all("main")) == len(page.find_all("h1")) == 1
    for tag in page.find_all():
        assert not [name for name in tag.attrs if name.startswith("on") or name in ("style", "srcdoc", "formaction")]
        assert str(tag.get("href", "#")).lower().startswith(("#", "http://", "https://", "mailto:"))
        assert str(tag.get("src", "data:image/")).startswith("data:image/")
    assert "SECRET-DETAIL" not in html
    assert "\x1b" not in html
    assert "\u202e" not in html


def test_hostile_text_everywhere_is_only_text(make_notebook: Make) -> None:
    notebook = make_notebook()
    for cell in notebook.cells:
        cell.source += f"\n# {EVIL}"
    html = render_feedback(notebook, hostile_report(EVIL), EVIL, marks=HandMarks(comments={"project": EVIL}))
    assert_dead(html)
    assert "{{ 7*7 }}" in html
    assert soup(html).find(class_="message").text.startswith("</pre></details>")  # type: ignore[union-attr]


PIECES = st.sampled_from(
    [
        "<",
        ">",
        '"',
        "'",
        "&",
        "`",
        "$",
        "\n\n",
        "<script>",
        "</pre>",
        "</details>",
        "<img src=x onerror=x>",
        "javascript:",
        "[a](",
        ")",
        "{{",
        "{%",
        "\x1b[1m",
        "\ud800",
        "\u202e",
        "-->",
        "</style>",
        "\x00",
    ]
)
HOSTILE = st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=20).map("".join)


@given(HOSTILE, st.sampled_from(["", "text", "written", "exercise", "hint", "task", "nonsense"]), st.booleans())
def test_no_text_comes_alive(make_cell: Callable[..., NotebookNode], text: str, kind: str, is_code: bool) -> None:
    notebook = new_notebook(cells=[make_cell(text, kind, is_code)])
    assert_dead(render_feedback(notebook, hostile_report(text), text))


@given(HOSTILE.map(lambda text: text.encode("utf-8", "replace").decode()))
def test_a_report_read_back_from_its_file_renders_the_same(text: str) -> None:
    report = hostile_report(text)
    again = Report.model_validate(json.loads(report.model_dump_json()))
    assert render_feedback(None, report, COURSE) == render_feedback(None, again, COURSE)


def test_a_huge_notebook_gives_a_bounded_page_in_bounded_time(make_cell: Callable[..., NotebookNode]) -> None:
    cells = [make_cell("x = [(`$<b>" * 900, "", index % 2 == 0) for index in range(1_000)]
    began = time.process_time()
    html = render_feedback(new_notebook(cells=cells), hostile_report("<" * 1_000_000), COURSE)
    assert time.process_time() - began < 20
    assert len(html) < 40_000_000
    assert "only its first 500 cells" in html
    assert 'id="cell-499"' in html
    assert 'id="cell-500"' not in html
    assert html.count('class="t-') < 200_000  # what comes after that many characters is not highlighted


def test_a_page_of_forty_cells_takes_milliseconds(make_notebook: Make, report: Report) -> None:
    notebook = make_notebook()
    notebook.cells += make_notebook().cells[:19]
    seconds = []
    for attempt in range(20):
        for cell in notebook.cells:
            if cell.metadata.get("journey", {}).get("kind") == "exercise":
                cell.source = f"{cell.source.partition('# attempt')[0]}# attempt {attempt}"
        began = time.process_time()
        render_feedback(notebook, report, COURSE)
        seconds.append(time.process_time() - began)
    assert statistics.median(seconds) < 0.05  # 4 ms on an idle machine
