"""``python -m tests.hostile``: every attack on stock graders, on a grader without defence and on ours, side by side.

Prints one JSON object on the last line, keeps it as ``benchmarks/results/hostile.json``, and writes the table of
``docs/threat-model.md``. Ends with 1 if an attack succeeds here. With ``--without-stock`` nbgrader and otter-grader are left as
the last results say.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from autograder.sandbox.client import Zygote
from autograder.verbs import grading
from benchmarks.figures import RESULTS, describe_run, publish
from tests.hostile.arena import Damage, Undefended, attack_here, fresh_course
from tests.hostile.attack import GRADERS, Attack, find_attacks
from tests.hostile.kept import attack_stock
from tests.hostile.services import host_with_secrets
from tests.hostile.stock import STOCK
from tests.hostile.table import write_table
from tests.hostile.victim import CANARY, make_course
from tests.verbs.zygotes import SharedZygote


def main(arguments: Sequence[str] | None = None) -> int:
    """Run them all."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__.split("\n\n")[0])
    parser.add_argument("--without-stock", action="store_true", help="leave nbgrader and otter-grader as they were")
    options = parser.parse_args(arguments)
    attacks = find_attacks()
    with tempfile.TemporaryDirectory() as work, host_with_secrets(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOGRADER_HOSTILE", f"{CANARY}-environment")
        here, undefended = _run(attacks, Path(work), patch)
    stock = last_stock() if options.without_stock else run_stock(attacks)
    figures: dict[str, Any] = {
        "target": "hostile",
        "attacks": len(attacks),
        "real": sum(attack.aim in undefended[attack.name].aims for attack in attacks),
        "forged": sum(damage.forged for damage in here.values()),
        "read": sum(len(damage.read) for damage in here.values()),
        "exceeded": sum(len(damage.exceeded) for damage in here.values()),
        "harmed": sum(damage.harmed for damage in here.values()),
        "succeed_elsewhere": {name: _count(attacks, stock[name]) for name in GRADERS},
        "outcomes": {name: damage.outcomes for name, damage in here.items()},
        "undefended": {name: sorted(damage.aims) for name, damage in undefended.items()},
        **stock,
        **describe_run("torch", "ipython", "pytest", "nbgrader", "otter-grader"),
    }
    publish("hostile", figures)
    write_table(attacks, figures)
    return int(any(damage.aims for damage in here.values()))


def run_stock(attacks: Sequence[Attack]) -> dict[str, dict[str, list[str] | None]]:
    """What each attack gets from nbgrader and from otter-grader; None where it does not apply."""
    with tempfile.TemporaryDirectory() as work:
        victim = make_course(Path(work) / "victim")
        found = attack_stock([grader(victim) for grader in STOCK], attacks)
    return {
        grader: {name: damage and sorted(damage.aims) for name, damage in damages.items()}
        for grader, damages in found.items()
    }


def last_stock() -> dict[str, dict[str, list[str] | None]]:
    """The same, as the last results say."""
    last: dict[str, Any] = {}
    with suppress(OSError):
        last = json.loads((RESULTS / "hostile.json").read_text(encoding="utf-8"))
    return {name: last.get(name, {}) for name in GRADERS}


def _count(attacks: Sequence[Attack], reached: Mapping[str, list[str] | None]) -> dict[str, int]:
    """How many attacks were tried on a stock grader, and how many got what they were after."""
    tried = [attack for attack in attacks if reached.get(attack.name) is not None]
    return {"tried": len(tried), "succeed": sum(attack.aim in (reached[attack.name] or ()) for attack in tried)}


def _run(attacks: list[Attack], work: Path, patch: pytest.MonkeyPatch) -> tuple[dict[str, Damage], dict[str, Damage]]:
    victim = make_course(work / "victim")
    with Zygote(victim.settings.limits, preload=("torch",)) as zygote:
        patch.setattr("autograder.judging.grader.Zygote", SharedZygote(zygote))
        here = attack_here(attacks, fresh_course(victim, work / "here"))
        grading.close_graders()
    grader = Undefended()
    try:
        undefended = {a.name: grader.attack(a, fresh_course(victim, work / a.name.replace("/", "-"))) for a in attacks}
    finally:
        grader.close()
    return here, undefended


if __name__ == "__main__":
    sys.exit(main())
