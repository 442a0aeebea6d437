"""What an engine has done so far: inputs, how reading them ended, and what it found."""

from __future__ import annotations

import hashlib
import json
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import Any

from tests.fuzz.targets import Target

ROOT = Path(__file__).parents[2]


class Log:
    """Calls a check, and never raises what it raises: an engine goes on behind what it has found.

    Args:
        target: whose check.
        folder: where findings are kept, each once: the input, and the traceback beside it.
    """

    def __init__(self, target: Target, folder: Path) -> None:
        self._target, self._folder = target, folder
        self._started, self._written = time.process_time(), 0.0
        self.inputs = 0
        self.endings: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def cpu_seconds(self) -> float:
        """Since it was made."""
        return time.process_time() - self._started

    def check(self, data: bytes) -> None:
        """Check one input."""
        self.inputs += 1
        try:
            self.endings[self._target.check(data)] += 1
        except Exception as error:
            self._keep(data, error)

    def _keep(self, data: bytes, error: Exception) -> None:
        """Once for each kind of exception and each line of ours that it passed last."""
        frames = [f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).is_relative_to(ROOT)]
        places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames if "/.venv/" not in frame.filename]
        name = f"{type(error).__name__} at {places[-1] if places else '?'}"
        self.found[name] += 1
        if self.found[name] == 1:
            path = self._folder / hashlib.sha256(name.encode()).hexdigest()[:12]
            path.write_bytes(data)
            path.with_suffix(".txt").write_text("".join(traceback.format_exception(error)), errors="replace")

    def write(self, path: Path, *, every_seconds: float = 0.0, **more: Any) -> None:
        """Keep the figures in a file, unless that was done a moment ago."""
        if every_seconds and self.cpu_seconds - self._written < every_seconds:
            return
        self._written = self.cpu_seconds
        figures = {
            "inputs": self.inputs,
            "cpu_seconds": round(self.cpu_seconds, 1),
            "found": dict(self.found),
            "endings": dict(self.endings.most_common()),
            **more,
        }
        path.write_text(json.dumps(figures))
