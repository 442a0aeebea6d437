"""The command line: what it prints where, and its exit codes. What the verbs do is tested with the verbs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from autograder import cli
from autograder.course import Course
from autograder.errors import CourseError, GraderError, HostError, SubmissionError
from autograder.records import CellResult, ExerciseResult, Outcome, Report, Status, TestResult
from autograder.verbs.doctor import Finding, Verdict
from autograder.verbs.grade import Progress
from tests.verbs.tiny import ASSIGNMENT, COURSE, RIGHT, answered, make_course, write

EVIL = "ada\x1b]0;owned\x07\x1b[2J\x9b31m[red]\u202e"
# Everything but newline that a terminal would obey, or that changes the order of what is read.
OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
COMMANDS = ("build", "import", "grade", "check", "calibrate", "doctor", "export", "sample", "transcripts")


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path / "course.toml", COURSE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


class Shown:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Shown]:
    """Call the command line as the shell does; ``width`` is the terminal's."""

    def call(*arguments: str, width: int = 80) -> Shown:
        monkeypatch.setattr(sys, "argv", ["autograder", *arguments])
        monkeypatch.setattr(cli, "out", Console(width=width))
        monkeypatch.setattr(cli, "err", Console(width=width, stderr=True))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        shown = capsys.readouterr()
        return Shown(int(ended.value.code or 0), shown.out, shown.err)

    return call


def exercise(name: str, *outcomes: Outcome, **fields: Any) -> ExerciseResult:
    words = {"asked": "It works.", "message": "the result has wrong values", "hint": "Look at it."} | fields
    tests = tuple(
        TestResult(test=f"test_{i}", exercise=name, points=2, earned=2.0 * (outcome is Outcome.PASSED), outcome=outcome,
                   **(words if outcome is not Outcome.PASSED else {"asked": words["asked"]}))
        for i, outcome in enumerate(outcomes)
    )  # fmt: skip
    return ExerciseResult(exercise=name, points=2 * len(tests), earned=sum(t.earned for t in tests), tests=tests)


def report(student: str = "ada", status: Status = Status.GRADED, *exercises: ExerciseResult, **fields: Any) -> Report:
    return Report(assignment=ASSIGNMENT, student=student, status=status, exercises=exercises, **fields)


FULL = report(
    "ada", Status.GRADED, exercise("double", Outcome.PASSED), exercise("quarter", Outcome.PASSED, Outcome.PASSED)
)
PART = report(
    "bob", Status.GRADED, exercise("double", Outcome.FAILED), exercise("quarter", Outcome.PASSED, Outcome.ERROR)
)
LOST = report("cyd", Status.UNGRADED, reason="the disk is full")


