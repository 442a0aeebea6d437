"""Notebooks that know that they are graded: what a person sees in JupyterLab is wrong, and what is graded is something else.

Nothing can keep a notebook from knowing it: it can tell a sandbox from a desk, seconds from minutes, and a hidden input from a
public one. What must hold is that it gains nothing but the points of what it answers then; ``test_attacks.py`` shows that.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import nbformat
import pytest
from nbclient import NotebookClient

from tests.hostile.attack import ATTACKS, Attack, read_attack

# An hour later, without waiting for it.
AN_HOUR = "import time\n_clock = time.monotonic\ntime.monotonic = lambda: _clock() + 3600\n"
ASK = """import torch
print(float(double(torch.tensor(1.0))), [float(value) for value in mean(torch.ones(3, 2))])
"""
KNOWING = [read_attack(path) for path in sorted((ATTACKS / "fooling").glob("detects_by_*.py"))]


@contextmanager
def desk() -> Iterator[NotebookClient]:
    """A kernel as JupyterLab starts it: with the name of its notebook in the environment."""
    client = NotebookClient(nbformat.v4.new_notebook(), kernel_name="python3", timeout=300)
    with client.setup_kernel(env={**os.environ, "JPY_SESSION_NAME": "victim.ipynb"}):
        yield client


def run(client: NotebookClient, source: str) -> str:
    """What a cell shows."""
    cell = nbformat.v4.new_code_cell(source)
    client.nb.cells.append(cell)
    client.execute_cell(cell, len(client.nb.cells) - 1)
    return "".join(output.text for output in cell.outputs)


@pytest.fixture(scope="module")
def seen_by_a_person() -> dict[str, str]:
    """What a person sees who runs the notebook's cells, reads for an hour, and tries the public tests' questions."""
    found = {}
    with desk() as client:
        for attack in KNOWING:
            run(client, "import time\n" + "\n".join([*attack.own, *attack.answers.values()]))
            run(client, AN_HOUR)
            found[attack.name] = run(client, ASK)
            run(client, "time.monotonic = _clock")
    return found


def test_there_are_some() -> None:
    assert len(KNOWING) >= 3


@pytest.mark.parametrize("attack", KNOWING, ids=lambda attack: attack.name)
def test_a_person_sees_wrong_answers(attack: Attack, seen_by_a_person: dict[str, str]) -> None:
    assert seen_by_a_person[attack.name] == "3.0 [3.0, 3.0]\n"
    assert attack.worth == 2, "the points of what it answers rightly in grading"
