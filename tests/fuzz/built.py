"""``python -m tests.fuzz.built TARGET SECONDS FOLDER``: Hypothesis on one reader, for so many seconds of processor time."""

from __future__ import annotations

import sys
from pathlib import Path

import hypothesis

from tests.fuzz.log import Log
from tests.fuzz.targets import TARGETS

EXAMPLES = 1_000  # of a round; each round begins with another seed


def main() -> None:
    """Draw and check until the time is over."""
    name, seconds, place = sys.argv[1:4]
    target, folder = TARGETS[name], Path(place)
    log = Log(target, folder / "found")
    rounds = 0
    while log.cpu_seconds < float(seconds):

        @hypothesis.seed(rounds)
        @hypothesis.settings(
            max_examples=EXAMPLES,
            database=None,
            deadline=None,
            phases=[hypothesis.Phase.generate],
            suppress_health_check=list(hypothesis.HealthCheck),
        )
        @hypothesis.given(target.nearly_valid)
        def build(data: bytes) -> None:
            if log.cpu_seconds < float(seconds):
                log.check(data)
                log.write(folder / "figures.json", every_seconds=5.0)

        build()
        rounds += 1
        log.write(folder / "figures.json")


if __name__ == "__main__":
    main()
