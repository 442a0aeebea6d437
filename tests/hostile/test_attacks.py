"""Each attack succeeds where nothing defends, and fails here: no point, no secret, no neighbour harmed."""

from __future__ import annotations

import pytest

from autograder.course import Course
from tests.hostile.arena import Damage, Undefended
from tests.hostile.attack import Attack, find_attacks

pytestmark = pytest.mark.sandbox
each_attack = pytest.mark.parametrize("attack", find_attacks(), ids=lambda attack: attack.name)


@each_attack
def test_it_is_real(attack: Attack, undefended: Undefended, new_course: Course) -> None:
    damage = undefended.attack(attack, new_course)
    assert attack.aim in damage.aims, f"it fails where nothing defends: {damage}"


@each_attack
def test_it_fails_here(attack: Attack, damages: dict[str, Damage]) -> None:
    damage = damages[attack.name]
    assert not damage.aims, f"it succeeds: {damage}"
    for exercise, outcome in damage.outcomes.items():
        assert outcome in attack.here[exercise], f"{exercise} ended as {outcome}"
