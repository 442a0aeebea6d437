from __future__ import annotations

import copy
import os
from base64 import b64encode
from collections.abc import Callable

import nbformat
import nbgrader
import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import markdown2html_mistune
from nbformat import NotebookNode

from autograder.feedback import annotate
from autograder.feedback.annotating import defuse_markdown
from autograder.records import CellResult, ExerciseResult, Outcome, Report, Status, TestResult

Make = Callable[[], NotebookNode]
FORMGRADER = os.path.join(os.path.dirname(nbgrader.__file__), "server_extensions", "formgrader")
EVIL = (
    "</pre></td></table></div><script>alert(1)</script>"
    "<img src=x onerror=alert(2)> $\\href{javascript:alert(3)}{x}$ \x1b[31m\x1b]0;t\x07 {{ 7*7 }} \u202e"
)


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def grade_cell(notebook: NotebookNode, name: str) -> NotebookNode:
    return next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name)


def hostile_report(text: str) -> Report:
    test = TestResult(
        test="test_x",
        exercise="project",
        points=2,
        earned=0,
        outcome=Outcome.ERROR,
        asked="It is right.",
        message=text,
        hint=text,
        measured=text,
        target=text,
        traceback=text,
        detail="SECRET-DETAIL",
    )
    cells = (
        CellResult(index=5, exercise="project", outcome=Outcome.ERROR, text=text, message=text, traceback=text),
        CellResult(index=20, outcome=Outcome.TIMEOUT, message=text),
    )
    exercise = ExerciseResult(exercise="project", points=6, earned=0, tests=(test,))
    return Report(
        assignment="00_01_x",
        student=text[:50],
        status=Status.GRADED,
        exercises=(exercise,),
        cells=cells,
        repairs=(text,),
    )


def nbgrader_page(notebook: NotebookNode) -> str:
    """What nbgrader's `generate_feedback` makes of it, its scores aside."""
    shown = copy.deepcopy(notebook)
    for cell in shown.cells:
        if marks := cell.metadata.get("nbgrader"):
            marks.update(score=0, points=marks.get("points", 0), comment="")
    exporter = HTMLExporter(
        template_name="feedback",
        extra_template_basedirs=[os.path.join(FORMGRADER, "templates")],
        extra_template_paths=[os.path.join(FORMGRADER, "static", "node_modules", "bootstrap", "dist", "css")],
    )
    resources = {"nbgrader": {"notebook": "n", "score": 0, "max_score": 1, "late_penalty": 0}}
    html, _ = exporter.from_notebook_node(shown, resources=resources)
    return str(html)


def test_a_grade_cell_shows_its_tests(make_notebook: Make, report: Report) -> None:
    notebook = annotate(make_notebook(), report)
    nbformat.validate(notebook)
    (output,) = grade_cell(notebook, "numerical_rank").outputs
    table = soup(output.data["text/html"])
    assert [row.find("td").text for row in table.find("tbody").find_all("tr")] == ["✓ passed", "◐ partial", "✗ failed"]  # type: ignore[union-attr]
    assert "61 %" in table.text
    assert "at least 95 %" in table.text
    assert "numerical_rank: partial, 3 of 6 points" in output.data["text/plain"]
    assert "hint: Where does rounding" in output.data["text/plain"]
    assert "picture: noise <i>and</i> rank" in output.data["text/plain"]
    (image,) = table.find_all("img")
    assert str(image["src"]) == "data:image/png;base64," + b64encode(b"\x89PNG one").decode()


def test_executed_cells_show_what_they_said(make_notebook: Make, report: Report) -> None:
    cells = annotate(make_notebook(), report).cells[1:]
    assert cells[11].outputs == [{"output_type": "stream", "name": "stdout", "text": "0 1\n1 2\n2 3\n"}]
    (error,) = cells[20].outputs
    assert (error.output_type, error.ename) == ("error", "timeout")
    assert "within 10 seconds" in error.evalue


def test_other_outputs_and_widgets_go(make_notebook: Make, report: Report) -> None:
    notebook = make_notebook()
    live = {"output_type": "display_data", "metadata": {}, "data": {"text/html": "<script>forged</script>"}}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [nbformat.from_dict(live)], 7
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}}}
    annotated = annotate(notebook, report)
    assert "forged" not in nbformat.writes(annotated)
    assert "widgets" not in annotated.metadata
    assert {cell.execution_count for cell in annotated.cells if cell.cell_type == "code"} == {None}


def test_the_banner_heads_the_notebook(make_notebook: Make, report: Report) -> None:
    notebook = annotate(make_notebook(), report)
    banner = notebook.cells[0]
    assert "nbgrader" not in banner.metadata
    assert "9 of 30 points" in banner.source
    assert "public test of &#96;gram&#95;schmidt&#96;" in banner.source
    assert "number 21" in banner.source
    assert "\n\n" not in banner.source


def test_annotating_again_changes_nothing_and_the_argument_is_left_alone(make_notebook: Make, report: Report) -> None:
    notebook = make_notebook()
    before = copy.deepcopy(notebook)
    once = annotate(notebook, report)
    assert notebook == before
    assert annotate(once, report) == once


