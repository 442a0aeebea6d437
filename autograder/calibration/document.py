"""``docs/calibration.md``: every threshold in a table, what its verification found, and its plot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

INTRODUCTION = """\
# Calibrated thresholds

Written by `autograder calibrate`; do not edit.

A test that trains a student's model holds what it measures against thresholds. Each was put in its place by training the
reference solution, other right answers (*alternatives*) and wrong ones (*mutants*) under salts of their own, which decide the
split of the data, the seed of the training and every probe:

* The **gate** lies half-way between the worst right answer and the best mutant, and at least four standard deviations from the
  reference's mean, but never more than three quarters of the way to the mutant. A threshold that has no such place is refused.
* Learners are told the **target**, half-way between the reference's worst value and the gate: who reaches it passes.
* Some thresholds have a **half gate**, up to which a test gives half of its points: no mutant may have those either. And some
  have a limit that is **too good**: a value beyond it says that something leaks.
* Rates are counts of wrong verdicts, with the upper end of their exact 95 % interval (Clopper and Pearson, 1934).

`make calibration` verifies all of them anew, over seeds that were not used in calibration; `autograder calibrate ASSIGNMENT`
puts the thresholds of an assignment in their place again, after its lesson or its grader has changed in what it asks.
"""
COLUMNS = (
    "threshold", "gate", "target", "half gate", "too good", "reference: mean ± sd (min to max)", "nearest mutant",
    "false fails", "false passes",
)  # fmt: skip


def render_document(limits: Mapping[str, Mapping[str, Any]], verified: Mapping[str, Any]) -> str:
    """The whole document.

    Args:
        limits: all of ``thresholds.toml`` of each assignment that has one.
        verified: the result of the last verification; empty if there was none.
    """
    parts = [INTRODUCTION, *_summary(verified)]
    for assignment in sorted(limits):
        parts += _assignment(assignment, limits[assignment], verified.get("assignments", {}).get(assignment, {}))
    return "\n".join(parts).rstrip("\n") + "\n"


def _summary(verified: Mapping[str, Any]) -> Iterator[str]:
    if not verified:
        return
    yield (
        f"Last verified: {verified['thresholds']} thresholds over {verified['seeds']} seeds. Of {verified['honest_runs']} runs "
        f"of right answers {verified['false_fail']} failed; of {verified['mutant_runs']} runs of mutants "
        f"{verified['false_pass']} passed the test that names them. At most {_percent(verified['false_fail_at_most'])} "
        f"and {_percent(verified['false_pass_at_most'])} would, with 95 % confidence over all of them.\n"
    )


def _assignment(assignment: str, limits: Mapping[str, Any], verified: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {assignment}\n"
    exercises = limits["exercises"]
    current = {name for name, entry in verified.items() if exercises.get(name, {}).get("asked") == entry["asked"]}
    for name in sorted(exercises):
        with_what = f"with torch {exercises[name]['torch']} on {exercises[name]['device']}"
        yield f"`{name}`, {with_what}: {_standing(name, current, verified)}"
        yield ""
        yield f"| {' | '.join(COLUMNS)} |"
        yield f"|{' --- |' * len(COLUMNS)}"
        of_it = {key: entry for key, entry in sorted(limits["thresholds"].items()) if entry["exercise"] == name}
        for key, entry in of_it.items():
            rates = verified[name]["thresholds"].get(key, entry) if name in current else entry
            yield _line(key, entry, rates)
        yield ""
        yield from (f"![{key} of {assignment}](calibration/{assignment}-{key}.svg)\n" for key in of_it)


def _standing(name: str, current: set[str], verified: Mapping[str, Any]) -> str:
    if name not in current:
        return "not verified yet, so these are the runs of its calibration."
    entry = verified[name]
    return (
        f"of {entry['honest_runs']} runs of right answers {entry['false_fail']} failed, and of {entry['mutant_runs']} runs of "
        f"mutants {entry['false_pass']} passed, under salts not used in calibration."
    )


def _line(name: str, entry: Mapping[str, Any], rates: Mapping[str, Any]) -> str:
    reference, sign = entry["reference"], "≤" if entry["direction"] == "below" else "≥"
    spread = f"{reference['mean']:.4g} ± {reference['sd']:.2g} ({reference['min']:.4g} to {reference['max']:.4g})"
    cells = [
        f"`{name}`",
        f"{sign} {entry['gate']:.6g}",
        f"{sign} {entry['target']:.6g}",
        f"{sign} {entry['half']:.6g}" if "half" in entry else "",
        f"{'<' if sign == '≤' else '>'} {entry['too_good']:.6g}" if "too_good" in entry else "",
        f"{spread}, {reference['runs']} runs",
        f"`{entry['best_mutant']['name']}`: {entry['best_mutant']['value']:.4g}",
        _rate(rates["false_fail"]),
        _rate(rates["false_pass"]),
    ]
    return f"| {' | '.join(cells)} |"


def _rate(rate: Mapping[str, Any]) -> str:
    return f"{rate['count']} of {rate['runs']} (≤ {_percent(rate['at_most'])})"


def _percent(share: float) -> str:
    return f"{100 * share:.2g} %"
