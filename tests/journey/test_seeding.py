import os
import random
import subprocess
import sys

import numpy as np
import pytest
import torch

from journey.seeding import make_generator, seed_everything


@pytest.fixture(autouse=True)
def leave_nothing_behind(monkeypatch):
    """Generators and torch's settings are global."""
    states = random.getstate(), np.random.get_state(), torch.get_rng_state()
    benchmark, deterministic = torch.backends.cudnn.benchmark, torch.are_deterministic_algorithms_enabled()
    monkeypatch.setattr(os, "environ", dict(os.environ))
    yield
    random.setstate(states[0])
    np.random.set_state(states[1])
    torch.set_rng_state(states[2])
    torch.backends.cudnn.benchmark = benchmark
    torch.use_deterministic_algorithms(deterministic)


def drawn(generator: torch.Generator) -> list[float]:
    return [
        random.random(),
        np.random.random(),
        torch.rand((), dtype=torch.float64).item(),
        torch.rand((), dtype=torch.float64, generator=generator).item(),
    ]


def test_each_source_gives_the_same_again_and_another_seed_gives_others():
    first, again, other = (drawn(seed_everything(seed)) for seed in (7, 7, 8))

    assert first == again
    assert all(a != b for a, b in zip(first, other, strict=True))


def test_the_generator_does_not_repeat_the_global_one():
    generator = seed_everything(7)

    noise, data = torch.randn(10_000), torch.randn(10_000, generator=generator)
    assert abs(torch.corrcoef(torch.stack([noise, data]))[0, 1]) < 0.05


def test_a_training_run_is_repeated_bit_by_bit():
    def train() -> torch.Tensor:
        x = torch.randn(64, 3, generator=seed_everything(3))
        layer = torch.nn.Linear(3, 1)
        optimiser = torch.optim.SGD(layer.parameters(), lr=0.1)
        for batch in torch.utils.data.DataLoader(x, batch_size=8, shuffle=True):
            optimiser.zero_grad()
            layer(batch).square().mean().backward()
            optimiser.step()
        return layer.weight.detach()

    assert torch.equal(train(), train())


def test_settings_stay_as_they_are_unless_asked():
    before = torch.are_deterministic_algorithms_enabled(), torch.backends.cudnn.benchmark

    seed_everything(0)

    assert (torch.are_deterministic_algorithms_enabled(), torch.backends.cudnn.benchmark) == before
    assert "CUBLAS_WORKSPACE_CONFIG" not in os.environ


def test_deterministic_algorithms_are_asked_for():
    torch.backends.cudnn.benchmark = True

    seed_everything(0, deterministic=True)

    assert torch.are_deterministic_algorithms_enabled()
    assert not torch.backends.cudnn.benchmark
    assert os.environ["CUBLAS_WORKSPACE_CONFIG"] == ":4096:8"


def test_a_workspace_that_somebody_chose_is_kept():
    os.environ["CUBLAS_WORKSPACE_CONFIG"] = ":16:8"

    seed_everything(0, deterministic=True)

    assert os.environ["CUBLAS_WORKSPACE_CONFIG"] == ":16:8"


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_a_seed_that_numpy_cannot_take_is_refused_before_anything_is_seeded(seed):
    state = random.getstate()

    with pytest.raises(ValueError, match=f"not {seed}"):
        seed_everything(seed)
    assert random.getstate() == state


@pytest.mark.parametrize("seed", [0, 2**32 - 1])
def test_the_ends_of_the_range_are_taken(seed):
    assert drawn(seed_everything(seed)) == drawn(seed_everything(seed))


def test_purposes_have_streams_of_their_own():
    a, b, again = (torch.rand(3, generator=make_generator(0, purpose)) for purpose in ("a", "b", "a"))

    assert torch.equal(a, again)
    assert not torch.equal(a, b)


def test_a_generator_is_passed_through():
    generator = torch.Generator()

    assert make_generator(generator, "anything") is generator


def test_cuda_is_not_started():
    code = "import torch, journey.seeding as s; s.seed_everything(1); print(torch.cuda.is_initialized())"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout.strip() == "False"
