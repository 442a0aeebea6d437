"""``python -m benchmarks.overhead``: grade one training exercise, beside running the same code in plain Python.

Plain Python is a fork of this process, with everything imported: it runs the notebook's cells with ``exec``, and then the same
hidden tests, which find the notebook's own objects where graders find handles. Graded is ``Grader.grade`` for that one
exercise, with a sandbox that is ready: reading and repairing the notebook, a process in namespaces of its own, every answer
over the wire, a checkpoint of what was trained, fresh processes to restore it in, the report. Runs alternate; each is compared
with the one beside it.
"""

from __future__ import annotations

import argparse
import copy
import io
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from statistics import median
from typing import Any

import torch

from autograder.course import Course
from autograder.judging import Grader
from autograder.judging.plugin import JudgingPlugin
from autograder.judging.run import run_grader
from autograder.lessons import plan, read_built
from autograder.records import Outcome, TestResult
from autograder.session import State, Transcript
from benchmarks.figures import check_measured, describe_run, publish
from benchmarks.transcripts import ASSIGNMENT, TRAINED, copy_course

TARGET = "bench-overhead"
NOTES = (
    "ratio: seconds of grading the exercise over seconds of plain Python, wall clock, the median over pairs of runs beside "
    "each other. Both run the notebook's cells, train with one thread, and ask the exercise's hidden tests; start-up and the "
    "import of torch are in neither.",
    "plain Python copies an object (copy.deepcopy) where a hidden test takes it apart or forks it.",
    "training_seconds: of plain Python, the training alone.",
)


class Plain:
    """An object of the notebook, as it is, where graders find a handle."""

    def __init__(self, value: Any) -> None:
        self._value = value

    def __getattr__(self, name: str) -> Any:
        return plain(getattr(self._value, name))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the object."""
        return plain(self._value(*map(bare, args), **{name: bare(value) for name, value in kwargs.items()}))

    def apart(self) -> Plain:
        """A copy."""
        return Plain(copy.deepcopy(self._value))

    fork = apart


class PlainNotebook:
    """The notebook's own functions, timed."""

    def __init__(self, names: Mapping[str, Any]) -> None:
        self._names = names
        self.seconds: dict[str, float] = {}

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            started = time.perf_counter()
            try:
                return Plain(self._names[name])(*args, **kwargs)
            finally:
                self.seconds[name] = time.perf_counter() - started

        return call


def plain(value: Any) -> Any:
    """Data as it is, anything else in a :class:`Plain`, as a grader would see it."""
    if isinstance(value, tuple | list):
        return type(value)(map(plain, value))
    is_data = value is None or isinstance(value, bool | int | float | complex | str | bytes | torch.Tensor | dict)
    return value.detach() if isinstance(value, torch.Tensor) else value if is_data else Plain(value)


def bare(value: Any) -> Any:
    """What is in a :class:`Plain`."""
    return value._value if isinstance(value, Plain) else value


class PlainPlugin(JudgingPlugin):
    """Asks the notebook's own functions, in this process."""

    def __init__(self, notebook: PlainNotebook, grader: Grader) -> None:
        course = grader.course
        super().__init__(
            State(Transcript(), _no_process),
            {},
            frozenset(),
            salt=course.settings.salt,
            assignment=grader.assignment,
            test_seconds=course.settings.limits.test_seconds,
            training_seconds={exercise.name: exercise.seconds for exercise in grader.exercises if exercise.seconds},
            thresholds=grader.thresholds,
            only=frozenset({TRAINED}),
        )
        self._notebook = notebook  # type: ignore[assignment] # that is what plain means


def _no_process() -> Any:
    raise RuntimeError("plain Python asked for a sandbox")


def run_plain(grader: Grader, path: Path) -> dict[str, Any]:
    """Run the notebook and its tests in a fork of this process; says what it took and how the tests ended."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reader)
            said = json.dumps(_work(grader, path)).encode()
            os.write(writer, said)
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answers:
        said = answers.read()
    os.waitpid(child, 0)
    found: dict[str, Any] = json.loads(said)
    return found


def _work(grader: Grader, path: Path) -> dict[str, Any]:
    started = time.perf_counter()
    notebook = read_built(path)
    names: dict[str, Any] = {"__name__": "__main__"}
    with redirect_stdout(io.StringIO()):
        for cell in plan(notebook, grader.source):
            exec(compile(cell.source, f"<cell {cell.index}>", "exec"), names)
    asked = PlainNotebook(names)
    plugin = PlainPlugin(asked, grader)
    run_grader(grader.folder, plugin)
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "training": asked.seconds[TRAINED], "outcomes": _outcomes(plugin.results)}


def run_graded(grader: Grader, path: Path) -> dict[str, Any]:
    """Grade the exercise."""
    started = time.perf_counter()
    report = grader.grade(path, "nobody", only=frozenset({TRAINED})).report
    seconds = time.perf_counter() - started
    results = [test for exercise in report.exercises for test in exercise.tests]
    return {"seconds": seconds, "outcomes": _outcomes(results), "parts": report.timings}


def _outcomes(results: Sequence[TestResult]) -> dict[str, str]:
    return {result.test: str(result.outcome) for result in results}


def measure(course: Course, pairs: int) -> dict[str, Any]:
    """Alternate both.

    Raises:
        RuntimeError: if they do not agree, or the solution does not pass.
    """
    path = course.notebook_path("solutions", ASSIGNMENT)
    ratios, plains, gradeds = [], [], []
    with Grader(course, ASSIGNMENT) as grader:
        run_graded(grader, path)  # the sandbox starts, and reads what it needs from the disk
        for number in range(pairs):
            order = (run_plain, run_graded) if number % 2 else (run_graded, run_plain)
            found = {which: which(grader, path) for which in order}
            one, other = found[run_plain], found[run_graded]
            if one["outcomes"] != other["outcomes"] or set(one["outcomes"].values()) != {str(Outcome.PASSED)}:
                raise RuntimeError(f"plain says {one['outcomes']}, graded {other['outcomes']}")
            plains.append(one)
            gradeds.append(other)
            ratios.append(other["seconds"] / one["seconds"])
            sys.stderr.write(f"plain {one['seconds']:.2f} s, graded {other['seconds']:.2f} s\n")
    return {
        "ratio": round(median(ratios), 3),
        "ratios": [round(ratio, 3) for ratio in ratios],
        "plain_seconds": round(median(run["seconds"] for run in plains), 3),
        "training_seconds": round(median(run["training"] for run in plains), 3),
        "graded_seconds": round(median(run["seconds"] for run in gradeds), 3),
        "graded_parts": gradeds[-1]["parts"],
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and publish."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=7)
    chosen = parser.parse_args(arguments)
    check_measured()
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory(prefix="bench-overhead-") as work:
        figures = measure(copy_course(Path(work) / "course"), chosen.pairs)
    about = describe_run("torch", "numpy")
    publish(
        TARGET,
        {**figures, "assignment": ASSIGNMENT, "exercise": TRAINED, "pairs": chosen.pairs, "notes": NOTES, **about},
    )


if __name__ == "__main__":
    main()
