"""The table of attacks in ``docs/threat-model.md``, written from the attacks' files and the last results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.hostile.attack import Attack
from tests.hostile.victim import REPOSITORY

PAGE = REPOSITORY / "docs" / "threat-model.md"
BEGIN, END = "<!-- attacks: written by `make hostile` -->", "<!-- end of attacks -->"
AIMS = {"forge": "points", "read": "a secret", "exceed": "a limit", "harm": "a neighbour"}


def write_table(attacks: Sequence[Attack], figures: Mapping[str, Any]) -> None:
    """Put the table where the page has its place for it."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n\n{render_table(attacks, figures)}\n{END}{after}", encoding="utf-8")


def render_table(attacks: Sequence[Attack], figures: Mapping[str, Any]) -> str:
    """A row for each attack: what it is after, who stops it, what it gets without a defence, and how it ends here."""
    rows = ["| attack | after | stopped by | without a defence | here |", "| --- | --- | --- | --- | --- |"]
    for attack in attacks:
        without = ", ".join(AIMS[aim] for aim in figures["undefended"][attack.name]) or "nothing"
        here = ", ".join(f"`{exercise}` {outcome}" for exercise, outcome in figures["outcomes"][attack.name].items())
        file = f"[{attack.title}](../tests/hostile/attacks/{attack.name}.py)"
        rows.append(f"| {file} | {AIMS[attack.aim]} | {attack.stopped_by} | {without} | {here} |")
    return "\n".join(rows) + "\n"
