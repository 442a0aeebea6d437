"""Random inputs for the metrics, and the digits."""

from __future__ import annotations

import numpy as np
import pytest

import journey.data


@pytest.fixture
def generator() -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=2024))


@pytest.fixture(scope="session")
def digits() -> journey.data.Digits:
    return journey.data.digits()
