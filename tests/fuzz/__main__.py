"""``python -m tests.fuzz``: each reader under each engine, for so many minutes of processor time.

What is found is kept in ``build/fuzz/<reader>-<engine>/found``, with Atheris' corpus beside it; the next run goes on from that.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.figures import ROOT, check_measured, describe_run, publish
from tests.fuzz.targets import TARGETS

TARGET = "fuzz"
ENGINES = {"hypothesis": "built", "atheris": "guided"}
FOLDER = ROOT / "build" / "fuzz"
EDGES = re.compile(rb"cov: (\d+)")
MOST_ENDINGS = 12
NOTES = (
    "inputs: how many were checked; found: ways in which a check failed, each counted once, whatever the input.",
    "edges: of the reader's own lines, as Atheris counts them; corpus: inputs that reached something new.",
    "endings: how reading ended, most often first: what was refused, and what was read and asked about.",
)


class EngineFailed(Exception):
    """An engine ended before its time."""


def fuzz(reader: str, engine: str, seconds: float) -> dict[str, Any]:
    """Run one engine on one reader.

    Args:
        reader: one of the targets.
        engine: ``hypothesis`` or ``atheris``.
        seconds: of processor time.

    Returns:
        Its figures.

    Raises:
        EngineFailed: with the end of what it said.
    """
    folder = FOLDER / f"{reader}-{engine}"
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", f"tests.fuzz.{ENGINES[engine]}", reader, str(seconds), str(folder)]
    with (folder / "output.log").open("wb") as output:
        code = subprocess.call(
            command, cwd=ROOT, stdout=output, stderr=output, env=os.environ | {"OMP_NUM_THREADS": "1"}
        )
    said = (folder / "output.log").read_bytes()
    if code:
        raise EngineFailed(f"{reader}, {engine}, {code}: {said[-2_000:].decode(errors='replace')}")
    return read_figures(folder, said)


def read_figures(folder: Path, said: bytes) -> dict[str, Any]:
    """What an engine has written down, and what it said of coverage."""
    figures: dict[str, Any] = json.loads((folder / "figures.json").read_text())
    endings = list(figures.pop("endings").items())
    edges = EDGES.findall(said)
    return {
        **figures,
        **({"edges": int(edges[-1])} if edges else {}),
        "endings": dict(endings[:MOST_ENDINGS]),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz, publish; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0, help="of processor time, for each reader and engine")
    parser.add_argument("--readers", nargs="+", choices=sorted(TARGETS), default=list(TARGETS))
    parser.add_argument("--jobs", type=int, default=1, help="how many at once")
    parser.add_argument("--engines", nargs="+", choices=sorted(ENGINES), default=list(ENGINES))
    chosen = parser.parse_args(arguments)
    if "atheris" in chosen.engines and find_spec("atheris") is None:
        parser.error("atheris is not installed: pip install --constraint constraints.txt --editable '.[fuzz]'")
    check_measured()
    about = describe_run("hypothesis", "msgpack", *(["atheris"] if "atheris" in chosen.engines else []))
    found: dict[str, dict[str, Any]] = {reader: {} for reader in chosen.readers}
    with ThreadPoolExecutor(chosen.jobs) as pool:
        pairs = [(reader, engine) for reader in chosen.readers for engine in chosen.engines]
        running = [pool.submit(fuzz, reader, engine, 60 * chosen.minutes) for reader, engine in pairs]
        for (reader, engine), run in zip(pairs, running, strict=True):
            found[reader][engine] = run.result()
            sys.stderr.write(f"{reader}, {engine}: {found[reader][engine]['inputs']} inputs\n")
    runs = [run for engines in found.values() for run in engines.values()]
    totals = {
        "inputs": sum(run["inputs"] for run in runs),
        "cpu_seconds": round(sum(run["cpu_seconds"] for run in runs), 1),
        "found": sum(len(run["found"]) for run in runs),
    }
    publish(TARGET, {"target": TARGET, **totals, "minutes": chosen.minutes, **found, "notes": NOTES, **about})
    return int(totals["found"] > 0)


if __name__ == "__main__":
    sys.exit(main())
