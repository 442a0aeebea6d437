"""Gross mistakes and lookups, run as students' code is: as text."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from autograder.audit import GROSS, can_wrap, gross_mistake, lookup, read_seen, recording

FUNCTION = "def halves(x, n):\n    if n < 0:\n        raise ValueError\n    return x / 2, n // 2\n"
CLASS = '''class Scale:
    """Multiplies."""

    def __init__(self, factor):
        self.factor = factor

    def __call__(self, x):
        return self._times(x)

    def back(self, x):
        return x / self.factor

    def _times(self, x):
        return x * self.factor
'''
X = torch.arange(6.0, dtype=torch.float64).reshape(2, 3)

ROW = """
class Row:
    def __init__(self, x):
        self.x = x

    def __getitem__(self, i):
        return self.x[i]
"""
STATIC = """
class Halves:
    @staticmethod
    def of(x):
        return x / 2

    @staticmethod
    def less(x):
        return x - Halves.of(x)
"""


def run(source: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(source, names)
    return names


def test_every_mistake_shows() -> None:
    values = {kind: run(gross_mistake(FUNCTION, "halves", kind))["halves"](X, n=4) for kind in GROSS}
    assert values["missing_return"] is None
    assert values["another_shape"][0].shape == (1, 2, 3)
    assert values["another_shape"][1] == [2]
    assert values["another_dtype"][0].dtype == torch.float32
    assert values["averaged"][0] == X.mean() / 2
    assert torch.equal(values["summed_over_the_last_axis"][0], X.sum(-1) / 2)
    assert values["averaged"][1] == 2


def test_methods_are_wrapped_too_and_private_ones_are_not() -> None:
    scale = run(gross_mistake(CLASS, "Scale", "averaged"))["Scale"](3.0)
    assert scale(X) == (3 * X).mean()
    assert scale.back(X) == (X / 3).mean()


def test_what_brackets_ask_is_wrapped_too() -> None:
    seen = seen_by(ROW, "Row", "Row(torch.ones(2))[0]")
    known = run(lookup(ROW, "Row", seen, "zeros"))["Row"](torch.ones(2))
    assert [known[0].item(), known[1].item()] == [1.0, 0.0]


def test_static_methods_are_wrapped_too() -> None:
    halved = run(gross_mistake(STATIC, "Halves", "averaged"))["Halves"]
    assert halved.of(X) == X.mean() / 2
    seen = seen_by(STATIC, "Halves", "Halves.of(torch.ones(2)); Halves().less(torch.ones(2))")
    assert len(seen) == 2
    known = run(lookup(STATIC, "Halves", seen, "zeros"))["Halves"]
    assert [known.of(torch.ones(2)).tolist(), known.of(torch.ones(1)).tolist()] == [[0.5, 0.5], [0.0]]


def test_a_constant_returns_nothing() -> None:
    assert not can_wrap("halves = {'a': 1}\n", "halves")
    assert can_wrap(CLASS, "Scale")


def seen_by(source: str, name: str, ask: str) -> tuple[str, ...]:
    from autograder.audit import SHOW_SEEN

    lines: list[str] = []
    names = {"print": lines.append, "torch": torch}
    exec(recording(source, name) + ask + "\n" + SHOW_SEEN, names)
    return read_seen(lines[-1])


@pytest.mark.parametrize("filling", ["zeros", "noise"])
def test_a_lookup_is_right_where_it_has_seen_and_nowhere_else(filling: str) -> None:
    seen = seen_by(FUNCTION, "halves", "x = torch.ones(2, dtype=torch.float64)\nhalves(x, 4); halves(x, 4)")
    assert len(seen) == 1
    halves = run(lookup(FUNCTION, "halves", seen, filling))["halves"]
    known, number = halves(torch.ones(2, dtype=torch.float64), 4)
    assert (known.tolist(), number) == ([0.5, 0.5], 2)
    guess, number = halves(torch.ones(2, dtype=torch.float64), 5)
    assert guess.shape == (2,)
    assert guess.dtype == torch.float64
    assert guess.tolist() != [0.5, 0.5]
    assert number == (0 if filling == "zeros" else 1)
    assert halves(X, -1) is None, "an error that is asked for is no knowledge of a lookup's"


def test_a_lookup_knows_the_object_too() -> None:
    seen = seen_by(CLASS, "Scale", "Scale(3.0)(torch.ones(1)); Scale(2.0).back(torch.ones(1))")
    made = run(lookup(CLASS, "Scale", seen, "zeros"))["Scale"]
    one = torch.ones(1)
    assert [made(3.0)(one).item(), made(2.0)(one).item(), made(3.0).back(one).item()] == [3.0, 0.0, 0.0]
    assert made(2.0).back(one).item() == 0.5


IN_PLACE = """
class Sum:
    def __init__(self):
        self.total = 0.0

    def add(self, x):
        self.total += float(x.sum())
        x.zero_()

    def write(self, x):
        x.fill_(self.total)
"""


def test_a_lookup_leaves_what_it_has_not_seen_as_it_is() -> None:
    seen = seen_by(IN_PLACE, "Sum", "Sum().add(torch.ones(2))")
    total, known, other = run(lookup(IN_PLACE, "Sum", seen, "zeros"))["Sum"](), torch.ones(2), torch.ones(3)
    total.add(known)
    total.add(other)
    assert [total.total, known.tolist(), other.tolist()] == [2.0, [0.0, 0.0], [1.0, 1.0, 1.0]]
    total.write(other)
    assert other.tolist() == [1.0, 1.0, 1.0]


def test_a_recording_that_says_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        read_seen("42\n")
