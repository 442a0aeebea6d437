"""The audit end to end: a tiny course whose grader has holes, and one that has none."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autograder import cli
from autograder.audit import Audit, Finding
from autograder.course import Course, find_course
from autograder.errors import CourseError, GraderError
from autograder.judging import Grader
from autograder.verbs.audit import Step, audit_assignment
from autograder.verbs.audited import (
    document_path,
    find_unaudited,
    page_path,
    read_audits,
    render_quality,
    result_path,
    write_audit,
)
from autograder.verbs.build import build_assignments
from tests.verbs.tiny import ASSIGNMENT, edit, grader_file, make_course, write

MUTANTS = {
    "double": '''from autograder.testing import mutant


@mutant(caught_by="test_values")
def squares(x):
    """Believes that twice is squared."""
    return x * x


@mutant(caught_by="test_values")
def is_right_after_all(x):
    """Believes nothing wrong."""
    return x + x
''',
    "quarter": '''from autograder.testing import mutant


@mutant(caught_by="test_refuses")
def takes_anything(x):
    """Believes that every number is positive."""
    return x / 4


@mutant(caught_by="test_refuses")
def divides_by_five(x):
    """Believes that a quarter is a fifth, and names the wrong test."""
    if x <= 0:
        raise ValueError
    return x / 5
''',
}
ALTERNATIVES = '''from autograder.testing import alternative


@alternative
def adds(x):
    """Adds."""
    return x + x


@alternative
def halves_the_half(x):
    """Divides, and forgets that integers have no halves."""
    return x // 0.5
'''
REPEATS = 2


def make_audited_course(root: Path) -> Course:
    course = make_course(root)
    for exercise, text in MUTANTS.items():
        write(grader_file(course, f"mutants/{exercise}"), text)
    write(grader_file(course, "alternatives/double"), ALTERNATIVES)
    return course


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, Audit]:
    """Only to be looked at."""
    course = make_audited_course(tmp_path_factory.mktemp("audit") / "course")
    return course, audit_assignment(course, ASSIGNMENT, repeats=REPEATS)


@pytest.fixture
def copied(audited: tuple[Course, Audit], tmp_path: Path) -> Course:
    """A copy to change, with all that has been asked."""
    shutil.copytree(audited[0].root, tmp_path / "course")
    return find_course(tmp_path / "course")


def finding(audit: Audit, exercise: str) -> Finding:
    return next(found for found in audit.findings if found.exercise == exercise)


def test_written_exercises_are_not_audited(audited: tuple[Course, Audit]) -> None:
    assert [found.exercise for found in audited[1].findings] == ["double", "quarter"]


def test_a_mutant_is_caught_only_by_the_test_that_it_names(audited: tuple[Course, Audit]) -> None:
    double = finding(audited[1], "double")
    verdicts = {mutant.name: (mutant.is_right, mutant.caught_by) for mutant in double.mutants}
    assert verdicts == {"squares": (True, ("test_values",)), "is_right_after_all": (False, ())}
    assert "double: the mutant is_right_after_all is not caught by test_values" in double.problems
    quarter = finding(audited[1], "quarter")
    assert [(mutant.name, mutant.caught_by) for mutant in quarter.mutants if not mutant.is_right] == [
        ("divides_by_five", ("test_values",))
    ]


def test_an_alternative_that_is_refused_is_named(audited: tuple[Course, Audit]) -> None:
    double = finding(audited[1], "double")
    assert {each.name: each.is_right for each in double.alternatives} == {"adds": True, "halves_the_half": False}


def test_generated_mutants_are_caught_by_any_test(audited: tuple[Course, Audit]) -> None:
    quarter = finding(audited[1], "quarter")
    assert quarter.made == quarter.asked == len(quarter.generated) >= 6
    missed = {mutant.name.rpartition("-")[0] for mutant in quarter.missed}
    assert missed == {"off_by_one"}, "`x <= 0` may be `x <= 1`, and `double(2)` is asked about and not of"
    assert all(mutant.said for mutant in quarter.generated if mutant.caught_by)


def test_what_each_test_is_worth(audited: tuple[Course, Audit]) -> None:
    worth = {test.name: test for test in finding(audited[1], "quarter").tests}
    assert (worth["test_refuses"].points, worth["test_refuses"].named) == (0.5, 2)
    assert worth["test_refuses"].alone >= 1
    assert finding(audited[1], "double").idle == ("test_zero",)


def test_public_tests_are_audited(audited: tuple[Course, Audit]) -> None:
    public = finding(audited[1], "quarter").public
    assert public.refused == ()
    assert "missing_return" in public.gross
    assert public.missed == ()
    assert public.lookup == 0.0, "it knows eight, and is asked about others"
    assert finding(audited[1], "double").public.lookup == 0.5, "zeros are right for nothing: more than a quarter"
    assert any("lookup" in problem for problem in audited[1].problems)


def test_answers_are_asked_under_several_salts(audited: tuple[Course, Audit]) -> None:
    double = finding(audited[1], "double")
    assert {answer.runs for answer in double.repeated} == {REPEATS}
    assert len(double.repeated) == 1 + 2 + 2


def test_repeats_of_an_answer_stand_together_once_every_answer_was_asked(copied: Course) -> None:
    """A notebook that is asked again at once need not run its cells again."""
    shutil.rmtree(copied.root / "build" / "audit")
    steps: list[Step] = []
    audit_assignment(copied, ASSIGNMENT, repeats=3, on_step=steps.append)
    asked = [(step.trial.exercise, step.trial.answer, step.trial.is_public) for step in steps if step.total > 20]
    first, repeats = asked[: len(set(asked))], asked[len(set(asked)) :]
    assert len(set(first)) == len(first)
    assert len(repeats) == 2 * (1 + 2 + 2 + 1 + 0 + 2)
    assert [answer for answer, _ in groupby(repeats)] == list(dict.fromkeys(repeats))


def test_cells_have_time_on_a_busy_machine(copied: Course) -> None:
    """What a lesson's own cells take is not what is asked about; students' graders have no more than the course says."""
    seconds = 1.0
    edit(copied.root / "course.toml", lambda text: text.replace("cell_seconds = 5.0", f"cell_seconds = {seconds}"))
    busy = (
        f"import time\nuntil = time.monotonic() + {1.5 * seconds}\nwhile time.monotonic() < until:\n    pass\nTWO = 2\n"
    )
    change_lesson("import torch\n", f"import torch\n{busy}")(copied)
    change_lesson("x / double(2)", "x / double(TWO)")(copied)
    course = find_course(copied.root)
    list(build_assignments(course))
    quarter = finding(audit_assignment(course, ASSIGNMENT, exercises=["quarter"], repeats=1), "quarter")
    assert quarter.reference.is_right
    with Grader(course, ASSIGNMENT, isolated=False) as grader:
        report = grader.grade(course.notebook_path("solutions", ASSIGNMENT), "reference").report
    assert not report.has_full_marks


def test_a_verdict_that_depends_on_the_salt_is_flaky(copied: Course) -> None:
    edit(grader_file(copied, "test_quarter"), lambda text: text.replace("x / 4)", "x / 4 if x > 4 else 0.0)"))
    quarter = finding(audit_assignment(copied, ASSIGNMENT, exercises=["quarter"], repeats=8), "quarter")
    assert "reference" in quarter.flaky
    assert any("depends on the salt" in problem for problem in quarter.problems)


def test_what_is_known_is_not_asked_again(copied: Course) -> None:
    steps: list[Step] = []
    audit_assignment(copied, ASSIGNMENT, repeats=REPEATS, on_step=steps.append)
    assert steps == []
    edit(grader_file(copied, "mutants/quarter"), lambda text: text.replace("return x / 4\n", "return x * 0.25\n"))
    audit_assignment(copied, ASSIGNMENT, repeats=REPEATS, on_step=steps.append)
    assert {step.trial.answer for step in steps} == {"takes_anything"}
    assert len(steps) == REPEATS


def test_a_grader_that_is_edited_during_its_audit_is_not_audited(copied: Course) -> None:
    """No verdict of the edited test may be kept under the name of the old one."""
    kept = copied.root / "build" / "audit" / f"{ASSIGNMENT}.jsonl"
    kept.unlink()
    steps: list[Step] = []

    def edit_once(step: Step) -> None:
        if not steps:
            edit(grader_file(copied, "test_double"), lambda text: text.replace("Two times.", "Count again."))
        steps.append(step)

    with pytest.raises(GraderError, match=f"the grader of {ASSIGNMENT}, or its notebook, changed while it was asked"):
        audit_assignment(copied, ASSIGNMENT, repeats=REPEATS, on_step=edit_once)
    assert (len(steps), kept.read_text().count('"key"')) == (1, 1)


def test_what_is_edited_during_its_audit_is_stale_after_it(copied: Course) -> None:
    (copied.root / "build" / "audit" / f"{ASSIGNMENT}.jsonl").unlink()

    steps: list[Step] = []

    def edit_once(step: Step) -> None:
        if not steps:
            edit(
                grader_file(copied, "mutants/quarter"), lambda text: text.replace("return x / 4\n", "return x * 0.25\n")
            )
        steps.append(step)

    audit_assignment(copied, ASSIGNMENT, repeats=REPEATS, on_step=edit_once)
    assert find_unaudited(copied, ASSIGNMENT) == ["quarter"]


def test_nothing_is_stale_after_an_audit(audited: tuple[Course, Audit]) -> None:
    assert find_unaudited(audited[0], ASSIGNMENT) == []


def change_lesson(old: str, new: str) -> Callable[[Course], None]:
    def change(course: Course) -> None:
        edit(course.lesson_path(ASSIGNMENT), lambda text: text.replace(old, new))

    return change


def change_grader(name: str, old: str, new: str) -> Callable[[Course], None]:
    return lambda course: edit(grader_file(course, name), lambda text: text.replace(old, new))


@pytest.mark.parametrize(
    ("change", "stale"),
    [
        (change_lesson("return x / double(2)", "return x / (2 * double(1))"), ["quarter"]),
        (change_lesson("assert quarter(8) == 2", "assert quarter(4) == 1"), ["quarter"]),
        (change_lesson("return 2 * x", "return x * 2"), ["double", "quarter"]),
        (change_grader("test_double", "2 * x, hint", "x + x, hint"), ["double"]),
        (change_grader("test_double", "Two times.", "Count again."), ["double"]),
        (change_grader("mutants/double", "return x * x", "return x ** 2"), ["double"]),
        (lambda course: write(course.grader_path(ASSIGNMENT) / "equivalent.toml",
            '[[equivalent]]\nexercise = "double"\nid = "x"\nreason = "it is so"\n'), ["double"]),
        (change_lesson("# Twice a number.", "# The double of a number."), []),
        (change_grader("test_double", "from autograder", "# a comment\nfrom autograder"), []),
    ],
)  # fmt: skip
def test_what_changes_after_its_audit_is_stale(
    change: Callable[[Course], None], stale: list[str], copied: Course
) -> None:
    change(copied)
    assert find_unaudited(copied, ASSIGNMENT) == stale


def test_marks_of_mutants_that_are_caught_are_refused(copied: Course) -> None:
    quarter = finding(read_audits(copied)[ASSIGNMENT], "quarter")
    missed, marks = quarter.missed[0], '[[equivalent]]\nexercise = "quarter"\nid = "{}"\nreason = "one is positive"\n'
    caught = next(each for each in json.loads(full(copied))["findings"][1]["generated"] if each["is_right"])
    path = copied.grader_path(ASSIGNMENT) / "equivalent.toml"
    write(path, marks.format(missed.name))
    audited = finding(audit_assignment(copied, ASSIGNMENT, repeats=REPEATS), "quarter")
    assert (audited.equivalent, audited.marks) == (1, ())
    assert missed.name not in {each.name for each in audited.missed}
    assert (
        f"{len(audited.generated)} as they should be, 1 of them marked as equivalent" in page_path(copied).read_text()
    )
    write(path, marks.format(caught["name"]))
    audited = finding(audit_assignment(copied, ASSIGNMENT, repeats=REPEATS), "quarter")
    assert any("catches it" in fault for fault in audited.marks)


def full(course: Course) -> str:
    return (course.root / "build" / "audit" / f"{ASSIGNMENT}.json").read_text()


def test_the_committed_result_is_read_back(audited: tuple[Course, Audit]) -> None:
    course, audit = audited
    assert read_audits(course) == {ASSIGNMENT: audit.slim()}
    assert audit.slim().problems == audit.problems
    committed = result_path(course).read_text()
    assert len(committed) < len(full(course))


def test_the_document_shows_what_is_missed_and_keeps_what_people_wrote(audited: tuple[Course, Audit]) -> None:
    course, audit = audited
    path = document_path(course)
    text = path.read_text()
    assert "| `double` | 2 | 1 of 2 | 1 of 2 |" in text
    for mutant in finding(audit, "quarter").missed:
        assert mutant.about in text
    path.write_text(text + "\nWe found a hole.\n")
    write_audit(course, audit)
    assert path.read_text() == render_quality(course)
    assert path.read_text().endswith("## What the audit found and changed\n\nWe found a hole.\n")


def test_the_page_has_every_message(audited: tuple[Course, Audit]) -> None:
    page = page_path(audited[0]).read_text()
    assert "Believes that twice is squared." in page
    assert "Two times." in page
    assert page.count("<table>") >= 2 * 3


def test_the_page_begins_with_the_figures(audited: tuple[Course, Audit]) -> None:
    page = page_path(audited[0]).read_text()
    start, _, rest = page.partition(f'<h2 id="{ASSIGNMENT}">')
    assert "All in all: 2 exercises of 1 assignments." in start
    assert f'<a href="#{ASSIGNMENT}" class="bad">' in start, "there is something to mend"
    for exercise in ("double", "quarter"):
        assert f'<a href="#{ASSIGNMENT}-{exercise}">' in rest
        assert f'<h3 id="{ASSIGNMENT}-{exercise}">' in rest


def test_an_exercise_that_is_not_there(audited: tuple[Course, Audit]) -> None:
    with pytest.raises(CourseError, match="has no exercise half"):
        audit_assignment(audited[0], ASSIGNMENT, exercises=["half"])


def test_notebooks_that_are_not_built_from_the_lesson_are_refused(copied: Course) -> None:
    change_lesson("return 2 * x", "return x * 2")(copied)
    with pytest.raises(CourseError, match="autograder build"):
        audit_assignment(copied, ASSIGNMENT)
    list(build_assignments(copied))
    assert audit_assignment(copied, ASSIGNMENT, exercises=["double"], repeats=1).findings


def test_a_public_test_that_refuses_the_reference_is_the_authors_fault(copied: Course) -> None:
    change_lesson("assert double(1) == 2", "assert double(1) == 3")(copied)
    list(build_assignments(copied))
    with pytest.raises(GraderError, match="refuses the reference"):
        audit_assignment(copied, ASSIGNMENT, exercises=["double"], repeats=1)


def test_the_command_says_what_to_mend(copied: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.nice", lambda by: 0)
    told = CliRunner().invoke(cli.app, ["audit", ASSIGNMENT, "--repeats", "2", "--course", str(copied.root)])
    assert told.exit_code == 1
    assert "to mend: double: the mutant is_right_after_all" in told.output
    assert "missed: off_by_one-" in told.output
