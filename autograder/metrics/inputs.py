"""What every metric accepts: samples as rows, in float64, with a clear word where the shape is wrong."""

from __future__ import annotations

import math
from typing import Any

import torch


def as_float64(values: Any) -> torch.Tensor:
    """Numbers as a float64 tensor on the CPU, without a gradient.

    Args:
        values: a tensor, an array, or nested lists of numbers.
    """
    tensor = values.detach() if isinstance(values, torch.Tensor) else torch.as_tensor(values)
    return tensor.to(device="cpu", dtype=torch.float64)


def as_samples(values: Any, what: str = "samples", *, least: int = 1) -> torch.Tensor:
    """Samples as rows: ``[N, ...]`` becomes float64 ``[N, D]``.

    Args:
        values: images ``[N, H, W]`` or ``[N, C, H, W]``, or vectors ``[N, D]``.
        what: how an error names them.
        least: how many samples are needed.

    Raises:
        ValueError: if there is no axis of samples, or there are too few of them.
    """
    tensor = as_float64(values)
    if tensor.ndim < 2:
        raise ValueError(f"{what} must be one row per sample, [N, D], not of shape {tuple(tensor.shape)}")
    if len(tensor) < least:
        raise ValueError(f"{what}: at least {least} of them are needed, not {len(tensor)}")
    return tensor.flatten(1)


def as_pair(x: Any, y: Any, *, least: int = 1) -> tuple[torch.Tensor, torch.Tensor]:
    """Two sets of samples of the same dimension, ``[N, D]`` and ``[M, D]``.

    Raises:
        ValueError: if their dimensions differ.
    """
    x, y = as_samples(x, "the first samples", least=least), as_samples(y, "the second samples", least=least)
    if x.shape[1] != y.shape[1]:
        raise ValueError(f"samples of {x.shape[1]} and of {y.shape[1]} dimensions cannot be compared")
    return x, y


def as_same_shape(x: Any, y: Any) -> tuple[torch.Tensor, torch.Tensor]:
    """Two tensors to be compared entry by entry; nothing is broadcast.

    Raises:
        ValueError: if their shapes differ, or they are empty.
    """
    x, y = as_float64(x), as_float64(y)
    if x.shape != y.shape:
        raise ValueError(f"shapes {tuple(x.shape)} and {tuple(y.shape)} cannot be compared entry by entry")
    if x.numel() == 0:
        raise ValueError("there is nothing to compare: both are empty")
    return x, y


def as_images(values: Any) -> torch.Tensor:
    """Images as float64 ``[N, C, H, W]``.

    Args:
        values: ``[N, H * H]`` rows of square grey images, ``[N, H, W]`` or ``[N, C, H, W]``.

    Raises:
        ValueError: if the rows are no squares, or the shape is another.
    """
    tensor = as_float64(values)
    if tensor.ndim == 2:
        side = math.isqrt(tensor.shape[1])
        if side * side != tensor.shape[1]:
            raise ValueError(f"rows of {tensor.shape[1]} pixels are no square images: hand in [N, H, W]")
        tensor = tensor.reshape(-1, side, side)
    if tensor.ndim == 3:
        tensor = tensor[:, None]
    if tensor.ndim != 4:
        raise ValueError(f"images must be [N, H * H], [N, H, W] or [N, C, H, W], not {tuple(tensor.shape)}")
    return tensor


def is_finite(*tensors: torch.Tensor) -> bool:
    """No entry is NaN or infinite. Metrics answer NaN otherwise, which no threshold accepts."""
    return all(bool(torch.isfinite(tensor).all()) for tensor in tensors)
