"""Measures how the Fréchet distance depends on the number of samples: ``python -m benchmarks.frechet_bias``.

Two measurements, each over many draws and for several sample sizes n:

* *digits*: real digits against other real digits, on both features: whatever is measured is bias (and the chance of the draw).
  Each time the 1797 digits are split anew: 897 for reference, n of the others.
* *gaussians*: samples of a Gaussian whose true distance to the reference Gaussian is known, with the spread of the digits'
  PCA features: a perfect generator (distance 0) and one that shrinks every direction by a tenth.

The figures are in ``benchmarks/results/frechet-bias.json``; ``docs/metrics.md`` reads them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch

import journey.data
from autograder.metrics import (
    Features,
    PcaFeatures,
    digit_classifier,
    frechet_at_infinity,
    frechet_distance,
    frechet_distance_of,
    kernel_distance,
    moments,
)
from benchmarks.figures import RESULTS, check_measured, describe_run, publish

SIZES = (50, 100, 200, 500, 900)
REFERENCE = 897
SHRINK = 0.9
SEED = 20
Draw = Callable[[int], tuple[torch.Tensor, torch.Tensor]]


def measure(draw: Draw, generator: np.random.Generator, sizes: tuple[int, ...], draws: int) -> list[dict[str, Any]]:
    """For each size the mean and the standard deviation over draws of what three estimators say.

    Args:
        draw: gives features of the reference and of n samples.
        generator: for the subsets of the extrapolation.
        sizes: numbers of samples.
        draws: how often.
    """
    rows = []
    for n in sizes:
        found: dict[str, list[float]] = {"frechet": [], "kernel": [], "frechet_at_infinity": []}
        for _ in range(draws):
            reference, samples = draw(n)
            found["frechet"].append(frechet_distance_of(reference, samples))
            found["kernel"].append(kernel_distance(reference, samples))
            if n >= 5 * samples.shape[1]:
                found["frechet_at_infinity"].append(frechet_at_infinity(reference, samples, generator, repeats=2))
        rows.append({"n": n, **{name: summarise(values) for name, values in found.items() if values}})
    return rows


def summarise(values: list[float]) -> dict[str, float]:
    return {"mean": round(float(np.mean(values)), 5), "sd": round(float(np.std(values, ddof=1)), 5)}


def draw_digits(images: torch.Tensor, features: Features, generator: np.random.Generator, n: int) -> Any:
    """Features of 897 digits, and of n of the others."""
    rows = torch.from_numpy(generator.permutation(len(images)))
    return features.features(images[rows[:REFERENCE]]), features.features(images[rows[REFERENCE : REFERENCE + n]])


def draw_gaussians(root: torch.Tensor, shrink: float, generator: np.random.Generator, n: int) -> Any:
    """Features of 897 samples of ``N(0, S)``, and n of ``N(0, shrink^2 S)``."""
    normal = torch.from_numpy(generator.standard_normal((REFERENCE + n, len(root)))) @ root.T
    return normal[:REFERENCE], shrink * normal[REFERENCE:]


def run(sizes: tuple[int, ...] = SIZES, draws: int = 40, folder: Path = RESULTS) -> dict[str, Any]:
    """Measure everything and publish it."""
    check_measured()
    generator = np.random.Generator(np.random.Philox(key=SEED))
    data = journey.data.digits()
    images = torch.cat([data.train, data.test])
    pca = PcaFeatures.fit(data.train)
    mean, covariance = moments(pca.features(images))
    root, zero = torch.linalg.cholesky(covariance), torch.zeros_like(mean)
    draw: dict[str, tuple[float, Draw]] = {
        "digits_pca": (0.0, partial(draw_digits, images, pca, generator)),
        "digits_classifier": (0.0, partial(draw_digits, images, digit_classifier(), generator)),
    }
    for name, shrink in (("gaussian_perfect", 1.0), ("gaussian_shrunk", SHRINK)):
        truth = frechet_distance(zero, covariance, zero, shrink**2 * covariance)
        draw[name] = (round(truth, 5), partial(draw_gaussians, root, shrink, generator))
    measured = {
        name: {"truth": truth, "sizes": measure(draws_of, generator, sizes, draws)}
        for name, (truth, draws_of) in draw.items()
    }
    figures = {**describe_run("torch", "numpy"), "draws": draws, "reference": REFERENCE, "measured": measured}
    publish("frechet-bias", figures, folder)
    return figures


if __name__ == "__main__":
    torch.set_num_threads(1)
    run()
