"""What the command line shows, as rich renderables: progress, the class, one's own check, the host."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.live import Live
from rich.measure import Measurement
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from autograder.course import Course
from autograder.feedback import plain, plain_line
from autograder.records import ExerciseResult, Outcome, Report, Status

if TYPE_CHECKING:
    from autograder.audit import Audit
    from autograder.verbs.activity import Activity
    from autograder.verbs.audit import Step as AuditStep
    from autograder.verbs.calibrate import Calibration
    from autograder.verbs.calibrate import Step as TrialStep
    from autograder.verbs.doctor import Finding
    from autograder.verbs.grade import Progress as Step

STYLES = {
    Outcome.PASSED: "green",
    Outcome.PARTIAL: "yellow",
    Outcome.FAILED: "red",
    Outcome.ERROR: "red",
    Outcome.NOT_ATTEMPTED: "dim",
    Outcome.TIMEOUT: "magenta",
    Outcome.MEMORY: "magenta",
    Outcome.CRASH: "magenta",
}
MARKS = {
    Outcome.PASSED: "✓",
    Outcome.PARTIAL: "◐",
    Outcome.FAILED: "✗",
    Outcome.ERROR: "!",
    Outcome.NOT_ATTEMPTED: "–",
    Outcome.TIMEOUT: "⧖",
    Outcome.MEMORY: "⛁",
    Outcome.CRASH: "⚡",
}
VERDICT_STYLES = {"good": "green", "note": "yellow", "bad": "bold red"}


class ClassProgress:
    """A progress bar over a class: submissions done, how many are not at full marks, the time left."""

    def __init__(
        self,
        console: Console,
        assignment: str,
        *,
        is_shown: bool = True,
        activities: Callable[[], Sequence[Activity]] = tuple,
    ) -> None:
        self._below, self._skipped, self._ungraded = 0, 0, 0
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("[bold]{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[standing]}"),
            TimeRemainingColumn(),
            console=console,
            disable=not (is_shown and console.is_terminal),  # a log is no place for it
            transient=True,
        )
        self._task = self._progress.add_task(assignment, total=None, standing="grading the reference")
        self._activities = activities
        shown = Group(self._progress, _Rendered(lambda: activity_lines(activities())))
        self._live = Live(shown, console=console, refresh_per_second=4, transient=True)

    def __enter__(self) -> ClassProgress:
        if not self._progress.disable:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def show(self, step: Step) -> None:
        """Show that one more submission is settled."""
        self._skipped += step.was_skipped
        self._ungraded += step.report.status is Status.UNGRADED
        self._below += not step.report.has_full_marks and step.report.status is not Status.UNGRADED
        standing = f"{self._below} below full marks"
        standing += f", {self._skipped} unchanged" if self._skipped else ""
        standing += f", [red]{self._ungraded} ungraded[/]" if self._ungraded else ""
        self._progress.update(self._task, total=step.total, completed=step.settled, standing=standing)


class _Rendered:
    """What a function returns, asked anew each time that it is drawn."""

    def __init__(self, make: Callable[[], RenderableType]) -> None:
        self._make = make

    def __rich__(self) -> RenderableType:
        return self._make()


def activity_lines(activities: Sequence[Activity]) -> RenderableType:
    """What takes long at this moment: whose submission, what with it, and how much of its time is gone."""
    lines = []
    for activity in activities:
        elapsed = min(activity.elapsed_seconds, activity.seconds)
        line = Text("  ", overflow="ellipsis", no_wrap=True)
        line.append(plain_line(activity.student, 40), "bold").append(f"  {plain_line(activity.doing, 80)}  ")
        lines.append(line.append(f"{elapsed:.0f} of at most {activity.seconds:g} s", "dim"))
    return Group(*lines)


class TrialProgress:
    """A progress bar over trials: how many are over, how many of them were known, and which was the last."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("[bold]{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[standing]}"),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> TrialProgress:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def show(self, step: TrialStep | AuditStep) -> None:
        """Show that one more trial is over."""
        name = step.trial.assignment
        if name not in self._tasks:
            self._tasks[name] = self._progress.add_task(name, total=step.total, standing="")
        standing = f"{step.trial.label}, {step.trial.salt}" + (f" ({step.known} known)" if step.known else "")
        self._progress.update(self._tasks[name], completed=step.done, total=step.total, standing=standing)


def calibration_table(assignment: str, found: Calibration) -> RenderableType:
    """Where each threshold of an assignment stands now, and what was refused."""
    table = Table(title=assignment, title_justify="left", title_style="bold", box=SIMPLE_HEAD)
    table.add_column("threshold", no_wrap=True)
    for column in ("limits", "right", "wrong"):
        table.add_column(column, overflow="fold")
    for fit in found.fits:
        limit, is_below = fit.threshold, fit.threshold.direction == "below"
        sign, worst = ("≤", max) if is_below else ("≥", min)
        said = f"{sign} {limit.gate:.6g}, target {limit.target:.6g}"
        said += f", half {limit.half:.6g}" if limit.half is not None else ""
        said += f", too good {'<' if is_below else '>'} {limit.too_good:.6g}" if limit.too_good is not None else ""
        name, value = fit.nearest
        table.add_row(limit.name, said, f"{worst(fit.samples.honest):.4g}", f"{value:.4g} {name}")
    refused = [Text(f"refused: {plain_line(sentence, 2_000)}", style="bold red") for sentence in found.refused]
    return Group(table, *refused)


