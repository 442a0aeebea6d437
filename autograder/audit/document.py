"""``docs/grader-quality.md``: what every grader does with right answers, wrong ones and generated ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from autograder.audit.findings import Audit, Finding
from autograder.audit.table import COLUMNS, TRAINED, cells_of, summarise

OWN_WORDS = "## What the audit found and changed"
INTRODUCTION = """\
# How good the graders are

Written by `autograder audit`; do not edit, but for the last section, which it leaves as it is.

An autograder that fails a right answer or passes a wrong one does harm. So every exercise's hidden tests are asked, through the
engine that grades students, about answers whose verdict is known:

* **Alternatives** are other right answers, written by hand: all must have full marks.
* **Mutants** are misconceptions, written by hand. Each names the test that must catch it, and counts as caught by that test
  only.
* **Generated mutants** are the reference solution with one slip: a flipped sign, swapped operands or arguments, one off, a term
  or factor or statement dropped, another axis or reduction, a missing root, transposition, `detach` or `no_grad`, another
  constant. Any test may catch them. Those that are right answers all the same are marked in `equivalent.toml` beside the
  grader, with a reason each, and at most one in ten may be (three where there are few); a mark is refused where the mutant is
  gone or a test catches it.
* **Flaky** is an answer whose verdict is not the same under {repeats} salts, which decide all hidden inputs. Asked are the
  reference, the alternatives and the hand-written mutants; generated mutants are asked once.
* **Public tests** must accept every alternative, and catch gross mistakes: nothing returned, another shape, another dtype, a
  mean or a sum instead of the entries, made of what the reference returns. Those that the hidden tests let pass are allowed,
  and do not count. A **lookup** knows the inputs that a public test shows, answers them as the reference does, and
  everything else with zeros or noise of the right shape and dtype; it may earn a quarter of the points.
* **Messages to read** are those for wrong answers that are empty, show an array or a precise value, or tell a line of the
  solution.
* A test that is **never alone** in catching something is a question to its author: it may be there for its message.

Of exercises that train models (marked ◆) hand-written answers are not trained again where [calibration](calibration.md)
verified them, and of the generated mutants a sample is run, chosen by a hash; neither lookups nor gross mistakes but the
missing return are. Seconds are CPU time of the hidden tests on the reference, on one machine: to compare with each other.
`make audit` does all this anew for whatever changed; `build/audit/index.html` has every answer and message.
"""


def render_document(audits: Mapping[str, Audit], before: str = "") -> str:
    """The whole document.

    Args:
        audits: by assignment.
        before: the document as it stands; its last section is kept.
    """
    repeats = max((audit.repeats for audit in audits.values()), default=10)
    parts = [INTRODUCTION.replace("{repeats}", str(repeats))]
    if summary := summarise(audits):
        parts.append(f"{summary}\n")
    for assignment in sorted(audits):
        parts += _assignment(assignment, audits[assignment])
    _, found, words = before.partition(f"{OWN_WORDS}\n")
    parts.append(f"{OWN_WORDS}\n{words}" if found else f"{OWN_WORDS}\n")
    return "\n".join(parts).rstrip("\n") + "\n"


def _assignment(assignment: str, audit: Audit) -> Iterator[str]:
    yield f"## {assignment}\n"
    yield f"| {' | '.join(COLUMNS)} |"
    yield f"|{' --- |' * len(COLUMNS)}"
    yield from (_line(found) for found in audit.findings)
    yield ""
    if audit.problems:
        yield "To mend:\n"
        yield from (f"- {problem}" for problem in audit.problems)
        yield ""
    idle = [f"`{name}`" for found in audit.findings for name in found.idle]
    if idle:
        yield f"Never alone in catching something: {', '.join(idle)}.\n"
    for found in audit.findings:
        for each in found.missed:
            yield f"Missed, `{each.name}` of `{found.exercise}`:\n"
            yield f"```diff\n{each.about}\n```\n"


def _line(found: Finding) -> str:
    name, *figures = cells_of(found)
    exercise = f"`{name}`{TRAINED if found.is_trained else ''}"
    return f"| {' | '.join([exercise, *figures])} |"
