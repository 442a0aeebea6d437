"""What `otter grade` in Docker does with what comes out of a container, without Docker: it unpickles it on the host.

Containers cannot be had everywhere, and their daemon not in these tests. A stand-in for the client plays a container in which a
notebook has had its way with ``results.pkl``, which is within reach there (``attacks/forging/pickles.py``). All else is stock.
"""

from __future__ import annotations

import pickle
import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # of traitlets', in otter's own modules
    from otter.grade import containers

FULL_MARKS = """(
    __import__("pathlib").Path({marker!r}).write_text("on the host"),
    __import__("otter.test_files", fromlist=["*"]).GradingResults([]),
)[1]"""


class Program:
    """A pickle that is a program: it leaves a mark, and results of its own."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[Any, ...]:
        return eval, (FULL_MARKS.format(marker=str(self.marker)),)


class Containers:
    """Docker's, as far as otter asks for them: what is copied out is what a notebook has left."""

    def __init__(self, left: bytes) -> None:
        self._left = left
        self.created: dict[str, Any] = {}

    def create(self, image: str, **options: Any) -> SimpleNamespace:
        self.created = options
        return SimpleNamespace(id="0123456789abcdef", remove=lambda: None)

    def copy(self, source: Any, target: Any) -> None:
        if isinstance(source, tuple) and source[1].endswith("results.pkl"):
            Path(target).write_bytes(self._left)

    def start(self, container: Any) -> None:
        pass

    def wait(self, container: Any) -> int:
        return 0

    def logs(self, container: Any) -> str:
        return ""


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    return tmp_path / "marker"


@pytest.fixture
def played(marker: Path, monkeypatch: pytest.MonkeyPatch) -> Containers:
    played = Containers(pickle.dumps(Program(marker)))
    monkeypatch.setattr(containers, "docker", SimpleNamespace(container=played))
    return played


def test_what_comes_out_of_a_container_runs_on_the_host(played: Containers, marker: Path, tmp_path: Path) -> None:
    notebook = tmp_path / "mallory.ipynb"
    notebook.write_text("{}", encoding="utf-8")
    results = containers.grade_submission(str(notebook), "otter-grade:victim")
    assert marker.read_text(encoding="utf-8") == "on the host"
    assert not results.has_catastrophic_failure()


def test_a_container_has_a_network_and_no_limits_unless_asked_for(played: Containers, tmp_path: Path) -> None:
    """The network can be refused (``--no-network``) and time bounded (``--timeout``); memory and processes cannot be."""
    notebook = tmp_path / "mallory.ipynb"
    notebook.write_text("{}", encoding="utf-8")
    containers.grade_submission(str(notebook), "otter-grade:victim")
    assert played.created == {"command": ["/autograder/run_autograder"], "networks": []}
    containers.grade_submission(str(notebook), "otter-grade:victim", network=False)
    assert played.created == {"command": ["/autograder/run_autograder"], "networks": ["none"]}
