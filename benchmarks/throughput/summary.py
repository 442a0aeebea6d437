"""From timed runs to figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from benchmarks.throughput.timing import Run

OURS = "autograder"
NOTES = (
    "Times are of whole commands on a course that has graded nothing yet: start-up and all bookkeeping included; ours also "
    "grades the reference solution and writes feedback/, nbgrader's does not (its feedback is another command).",
    "Every grader runs each student's cells and all hidden tests, with one torch thread; ours grades `workers` submissions at "
    "once, otter_run and otter_process run in as many processes; nbgrader autograde has no such option.",
    "ratio_vs_otter is against the faster of otter_run (`otter run` for each submission) and otter_process (its Python "
    "interface in a loop).",
    "marginal: seconds a submission adds to the command, once all is running: ours from a class and one four times as large, "
    "nbgrader's from a class of one and the whole class, otter's from one submission in each process and the whole class; "
    "otter_run starts anew for every submission, so its is that of the whole.",
    "cpu_seconds: of all processes of the command together, on the whole class; null where the kernel keeps no such account.",
    "memory: the most that the command and its descendants held at once (sum of proportional set sizes), from a run of its "
    "own on a few submissions.",
)


def pair_ratios(sequence: Sequence[tuple[str, Run]], name: str) -> list[float]:
    """A grader's runs over each run of ours that stands right before or after it.

    Args:
        sequence: all runs of the session, in the order in which they were made.
        name: of the grader.
    """
    ratios = []
    for place, (who, theirs) in enumerate(sequence):
        if who == name:
            beside = [*_ours_from(sequence, place, -1), *_ours_from(sequence, place, 1)]
            ratios += [theirs.seconds / ours.seconds for ours in beside]
    return ratios


def _ours_from(sequence: Sequence[tuple[str, Run]], place: int, step: int) -> list[Run]:
    found = []
    place += step
    while 0 <= place < len(sequence) and sequence[place][0] == OURS:
        found.append(sequence[place][1])
        place += step
    return found


def summarise(
    sequence: Sequence[tuple[str, Run]],
    starts: Mapping[str, Run],
    serial: Run,
    larger: Sequence[Run],
    sizes: Mapping[str, Any],
) -> dict[str, Any]:
    """The figures of a session.

    Args:
        sequence: the timed runs of the whole class, in order.
        starts: a run of each grader on one submission.
        serial: a run of ours with one worker.
        larger: runs of ours on a larger class.
        sizes: ``submissions`` and ``submissions_larger``.
    """
    count = sizes["submissions"]
    runs: dict[str, list[Run]] = {}
    for name, done in sequence:
        runs.setdefault(name, []).append(done)
    seconds = {name: median(run.seconds for run in those) for name, those in runs.items()}
    pairs = {name: pair_ratios(sequence, name) for name in runs if name != OURS}
    marginal = _marginal(seconds, starts, larger, sizes)
    figures: dict[str, Any] = _ratios(pairs)
    figures["submissions_per_second"] = {name: round(count / spent, 3) for name, spent in seconds.items()}
    figures["with_one_worker"] = {
        "submissions_per_second": round(count / serial.seconds, 3),
        **{f"ratio_vs_{name}": round(seconds[name] / serial.seconds, 2) for name in pairs},
    }
    figures["marginal"] = {
        "seconds_per_submission": {name: round(spent, 4) for name, spent in marginal.items()},
        "ratios": {name: round(marginal[name] / marginal[OURS], 1) for name in pairs},
    }
    figures["start_up_seconds"] = {
        name: round(max(seconds[name] - count * marginal[name], 0.0), 2) for name in runs if name != "otter_run"
    }
    figures["cpu_seconds"] = {
        name: _cpu_seconds(those) for name, those in {**runs, "autograder_larger": larger}.items()
    }
    figures["seconds"] = {name: [round(run.seconds, 2) for run in those] for name, those in runs.items()}
    figures["seconds"]["autograder_larger"] = [round(run.seconds, 2) for run in larger]
    figures["seconds"]["autograder_one_worker"] = [round(serial.seconds, 2)]
    figures["seconds_for_one_submission"] = {name: round(run.seconds, 2) for name, run in starts.items()}
    figures["pairs"] = {name: [round(ratio, 2) for ratio in ratios] for name, ratios in pairs.items()}
    figures["notes"] = NOTES
    return figures


def _ratios(pairs: Mapping[str, Sequence[float]]) -> dict[str, Any]:
    medians = {name: round(median(ratios), 2) for name, ratios in pairs.items()}
    figures: dict[str, Any] = {}
    if "nbgrader" in medians:
        figures["ratio_vs_nbgrader"] = medians["nbgrader"]
    otter = {name: ratio for name, ratio in medians.items() if name.startswith("otter")}
    if otter:
        fastest = min(otter, key=lambda name: otter[name])
        figures |= {"ratio_vs_otter": otter[fastest], "otter_way": fastest}
        figures |= {f"ratio_vs_{name}": ratio for name, ratio in otter.items()}
    return figures


def _cpu_seconds(runs: Sequence[Run]) -> float | None:
    spent = [run.cpu_seconds for run in runs if run.cpu_seconds is not None]
    return round(median(spent), 2) if spent else None


def _marginal(
    seconds: Mapping[str, float], starts: Mapping[str, Run], larger: Sequence[Run], sizes: Mapping[str, Any]
) -> dict[str, float]:
    count, large = sizes["submissions"], sizes["submissions_larger"]
    found = {OURS: (median(run.seconds for run in larger) - seconds[OURS]) / (large - count)}
    for name, spent in seconds.items():
        if name == "otter_run":
            found[name] = spent / count
        elif name != OURS:
            at_once = sizes["workers"] if name == "otter_process" else 1
            found[name] = (spent - starts[name].seconds) / max(count - at_once, 1)
    return found
