"""Random inputs: fresh for each test, the same in every run, another in every course."""

from __future__ import annotations

import torch

from autograder.testing import Rng

SALT, NAME = "grains of salt", "00_01_small::test_total.py::test_a"


def test_the_same_in_every_run_and_on_every_machine() -> None:
    draws = Rng(SALT, NAME)
    assert draws.normal(2).tolist() == Rng(SALT, NAME).normal(2).tolist()
    # Philox is specified to the bit: a change here changes the inputs of every course.
    assert Rng(SALT, NAME).integers(0, 1_000_000, (3,)).tolist() == [846721, 622736, 63567]


def test_another_in_every_test_and_every_course() -> None:
    seen = {tuple(Rng(salt, name).normal(3).tolist()) for salt in (SALT, "other salt") for name in (NAME, NAME + "b")}
    assert len(seen) == 4


def test_independent_of_torch_and_of_what_was_drawn_before() -> None:
    torch.manual_seed(1)
    first = Rng(SALT, NAME).normal(4)
    torch.manual_seed(2)
    torch.randn(10)
    state = torch.get_rng_state()
    assert torch.equal(Rng(SALT, NAME).normal(4), first)
    assert torch.equal(torch.get_rng_state(), state), "and torch's generator is left alone"


def test_shapes_types_and_ranges() -> None:
    rng = Rng(SALT, NAME)
    assert (rng.normal().shape, rng.normal(2, 3).shape) == ((), (2, 3))
    assert rng.normal(2).dtype is rng.uniform(0, 1).dtype is torch.float64
    uniform = rng.uniform(-2, 5, (1000,))
    assert -2 <= float(uniform.min()) < -1.9 < 4.9 < float(uniform.max()) < 5
    integers = rng.integers(3, 6, (100,))
    assert integers.dtype is torch.int64
    assert set(integers.tolist()) == {3, 4, 5}
    normal = rng.normal(10_000)
    assert abs(float(normal.mean())) < 0.05
    assert abs(float(normal.std()) - 1) < 0.05


def test_orthogonal_matrices_have_no_preferred_sign() -> None:
    rng = Rng(SALT, NAME)
    Q = rng.orthogonal(5)
    assert torch.allclose(Q @ Q.T, torch.eye(5, dtype=torch.float64), atol=1e-12)
    signs = [float(rng.orthogonal(3)[0, 0].sign()) for _ in range(200)]
    assert 60 < signs.count(1.0) < 140
