"""The Fréchet distance: against closed forms, scipy's matrix root and torchmetrics; and its bias."""

from __future__ import annotations

import math

import numpy as np
import pytest
import scipy.linalg
import torch
from torchmetrics.image.fid import FrechetInceptionDistance

from autograder.metrics import frechet_at_infinity, frechet_distance, frechet_distance_of, moments

Generator = np.random.Generator


def covariance(generator: Generator, d: int, rank: int | None = None) -> torch.Tensor:
    root = torch.from_numpy(generator.standard_normal((d, rank or d)))
    return root @ root.T


def by_matrix_root(mu_1: torch.Tensor, sigma_1: torch.Tensor, mu_2: torch.Tensor, sigma_2: torch.Tensor) -> float:
    """The textbook formula with scipy's general root of a product."""
    root = scipy.linalg.sqrtm((sigma_1 @ sigma_2).numpy())
    return float((mu_1 - mu_2).square().sum() + sigma_1.trace() + sigma_2.trace()) - 2 * float(np.trace(root).real)


@pytest.mark.parametrize("d", [1, 2, 7, 30])
def test_it_is_the_formula_with_scipys_root(generator: Generator, d: int) -> None:
    mu_1, mu_2 = torch.from_numpy(generator.standard_normal((2, d)))
    sigma_1, sigma_2 = covariance(generator, d), covariance(generator, d)
    expected = by_matrix_root(mu_1, sigma_1, mu_2, sigma_2)
    assert frechet_distance(mu_1, sigma_1, mu_2, sigma_2) == pytest.approx(expected, rel=1e-8)
    assert frechet_distance(mu_2, sigma_2, mu_1, sigma_1) == pytest.approx(expected, rel=1e-8), "symmetric"


def test_for_commuting_covariances_it_compares_standard_deviations(generator: Generator) -> None:
    basis = torch.linalg.qr(torch.from_numpy(generator.standard_normal((6, 6)))).Q
    a, b, shift = torch.from_numpy(generator.uniform(0, 3, (3, 6)))
    a[:2] = 0  # singular
    sigma_1, sigma_2 = (basis * a) @ basis.T, (basis * b) @ basis.T
    expected = float(shift.square().sum() + (a.sqrt() - b.sqrt()).square().sum())
    assert frechet_distance(shift, sigma_1, torch.zeros(6), sigma_2) == pytest.approx(expected, rel=1e-8)


def test_equal_gaussians_are_at_distance_zero(generator: Generator) -> None:
    for sigma in (covariance(generator, 20), covariance(generator, 20, rank=3), torch.zeros(20, 20)):
        mu = torch.from_numpy(generator.standard_normal(20))
        assert 0 <= frechet_distance(mu, sigma, mu, sigma) < 1e-9 * max(1.0, float(sigma.trace()))


def test_fewer_samples_than_dimensions(generator: Generator) -> None:
    """Then the covariances are singular, and the overlap is a nuclear norm of inner products between the samples."""
    x, y = (
        torch.from_numpy(generator.standard_normal((9, 40))),
        torch.from_numpy(1 + generator.standard_normal((12, 40))),
    )
    (mu_x, sigma_x), (mu_y, sigma_y) = moments(x), moments(y)
    overlap = torch.linalg.matrix_norm((x - mu_x) @ (y - mu_y).T, ord="nuc") / math.sqrt(8 * 11)
    expected = float((mu_x - mu_y).square().sum() + sigma_x.trace() + sigma_y.trace() - 2 * overlap)
    assert frechet_distance_of(x, y) == pytest.approx(expected, rel=1e-9)


def test_of_samples_it_is_torchmetrics(generator: Generator) -> None:
    x, y = (torch.from_numpy(scale * generator.standard_normal((200, 5))) for scale in (1.0, 1.5))
    metric = FrechetInceptionDistance(feature=torch.nn.Identity(), input_img_size=(5,)).set_dtype(torch.float64)
    metric.num_features = 5
    for samples, real in ((x, True), (y, False)):
        metric.update(samples, real=real)
    assert frechet_distance_of(x, y) == pytest.approx(float(metric.compute()), rel=1e-6)


