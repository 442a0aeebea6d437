"""``docs/lesson-quality.md``: the marks of a good lesson, lesson by lesson."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from autograder.audit.findings import MOST_BY_LOOKUP, Audit
from autograder.lessons import Measures

MOST_BEFORE_CODE, MOST_WITHOUT_CODE = 5.0, 12.0  # minutes
LEAST_MINUTES, MOST_MINUTES, FEWEST_KINDS = 90, 150, 3
OWN_WORDS = "## What reading them changed"
INTRODUCTION = f"""\
# How good the lessons are

Written by `autograder audit`; do not edit, but for the last section, which it leaves as it is.

Eight marks of a good lesson. Those that can be measured are, by `autograder/lessons/measures.py` (reading at 150 words a
minute, without what is folded away) and by the audit of its graders; the others took a reader, and the last section says what
came of it.

1. Every exercise is solvable from what stands above it: *read*, and held by answers from outside
   ([outside-answers](outside-answers.md)) where there are some.
2. Code runs within {MOST_BEFORE_CODE:g} minutes of reading, and there are never more than {MOST_WITHOUT_CODE:g} without:
   *first code*, *longest stretch*.
3. {LEAST_MINUTES} to {MOST_MINUTES} minutes in all, reading and exercises: *minutes*. Difficulty is that of the coding
   exercises, 1 to 5.
4. Every equation is used: *read*.
5. Public tests catch slips of shape, dtype and reduction (*slips missed*) and pay a quarter of the points at most: *lookup
   pays*.
6. The message for each mutant names the property, and tells nothing more: *messages to read*, empty where none is left.
7. At least {FEWEST_KINDS} kinds of exercise, the second half harder than the first, and a plot that the learner's own code
   makes: *kinds*, *rises*, *plots*.
8. A wrong early answer costs its own points only: every solution that calls an earlier answer declares it, *undeclared*.

In *italics where it falls short* of a mark, with a star.
"""
COLUMNS = (
    "lesson", "minutes", "difficulty", "first code", "longest stretch", "kinds", "rises", "plots", "slips missed",
    "lookup pays", "messages to read", "undeclared",
)  # fmt: skip


def find_shortcomings(measures: Measures) -> list[str]:
    """What a lesson falls short of, of the marks that are measured without its graders; a sentence each."""
    found = {
        f"{measures.first_code:g} minutes of reading before the first code": measures.first_code > MOST_BEFORE_CODE,
        f"{measures.longest:g} minutes of reading without code": measures.longest > MOST_WITHOUT_CODE,
        f"{measures.minutes} minutes in all": not LEAST_MINUTES <= measures.minutes <= MOST_MINUTES,
        f"{len(set(measures.kinds))} kinds of exercise": len(set(measures.kinds)) < FEWEST_KINDS,
        "difficulty does not rise": not measures.rises,
        "no plot of the learner's own": not measures.plots,
        **{f"{name} uses {other} and does not say so": True for name, other in measures.undeclared},
    }
    return [sentence for sentence, holds in found.items() if holds]


def render_lessons(measured: Mapping[str, Measures], audits: Mapping[str, Audit], before: str = "") -> str:
    """The whole document.

    Args:
        measured: lessons, by assignment.
        audits: of their graders, where they were audited.
        before: the document as it stands; its last section is kept.
    """
    lines = [INTRODUCTION, f"| {' | '.join(COLUMNS)} |", f"|{' --- |' * len(COLUMNS)}"]
    lines += [f"| {' | '.join(_cells(name, measured[name], audits.get(name)))} |" for name in sorted(measured)]
    _, found, words = before.partition(f"{OWN_WORDS}\n")
    lines.append(f"\n{OWN_WORDS}\n{words}" if found else f"\n{OWN_WORDS}\n")
    return "\n".join(lines).rstrip("\n") + "\n"


def _cells(assignment: str, measures: Measures, audit: Audit | None) -> Iterator[str]:
    kinds = len(set(measures.kinds))
    yield assignment
    yield _marked(f"{measures.minutes}", LEAST_MINUTES <= measures.minutes <= MOST_MINUTES)
    yield f"{min(measures.difficulties)} to {max(measures.difficulties)}"
    yield _marked(f"{measures.first_code:g}", measures.first_code <= MOST_BEFORE_CODE)
    yield _marked(f"{measures.longest:g}", measures.longest <= MOST_WITHOUT_CODE)
    yield _marked(f"{kinds}", kinds >= FEWEST_KINDS)
    yield _marked("yes" if measures.rises else "no", measures.rises)
    yield _marked(f"{len(measures.plots)}", bool(measures.plots))
    if audit is None:
        yield from ("not audited",) * 3
    else:
        missed = sum(len(found.public.missed) for found in audit.findings)
        pays = max((found.public.lookup or 0 for found in audit.findings), default=0)
        to_read = sum(len(found.to_read) for found in audit.findings)
        yield _marked(f"{missed}", not missed)
        yield _marked(f"{100 * pays:.0f} %", pays <= MOST_BY_LOOKUP)
        yield f"{to_read or ''}"
    yield ", ".join(f"`{name}` uses `{other}`" for name, other in measures.undeclared)


def _marked(text: str, is_good: bool) -> str:
    return text if is_good else f"*{text}* ★"
