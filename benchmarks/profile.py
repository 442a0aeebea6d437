"""``python -m benchmarks.profile``: where the time of ``autograder grade`` goes, step by step.

First the class of the throughput benchmark is graded in this process, one submission after the other, and every step is timed
without the steps inside it: that says what a submission costs. Then the whole command is run with its workers, and the moments
between its start and its end are noted: that says what starting and ending cost. With ``--functions`` the functions of our own
process that take longest are listed too (that slows it down by half).
"""

from __future__ import annotations

import argparse
import cProfile
import functools
import importlib
import json
import os
import pstats
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from autograder.course import find_course

REQUESTS, RUN_CELLS = "answer requests", "run the cells"  # a request that runs a cell counts as the latter
# What is timed: a step's name, and the functions that make it, as the modules that call them know them.
STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("fingerprint it", ("autograder.verbs.grade:submission_task", "autograder.verbs.grading:fingerprint_grader")),
    ("find the course", ("autograder.verbs.grading:find_course",)),
    ("read the notebook", ("autograder.judging.grader:read_submission",)),
    ("repair it", ("autograder.judging.grader:repair",)),
    ("plan its cells", ("autograder.judging.grader:plan", "autograder.judging.grader:untouched_exercises")),
    ("fork and isolate a process", ("autograder.sandbox.client:Zygote.spawn",)),
    ("count its memory", ("autograder.sandbox.memory:CgroupCage.attach", "autograder.sandbox.client:open_cage")),
    (REQUESTS, ("autograder.sandbox.client:Process.request",)),
    ("fork states", ("autograder.sandbox.client:Process.fork",)),
    ("end processes", ("autograder.sandbox.client:Process.close",)),
    ("pack and unpack answers", ("autograder.session.state:State.ask",)),
    ("pytest, the tests and the checks", ("autograder.judging.grader:run_grader",)),
    (RUN_CELLS, ("autograder.judging.grader:run_cells",)),
    ("make the report", ("autograder.judging.grader:Grader.grade",)),
    ("annotate the notebook", ("autograder.verbs.grading:annotate",)),
    ("render the feedback page", ("autograder.verbs.grading:render_feedback",)),
    ("notebook to text", ("autograder.verbs.grading:dumps",)),
    ("gradebook: files", ("autograder.gradebook.writer:GradebookWriter.write",)),
    ("gradebook: rows", ("autograder.gradebook.writer:save_submission",)),
    ("gradebook: begin and commit", ("autograder.gradebook.writer:writing",)),
    ("write the report", ("autograder.verbs.grade:save_report",)),
)
REST = "everything else"


class Stopwatch:
    """Times nested steps: the time of a step is its own, without the steps inside it."""

    def __init__(self) -> None:
        self.wall: dict[str, float] = {}
        self.cpu: dict[str, float] = {}
        self.calls: dict[str, int] = {}
        self._stack: list[str] = [REST]
        self._since = self._now()

    @staticmethod
    def _now() -> tuple[float, float]:
        return time.perf_counter(), time.process_time()

    def _book(self) -> None:
        now, step = self._now(), self._stack[-1]
        self.wall[step] = self.wall.get(step, 0.0) + now[0] - self._since[0]
        self.cpu[step] = self.cpu.get(step, 0.0) + now[1] - self._since[1]
        self._since = now

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Book what happens inside as this step."""
        self._book()
        self._stack.append(name)
        try:
            yield
        finally:
            self._book()
            self._stack.pop()
            self.calls[name] = self.calls.get(name, 0) + 1

    def stop(self) -> None:
        """Book the rest."""
        self._book()

    def reset(self) -> None:
        """Forget what was booked so far."""
        self._since = self._now()
        self.wall, self.cpu, self.calls = {}, {}, {}

    def watch(self, name: str, path: str) -> None:
        """Time a function under a step's name; one that is no longer there is told, and left out."""
        module, _, attribute = path.partition(":")
        holder: Any = importlib.import_module(module)
        *inner, last = attribute.split(".")
        for part in inner:
            holder = getattr(holder, part, None)
        function = getattr(holder, last, None)
        if function is None:
            sys.stderr.write(f"there is no {path} any more: its time is in the step around it\n")
            return
        setattr(holder, last, self._timed(name, function))

    def _timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        if hasattr(function, "__wrapped__") and function.__name__ == "writing":

            @contextmanager
            def timed_manager(*arguments: Any, **named: Any) -> Iterator[Any]:
                manager = function(*arguments, **named)
                with self.step(name):
                    connection = manager.__enter__()
                try:
                    yield connection
                except BaseException as error:
                    if not manager.__exit__(type(error), error, error.__traceback__):
                        raise
                else:
                    with self.step(name):
                        manager.__exit__(None, None, None)

            return timed_manager

        @functools.wraps(function)
        def timed(*arguments: Any, **named: Any) -> Any:
            with self.step(RUN_CELLS if name == REQUESTS and RUN_CELLS in self._stack else name):
                return function(*arguments, **named)

        return timed


# --- what a submission costs


def profile_submissions(folder: Path, count: int) -> Stopwatch:
    """Grade a class in this process and time every step; the first submission, which waits for the sandbox, is left out.

    Args:
        folder: a course whose class has handed in.
        count: submissions in it.
    """
    from autograder.verbs.grade import grade_class

    watch = Stopwatch()
    for name, paths in STEPS:
        for path in paths:
            watch.watch(name, path)
    for step in grade_class(find_course(folder), _assignment(), workers=1):
        if step.settled == 1:
            watch.reset()
    watch.stop()
    assert step.settled == count
    return watch


