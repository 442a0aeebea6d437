"""The table of attacks in ``docs/threat-model.md``, written from the attacks' files and the last results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.hostile.attack import Attack
from tests.hostile.victim import REPOSITORY

PAGE = REPOSITORY / "docs" / "threat-model.md"
BEGIN, END = "<!-- attacks: written by `make hostile` -->", "<!-- end of attacks -->"
AIMS = {"forge": "points", "read": "a secret", "exceed": "a limit", "harm": "a neighbour"}
ELSEWHERE = {"nbgrader": "nbgrader", "otter": "otter-grader", "undefended": "without a defence"}
NOT_TRIED = "not tried"


def write_table(attacks: Sequence[Attack], figures: Mapping[str, Any]) -> None:
    """Put the table where the page has its place for it."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n\n{render_table(attacks, figures)}\n{END}{after}", encoding="utf-8")


def render_table(attacks: Sequence[Attack], figures: Mapping[str, Any]) -> str:
    """A row for each attack: what it is after, who stops it, what it gets elsewhere, and how it ends here."""
    rows = [f"| attack | after | stopped by | {' | '.join(ELSEWHERE.values())} | here |", "| --- " * 7 + "|"]
    for attack in attacks:
        elsewhere = [_gets(figures[grader].get(attack.name, NOT_TRIED)) for grader in ELSEWHERE]
        here = ", ".join(f"`{exercise}` {outcome}" for exercise, outcome in figures["outcomes"][attack.name].items())
        here += ", as it answered" if attack.worth else ""
        file = f"[{attack.title}](../tests/hostile/attacks/{attack.name}.py)"
        rows.append("| " + " | ".join((file, AIMS[attack.aim], attack.stopped_by, *elsewhere, here)) + " |")
    return "\n".join(rows) + "\n"


def _gets(reached: Sequence[str] | str | None) -> str:
    """What an attack got, in the words of the table; None where it does not apply."""
    if reached is None or reached == NOT_TRIED:
        return reached or "–"
    return ", ".join(AIMS[aim] for aim in AIMS if aim in reached) or "nothing"