def test_a_cell_that_poses_as_the_banner_stays(
    make_notebook: Make, make_cell: Callable[..., NotebookNode], report: Report
) -> None:
    notebook = make_notebook()
    forged = make_cell("I am no banner")
    forged.id = "autograder-banner"
    notebook.cells.insert(0, forged)
    assert "I am no banner" in [cell.source for cell in annotate(notebook, report).cells]


def test_nothing_of_the_instructors_is_in_it(make_notebook: Make, report: Report) -> None:
    text = nbformat.writes(annotate(make_notebook(), report))
    assert "SECRET-DETAIL" not in text
    assert "An instructor will look at it" in text


def live_parts(html: str) -> list[str]:
    """What a page holds that would run, or that came through unescaped."""
    page = soup(html)
    scripts = [tag.text for tag in page.find_all("script") if "alert" in tag.text]
    handlers = [str(tag)[:80] for tag in page.find_all() if any(name.startswith("on") for name in tag.attrs)]
    addresses = [
        str(tag.get("href", tag.get("src", ""))).strip().lower() for tag in page.find_all(["a", "img", "iframe"])
    ]
    return scripts + handlers + [address for address in addresses if address.startswith("javascript:")]


def test_nothing_live_reaches_nbgraders_feedback(make_notebook: Make) -> None:
    notebook = make_notebook()
    for cell in notebook.cells:
        if not cell.metadata.get("nbgrader", {}).get("locked"):
            cell.source += f"\n# {EVIL}\n[x](javascript:alert(1)) ![x](attachment:none.png)\n```mermaid\n{EVIL}\n```"
    annotated = annotate(notebook, hostile_report(EVIL))
    nbformat.validate(annotated)
    html = nbgrader_page(annotated)
    assert live_parts(html) == []
    assert "SECRET-DETAIL" not in html
    assert "\x1b" not in html
    assert "\u202e" not in html


def test_the_check_above_would_see_something_live(make_notebook: Make, report: Report) -> None:
    notebook = annotate(make_notebook(), report)
    notebook.cells[1].source += EVIL
    assert live_parts(nbgrader_page(notebook)) != []


def test_student_text_in_a_table_is_out_of_mathjax_reach(make_notebook: Make) -> None:
    notebook = annotate(make_notebook(), hostile_report("$\\href{x}{y}$"))
    (output,) = grade_cell(notebook, "project").outputs
    root = soup(output.data["text/html"]).find("div")
    assert root is not None
    assert {"tex2jax_ignore", "mathjax_ignore"} <= set(root["class"])
    assert "<div" not in str(root.next_sibling or "")


MARKUP = [
    "<",
    ">",
    '"',
    "'",
    "&",
    "`",
    "```",
    "$",
    "\n",
    "\n\n",
    "![",
    "[",
    "](",
    ")",
    "{{",
    "<!--",
    "-->",
    "<?",
    "<![CDATA[",
]
TAGS = [
    "<a href='",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<br onx>",
    "<script>",
    "</script>",
    "<<script>",
]
URLS = [
    "javascript:",
    "java\\script:",
    "javascript\\:",
    "javascript&colon;",
    "java&#115;cript:",
    "data:text/html,",
    "&Tab;",
]
BLOCKS = ["<details>", "</div>", "attachment:x", "```mermaid\n", "<https://"]
SNIPPETS = st.sampled_from([*MARKUP, *TAGS, *URLS, *BLOCKS])


@given(st.lists(st.one_of(SNIPPETS, st.text(max_size=4)), max_size=25).map("".join))
@example("<details><https://x/onclick=alert(1)>")  # an address to Markdown, a tag with a handler to a browser
@example("<details><https://<img src=x onerror=alert(1)>")
def test_defused_markdown_is_dead_in_nbconvert(source: str) -> None:
    html = markdown2html_mistune(defuse_markdown(source))
    for tag in soup(html).find_all():
        assert tag.name not in ("script", "svg", "iframe", "style", "object", "embed", "form", "math", "link", "base")
        assert not [name for name in tag.attrs if name.startswith("on")]
        target = "".join(str(tag.get("href", tag.get("src", ""))).split()).lower()
        assert not target.startswith(("javascript:", "vbscript:", "data:"))


@pytest.mark.parametrize(
    "address", ["java&#115;cript:x", "&#x6A;avascript:x", "javascript&colon;x", "java&Tab;script:x", "JavaScript\\:x"]
)
def test_addresses_in_disguise_are_dead_too(address: str) -> None:
    for source in (f"[x]({address})", f"[x][r]\n\n[r]: {address}", f"<{address}>"):
        for link in soup(markdown2html_mistune(defuse_markdown(source))).find_all("a"):
            assert "".join(str(link["href"]).split()).lower() != "javascript:x"


@pytest.mark.parametrize(
    "source",
    [
        "A **bold** claim: $a < b$ and `x<y`.",
        "1. first\n2. second",
        "[link](https://example.org)",
        "x<sub>1</sub><br>\n<details>\n<summary>why</summary>\n\nso\n</details>",
    ],
)
def test_harmless_markdown_reads_the_same(source: str) -> None:
    shown = markdown2html_mistune(defuse_markdown(source))
    assert shown.replace("\u2060", "") == markdown2html_mistune(source)


def test_attachments_that_are_there_stay() -> None:
    assert defuse_markdown("![p](attachment:proof.png)", {"proof.png": {}}) == "![p](attachment:proof.png)"
