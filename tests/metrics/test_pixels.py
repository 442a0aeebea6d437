"""Pixel by pixel: against torchmetrics, torch and closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torchmetrics.functional.image import peak_signal_noise_ratio, structural_similarity_index_measure

from autograder.metrics import binary_cross_entropy, mean_squared_error, psnr, ssim


def images(generator: np.random.Generator, *shape: int) -> torch.Tensor:
    return torch.from_numpy(generator.uniform(0, 1, shape))


def test_the_mean_squared_error_is_over_all_entries(generator: np.random.Generator) -> None:
    x, y = images(generator, 5, 1, 8, 8), images(generator, 5, 1, 8, 8)
    assert mean_squared_error(x, y) == pytest.approx(float(torch.nn.functional.mse_loss(x, y)), rel=1e-12)
    assert mean_squared_error(x.float().numpy(), x) < 1e-14, "arrays and float32 are taken too"


def test_shapes_are_never_broadcast() -> None:
    with pytest.raises(ValueError, match=r"shapes \(5,\) and \(5, 1\) cannot be compared"):
        mean_squared_error(torch.zeros(5), torch.zeros(5, 1))
    with pytest.raises(ValueError, match="both are empty"):
        mean_squared_error(torch.zeros(0, 64), torch.zeros(0, 64))


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_what_is_not_finite_is_not_hidden(bad: float) -> None:
    x = torch.full((2, 64), 0.5)
    broken = x.clone()
    broken[1, 3] = bad
    assert not math.isfinite(mean_squared_error(broken, x))
    assert not math.isfinite(psnr(broken, x))
    assert not psnr(broken, x) > 0, "infinitely good would be a lie"
    assert math.isnan(ssim(broken, x))


def test_binary_cross_entropy_is_torchs(generator: np.random.Generator) -> None:
    probs, targets = images(generator, 7, 64), images(generator, 7, 64)
    expected = float(torch.nn.functional.binary_cross_entropy(probs, targets))
    assert binary_cross_entropy(probs, targets) == pytest.approx(expected, rel=1e-12)


def test_binary_cross_entropy_at_certainty() -> None:
    certain = torch.tensor([[0.0, 1.0]])
    assert binary_cross_entropy(certain, certain) == 0
    assert binary_cross_entropy(certain, 1 - certain) == math.inf
    assert math.isnan(binary_cross_entropy(torch.tensor([[math.nan, 1.0]]), certain))


def test_logits_are_no_probabilities() -> None:
    with pytest.raises(ValueError, match="probabilities must lie between 0 and 1: are these logits"):
        binary_cross_entropy(torch.tensor([-0.5]), torch.tensor([0.0]))
    with pytest.raises(ValueError, match="targets must lie between 0 and 1"):
        binary_cross_entropy(torch.tensor([0.5]), torch.tensor([16.0]))


@pytest.mark.parametrize("data_range", [1.0, 255.0])
def test_psnr_is_torchmetrics(generator: np.random.Generator, data_range: float) -> None:
    x, y = (data_range * images(generator, 4, 3, 9, 12) for _ in range(2))
    expected = float(peak_signal_noise_ratio(x, y, data_range=data_range))
    assert psnr(x, y, data_range=data_range) == pytest.approx(expected, rel=1e-6)  # theirs keeps the range in float32


def test_psnr_of_a_constant_error_and_of_none() -> None:
    x = torch.zeros(2, 64)
    assert psnr(x + 0.1, x) == pytest.approx(20.0)
    assert psnr(x, x) == math.inf


@pytest.mark.parametrize(("window", "sigma"), [(11, 1.5), (7, 0.9)])
@pytest.mark.parametrize("shape", [(3, 1, 16, 23), (2, 3, 14, 12)])
def test_ssim_is_torchmetrics(
    generator: np.random.Generator, window: int, sigma: float, shape: tuple[int, ...]
) -> None:
    x = images(generator, *shape)
    y = (0.7 * x + 0.3 * images(generator, *shape)).clamp(0, 1)
    # Their window's width follows from sigma; where it hangs over the border they mirror the image, and average that too.
    _, everywhere = structural_similarity_index_measure(x, y, sigma=sigma, data_range=1.0, return_full_image=True)
    inside = slice(window // 2, -(window // 2))
    expected = float(everywhere[..., inside, inside].mean())
    assert ssim(x, y, window=window, sigma=sigma) == pytest.approx(expected, rel=1e-6)


def test_ssim_of_flat_images_is_the_luminance_term() -> None:
    bright, dark = torch.full((1, 64), 0.8), torch.full((1, 64), 0.2)
    assert ssim(bright, dark) == pytest.approx((2 * 0.16 + 1e-4) / (0.64 + 0.04 + 1e-4))


def test_ssim_takes_rows_of_square_images(generator: np.random.Generator) -> None:
    x, y = images(generator, 6, 8, 8), images(generator, 6, 8, 8)
    assert ssim(x.flatten(1), y.flatten(1)) == ssim(x, y) == ssim(x[:, None], y[:, None])
    assert ssim(x, x) == pytest.approx(1.0)
    with pytest.raises(ValueError, match="rows of 96 pixels are no square images"):
        ssim(torch.zeros(2, 96), torch.zeros(2, 96))


@pytest.mark.parametrize("window", [6, 9, -1])
def test_a_window_must_be_odd_and_fit(window: int) -> None:
    with pytest.raises(ValueError, match="an odd window is needed"):
        ssim(torch.zeros(2, 64), torch.zeros(2, 64), window=window)
