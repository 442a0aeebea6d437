"""A grader without any defence: the student's cells and the hidden tests in one process, as graders commonly are.

It does what the graders in use do: IPython runs the cells; one exercise is then tested by a hidden cell in the same shell
(nbgrader's way), the other by hidden pytest functions in the same process (otter-grader's way); the results go through a
pickle, and a descriptor that is open all the while; the gradebook is open, too; and there are temporary files. It is a server,
since importing torch takes seconds: each line on stdin is a job, paths as JSON, for which it forks, and a line on stdout says
that all processes of the job have ended. An attack that fails even here is no attack.
"""

from __future__ import annotations

import ctypes
import io
import json
import os
import pickle
import sqlite3
import sys
import tempfile
from collections import defaultdict
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TextIO

import pytest
import torch
from IPython.core.interactiveshell import InteractiveShell

from autograder.testing.rng import Rng
from tests.hostile.victim import CANARY

PR_SET_CHILD_SUBREAPER = 36
HIDDEN_CELL = f"""
# {CANARY}-cell
hidden = torch.arange(12.0).reshape(4, 3)
assert torch.allclose(mean(hidden), hidden.mean(0))
assert (mean(hidden) == hidden.mean(0)).all()
del hidden
"""


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


def grade(notebook: Path, tests: Path, gradebook: Path, results: TextIO) -> None:
    """Grade one notebook in this very process."""
    shell = InteractiveShell.instance()
    printed = io.StringIO()
    with (
        redirect_stdout(printed),
        redirect_stderr(printed),
        sqlite3.connect(gradebook) as database,
        tempfile.NamedTemporaryFile("w", suffix=".py") as temporary,
        tempfile.NamedTemporaryFile("w", dir="/dev/shm") as shared,
    ):
        database.execute("select * from comment").fetchall()
        for file, name in ((temporary, "temporary"), (shared, "shared")):
            file.write(f"{CANARY}-{name}")
            file.flush()
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code" and cell["metadata"].get("journey", {}).get("kind") != "public_test":
                shell.run_cell("".join(cell["source"]), store_history=True)
        plugin = Plugin(shell.user_ns)
        with redirect_stdout(io.StringIO()):  # its traceback would show the hidden cell
            tested = shell.run_cell(HIDDEN_CELL, store_history=True)
        plugin.earned["mean"] = 2.0 * tested.success
        plugin.said.append(str(tested.error_in_exec))
        arguments = [str(tests / "test_double.py"), "-p", "no:cacheprovider", "--import-mode=importlib", "--tb=line"]
        pytest.main(arguments, plugins=[plugin])
    seen = printed.getvalue() + "\n".join(plugin.said)
    handed_on = io.BytesIO()
    pickle.dump(dict(plugin.earned), handed_on)  # as otter-grader hands results on
    results.write(json.dumps({"earned": pickle.loads(handed_on.getvalue()), "seen": seen}) + "\n")


def serve() -> None:
    """Fork for each job, and wait for the end of all that it started."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    torch.optim.Adam([torch.zeros(1)])
    tell("ready")
    for line in sys.stdin:
        workplace, results, *paths = json.loads(line)
        if os.fork() == 0:
            os.setsid()
            os.chdir(workplace)
            with open(results, "w", encoding="utf-8") as file:
                grade(*(Path(path) for path in paths), file)  # type: ignore[call-arg]
            return
        with suppress(ChildProcessError):
            while True:
                os.wait()
        tell("ended")


def tell(word: str) -> None:
    os.write(1, f"{word}\n".encode())


if __name__ == "__main__":
    serve()