def test_moments_are_numpys(generator: Generator) -> None:
    x = torch.from_numpy(generator.standard_normal((10, 3)))
    mean, sigma = moments(x)
    np.testing.assert_allclose(mean, x.numpy().mean(0))
    np.testing.assert_allclose(sigma, np.cov(x.numpy(), rowvar=False))
    assert moments(x[:, :1])[1].shape == (1, 1)


def test_what_is_not_finite_gives_nan(generator: Generator) -> None:
    x = torch.from_numpy(generator.standard_normal((10, 3)))
    for bad in (math.nan, math.inf):
        broken = x.clone()
        broken[4, 1] = bad
        assert math.isnan(frechet_distance_of(x, broken))


def test_shapes_that_make_no_sense_are_refused(generator: Generator) -> None:
    x, eye = torch.from_numpy(generator.standard_normal((10, 3))), torch.eye(3)
    with pytest.raises(ValueError, match="samples of 3 and of 2 dimensions"):
        frechet_distance_of(x, x[:, :2])
    with pytest.raises(ValueError, match="at least 2 of them are needed, not 1"):
        frechet_distance_of(x, x[:1])
    with pytest.raises(ValueError, match="one row per sample"):
        frechet_distance_of(x, x[0])
    with pytest.raises(ValueError, match=r"covariances \[D, D\]"):
        frechet_distance(torch.zeros(3), eye, torch.zeros(3), torch.ones(3))
    with pytest.raises(ValueError, match="symmetric"):
        frechet_distance(torch.zeros(3), eye, torch.zeros(3), torch.ones(3, 3).tril())
    with pytest.raises(ValueError, match="positive semi-definite"):
        frechet_distance(torch.zeros(3), eye, torch.zeros(3), -eye)


def test_it_is_biased_at_small_sample_sizes_and_the_extrapolation_is_not(generator: Generator) -> None:
    """Samples of the reference's own Gaussian: the true distance to it is 0, whatever is measured."""
    d, sigma = 6, covariance(generator, 6)
    root = torch.linalg.cholesky(sigma)
    reference = torch.from_numpy(generator.standard_normal((4000, d)))
    reference = (reference - reference.mean(0)) @ torch.linalg.inv(torch.linalg.cholesky(torch.cov(reference.T))).T
    reference = reference @ root.T  # its moments are (0, sigma) exactly
    biased = {n: [] for n in (100, 400)}
    extrapolated = []
    for _ in range(30):
        samples = torch.from_numpy(generator.standard_normal((400, d))) @ root.T
        for n in biased:
            biased[n].append(frechet_distance_of(reference, samples[:n]))
        extrapolated.append(frechet_at_infinity(reference, samples, generator))
    means = {n: float(np.mean(values)) for n, values in biased.items()}
    assert means[100] > 3 * means[400] > 0, "the bias falls like 1 / n"
    error = float(np.std(extrapolated)) / math.sqrt(len(extrapolated))
    assert abs(float(np.mean(extrapolated))) < 4 * error
    assert abs(float(np.mean(extrapolated))) < 0.2 * means[400]


def test_the_extrapolation_finds_a_distance_that_is_known(generator: Generator) -> None:
    reference, samples = (torch.from_numpy(generator.standard_normal((n, 4))) for n in (20_000, 2000))
    assert frechet_at_infinity(reference, 2 * samples + 1, generator) == pytest.approx(4 * 1 + 4 * 1, rel=0.05)


def test_the_extrapolation_needs_enough_samples(generator: Generator) -> None:
    x = torch.from_numpy(generator.standard_normal((49, 10)))
    with pytest.raises(ValueError, match="49 samples of 10 dimensions are too few to extrapolate from: 50"):
        frechet_at_infinity(x, x, generator)
    broken = torch.full((60, 10), math.nan)
    assert math.isnan(frechet_at_infinity(x, broken, generator))
