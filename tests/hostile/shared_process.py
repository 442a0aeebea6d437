"""A grader without any defence: the student's cells and the hidden tests in one process, as graders commonly are.

It is a server, since importing torch takes seconds: each line on stdin is a job, three paths as JSON, for which it forks.
The fork runs the notebook's cells in IPython, then the hidden tests in pytest with the very same names, and writes the
results: the points of each exercise, and the text that a student would read. A line on stdout says that a job has ended. An
attack that fails even here is no attack.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from collections import defaultdict
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from IPython.core.interactiveshell import InteractiveShell

from autograder.testing.rng import Rng


class Plugin:
    """Gives the tests the notebook's names and random numbers, and counts points."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self.namespace = namespace
        self.earned: dict[str, float] = defaultdict(float)
        self.said: list[str] = []

    @pytest.fixture
    def notebook(self) -> SimpleNamespace:
        return SimpleNamespace(**self.namespace)

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> Rng:
        return Rng("shared", request.node.nodeid)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Any:
        report = (yield).get_result()
        mark = item.get_closest_marker("points")
        if report.when == "call" and mark is not None:
            exercise, worth = mark.args
            self.earned[exercise] += worth * report.passed
            self.said.append(report.longreprtext)


def grade(notebook: Path, tests: Path, results: Path) -> None:
    """Grade one notebook in this very process."""
    shell = InteractiveShell.instance()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code" and cell["metadata"].get("journey", {}).get("kind") != "public_test":
                shell.run_cell("".join(cell["source"]))
        plugin = Plugin(shell.user_ns)
        pytest.main([str(tests), "-p", "no:cacheprovider", "--import-mode=importlib", "--tb=line"], plugins=[plugin])
    found = {"earned": dict(plugin.earned), "seen": printed.getvalue() + "\n".join(plugin.said)}
    results.write_text(json.dumps(found), encoding="utf-8")


def serve() -> None:
    """Fork for each job, and wait for its end."""
    torch.optim.Adam([torch.zeros(1)])
    for line in sys.stdin:
        workplace, *paths = json.loads(line)
        pid = os.fork()
        if pid == 0:
            os.setsid()
            os.chdir(workplace)
            sys.stdin.close()
            grade(*(Path(path) for path in paths))
            os._exit(0)
        os.waitpid(pid, 0)
        sys.__stdout__.write("ended\n")  # type: ignore[union-attr]
        sys.__stdout__.flush()  # type: ignore[union-attr]


if __name__ == "__main__":
    serve()
