"""``python -m benchmarks.throughput``: grade the same class with each grader, side by side, and print the ratios.

In each round our own command runs before and after every other one, and each of theirs is compared with the runs of ours
beside it: what else the machine does at the time weighs on both. A ratio is the median over all such pairs, of whole commands:
start-up and all bookkeeping included. Scores are compared after every kind of run; if any differ there are no figures.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.figures import check_measured, describe_run, publish
from benchmarks.throughput.contenders import (
    CONTENDERS,
    Autograder,
    Contender,
    Stage,
    check_expected,
    differences,
)
from benchmarks.throughput.summary import summarise
from benchmarks.throughput.timing import CommandFailed, Run, measure_memory, run

OURS_BESIDE = 2  # runs of our own between two of the others
OURS_LARGER = 4  # a class this many times as large separates start-up from what a submission costs
MEMORY_SUBMISSIONS = {"autograder": 12, "nbgrader": 2, "otter_run": 4, "otter_process": 2}


class ScoresDiffer(Exception):
    """Two graders do not agree about a submission, or ours with what the answers are worth."""


class Benchmark:
    """One session of measurements.

    Args:
        stage: the working folder.
        contenders: who is compared, by name; ``autograder`` among them.
        submissions: of the class.
        workers: how many submissions at once.
    """

    def __init__(self, stage: Stage, contenders: dict[str, Contender], submissions: int, workers: int) -> None:
        self.stage, self.contenders, self.submissions, self.workers = stage, contenders, submissions, workers
        self.expected: dict[str, dict[str, float]] = {}
        self.sequence: list[tuple[str, Run]] = []

    def grade(self, name: str, size: int, workers: int | None = None) -> Run:
        """Grade a class once, timed, and compare its scores with those of our first run.

        Raises:
            ScoresDiffer: if they are not equal.
        """
        contender = self.contenders[name]
        folder = contender.fresh(size)
        done = run(contender.command(folder, workers or self.workers), folder, self.stage.home)
        scores = contender.scores(folder)
        if name == Autograder.name and (wrong := check_expected(self.stage, scores)):
            raise ScoresDiffer("our scores are not what the answers are worth: " + "; ".join(wrong))
        self.expected = self.expected or scores
        expected = {s: self.expected[s] for s in list(self.expected)[:size]} if name != Autograder.name else scores
        if len(scores) != size or (wrong := differences(expected, scores)):
            raise ScoresDiffer(f"{name} scores {len(scores)} of {size} submissions: " + "; ".join(wrong))
        shutil.rmtree(folder)
        self._say(f"{name}: {size} submissions in {done.seconds:.1f} s")
        return done

    def warm_up(self) -> dict[str, Run]:
        """Run everybody on one submission in each process: it fills the file cache, and says what starting costs."""
        self.grade(Autograder.name, self.submissions)  # the scores that the others must have
        sizes = dict.fromkeys(self.contenders, 1) | {"otter_process": min(self.workers, self.submissions)}
        return {name: self.grade(name, sizes[name]) for name in self.contenders}

    def round(self) -> None:
        """Everybody once on the whole class, and ours between any two of the others."""
        self._ours()
        for name in self.contenders:
            if name != Autograder.name:
                self.sequence.append((name, self.grade(name, self.submissions)))
                self._ours()

    def _ours(self) -> None:
        for _ in range(OURS_BESIDE):
            self.sequence.append((Autograder.name, self.grade(Autograder.name, self.submissions)))

    def memory(self) -> dict[str, dict[str, float]]:
        """The most memory that each held at once, on a few submissions."""
        held: dict[str, dict[str, float]] = {}
        for name, contender in self.contenders.items():
            size = min(MEMORY_SUBMISSIONS[name], self.submissions)
            folder = contender.fresh(size)
            most = measure_memory(contender.command(folder, self.workers), folder, self.stage.home)
            held[name] = {"submissions": size, "peak_mib": round(most / 2**20)}
            shutil.rmtree(folder)
        return held

    @staticmethod
    def _say(text: str) -> None:
        sys.stderr.write(text + "\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    options = _parse(arguments)
    check_measured()
    with tempfile.TemporaryDirectory(prefix="bench-throughput-") as work:
        try:
            figures = measure(Path(work), options)
        except (CommandFailed, ScoresDiffer) as error:
            sys.stderr.write(f"error: {error}\n")
            return 1
    publish("bench-throughput", figures, options.results)
    return 0


def measure(work: Path, options: argparse.Namespace) -> dict[str, Any]:
    """All measurements of a session, as figures.

    Args:
        work: an empty folder.
        options: of the command line.

    Raises:
        CommandFailed: if a grader does not run to its end.
        ScoresDiffer: if two graders do not leave the same scores.
    """
    load = os.getloadavg()[0]
    larger = OURS_LARGER * options.submissions
    stage = Stage(work, larger)
    wanted = {Autograder.name, *(options.only or [kind.name for kind in CONTENDERS])}
    contenders = {kind.name: kind(stage, options.workers) for kind in CONTENDERS if kind.name in wanted}
    for contender in contenders.values():
        contender.set_up()
    benchmark = Benchmark(stage, contenders, options.submissions, options.workers)
    starts = benchmark.warm_up()
    for _ in range(options.repeats):
        benchmark.round()
    serial = benchmark.grade(Autograder.name, options.submissions, workers=1)
    large = [benchmark.grade(Autograder.name, larger) for _ in range(2)]
    about = describe_run("torch", "nbgrader", "otter-grader", "nbconvert", "ipykernel", "pytest", "distributed")
    sizes = {
        "submissions": options.submissions,
        "submissions_larger": larger,
        "exercises": len(stage.points),
        "hidden_tests": len(stage.tests),
        "points": sum(stage.points.values()),
        "workers": options.workers,
        "rounds": options.repeats,
        "load_before": round(load, 2),
    }
    figures = summarise(benchmark.sequence, starts, serial, large, sizes)
    return {
        "target": "bench-throughput",
        **figures,
        "memory": benchmark.memory(),
        **sizes,
        "scores_equal": True,
        **about,
    }


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.throughput", description=__doc__.split("\n\n")[0])
    names = [kind.name for kind in CONTENDERS if kind is not Autograder]
    parser.add_argument("--submissions", type=int, default=40, help="how many students the class has")
    parser.add_argument("--repeats", type=int, default=1, help="rounds; in each everybody grades the whole class")
    parser.add_argument("--workers", type=int, default=2, help="submissions at once, for us and for `otter run`")
    parser.add_argument("--only", nargs="*", choices=names, help="compare with these only")
    parser.add_argument("--results", type=Path, default=None, help="folder for the figures")
    options = parser.parse_args(arguments)
    if options.submissions < 2 or options.repeats < 1 or options.workers < 1:
        parser.error("a class has two submissions or more, and there is a round and a worker at least")
    if options.results is None:
        from benchmarks.figures import RESULTS

        is_whole = options.only is None and options.submissions == 40
        options.results = RESULTS if is_whole else Path(tempfile.gettempdir())
    return options


if __name__ == "__main__":
    sys.exit(main())
