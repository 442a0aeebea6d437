"""``python -m tests.hostile``: every attack on a grader without defence and on ours, side by side.

Prints one JSON object on the last line, keeps it as ``benchmarks/results/hostile.json``, and writes the table of
``docs/threat-model.md``. Ends with 1 if an attack succeeds here.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from autograder.sandbox.client import Zygote
from autograder.verbs import grading
from benchmarks.figures import describe_run, publish
from tests.hostile.arena import Damage, Undefended, attack_here, fresh_course
from tests.hostile.attack import Attack, find_attacks
from tests.hostile.services import host_with_secrets
from tests.hostile.table import write_table
from tests.hostile.victim import CANARY, make_course
from tests.verbs.zygotes import SharedZygote


def main() -> int:
    """Run them all."""
    attacks = find_attacks()
    with tempfile.TemporaryDirectory() as work, host_with_secrets(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOGRADER_HOSTILE", f"{CANARY}-environment")
        here, undefended = _run(attacks, Path(work), patch)
    figures: dict[str, Any] = {
        "target": "hostile",
        "attacks": len(attacks),
        "real": sum(attack.aim in undefended[attack.name].aims for attack in attacks),
        "forged": sum(damage.forged for damage in here.values()),
        "read": sum(len(damage.read) for damage in here.values()),
        "exceeded": sum(len(damage.exceeded) for damage in here.values()),
        "harmed": sum(damage.harmed for damage in here.values()),
        "outcomes": {name: damage.outcomes for name, damage in here.items()},
        "undefended": {name: sorted(damage.aims) for name, damage in undefended.items()},
        **describe_run("torch", "ipython", "pytest"),
    }
    publish("hostile", figures)
    write_table(attacks, figures)
    return int(any(damage.aims for damage in here.values()))


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
