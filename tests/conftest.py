"""The sandbox for all tests: one zygote with isolation and one without, for each costs seconds to start."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import hypothesis
import pytest

from autograder.course import Limits
from autograder.sandbox.client import Process, Zygote
from autograder.sandbox.inside import wire

# The same examples in every run, however busy the machine is: a failure is somebody's, not the weather's.
hypothesis.settings.register_profile("course", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("course")

LIMITS = Limits(memory_bytes=384 << 20, file_bytes=4 << 20, tmp_bytes=16 << 20)


@dataclass
class Probe:
    """A notebook's process, with shorter ways to ask it."""

    process: Process
    asked: int = 0

    def cell(self, source: str, seconds: float = 10, *, index: int = 1, output_chars: int = 20_000) -> dict[str, Any]:
        """Run a cell; returns the answer's frame: ``ok`` is what it printed."""
        request = {"op": "cell", "source": source, "label": f"cell {index}", "output_chars": output_chars}
        return self.ask(request, seconds)

    def ask(self, request: dict[str, Any], seconds: float = 10) -> dict[str, Any]:
        self.asked += 1
        return self.process.request({**request, "key": f"probe{self.asked}"}, seconds)

    def value(self, source: str, seconds: float = 10) -> Any:
        """Run a cell that must not raise; returns what it left under the name ``found``."""
        answer = self.cell(source, seconds)
        assert "raised" not in answer, answer["raised"]["traceback"]
        answer = self.ask({"op": "get", "name": "found"}, seconds)
        return wire.unpack(answer["ok"], lambda name, kind: f"a handle of type {kind}")

    def error(self, source: str, seconds: float = 10) -> str:
        """Run a cell that must raise; returns the last line of its traceback."""
        answer = self.cell(source, seconds)
        assert "raised" in answer, f"it did not raise, and printed {answer['ok']!r}"
        return answer["raised"]["traceback"].splitlines()[-1]


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    """With isolation. Where this host cannot isolate, the tests that need it fail: they are never skipped."""
    with Zygote(LIMITS) as zygote:
        yield zygote


@pytest.fixture(scope="session")
def plain_zygote() -> Iterator[Zygote]:
    """Without isolation."""
    with Zygote(LIMITS, isolated=False) as zygote:
        yield zygote


@pytest.fixture
def open_probe(zygote: Zygote) -> Iterator[Callable[[], Probe]]:
    """Makes isolated notebooks, which end with the test."""
    probes: list[Probe] = []

    def open_one() -> Probe:
        probes.append(Probe(zygote.spawn()))
        return probes[-1]

    yield open_one
    for probe in probes:
        probe.process.close()


@pytest.fixture
def probe(open_probe: Callable[[], Probe]) -> Probe:
    """One isolated notebook."""
    return open_probe()


@pytest.fixture(scope="session")
def shared_probe(zygote: Zygote) -> Iterator[Probe]:
    """One isolated notebook for all tests that only look around in it."""
    process = zygote.spawn()
    yield Probe(process)
    process.close()


@pytest.fixture
def plain_probe(plain_zygote: Zygote) -> Iterator[Probe]:
    """One notebook without isolation."""
    process = plain_zygote.spawn()
    yield Probe(process)
    process.close()
