"""Measured values that outlive an interrupted calibration: one line of JSON for each trial, appended as soon as it is over."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from autograder.calibration.trials import Measured


class Store:
    """What has been measured for one assignment.

    A key names everything that its values depend on, so nothing has to be thrown away when a lesson changes; and a line that
    was cut off is a trial that did not happen.

    Args:
        path: the file; it need not exist.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, Measured] = {}
        if path.is_file():
            self._read(path.read_bytes().split(b"\n"))

    def _read(self, lines: Iterable[bytes]) -> None:
        for line in lines:
            try:
                measured = Measured.model_validate_json(line)
            except ValidationError:
                continue
            self._known[measured.key] = measured

    def get(self, key: str) -> Measured | None:
        """What a trial of that key measured; None if there was none."""
        return self._known.get(key)

    def put(self, measured: Measured) -> None:
        """Keep what a trial measured."""
        self._known[measured.key] = measured
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab") as file:
            file.write(b"\n" + measured.model_dump_json().encode())  # begins a line: the last one may have been cut off
