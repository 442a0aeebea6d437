"""What an audit has asked already: one line of JSON for each trial, appended as soon as it is over."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from autograder.audit.trials import Answered


class Store:
    """The trials of one assignment.

    A key names everything that a trial's outcome depends on, so nothing has to be thrown away when something changes; and a
    line that was cut off is a trial that did not happen.

    Args:
        path: the file; it need not exist.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, Answered] = {}
        for line in path.read_bytes().split(b"\n") if path.is_file() else []:
            try:
                answered = Answered.model_validate_json(line)
            except ValidationError:
                continue
            self._known[answered.key] = answered

    def get(self, key: str) -> Answered | None:
        """What came of the trial of that key; None if there was none."""
        return self._known.get(key)

    def put(self, answered: Answered) -> None:
        """Keep what came of a trial."""
        self._known[answered.key] = answered
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab") as file:
            file.write(b"\n" + answered.model_dump_json().encode())  # begins a line: the last one may have been cut off
