"""The helper for gradients, run here as it is run beside a student's objects: from its source."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from autograder.testing import Helper, inside, vjp

A, B = torch.tensor([1.0, 2.0]), torch.tensor([3.0, 5.0])


@inside
def doubled(ns, value):
    """A helper with a docstring, and default tools."""
    return 2 * ns.f(value) + math.pi * 0


def run(helper: Helper, functions: dict[str, Any], *args: Any) -> Any:
    scope: dict[str, Any] = {"np": np, "torch": torch, "math": math}
    exec(helper.source, scope)
    return scope[helper.name](SimpleNamespace(**functions), *args)


def test_a_helper_is_its_source_without_its_mark() -> None:
    assert doubled.name == "doubled"
    assert doubled.source.startswith("def doubled(ns, value):\n")
    assert run(doubled, {"f": lambda value: value + 1}, 3) == 8


def test_value_and_gradients() -> None:
    value, (d_a, d_b, d_scale) = run(vjp, {"f": lambda a, b, scale: scale * a * b}, "f", [A, B, 2], torch.ones(2))
    assert value.tolist() == [6.0, 20.0]
    assert not value.requires_grad
    assert (d_a.tolist(), d_b.tolist(), d_scale) == ([6.0, 10.0], [2.0, 4.0], None)
    assert A.grad is None
    assert not A.requires_grad, "what was sent is left alone"


def test_the_cotangent_weighs_the_outputs() -> None:
    _, (d_a,) = run(vjp, {"f": lambda a: a**2}, "f", [A], torch.tensor([1.0, 10.0]))
    assert d_a.tolist() == [2.0, 40.0]


def test_zeros_where_no_gradient_flows() -> None:
    _, (d_a, d_b) = run(vjp, {"f": lambda a, b: a * 2}, "f", [A, B], torch.ones(2))
    assert (d_a.tolist(), d_b.tolist()) == ([2.0, 2.0], [0.0, 0.0])
    value, gradients = run(vjp, {"f": lambda a: (a * 2).detach()}, "f", [A], torch.ones(2))
    assert value.tolist() == [2.0, 4.0]
    assert [g.tolist() for g in gradients] == [[0.0, 0.0]]


def test_integers_and_other_things_have_none() -> None:
    _, gradients = run(vjp, {"f": lambda n, a, name: a[n]}, "f", [torch.tensor([1, 0]), A, "x"], torch.ones(2))
    assert gradients[0] is gradients[2] is None
    _, gradients = run(vjp, {"f": lambda n: torch.zeros(2)}, "f", [3], torch.ones(2))
    assert gradients == [None]


def test_the_same_tensor_twice_is_two_arguments() -> None:
    _, (first, second) = run(vjp, {"f": lambda a, b: 2 * a + 3 * b}, "f", [A, A], torch.ones(2))
    assert (first.tolist(), second.tolist()) == ([2.0, 2.0], [3.0, 3.0])


@pytest.mark.parametrize("value", [None, 3.0, [1.0, 2.0], np.ones(2)])
def test_a_result_that_is_no_tensor_is_named(value: Any) -> None:
    with pytest.raises(TypeError, match=f"not {type(value).__name__}"):
        run(vjp, {"f": lambda a: value}, "f", [A], torch.ones(2))
