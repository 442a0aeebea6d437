"""The command line: reads arguments, calls a verb, shows what it says, and picks the exit code.

Exit codes: 0 all is well; 1 ``check`` found less than full marks, ``doctor`` something bad or ``calibrate --verify`` a wrong
verdict; 2 the call, the course or a
notebook is at fault; 3 ours: something stayed ungraded.
"""

from __future__ import annotations

import json
import os
import sys
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

import autograder.startup  # noqa: F401 # before anything that imports nbformat
from autograder.course import Course, find_course
from autograder.errors import AutograderError, HostError

app = typer.Typer(
    help="Build, grade and check the notebooks of a course.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
out, err = Console(), Console(stderr=True)

DeviceOption = Annotated[
    str, typer.Option(help="Where models are trained: cpu, cuda, or auto for a GPU where there is one.")
]
CourseOption = Annotated[
    Path | None, typer.Option("--course", help="The course's folder; found upwards from here if not given.")
]
OK, NOT_FULL, AT_FAULT, UNGRADED = 0, 1, 2, 3


def main() -> None:
    """Run the command line; errors are one sentence, not a traceback."""
    try:
        app()
    except (HostError, OSError) as error:
        _complain(error)
        sys.exit(UNGRADED)
    except AutograderError as error:
        _complain(error)
        sys.exit(AT_FAULT)


def _complain(error: Exception) -> None:
    from rich.text import Text

    from autograder.tables import one_line

    about = str(error)
    if isinstance(error, OSError) and error.strerror:
        about = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    said = Text.assemble(("error: ", "bold red"), one_line(about))
    err.print(said, highlight=False, soft_wrap=True)


def _open(course: Path | None) -> Course:
    return find_course(course)


@app.command()
def build(
    assignments: Annotated[list[str] | None, typer.Argument(help="Which; all if none is named.")] = None,
    force: Annotated[bool, typer.Option(help="Also over a source notebook that somebody edited.")] = False,
    course: CourseOption = None,
) -> None:
    """Make source/, release/ and solutions/ from the lessons."""
    from autograder.verbs.build import build_assignments

    opened = _open(course)
    for assignment, changed in build_assignments(opened, assignments or (), force=force):
        names = ", ".join(str(path.relative_to(opened.root)) for path in changed)
        _say(f"{assignment}: {names or 'nothing changed'}")


@app.command("import")
def import_(
    notebook: Annotated[Path, typer.Argument(help="A notebook in source/ that somebody edited.")],
    course: CourseOption = None,
) -> None:
    """Patch an edited source notebook back into its lesson."""
    from autograder.verbs.build import import_edits

    for sentence in import_edits(_open(course), notebook) or ["nothing changed"]:
        _say(sentence)


@app.command()
def grade(
    assignment: Annotated[str, typer.Argument(help="Which assignment, e.g. 00_01_linear_algebra.")],
    student: Annotated[list[str] | None, typer.Option(help="Only this student's; may be repeated.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="How many at once; one for each core by default.")] = None,
    force: Annotated[bool, typer.Option(help="Also what has not changed since it was graded.")] = False,
    anew: Annotated[bool, typer.Option("--anew", help="Run everything again, whatever the transcripts know.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say what was replayed, and what ran.")] = False,
    device: DeviceOption = "cpu",
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the reports as one JSON document, and nothing else.")
    ] = False,
    course: CourseOption = None,
) -> None:
    """Grade what a class handed in, each submission in the sandbox."""
    from autograder.records import Status
    from autograder.tables import ClassProgress, ClassTable, replay_table, where_to_look
    from autograder.verbs.activity import read_activities
    from autograder.verbs.grade import grade_class

    opened = _open(course)
    reports, skipped = [], set[str]()
    activities = partial(read_activities, opened, assignment)
    with ClassProgress(err, assignment, is_shown=not as_json, activities=activities) as progress:
        steps = grade_class(
            opened, assignment, students=student or (), workers=workers, force=force, device=_known(device), anew=anew
        )
        for step in steps:
            progress.show(step)
            reports.append(step.report)
            skipped |= {step.report.student} if step.was_skipped else set()
    reports.sort(key=lambda report: report.student)
    if as_json:
        _print_json([report.model_dump(mode="json") for report in reports])
    elif not reports:
        _say(f"Nothing has been handed in for {assignment}: looked in {opened.root / 'submitted'}")
    else:
        out.print(ClassTable(reports))
        if explain:
            out.print(replay_table(reports, skipped))
        out.print(where_to_look(opened, assignment, reports), soft_wrap=True)
    if any(report.status is Status.UNGRADED for report in reports):
        raise typer.Exit(UNGRADED)


@app.command()
def check(
    notebook: Annotated[Path, typer.Argument(help="Your notebook.")],
    exercise: Annotated[list[str] | None, typer.Option(help="Only this exercise; may be repeated.")] = None,
    device: DeviceOption = "cpu",
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON, and nothing else.")] = False,
    course: CourseOption = None,
) -> None:
    """Check your own notebook with the graders of the course."""
    from autograder.tables import check_table
    from autograder.verbs.check import check_notebook

    if not as_json:
        out.print(
            "[dim]Your code runs here without isolation. That is fine for your own: it can do nothing that it could not do in "
            "JupyterLab. Never check a notebook of somebody else this way; `autograder grade` runs those in a sandbox.[/]",
            highlight=False,
        )
    opened = _open(course or _near(notebook))
    report = check_notebook(opened, notebook, exercises=exercise or (), device=_known(device))
    if as_json:
        _print_json(report.model_dump(mode="json"))
    else:
        out.print(check_table(report))
    raise typer.Exit(OK if report.has_full_marks else NOT_FULL)


def _known(device: str) -> str:
    if device not in ("cpu", "cuda", "auto"):
        raise typer.BadParameter(f"{device!r} is no device: cpu, cuda or auto", param_hint="--device")
    return device


def _near(notebook: Path) -> Path | None:
    """A course that the notebook lies in, where the current folder lies in none."""
    from autograder.course import FILE_NAME

    here = Path.cwd()
    if any((folder / FILE_NAME).is_file() for folder in (here, *here.parents)):
        return None
    return notebook.resolve().parent


@app.command()
def calibrate(
    assignments: Annotated[
        list[str] | None, typer.Argument(help="Which; all with thresholds if none is named.")
    ] = None,
    exercise: Annotated[list[str] | None, typer.Option(help="Only this exercise; may be repeated.")] = None,
    seeds: Annotated[int, typer.Option(min=2, help="Seeds for the reference; to verify, for all answers.")] = 20,
    others: Annotated[int, typer.Option(min=1, help="Seeds for each alternative and mutant.")] = 5,
    jobs: Annotated[int, typer.Option(min=1, help="Processes at once.")] = 1,
    verify: Annotated[bool, typer.Option("--verify", help="Move no limit: judge new seeds by them.")] = False,
    course: CourseOption = None,
) -> None:
    """Put the thresholds of trained models between right and wrong answers, or verify them."""
    from autograder.tables import TrialProgress, calibration_table, verification_table
    from autograder.verbs.calibrate import calibrate_assignment
    from autograder.verbs.calibrated import find_calibrated
    from autograder.verbs.verify import verify_assignments

    os.nice(10)  # it may take an hour, and somebody works here
    opened = _open(course)
    wanted = assignments or find_calibrated(opened)
    refused = False
    with TrialProgress(err) as progress:
        about: dict[str, Any] = {"jobs": jobs, "on_step": progress.show, "seeds": seeds, "others": others}
        if verify:
            result = verify_assignments(opened, wanted, **about)
        else:
            for assignment in wanted:
                found = calibrate_assignment(opened, assignment, exercises=exercise or (), **about)
                out.print(calibration_table(assignment, found))
                refused = refused or bool(found.refused)
    if verify:
        out.print(verification_table(result))
        sys.stdout.write(json.dumps(result) + "\n")
        raise typer.Exit(NOT_FULL if result["false_fail"] or result["false_pass"] else OK)
    raise typer.Exit(AT_FAULT if refused else OK)


@app.command()
def audit(
    assignments: Annotated[list[str] | None, typer.Argument(help="Which; all with graders if none is named.")] = None,
    exercise: Annotated[
        list[str] | None, typer.Option(help="Only this exercise, and write nothing; may be repeated.")
    ] = None,
    repeats: Annotated[int, typer.Option(min=1, help="Salts for right answers and hand-written mutants.")] = 10,
    jobs: Annotated[int, typer.Option(min=1, help="Processes at once.")] = 1,
    course: CourseOption = None,
) -> None:
    """Grade the graders: run right answers, wrong ones and generated ones, and write down what is caught."""
    from autograder.tables import TrialProgress, audit_table
    from autograder.verbs.audit import audit_assignment
    from autograder.verbs.audited import find_graded, page_path

    os.nice(10)  # it may take an hour, and somebody works here
    opened = _open(course)
    has_problems = False
    for assignment in assignments or find_graded(opened):
        with TrialProgress(err) as progress:
            found = audit_assignment(
                opened, assignment, exercises=exercise or (), repeats=repeats, jobs=jobs, on_step=progress.show
            )
        out.print(audit_table(found))
        has_problems = has_problems or bool(found.problems)
    if not exercise:
        _say(f"every answer and message: {page_path(opened)}")
    raise typer.Exit(NOT_FULL if has_problems else OK)


@app.command()
def doctor(course: CourseOption = None) -> None:
    """Check whether this host can grade, and say how to mend what is missing."""
    from autograder.tables import finding_line
    from autograder.verbs.doctor import Verdict, examine_host

    is_bad = False
    for finding in examine_host(course or Path.cwd()):
        is_bad = is_bad or finding.verdict is Verdict.BAD
        out.print(finding_line(finding), soft_wrap=True)
    raise typer.Exit(NOT_FULL if is_bad else OK)


@app.command()
def export(
    assignment: Annotated[str, typer.Argument(help="Whose scores.")],
    path: Annotated[Path, typer.Argument(help="The CSV file to write.")],
    layout: Annotated[str, typer.Option("--for", help="csv, canvas or moodle.")] = "csv",
    course: CourseOption = None,
) -> None:
    """Write the scores of a class to a CSV file, for a spreadsheet or an LMS."""
    from autograder.verbs.export import export_scores

    held, left_out = export_scores(_open(course), assignment, path, layout=layout)
    _say(f"{path}: {len(held)} students")
    if left_out:
        _say(f"left out, not final yet: {', '.join(left_out)}")


@app.command()
def transcripts(
    assignments: Annotated[list[str] | None, typer.Argument(help="Which; all if none is named.")] = None,
    prune: Annotated[bool, typer.Option("--prune", help="Remove the oldest, down to the course's limit.")] = False,
    clear: Annotated[bool, typer.Option("--clear", help="Remove all of them: everything runs again.")] = False,
    course: CourseOption = None,
) -> None:
    """Say what is kept of what notebooks answered, and make room."""
    from autograder.verbs.transcripts import list_transcripts, prune_transcripts

    opened = _open(course)
    if prune or clear:
        removed = prune_transcripts(opened, assignments or (), most_bytes=0 if clear else None)
        _say(f"removed: {removed.files}, {removed.size_bytes / 1e6:.1f} MB")
    for shelf in list_transcripts(opened, () if prune or clear else assignments or ()):
        _say(f"{shelf.assignment}: {shelf.files}, {shelf.size_bytes / 1e6:.1f} MB")


@app.command()
def sample(
    folder: Annotated[Path, typer.Argument(help="A new folder for the sample course.")],
    assignment: Annotated[str, typer.Option(help="Which assignment the class hands in.")] = "00_01_linear_algebra",
    course: CourseOption = None,
) -> None:
    """Make a small course with a sample class, right, wrong and broken, to try grading on."""
    from autograder.verbs.sample import make_sample_course

    made = make_sample_course(_open(course), folder, assignment)
    _say(f"{folder}: {len(made)} submissions of {assignment}")


def _say(sentence: str) -> None:
    if not sentence.isprintable():  # it names a file or a student whose name is more than text
        from autograder.feedback.text import plain_line

        sentence = plain_line(sentence, 20_000)
    out.print(sentence, markup=False, highlight=False, soft_wrap=True)


def _print_json(data: Any) -> None:
    """Print JSON in ASCII: what a student wrote may hold controls that a terminal obeys, and lone surrogates."""
    sys.stdout.write(json.dumps(data, indent=1) + "\n")


if __name__ == "__main__":
    main()
