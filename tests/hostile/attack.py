"""What an attack is, and how its file is read.

An attack is a notebook in jupytext's percent format. Its first cell is Markdown: a title, what the attacker believes, and
then, as a list, ``aim`` (what would be a success: ``forge`` points, ``read`` a secret, ``exceed`` a limit, ``harm`` a
neighbour), ``stopped by`` (the layer, in the words of ``docs/threat-model.md``) and ``here`` (the outcome of each exercise).
A cell marked ``answer="<exercise>"`` is the answer to that exercise; other code cells are the student's own. Where an
exercise has no such cell, its answer is a wrong one, worth nothing: whoever has points has forged them. Some answer rightly,
but only where they are graded; an entry ``worth`` says how many points these answers are worth. Only what is beyond is forged.

Some attacks know where the tests are, or where the results go, and every grader has its own place for these. A cell marked
``of="nbgrader"`` (or ``otter``) is handed in to that stock grader alone, in place of the answer, or of all the student's own
cells, that others get. An attack that would make no sense there says so with a fourth entry, ``not for``: ``nbgrader, otter``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import jupytext

from autograder.course import Course
from autograder.records import Outcome
from tests.hostile.victim import EXERCISES, WRONG, answered

ATTACKS = Path(__file__).parent / "attacks"
GRADERS = ("nbgrader", "otter")  # the stock ones
AIMS = ("forge", "read", "exceed", "harm")
EXCESS = "EXCESS:"  # what an attack raises that went beyond a limit; written as a sum, for its source is shown, too
_FIELD = re.compile(r"^\* ([a-z ]+): (.+(?:\n  .+)*)$", re.MULTILINE)


Cells = tuple[dict[str, str], tuple[str, ...]]  # answers by exercise, and the student's own cells


@dataclass(frozen=True)
class Attack:
    """One attack, as its file says it.

    Attributes:
        name: of its file, with its folder: ``forging/patch_isinstance``.
        title: what is tried, in a few words.
        aim: one of :data:`AIMS`.
        stopped_by: which layer stops it.
        here: the outcomes allowed to each exercise when it is graded here.
        worth: points that its answers, as they are given in grading, are worth.
        answers: by exercise.
        own: the student's own cells.
        not_for: the stock graders to which it does not apply.
        variants: by stock grader, the answers and the own cells that are handed in there instead.
    """

    name: str
    title: str
    aim: str
    stopped_by: str
    here: dict[str, frozenset[Outcome]]
    answers: dict[str, str]
    own: tuple[str, ...]
    worth: float = 0.0
    not_for: frozenset[str] = frozenset()
    variants: Mapping[str, Cells] = field(default_factory=dict)

    def forged(self, earned: float) -> float:
        """How many of the points that it was given its answers are not worth."""
        return max(earned - self.worth, 0.0)

    @property
    def kind(self) -> str:
        """The folder that it stands in."""
        return self.name.partition("/")[0]

    def notebook(self, course: Course) -> str:
        """The text of the notebook that is handed in."""
        return answered(course, WRONG | self.answers, self.own)

    def form_for(self, grader: str) -> Cells:
        """The answers and own cells that are handed in to a stock grader."""
        answers, own = self.variants.get(grader, ({}, ()))
        return {**self.answers, **answers}, own or self.own


def find_attacks() -> list[Attack]:
    """All of them, by name."""
    return [read_attack(path) for path in sorted(ATTACKS.rglob("*.py"))]


def read_attack(path: Path) -> Attack:
    """Read one.

    Raises:
        ValueError: if its file does not say what it must, or something that nobody reads.
    """
    head, *cells = jupytext.read(
        path, fmt={"extension": ".py", "format_name": "percent", "comment_magics": False}
    ).cells
    about = dict(_FIELD.findall(head.source))
    forms: dict[str, tuple[dict[str, str], list[str]]] = defaultdict(lambda: ({}, []))
    for cell in cells:
        answers, own = forms[cell.metadata.get("of", "")]
        if exercise := cell.metadata.get("answer"):
            answers[exercise] = cell.source
        else:
            own.append(cell.source)
    worth = float(about.pop("worth", 0))
    not_for = frozenset(filter(None, about.pop("not for", "").split(", ")))
    wrong = {name for answers, _ in forms.values() for name in answers} - set(EXERCISES)
    if set(about) != {"aim", "stopped by", "here"} or about["aim"] not in AIMS or wrong:
        raise ValueError(f"{path}: an attack says aim, stopped by and here, and answers {' or '.join(EXERCISES)}")
    if not (not_for | forms.keys()) <= {"", *GRADERS}:
        raise ValueError(f"{path}: stock graders are {' and '.join(GRADERS)}")
    answers, own = forms.pop("", ({}, []))
    return Attack(
        name=path.relative_to(ATTACKS).with_suffix("").as_posix(),
        title=head.source.partition("\n")[0].removeprefix("# "),
        aim=about["aim"],
        stopped_by=" ".join(about["stopped by"].split()),
        here=_read_outcomes(about["here"]),
        answers=answers,
        own=tuple(own),
        worth=worth,
        not_for=not_for,
        variants={name: (answers, tuple(own)) for name, (answers, own) in forms.items()},
    )


def _read_outcomes(text: str) -> dict[str, frozenset[Outcome]]:
    """Read ``double failed or error, mean crash``."""
    found = {}
    for part in text.split(","):
        exercise, _, outcomes = part.strip().partition(" ")
        found[exercise] = frozenset(Outcome(outcome.strip()) for outcome in outcomes.split(" or "))
    if set(found) != set(EXERCISES):
        raise ValueError(f"{text!r} does not say an outcome for each of {', '.join(EXERCISES)}")
    return found
