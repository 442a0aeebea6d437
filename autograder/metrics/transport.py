"""Sliced Wasserstein distance, over directions that are the same on every machine."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from autograder.metrics.inputs import as_float64, as_pair, is_finite

KEY = 0x51_1CED  # of the Philox generator that draws the directions: any number, but always the same


def fixed_directions(d: int, n: int = 128) -> torch.Tensor:
    """Directions drawn uniformly from the sphere, the same in every run: unit rows, float64 ``[n, d]``.

    Args:
        d: the dimension of the samples.
        n: how many directions.

    Raises:
        ValueError: if one of them is less than 1.
    """
    if d < 1 or n < 1:
        raise ValueError(f"d and n must be 1 or more, not {d} and {n}")
    normal = np.random.Generator(np.random.Philox(key=KEY)).standard_normal((n, d))
    return torch.from_numpy(normal / np.linalg.norm(normal, axis=1, keepdims=True))


def sliced_wasserstein(x: Any, y: Any, directions: Any = None) -> float:
    """The mean over directions of the 1-Wasserstein distance between the projections of two sets of samples.

    Args:
        x: ``[N, D]``.
        y: ``[M, D]``; M may differ from N.
        directions: unit rows, ``[n, D]``; ``fixed_directions(D)`` if None.

    Returns:
        The distance, in the samples' unit; NaN if something is not finite.

    Raises:
        ValueError: if the dimensions do not fit.

    Source:
        N. Bonneel et al., *Sliced and Radon Wasserstein Barycenters of Measures*, 2015, with p = 1.
    """
    x, y = as_pair(x, y)
    directions = fixed_directions(x.shape[1]) if directions is None else as_float64(directions)
    if directions.ndim != 2 or directions.shape[1] != x.shape[1]:
        raise ValueError(f"directions must be [n, {x.shape[1]}], not {tuple(directions.shape)}")
    if not is_finite(x, y, directions):
        return float("nan")
    return float(_wasserstein_1(directions @ x.T, directions @ y.T).mean())


def _wasserstein_1(u: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    """Row by row, the integral of ``|F_u - F_v|``, where F is the empirical distribution function; ``[n, N]``, ``[n, M]``."""
    u, v = u.sort(dim=1).values, v.sort(dim=1).values
    places = torch.cat([u, v], dim=1).sort(dim=1).values
    between = places[:, :-1].contiguous()
    f_u, f_v = (torch.searchsorted(w, between, right=True) / w.shape[1] for w in (u, v))
    return ((f_u.double() - f_v.double()).abs() * places.diff(dim=1)).sum(1)
