"""The overhead benchmark: what stands for a handle in plain Python, and the published figures."""

import json

import pytest
import torch

from benchmarks import overhead as bench
from benchmarks.figures import RESULTS


class Model:
    def __init__(self):
        self.seen = []

    def encode(self, x):
        self.seen.append(1)
        return torch.ones(2, requires_grad=True) * x, [x, None]


def test_data_is_data_and_objects_are_wrapped():
    model = bench.plain(Model())
    value, (x, nothing) = model.encode(torch.tensor(2.0))
    assert not value.requires_grad
    assert (float(x), nothing, model.seen) == (2.0, None, [1])
    assert bench.bare(model).seen == [1]


def test_apart_is_a_copy():
    model = bench.plain(Model())
    blind = model.apart()
    model.encode(1.0)
    assert (model.seen, blind.seen) == ([1], [])


def test_calls_are_timed():
    notebook = bench.PlainNotebook({"make": Model, "use": lambda model: model.seen})
    assert notebook.use(notebook.make()) == []
    assert set(notebook.seconds) == {"make", "use"}


def test_published_figures():
    path = RESULTS / f"{bench.TARGET}.json"
    if not path.exists():
        pytest.skip("not measured yet: make bench-overhead")
    figures = json.loads(path.read_text())
    assert figures["ratio"] > 0
    assert {"ratio", "ratios", "plain_seconds", "graded_seconds", "commit", "versions", "cores"} <= set(figures)