@pytest.fixture
def graded(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the verb have graded these."""

    def let(*reports: Report) -> None:
        def grade_class(*_: object, **__: object) -> Iterator[Progress]:
            yield from (Progress(len(reports), i, each) for i, each in enumerate(reports, 1))

        monkeypatch.setattr("autograder.verbs.grade.grade_class", grade_class)

    return let


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> Callable[[Report], None]:
    def let(whole: Report) -> None:
        monkeypatch.setattr("autograder.verbs.check.check_notebook", lambda *_, **__: whole)

    return let


def fail_with(error: BaseException) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> Any:
        raise error

    return fail


# --- help


def test_help_names_every_command(run: Callable[..., Shown]) -> None:
    shown = run("--help")
    assert shown.code == 0
    assert all(command in shown.out for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(run: Callable[..., Shown], command: str) -> None:
    shown = run(command, "--help")
    assert (shown.code, shown.err) == (0, "")
    assert "--course" in shown.out


@pytest.mark.parametrize(
    "arguments", [("grdae",), ("grade",), ("grade", "a", "--workers", "0"), ("check",), ("check", "a", "--x")]
)
def test_a_wrong_call(run: Callable[..., Shown], arguments: tuple[str, ...]) -> None:
    shown = run(*arguments)
    assert (shown.code, shown.out) == (2, "")
    assert "Traceback" not in shown.err


# --- errors


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (CourseError("there is no lesson [bold]here[/]"), 2),
        (GraderError("the reference solution gets 1 of 2 points"), 2),
        (SubmissionError("it is no notebook"), 2),
        (HostError("the sandbox did not start"), 3),
        (OSError(28, "No space left on device"), 3),
    ],
)
def test_an_error_is_one_sentence_on_stderr(
    run: Callable[..., Shown], course: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int
) -> None:
    monkeypatch.setattr("autograder.verbs.grade.grade_class", fail_with(error))
    monkeypatch.setattr("autograder.verbs.check.check_notebook", fail_with(error))
    for arguments in (("grade", ASSIGNMENT), ("grade", ASSIGNMENT, "--json"), ("check", "a.ipynb", "--json")):
        shown = run(*arguments, width=30)
        assert (shown.code, shown.out) == (code, "")
        assert shown.err.splitlines() == [f"error: {getattr(error, 'strerror', error)}"]


def test_an_error_that_quotes_a_student_is_harmless(
    run: Callable[..., Shown], course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.verbs.grade.grade_class", fail_with(CourseError(f"nothing by {EVIL}\nTraceback")))
    shown = run("grade", ASSIGNMENT)
    assert not OBEYED.search(shown.err)
    assert shown.err.splitlines() == ["error: nothing by ada[red] Traceback"]


def test_outside_a_course(run: Callable[..., Shown], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for arguments in (("grade", "a"), ("build",), ("export", "a", "b.csv"), ("import", "a"), ("sample", "x")):
        shown = run(*arguments)
        assert (shown.code, shown.out) == (2, "")
        assert "no course.toml at or above" in shown.err


def test_a_bug_is_no_sentence(run: Callable[..., Shown], course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.verbs.grade.grade_class", fail_with(KeyError("slip")))
    with pytest.raises(KeyError):
        run("grade", ASSIGNMENT)


# --- grade


@pytest.mark.parametrize(("reports", "code"), [((FULL,), 0), ((FULL, PART), 0), ((FULL, LOST), 3), ((), 0)])
def test_grade_tells_by_its_code_whether_all_are_graded(
    run: Callable[..., Shown], course: Path, graded: Callable[..., None], reports: tuple[Report, ...], code: int
) -> None:
    graded(*reports)
    assert run("grade", ASSIGNMENT).code == code
    shown = run("grade", ASSIGNMENT, "--json")
    assert shown.code == code
    assert [Report.model_validate(each) for each in json.loads(shown.out)] == sorted(reports, key=lambda r: r.student)
    assert shown.err == ""


def test_grade_shows_students_by_exercises(
    run: Callable[..., Shown], course: Path, graded: Callable[..., None]
) -> None:
    graded(LOST, PART, FULL)
    shown = run("grade", ASSIGNMENT)
    lines = {line.split()[0]: line for line in shown.out.splitlines() if line.strip()}
    assert lines["ada"].split() == ["ada", "2✓", "4✓", "6"]
    assert lines["bob"].split() == ["bob", "0✗", "2◐", "2"]
    assert "ungraded: the disk is full" in lines["cyd"]
    assert list(lines).index("ada") < list(lines).index("bob") < list(lines).index("cyd")
    assert "1 double (2) · 2 quarter (4)" in shown.out
    assert "1 ungraded by a fault of ours" in shown.out
    assert str(course / "reports" / ASSIGNMENT) in shown.out.replace("\n", "")


def test_grade_says_where_it_looked_in_vain(
    run: Callable[..., Shown], course: Path, graded: Callable[..., None]
) -> None:
    graded()
    shown = run("grade", ASSIGNMENT)
    assert shown.out == f"Nothing has been handed in for {ASSIGNMENT}: looked in {course / 'submitted'}\n"


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_no_result_is_lost_in_a_narrow_terminal(
    run: Callable[..., Shown], course: Path, graded: Callable[..., None], width: int
) -> None:
    outcomes = [exercise(f"exercise_{n}", Outcome.PASSED, Outcome.FAILED) for n in range(13)]
    graded(*[report(f"student_{n}", Status.GRADED, *outcomes) for n in range(3)])
    shown = run("grade", ASSIGNMENT, width=width)
    table = shown.out[: shown.out.index("by tests")]
    assert table.count("2◐") == 39
    assert re.findall(r"student_\d", table) == ["student_0", "student_1", "student_2"]
    assert "…" not in table
    assert max(map(len, table.splitlines())) <= width


def test_a_class_with_remarks_is_a_table_in_80_columns(
    run: Callable[..., Shown], course: Path, graded: Callable[..., None]
) -> None:
    outcomes = [exercise(f"exercise_{n}", Outcome.PASSED, Outcome.FAILED) for n in range(13)]
    lost = report("bob", Status.MISSING, *outcomes, reason=f"there is no {'x' * 40}.ipynb in the folder")
    graded(report("ada", Status.GRADED, *outcomes), lost)
    first, *rest = run("grade", ASSIGNMENT, width=80).out.splitlines()
    assert first.split() == ["student", *map(str, range(1, 14)), "points"]
    assert any(line.startswith("bob  missing: there is no") for line in rest)


def test_nothing_of_a_student_is_obeyed_by_the_terminal(
    run: Callable[..., Shown], course: Path, graded: Callable[..., None], checked: Callable[[Report], None]
) -> None:
    bad = exercise("double", Outcome.ERROR, message=EVIL, traceback=EVIL + "\n" + EVIL, measured=EVIL, hint=EVIL)
    cell = CellResult(index=0, outcome=Outcome.ERROR, text=EVIL)
    evil = report(EVIL, Status.GRADED, bad, repairs=(EVIL,), cells=(cell,))
    graded(evil, report(EVIL, Status.UNREADABLE, reason=EVIL))
    checked(evil)
    for arguments in (
        ("grade", ASSIGNMENT),
        ("check", "a.ipynb"),
        ("grade", ASSIGNMENT, "--json"),
        ("check", "a", "--json"),
    ):
        shown = run(*arguments)
        assert not OBEYED.search(shown.out + shown.err), arguments
        assert "ada" in shown.out
    assert json.loads(run("check", "a", "--json").out)["student"] == EVIL


def test_a_lone_surrogate_in_a_report_can_be_printed(
    run: Callable[..., Shown], course: Path, checked: Callable[[Report], None]
) -> None:
    odd = exercise("double", Outcome.ERROR).model_copy()
    broken = odd.tests[0].model_copy(update={"message": "\ud800"})
    checked(report("you", Status.GRADED, odd.model_copy(update={"tests": (broken,)})))
    assert run("check", "a").out.encode()
    assert json.loads(run("check", "a", "--json").out)["exercises"][0]["tests"][0]["message"]


def test_progress_is_shown_in_a_terminal(
    course: Path, graded: Callable[..., None], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    graded(FULL, PART)
    monkeypatch.setattr(cli, "out", Console(width=80))
    monkeypatch.setattr(cli, "err", Console(width=100, stderr=True, force_terminal=True))
    monkeypatch.setattr(sys, "argv", ["autograder", "grade", ASSIGNMENT])
    with pytest.raises(SystemExit):
        cli.main()
    shown = capsys.readouterr()
    assert "2/2" in shown.err
    assert "1 below full marks" in shown.err
    assert "below full marks" not in shown.out


# --- check


@pytest.mark.parametrize(("whole", "code"), [(FULL, 0), (PART, 1)])
def test_check_tells_by_its_code_whether_all_is_right(
    run: Callable[..., Shown], course: Path, checked: Callable[[Report], None], whole: Report, code: int
) -> None:
    checked(whole)
    shown = run("check", "a.ipynb")
    assert shown.code == code
    assert "runs here without isolation" in shown.out
    assert f"{whole.earned:g} of {whole.points:g} points" in shown.out
    shown = run("check", "a.ipynb", "--json")
    assert (shown.code, shown.err) == (code, "")
    assert Report.model_validate(json.loads(shown.out)) == whole


def test_check_shows_each_test(run: Callable[..., Shown], course: Path, checked: Callable[[Report], None]) -> None:
    failed = exercise(
        "double", Outcome.PASSED, Outcome.FAILED, measured="off by about 10 %", target="at most 1 %", traceback="cell 3"
    )
    manual = ExerciseResult(exercise="why", points=3, earned=0, manual=True)
    checked(report("you", Status.GRADED, failed, manual, repairs=("a public test was restored",)))
    shown = run("check", "a.ipynb", width=60)
    for words in (
        "double  2 of 4", "✓ passed", "✗ failed", "It works.", "the result has wrong values", "measured off by about 10 %",
        "needed at most 1 %", "hint: Look at it.", "cell 3", "graded by hand", "note: a public test was restored",
    ):  # fmt: skip
        assert words in shown.out


# --- the other commands


def test_doctor(run: Callable[..., Shown], course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good, note = Finding("system", Verdict.GOOD, "Linux"), Finding("GPU", Verdict.NOTE, "none")
    bad = Finding("bubblewrap", Verdict.BAD, "not installed", "`apt install bubblewrap`")
    for findings, code in (((good, note), 0), ((good, bad, note), 1)):
        monkeypatch.setattr("autograder.verbs.doctor.examine_host", lambda _, found=findings: iter(found))
        shown = run("doctor")
        assert shown.code == code
        assert [line.split()[0] for line in shown.out.splitlines() if "→" not in line] == [f.verdict for f in findings]
        assert ("→ `apt install bubblewrap`" in shown.out) == (code == 1)


def test_build_says_what_changed(run: Callable[..., Shown], tmp_path: Path) -> None:
    built: Course = make_course(tmp_path / "course")
    shown = run("build", "--course", str(built.root))
    assert (shown.code, shown.out) == (0, f"{ASSIGNMENT}: nothing changed\n")
    built.notebook_path("release", ASSIGNMENT).unlink()
    assert f"release/{ASSIGNMENT}/{ASSIGNMENT}.ipynb" in run("build", ASSIGNMENT, "--course", str(built.root)).out
    lesson = built.lesson_path(ASSIGNMENT)
    lesson.write_text(lesson.read_text().replace("points=2", "points=two"))
    shown = run("build", "--course", str(built.root))
    assert shown.code == 2
    assert re.fullmatch(rf"error: {re.escape(str(lesson))}:\d+: .*points.*\n", shown.err)


def test_import_says_what_changed(run: Callable[..., Shown], tmp_path: Path) -> None:
    built = make_course(tmp_path / "course")
    path = built.notebook_path("source", ASSIGNMENT)
    assert run("import", str(path), "--course", str(built.root)).out == "nothing changed\n"
    path.write_text(path.read_text().replace("Tiny numbers", "Small numbers"))
    assert run("import", str(path), "--course", str(built.root)).code == 0
    assert "Small numbers" in built.lesson_path(ASSIGNMENT).read_text()


@pytest.mark.parametrize("arguments", [("nowhere/scores.csv",), ("scores.csv", "--for", "blackboard"), ("scores.csv",)])
def test_export_that_cannot_be_done(run: Callable[..., Shown], tmp_path: Path, arguments: tuple[str, ...]) -> None:
    built = make_course(tmp_path / "course")
    shown = run("export", ASSIGNMENT, *arguments, "--course", str(built.root))
    assert (shown.code, shown.out) == (2, "")
    assert len(shown.err.splitlines()) == 1


# --- for real


def test_the_installed_command_checks_a_notebook(tmp_path: Path) -> None:
    """In a process of its own, from another folder than the course's: nothing is replaced here."""
    built = make_course(tmp_path / "course")
    path = built.root / "mine.ipynb"
    path.write_text(answered(built, **RIGHT | {"double": "def double(x):\n    return 3 * x\n"}))
    command = [Path(sys.executable).with_name("autograder"), "check", str(path)]
    environment = {**os.environ, "COLUMNS": "70", "PYTHONWARNINGS": "error"}
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert "without isolation" in done.stdout
    assert "2.5 of 3.5 points" in done.stdout
