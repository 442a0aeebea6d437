"""What an attack is, and how its file is read.

An attack is a notebook in jupytext's percent format. Its first cell is Markdown: a title, what the attacker believes, and
then, as a list, ``aim`` (what would be a success: ``forge`` points, ``read`` a secret, ``exceed`` a limit, ``harm`` a
neighbour), ``stopped by`` (the layer, in the words of ``docs/threat-model.md``) and ``here`` (the outcome of each exercise).
A cell marked ``answer="<exercise>"`` is the answer to that exercise; other code cells are the student's own. Where an
exercise has no such cell, its answer is a wrong one, worth nothing: whoever has points has forged them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import jupytext

from autograder.course import Course
from autograder.records import Outcome
from tests.hostile.victim import EXERCISES, WRONG, answered

ATTACKS = Path(__file__).parent / "attacks"
AIMS = ("forge", "read", "exceed", "harm")
EXCESS = "EXCESS:"  # what an attack raises that went beyond a limit; written as a sum, for its source is shown, too
_FIELD = re.compile(r"^\* ([a-z ]+): (.+(?:\n  .+)*)$", re.MULTILINE)


@dataclass(frozen=True)
class Attack:
    """One attack, as its file says it.

    Attributes:
        name: of its file, with its folder: ``forging/patch_isinstance``.
        title: what is tried, in a few words.
        aim: one of :data:`AIMS`.
        stopped_by: which layer stops it.
        here: the outcomes allowed to each exercise when it is graded here.
        answers: by exercise.
        own: the student's own cells.
    """

    name: str
    title: str
    aim: str
    stopped_by: str
    here: dict[str, frozenset[Outcome]]
    answers: dict[str, str]
    own: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The folder that it stands in."""
        return self.name.partition("/")[0]

    def notebook(self, course: Course) -> str:
        """The text of the notebook that is handed in."""
        return answered(course, WRONG | self.answers, self.own)


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
    answers, own = {}, []
    for cell in cells:
        if exercise := cell.metadata.get("answer"):
            answers[exercise] = cell.source
        else:
            own.append(cell.source)
    wrong = [name for name in answers if name not in EXERCISES]
    if set(about) != {"aim", "stopped by", "here"} or about["aim"] not in AIMS or wrong:
        raise ValueError(f"{path}: an attack says aim, stopped by and here, and answers {' or '.join(EXERCISES)}")
    return Attack(
        name=path.relative_to(ATTACKS).with_suffix("").as_posix(),
        title=head.source.partition("\n")[0].removeprefix("# "),
        aim=about["aim"],
        stopped_by=" ".join(about["stopped by"].split()),
        here=_read_outcomes(about["here"]),
        answers=answers,
        own=tuple(own),
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
