"""What every benchmark says beside its figures, and where it keeps them."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import autograder

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).with_name("results")


def describe_run(*distributions: str) -> dict[str, Any]:
    """When, where and with what a benchmark ran.

    Args:
        distributions: whose versions to name.
    """
    return {
        "commit": _git("rev-parse", "HEAD"),
        "uncommitted_changes": bool(_git("status", "--porcelain", "--untracked-files=no")),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": len(os.sched_getaffinity(0)),
        "machine": f"{platform.system()} {platform.machine()}, {_processor()}",
        "versions": {"python": platform.python_version(), **{name: version(name) for name in distributions}},
    }


def publish(target: str, figures: Mapping[str, Any], folder: Path = RESULTS) -> Path:
    """Keep a benchmark's figures as ``<target>.json``, and print them as one JSON object on the last line."""
    path = folder / f"{target}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.stdout.flush()
    return path


def check_measured() -> None:
    """Refuse to measure another checkout's engine than the one whose commit would be named.

    Raises:
        RuntimeError: if the installed engine is another; PYTHONPATH can put this one first.
    """
    measured = Path(autograder.__file__)
    if not measured.is_relative_to(ROOT):
        raise RuntimeError(f"the engine that would be measured is {measured.parent}: set PYTHONPATH={ROOT}")


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
