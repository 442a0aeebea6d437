"""The figures of an audit as people read them: one sentence about all, and a row for each exercise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from autograder.audit.findings import Audit, Finding, Judged

COLUMNS = (
    "exercise", "tests", "alternatives", "mutants", "generated", "equivalent", "flaky", "gross mistakes", "lookup earns",
    "CPU s", "never alone", "to read",
)  # fmt: skip
TRAINED = " ◆"


def summarise(audits: Mapping[str, Audit]) -> str:
    """All audits in a paragraph; empty if there are none."""
    found = [finding for audit in audits.values() for finding in audit.findings]
    if not found:
        return ""
    mutants = [each for finding in found for each in finding.mutants]
    alternatives = [each for finding in found for each in finding.alternatives]
    caught, asked = sum(each.caught for each in found), sum(each.asked - each.equivalent for each in found)
    return (
        f"All in all: {len(found)} exercises of {len(audits)} assignments. {_of(alternatives)} alternatives are accepted, "
        f"{_of(mutants)} hand-written mutants are caught by the test that they name, and {caught} of {asked} generated ones "
        f"({100 * caught / max(1, asked):.1f} %; {sum(each.equivalent for each in found)} more are marked as equivalent). "
        f"{sum(len(each.flaky) for each in found)} of {sum(len(each.repeated) for each in found)} verdicts are flaky."
    )


def cells_of(found: Finding) -> tuple[str, ...]:
    """An exercise's row, in the order of :data:`COLUMNS`; the name alone stands in the first cell."""
    public = found.public
    generated = f"{found.caught} of {found.asked - found.equivalent}"
    return (
        found.exercise,
        str(len(found.tests)),
        _of(found.alternatives),
        _of(found.mutants),
        generated + (f" ({found.made} made)" if found.asked < found.made else ""),
        str(found.equivalent or ""),
        str(len(found.flaky)) if found.repeated else "",
        f"{len(public.gross) - len(public.missed)} of {len(public.gross)}" if public.gross else "",
        "" if public.lookup is None else f"{100 * public.lookup:.0f} %",
        f"{found.cpu_seconds:.2g}",
        str(len(found.idle) or ""),
        str(len(found.to_read) or ""),
    )


def _of(answers: Sequence[Judged]) -> str:
    return f"{sum(each.is_right for each in answers)} of {len(answers)}"
