"""``python -m tests.hostile``: every attack on stock graders, on a grader without defence and on ours, side by side.

Prints one JSON object on the last line, keeps it as ``benchmarks/results/hostile.json``, and writes the table of
``docs/threat-model.md``. Ends with 1 if an attack succeeds here. With ``--only here`` nbgrader and otter-grader are left as the
last results say, with ``--only stock`` the other two.
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
    parser.add_argument("--only", choices=("here", "stock"), help="leave the others as they were")
    options = parser.parse_args(arguments)
    attacks, figures = find_attacks(), _last()
    if options.only != "stock":
        figures |= run_here(attacks)
    if options.only != "here":
        figures |= run_stock(attacks)
    publish("hostile", figures)
    write_table(attacks, figures)
    return int(any(figures[got] for got in ("forged", "read", "exceeded", "harmed")))


def _last() -> dict[str, Any]:
    """The last results."""
    with suppress(OSError):
        last: dict[str, Any] = json.loads((RESULTS / "hostile.json").read_text(encoding="utf-8"))
        return last
    return {"target": "hostile", **{name: {} for name in GRADERS}}


def run_here(attacks: Sequence[Attack]) -> dict[str, Any]:
    """What each attack gets here and from a grader without a defence, as figures."""
    with tempfile.TemporaryDirectory() as work, host_with_secrets(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOGRADER_HOSTILE", f"{CANARY}-environment")
        here, undefended = _run(attacks, Path(work), patch)
    return {
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


def run_stock(attacks: Sequence[Attack]) -> dict[str, Any]:
    """What each attack gets from nbgrader and from otter-grader; None where it does not apply."""
    with tempfile.TemporaryDirectory() as work:
        victim = make_course(Path(work) / "victim")
        found = attack_stock([grader(victim) for grader in STOCK], attacks)
    reached = {
        grader: {name: damage and sorted(damage.aims) for name, damage in damages.items()}
        for grader, damages in found.items()
    }
    return {
        **reached,
        "succeed_elsewhere": {name: _count(attacks, reached[name]) for name in GRADERS},
        "stock": describe_run("nbgrader", "otter-grader", "torch", "ipykernel", "nbclient"),
    }


def _count(attacks: Sequence[Attack], reached: Mapping[str, list[str] | None]) -> dict[str, int]:
    """How many attacks were tried on a stock grader, and how many got what they were after."""
    tried = [attack for attack in attacks if reached.get(attack.name) is not None]
    return {"tried": len(tried), "succeed": sum(attack.aim in (reached[attack.name] or ()) for attack in tried)}


def _run(
    attacks: Sequence[Attack], work: Path, patch: pytest.MonkeyPatch
) -> tuple[dict[str, Damage], dict[str, Damage]]:
    victim = make_course(work / "victim")
    with Zygote(victim.settings.limits, preload=("torch",)) as zygote:
        patch.setattr("autograder.judging.grader.Zygote", SharedZygote(zygote))
        here = attack_here(attacks, fresh_course(victim, work / "here"))
        grading.close_graders()
    grader = Undefended()
    try:
        # Each in a folder of its own: some attacks change what they find around their course.
        undefended = {a.name: grader.attack(a, fresh_course(victim, work / a.name / "course")) for a in attacks}
    finally:
        grader.close()
    return here, undefended


if __name__ == "__main__":
    sys.exit(main())
