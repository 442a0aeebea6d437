"""Judging without a lesson: a few cells, a few hidden tests, and what they say."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from autograder.course import Limits
from autograder.judging.plugin import JudgingPlugin
from autograder.judging.run import run_grader
from autograder.records import TestResult
from autograder.sandbox.client import Zygote
from autograder.session import Cell, Transcript, run_cells
from tests.verbs.zygotes import SharedZygote

HEADER = "import torch\nimport pytest\nfrom autograder.testing import *\nfrom autograder.testing import vjp\n\n"


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    """Without isolation: these tests are about the trusted side."""
    with Zygote(Limits(), isolated=False) as zygote:
        yield zygote


@pytest.fixture
def shared_zygote(zygote: Zygote, monkeypatch: pytest.MonkeyPatch) -> SharedZygote:
    shared = SharedZygote(zygote)
    monkeypatch.setattr("autograder.judging.grader.Zygote", shared)
    return shared


class Judge:
    """Asks a notebook of one cell for each exercise what a grader's text asks."""

    def __init__(self, zygote: Zygote, folder: Path) -> None:
        self.zygote, self.folder = zygote, folder
        self._numbers = itertools.count()

    def write(self, text: str, name: str = "test_it") -> None:
        folder = self.folder / str(next(self._numbers))
        folder.mkdir(parents=True)
        (folder / f"{name}.py").write_text(HEADER + text)
        self.grader = folder

    def run(
        self, answers: Mapping[str, str], *, untouched: frozenset[str] = frozenset(), **options: Any
    ) -> JudgingPlugin:
        cells = [Cell(i, name, source, name in untouched) for i, (name, source) in enumerate(answers.items())]
        limits = Limits(cell_seconds=options.pop("cell_seconds", 10.0))
        state, results = run_cells(cells, limits, Transcript(), self.zygote.spawn)
        settings = {"salt": "grains of salt", "assignment": "00_01_tiny", "test_seconds": 10.0} | options
        plugin = JudgingPlugin(state, {cell.exercise: cell for cell in results}, untouched, **settings)
        try:
            run_grader(self.grader, plugin)
        finally:
            state.close()
        return plugin

    def __call__(self, answers: str | Mapping[str, str], grader: str, **options: Any) -> TestResult:
        """The one result of a grader with one test."""
        self.write(grader)
        (result,) = self.run({"f": answers} if isinstance(answers, str) else answers, **options).results
        return result


@pytest.fixture
def judge(zygote: Zygote, tmp_path: Path) -> Judge:
    return Judge(zygote, tmp_path)
