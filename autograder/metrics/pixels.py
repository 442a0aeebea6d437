"""How far images are from those that they should be, entry by entry: MSE, BCE, PSNR and SSIM."""

from __future__ import annotations

from typing import Any

import torch
from torch.nn.functional import conv2d

from autograder.metrics.inputs import as_images, as_same_shape


def mean_squared_error(x_hat: Any, x: Any) -> float:
    """The mean of ``(x_hat - x)^2`` over all entries.

    Args:
        x_hat: reconstructions, any shape.
        x: what they should be, the same shape.

    Raises:
        ValueError: if the shapes differ (nothing is broadcast).
    """
    x_hat, x = as_same_shape(x_hat, x)
    return float((x_hat - x).square().mean())


def binary_cross_entropy(probs: Any, targets: Any) -> float:
    """The mean of ``-t log p - (1 - t) log(1 - p)`` over all entries, in nats; infinite where a certainty is wrong.

    For nats per image use :func:`bernoulli_log_likelihood`, which takes logits and sums over pixels.

    Args:
        probs: between 0 and 1, any shape.
        targets: between 0 and 1, the same shape.

    Raises:
        ValueError: if the shapes differ, or something lies outside 0 to 1. NaN gives NaN.
    """
    probs, targets = as_same_shape(probs, targets)
    for values, what in ((probs, "probabilities"), (targets, "targets")):
        if bool(((values < 0) | (values > 1)).any()):
            raise ValueError(f"{what} must lie between 0 and 1: are these logits?")
    losses = -torch.special.xlogy(targets, probs) - torch.special.xlog1py(1 - targets, -probs)
    return float(losses.mean())


def psnr(x_hat: Any, x: Any, *, data_range: float = 1.0) -> float:
    """Peak signal-to-noise ratio ``10 log10(data_range^2 / MSE)`` in decibels, from the MSE over all images together.

    Args:
        x_hat: reconstructions, any shape.
        x: what they should be, the same shape.
        data_range: the largest value less the smallest that a pixel can have.

    Returns:
        The ratio; infinite for equal images.

    Raises:
        ValueError: if the shapes differ.
    """
    ratio = data_range**2 / torch.tensor(mean_squared_error(x_hat, x), dtype=torch.float64)
    return float(10 * torch.log10(ratio))  # infinite where the error is 0, as torch divides


def ssim(x: Any, y: Any, *, data_range: float = 1.0, window: int = 7, sigma: float = 1.5) -> float:
    """Mean structural similarity over all positions of a Gaussian window that lie wholly inside the image.

    Constants are those of the paper, ``C1 = (0.01 L)^2`` and ``C2 = (0.03 L)^2``. Its window is 11 pixels wide, which does
    not fit images of 8 x 8; hence 7 here.

    Args:
        x: images, ``[N, H * H]``, ``[N, H, W]`` or ``[N, C, H, W]``.
        y: other images, the same shape.
        data_range: the largest value less the smallest that a pixel can have, L.
        window: the width of the window in pixels, odd.
        sigma: its standard deviation in pixels.

    Returns:
        Between -1 and 1; 1 for equal images.

    Raises:
        ValueError: if the shapes differ, or the window is even or does not fit.

    Source:
        Z. Wang et al., *Image Quality Assessment: From Error Visibility to Structural Similarity*, 2004, equation 13.
    """
    x, y = as_same_shape(x, y)
    x, y = as_images(x), as_images(y)
    if window % 2 == 0 or window < 1 or min(x.shape[-2:]) < window:
        raise ValueError(f"an odd window is needed that fits images of {tuple(x.shape[-2:])}, not {window}")
    offsets = torch.arange(window, dtype=torch.float64) - window // 2
    weights = torch.exp(-0.5 * (offsets / sigma) ** 2)
    kernel = torch.outer(weights, weights)[None, None] / weights.sum() ** 2

    def average(images: torch.Tensor) -> torch.Tensor:
        return conv2d(images.flatten(0, 1)[:, None], kernel)

    mu_x, mu_y = average(x), average(y)
    var_x, var_y = average(x * x) - mu_x**2, average(y * y) - mu_y**2
    cov = average(x * y) - mu_x * mu_y
    c_1, c_2 = (0.01 * data_range) ** 2, (0.03 * data_range) ** 2
    luminance = (2 * mu_x * mu_y + c_1) / (mu_x**2 + mu_y**2 + c_1)
    structure = (2 * cov + c_2) / (var_x + var_y + c_2)
    return float((luminance * structure).mean())
