"""The committed figures and table are those of the attacks that are here, and no attack got anything."""

from __future__ import annotations

import json
from typing import Any

import pytest

from autograder.records import Outcome
from benchmarks.figures import RESULTS
from tests.hostile.attack import GRADERS, Attack, find_attacks
from tests.hostile.table import PAGE, render_table

ATTACKS = find_attacks()
each_attack = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((RESULTS / "hostile.json").read_text(encoding="utf-8"))
    return found


def test_they_are_about_these_attacks(figures: dict[str, Any]) -> None:
    names = {attack.name for attack in ATTACKS}
    assert figures["attacks"] == len(names)
    for key in ("outcomes", "undefended", *GRADERS):
        assert set(figures[key]) == names, f"{key}: `make hostile` runs what is missing"


@pytest.mark.parametrize("key", ["forged", "read", "exceeded", "harmed"])
def test_nobody_got_anything(figures: dict[str, Any], key: str) -> None:
    assert figures[key] == 0


@each_attack
def test_each_attack_is_real_and_ends_as_it_must(figures: dict[str, Any], attack: Attack) -> None:
    assert attack.aim in figures["undefended"][attack.name]
    for exercise, outcome in figures["outcomes"][attack.name].items():
        assert Outcome(outcome) in attack.here[exercise]
    for grader in GRADERS:
        assert (figures[grader][attack.name] is None) == (grader in attack.not_for)


def test_the_table_says_so(figures: dict[str, Any]) -> None:
    assert render_table(ATTACKS, figures) in PAGE.read_text(encoding="utf-8"), "`make hostile` writes it"