def verification_table(result: Mapping[str, Any]) -> RenderableType:
    """Wrong verdicts over new seeds, by exercise, and each of them in a line."""
    table = Table(box=SIMPLE_HEAD)
    for column in ("assignment", "exercise", "right answers failed", "mutants passed"):
        table.add_column(column)
    mistakes = []
    for assignment, exercises in result["assignments"].items():
        for name, entry in exercises.items():
            failed = f"{entry['false_fail']} of {entry['honest_runs']}"
            table.add_row(assignment, name, failed, f"{entry['false_pass']} of {entry['mutant_runs']}")
            mistakes += [Text(plain_line(sentence, 2_000), style="red") for sentence in entry["mistakes"]]
    return Group(table, *mistakes)


def audit_table(audit: Audit) -> RenderableType:
    """What each exercise's tests did with answers whose verdict is known, and each problem in a line."""
    table = Table(title=audit.assignment, title_justify="left", title_style="bold", box=SIMPLE_HEAD)
    for column in ("exercise", "alternatives accepted", "mutants caught", "generated caught", "flaky", "to read"):
        table.add_column(column)
    for found in audit.findings:
        rights = (
            f"{sum(each.is_right for each in answers)} of {len(answers)}"
            for answers in (found.alternatives, found.mutants)
        )
        generated = f"{found.caught} of {found.asked - found.equivalent}"
        table.add_row(found.exercise, *rights, generated, str(len(found.flaky)), str(len(found.to_read)))
    missed = [
        Text(f"\nmissed: {each.name} of {found.exercise}\n{plain(each.about)}", style="yellow")
        for found in audit.findings
        for each in found.missed
    ]
    problems = [Text(f"to mend: {plain_line(problem, 2_000)}", style="bold red") for problem in audit.problems]
    return Group(table, *missed, *problems)


def one_line(text: str) -> str:
    """A sentence that may quote a student's file, safe to print in a terminal."""
    return plain_line(text, 2_000)


class ClassTable:
    """Students by exercises, with the points and the outcome in each place; lines of text where there is no room for that."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self._reports = reports
        self._exercises: dict[str, ExerciseResult] = {}
        for report in reports:
            for result in report.exercises:
                self._exercises.setdefault(result.exercise, result)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Render what fits."""
        table = self._table()
        yield (
            table
            if Measurement.get(console, options.update(max_width=10_000), table).minimum <= options.max_width
            else self._lines()
        )
        yield self._remarks()
        yield self._keys()

    def _table(self) -> Table:
        table = Table(box=SIMPLE_HEAD, show_edge=False, padding=0, row_styles=("", "on grey7"))
        table.add_column("student", no_wrap=True)
        for number, _ in enumerate(self._exercises, 1):
            table.add_column(str(number), justify="right", no_wrap=True)
        table.add_column("points", justify="right", style="bold", no_wrap=True)
        for report in self._reports:
            table.add_row(Text(plain_line(report.student)), *self._places(report), _total(report))
        return table

    def _remarks(self) -> Text:
        """What is to be said of single submissions, below the table: there is room for a sentence."""
        text = Text()
        for report in self._reports:
            if remark := _remark(report):
                text.append(f"{plain_line(report.student)}  ", style="bold").append(remark).append("\n")
        return text

    def _lines(self) -> Text:
        text = Text()
        for report in self._reports:
            text.append(f"{plain_line(report.student)}: {_total(report) or '?'} points\n", style="bold")
            for number, place in enumerate(self._places(report), 1):
                text.append("  " if number == 1 else ", ").append(f"{number}: ", style="dim").append(place)
            text.append("\n")
        return text

    def _places(self, report: Report) -> list[Text]:
        by_name = {result.exercise: result for result in report.exercises}
        return [_place(by_name.get(name)) for name in self._exercises]

    def _keys(self) -> Text:
        keys = [
            f"{number} {result.exercise} ({result.points:g}{', by hand' if result.manual else ''})"
            for number, result in enumerate(self._exercises.values(), 1)
        ]
        most = sum(result.points for result in self._exercises.values() if not result.manual)
        legend = "  ".join(f"{mark} {outcome}" for outcome, mark in MARKS.items())
        return Text(f"{most:g} points by tests · {' · '.join(keys)}\n{legend}", style="dim")


def _total(report: Report) -> str:
    return "" if report.status is Status.UNGRADED else f"{report.earned:g}"


def _place(result: ExerciseResult | None) -> Text:
    if result is None:
        return Text("")
    if result.manual:
        return Text("hand" if result.attempted else "–", style="dim")
    if not result.tests:
        return Text("0–", style="dim")
    return Text(f"{result.earned:g}{MARKS[result.outcome]}", style=STYLES[result.outcome])


