"""``thresholds.toml``: the limits that grading reads, and beside them what they were put there by."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from autograder.calibration.gates import Fit
from autograder.calibration.statistics import Distribution, Rate
from autograder.errors import GraderError
from autograder.lessons.write import write_atomically
from autograder.testing.thresholds import FILE_NAME

HEADER = """\
# Calibrated limits: written by `autograder calibrate {assignment}`, and by nothing else. Change the lesson or the
# grader, and run it again.
#
# gate      full marks up to here           target    what learners are told to reach: stricter than the gate
# half      half marks up to here           too_good  what is better than this leaks something
# catches   the mutants that this threshold must catch (catches_too_good: because they are better)
# rates     counted in these runs; at_most is the upper end of the exact 95 % interval (Clopper-Pearson)
# asked     the fingerprint of all that the limits depend on: code of the lesson, budget, tests, mutants, alternatives
"""


def read_limits(folder: Path) -> dict[str, Any]:
    """All of a grader's ``thresholds.toml``; ``exercises`` and ``thresholds`` are empty where it was not calibrated.

    Raises:
        GraderError: if the file is damaged.
    """
    path = folder / FILE_NAME
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (OSError, ValueError) as error:
        raise GraderError(f"{path}: {error}") from error
    return {"exercises": dict(found.get("exercises", {})), "thresholds": dict(found.get("thresholds", {}))}


def calibrated_exercises(folder: Path) -> dict[str, str]:
    """The fingerprint of what each calibrated exercise asked when it was calibrated, by exercise."""
    return {name: str(entry.get("asked", "")) for name, entry in read_limits(folder)["exercises"].items()}


def write_limits(
    folder: Path, assignment: str, fits: Sequence[Fit], about: Mapping[str, Mapping[str, str]], *, keep: Sequence[str]
) -> Path:
    """Write what was fitted.

    Args:
        folder: of the grader.
        assignment: whose grader it is.
        fits: the thresholds that were fitted.
        about: for each exercise that was calibrated: ``asked``, ``torch``, ``device``.
        keep: the exercises whose earlier limits stay as they are.

    Returns:
        The file.
    """
    before = read_limits(folder)
    exercises = {name: entry for name, entry in before["exercises"].items() if name in keep} | dict(about)
    thresholds = {name: entry for name, entry in before["thresholds"].items() if entry["exercise"] in keep}
    thresholds |= {fit.threshold.name: _describe(fit) for fit in fits}
    lines = [HEADER.format(assignment=assignment)]
    for kind, entries in (("exercises", exercises), ("thresholds", thresholds)):
        for name in sorted(entries):
            lines += [f"[{kind}.{name}]", *_lines(entries[name]), ""]
    path = folder / FILE_NAME
    write_atomically(path, "\n".join(lines).encode())
    return path


def _describe(fit: Fit) -> dict[str, Any]:
    limit, samples = fit.threshold, fit.samples
    false_fail, false_pass = fit.rates
    entry: dict[str, Any] = {
        "exercise": limit.exercise,
        "test": limit.test,
        "direction": limit.direction,
        "gate": limit.gate,
        "target": limit.target,
    }
    entry |= {name: value for name in ("half", "too_good") if (value := getattr(limit, name)) is not None}
    entry["catches"] = list(fit.catches)
    if fit.catches_too_good:
        entry["catches_too_good"] = list(fit.catches_too_good)
    entry["best_mutant"] = {"name": fit.nearest[0], "value": _short(fit.nearest[1])}
    entry["false_fail"], entry["false_pass"] = _rate(false_fail), _rate(false_pass)
    entry["reference"] = _distribution(samples.reference)
    entry["alternatives"] = {name: _distribution(values) for name, values in sorted(samples.alternatives.items())}
    entry["mutants"] = {name: _distribution(values) for name, values in sorted(samples.mutants.items()) if values}
    return entry


def _distribution(values: Sequence[float]) -> dict[str, Any]:
    return {name: _short(value) for name, value in asdict(Distribution.of(values)).items()}


def _rate(rate: Rate) -> dict[str, Any]:
    return {"count": rate.count, "runs": rate.runs, "at_most": _short(rate.bounds[1])}


def _short(value: float) -> float:
    return value if isinstance(value, int) else float(f"{value:.5g}")


def _lines(entry: Mapping[str, Any]) -> Iterator[str]:
    for name, value in entry.items():
        if name in ("alternatives", "mutants"):
            yield from (f"{name}.{key} = {_value(item)}" for key, item in value.items())
        else:
            yield f"{name} = {_value(value)}"


def _value(value: Any) -> str:
    """One TOML value; all texts are names and hexadecimal numbers, so nothing needs escaping."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {_value(item)}" for name, item in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return f'"{value}"' if isinstance(value, str) else repr(value)
