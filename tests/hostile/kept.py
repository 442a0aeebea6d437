"""Results of stock graders that need not be had again: a run that was interrupted goes on, and no attack is tried twice.

They lie in ``build/hostile/``, and are good for this attack's text, these hidden tests and these versions alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from importlib.metadata import version

from tests.hostile.arena import Damage
from tests.hostile.attack import ATTACKS, Attack
from tests.hostile.stock import TESTS, StockGrader
from tests.hostile.victim import LESSON, REPOSITORY

FOLDER = REPOSITORY / "build" / "hostile"


def attack_stock(graders: Iterable[StockGrader], attacks: Iterable[Attack]) -> dict[str, dict[str, Damage | None]]:
    """Try attacks on stock graders, but for what is kept.

    Returns:
        By grader and by attack what each achieved; None where it does not apply.
    """
    attacks = list(attacks)
    return {grader.name: _attack_one(grader, attacks) for grader in graders}


def _attack_one(grader: StockGrader, attacks: list[Attack]) -> dict[str, Damage | None]:
    path = FOLDER / f"{grader.name}.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    kept = {line["key"]: line["damage"] for line in map(json.loads, lines)}
    keys = {attack.name: _key(grader.name, attack) for attack in attacks}
    missing = [attack for attack in attacks if keys[attack.name] not in kept]
    if missing:
        path.parent.mkdir(parents=True, exist_ok=True)
        with grader.opened(), path.open("a", encoding="utf-8") as file:
            for attack in missing:
                damage = _as_data(grader.attack(attack))
                kept[keys[attack.name]] = damage
                words = {"key": keys[attack.name], "attack": attack.name, "damage": damage}
                file.write(json.dumps(words) + "\n")
                file.flush()
    return {attack.name: _as_damage(kept[keys[attack.name]]) for attack in attacks}


def _key(grader: str, attack: Attack) -> str:
    distribution = {"nbgrader": "nbgrader", "otter": "otter-grader"}[grader]
    versions = [f"{name} {version(name)}" for name in (distribution, "torch", "ipykernel", "nbclient")]
    text = (ATTACKS / f"{attack.name}.py").read_text(encoding="utf-8")
    return hashlib.sha256(repr((grader, versions, TESTS, LESSON, text)).encode()).hexdigest()[:16]


def _as_data(damage: Damage | None) -> dict[str, object] | None:
    if damage is None:
        return None
    read, exceeded = sorted(damage.read), sorted(damage.exceeded)
    return {"forged": damage.forged, "read": read, "exceeded": exceeded, "harmed": damage.harmed}


def _as_damage(data: dict[str, object] | None) -> Damage | None:
    if data is None:
        return None
    sets = {name: frozenset(data[name]) for name in ("read", "exceeded")}  # type: ignore[call-overload]
    return Damage(**{**data, **sets})  # type: ignore[arg-type]