def _remark(report: Report) -> Text:
    if report.status is not Status.GRADED:
        style = "bold red" if report.status is Status.UNGRADED else "magenta"
        return Text(f"{report.status}: {plain_line(report.reason)}", style=style, overflow="fold")
    remarks = []
    if report.repairs:
        remarks.append(f"{len(report.repairs)} repaired")
    if report.unexpected:
        remarks.append(f"{len(report.unexpected)} unexpected: look at it")
    return Text(", ".join(remarks), style="yellow")


def replay_table(reports: Sequence[Report], skipped: Collection[str]) -> RenderableType:
    """What of each submission came from its transcript, and what ran.

    Args:
        reports: of the class.
        skipped: the students whose submissions were not looked at, because nothing had changed.
    """
    table = Table(box=SIMPLE_HEAD, show_edge=False, padding=0, row_styles=("", "on grey7"))
    table.add_column("student", no_wrap=True)
    for name in ("replayed", "saved s", "asked", "took s", "again", "started", "kept", "trained"):
        table.add_column(name, justify="right", no_wrap=True)
    remarks: dict[str, list[str]] = {}
    for report in reports:
        about, took, student = report.provenance, report.timings, plain_line(report.student)
        if report.student in skipped or "answers_replayed" not in about:
            table.add_row(
                Text(student), Text("unchanged" if report.student in skipped else str(report.status), style="dim")
            )
            continue
        seconds = {name: f"{took.get(name, 0.0):.1f}" for name in ("saved", "asked")}
        cells = [about["answers_replayed"], seconds["saved"], about["answers_asked"], seconds["asked"]]
        cells += [about[name] for name in ("answers_asked_again", "processes", "models_kept", "models_trained")]
        table.add_row(Text(student), *cells)
        recorded = about.get("recorded_with")
        for text in filter(None, (about.get("transcript"), recorded and f"recorded with {recorded}")):
            remarks.setdefault(plain_line(text), []).append(student)
    notes = (f"{_some(students)}: {text}" for text, students in remarks.items())
    return Group(table, Text("\n".join(notes), style="dim"))


def _some(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= 5 else f"{', '.join(names[:4])} and {len(names) - 4} others"


def where_to_look(course: Course, assignment: str, reports: Sequence[Report]) -> RenderableType:
    """What an instructor does next."""
    first = plain_line(next((r.student for r in reports if not r.has_full_marks), reports[0].student))
    lines = [
        f"feedback for students   {course.root / 'feedback' / first / assignment / (assignment + '.html')}",
        f"reports                 {course.reports / assignment}/",
        f"formgrader              cd {course.root} && jupyter lab, then Nbgrader > Formgrader",
        f"scores                  autograder export {assignment} scores.csv   (or: nbgrader export)",
    ]
    ungraded = sum(report.status is Status.UNGRADED for report in reports)
    text = Text("\n".join(lines), style="dim")
    if not ungraded:
        return text
    return Group(
        text, Text(f"{ungraded} ungraded by a fault of ours: run this again, or `autograder doctor`", style="bold red")
    )


def check_table(report: Report) -> RenderableType:
    """Each test of one's own notebook, with its message."""
    parts: list[RenderableType] = []
    for repair in report.repairs:
        parts.append(Text(f"note: {plain_line(repair)}", style="yellow"))
    for result in report.exercises:
        parts.append(_exercise_table(result))
    parts.append(
        Text(f"{report.earned:g} of {report.points:g} points", style="bold green" if report.has_full_marks else "bold")
    )
    return Group(*parts)


def _exercise_table(result: ExerciseResult) -> RenderableType:
    if result.manual:
        return Text(f"\n{result.exercise}  {result.points:g} points, graded by hand", style="dim")
    title = Text(f"\n{result.exercise}  {result.earned:g} of {result.points:g}", style=f"bold {STYLES[result.outcome]}")
    table = Table(show_header=False, box=None, pad_edge=False, padding=(0, 1))
    table.add_column(width=15, no_wrap=True)
    table.add_column(overflow="fold")
    for test in result.tests:
        said = Text(plain_line(test.asked))
        for label, text in (
            ("", test.message),
            ("measured ", test.measured),
            ("needed ", test.target),
            ("hint: ", test.hint),
        ):
            if text:
                said.append(
                    f"\n{label}{plain_line(text)}", style="italic" if label == "hint: " else STYLES[test.outcome]
                )
        if test.traceback:
            said.append("\n" + plain(test.traceback), style="dim")
        table.add_row(Text(f"{MARKS[test.outcome]} {test.outcome}", style=STYLES[test.outcome]), said)
    return Group(title, table)


def finding_line(finding: Finding) -> Text:
    """One line on one thing of the host."""
    text = Text(f"{finding.verdict:<5}", style=VERDICT_STYLES[finding.verdict])
    text.append(f" {finding.subject:<15} {finding.said}", style="default")
    if finding.mend:
        text.append(f"\n      {'':<15} → {finding.mend}", style="yellow")
    return text