def _assignment() -> str:
    from benchmarks.throughput.contenders import ASSIGNMENT

    return ASSIGNMENT


def show_submissions(watch: Stopwatch, count: int, console: Console) -> None:
    """The table of steps, in milliseconds for each submission."""
    table = Table(title=f"one submission, one worker (mean of {count})", title_justify="left")
    for head in ("step", "ms", "of it our own processor", "%", "calls"):
        table.add_column(head, justify="left" if head == "step" else "right")
    total = sum(watch.wall.values())
    for name in sorted(watch.wall, key=lambda step: -watch.wall[step]):
        wall, cpu = 1000 * watch.wall[name] / count, 1000 * watch.cpu[name] / count
        calls = f"{watch.calls.get(name, 0) / count:.1f}" if name in watch.calls else ""
        table.add_row(name, f"{wall:.2f}", f"{cpu:.2f}", f"{100 * watch.wall[name] / total:.0f}", calls)
    cpu = 1000 * sum(watch.cpu.values()) / count
    table.add_row("all of it", f"{1000 * total / count:.2f}", f"{cpu:.2f}", "100", "", style="bold")
    console.print(table)


# --- what starting and ending cost


def note_moments(workers: int) -> None:
    """Run the whole command here, in a fresh process, and print when it reached what; called by ``profile_start``."""
    started = float(os.environ["BENCH_STARTED"])
    moments: list[tuple[str, float, float]] = []

    def note(what: str) -> None:
        moments.append((what, time.time() - started, time.process_time()))

    note("Python has started")
    import autograder.cli  # noqa: F401 # as the command does

    note("command line imported")
    from autograder.verbs import grade

    note("engine imported")
    _note_around(grade, note)
    for step in grade.grade_class(find_course(None), _assignment(), workers=workers):
        if step.settled == 1:
            note("first submission written")
    note("all is closed")
    sys.stdout.write(json.dumps(moments) + "\n")


def _note_around(grade: Any, note: Callable[[str], None]) -> None:
    open_executor, check_reference = grade.open_executor, grade.check_reference

    @contextmanager
    def noted_executor(*arguments: Any, **named: Any) -> Iterator[Any]:
        note("gradebook opened, submissions listed")
        with open_executor(*arguments, **named) as executor:
            note("workers started")
            yield executor
            note("last submission written")
        note("workers ended")

    def noted_reference(*arguments: Any) -> None:
        check_reference(*arguments)
        note("reference graded (workers' imports, sandboxes)")

    grade.open_executor, grade.check_reference = noted_executor, noted_reference


def profile_start(folder: Path, home: Path, workers: int) -> list[tuple[str, float, float]]:
    """The moments of one run of the whole command: what was reached, after how many seconds, and our own processor's."""
    from benchmarks.figures import ROOT
    from benchmarks.throughput.timing import environment

    about = {**environment(home), "PYTHONPATH": str(ROOT), "BENCH_STARTED": repr(time.time())}
    command = [sys.executable, "-m", "benchmarks.profile", "--note-moments", "--workers", str(workers)]
    done = subprocess.run(command, cwd=folder, env=about, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-3_000:])
    moments = [tuple(moment) for moment in json.loads(done.stdout.splitlines()[-1])]
    return [*moments, ("the process has ended", time.time() - float(about["BENCH_STARTED"]), moments[-1][2])]


def show_start(moments: Sequence[tuple[str, float, float]], workers: int, count: int, console: Console) -> None:
    """The table of moments."""
    table = Table(title=f"the whole command, {workers} workers, {count} submissions", title_justify="left")
    for head in ("until", "s since the start", "s of it", "main process's processor"):
        table.add_column(head, justify="left" if head == "until" else "right")
    before, cpu_before = 0.0, 0.0
    for what, at, cpu in moments:
        table.add_row(what, f"{at:.2f}", f"{at - before:.2f}", f"{cpu - cpu_before:.2f}")
        before, cpu_before = at, cpu
    console.print(table)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the profile."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.profile", description=__doc__.split("\n\n")[0])
    parser.add_argument("--submissions", type=int, default=40, help="how many students the class has")
    parser.add_argument("--workers", type=int, default=2, help="of the whole command")
    parser.add_argument("--functions", type=int, default=0, help="list this many functions, by their own time")
    parser.add_argument("--note-moments", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    os.environ["OMP_NUM_THREADS"] = "1"  # as for every command of the benchmark, and before torch is imported
    if options.note_moments:
        note_moments(options.workers)
        return
    _profile(options)


def _profile(options: argparse.Namespace) -> None:
    from benchmarks.throughput.contenders import Autograder, Stage

    console = Console(width=110)
    with tempfile.TemporaryDirectory(prefix="bench-profile-") as work:
        stage = Stage(Path(work), options.submissions)
        ours = Autograder(stage, options.workers)
        ours.set_up()
        moments = profile_start(ours.fresh(options.submissions), stage.home, options.workers)
        show_start(moments, options.workers, options.submissions, console)
        profiler = cProfile.Profile() if options.functions else None
        if profiler:
            profiler.enable()
        watch = profile_submissions(ours.fresh(options.submissions), options.submissions)
        if profiler:
            profiler.disable()
        show_submissions(watch, options.submissions - 1, console)
        if profiler:
            pstats.Stats(profiler).sort_stats("tottime").print_stats(options.functions)


if __name__ == "__main__":
    main()
