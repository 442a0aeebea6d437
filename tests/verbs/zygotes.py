"""One zygote for all graders of a test session: starting one takes seconds, and what is forked from it is alone anyway."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autograder.course import Limits
from autograder.sandbox.client import Process, Zygote


class SharedZygote:
    """Stands where a grader makes its own zygote."""

    def __init__(self, zygote: Zygote) -> None:
        self._zygote = zygote
        self.opened: list[bool] = []
        self.closed = 0
        self.failures: list[Exception] = []

    def __call__(
        self, limits: Limits, *, isolated: bool = True, preload: Sequence[str] = (), gpu_fraction: float = 0.0
    ) -> SharedZygote:
        self.opened.append(isolated)
        return self

    def spawn(self, memory_bytes: int = 0) -> Process:
        if self.failures:
            raise self.failures.pop(0)
        return self._zygote.spawn(memory_bytes)

    def close(self, *_: Any) -> None:
        self.closed += 1
