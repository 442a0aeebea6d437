"""PCA features, and the yardsticks of the course on the digits."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from sklearn.decomposition import PCA

from autograder.metrics import PcaFeatures, bernoulli_log_likelihood, fpd, mean_squared_error, moments
from journey.data import Digits


@pytest.fixture(scope="module")
def pca(digits: Digits) -> PcaFeatures:
    return PcaFeatures.fit(digits.train)


def test_it_is_scikit_learns_up_to_signs(digits: Digits, pca: PcaFeatures) -> None:
    reference = PCA(16, svd_solver="full").fit(digits.train.numpy())
    theirs, ours = reference.transform(digits.test.numpy()), pca.features(digits.test).numpy()
    np.testing.assert_allclose(np.abs(ours), np.abs(theirs), atol=1e-10)
    np.testing.assert_allclose(pca.reconstruct(digits.test), reference.inverse_transform(theirs), atol=1e-10)


def test_signs_are_fixed(pca: PcaFeatures, digits: Digits) -> None:
    assert bool((pca.components.amax(1) == pca.components.abs().amax(1)).all())
    flipped = PcaFeatures.fit(digits.train.flip(0))
    torch.testing.assert_close(flipped.components, pca.components, atol=1e-9, rtol=0)


def test_images_of_any_shape_are_taken(digits: Digits, pca: PcaFeatures) -> None:
    images = digits.test[:4]
    torch.testing.assert_close(pca.features(images.reshape(4, 1, 8, 8).float()), pca.features(images))
    wide = torch.rand(30, 3, 5)
    assert PcaFeatures.fit(wide, k=15).features(wide).shape == (30, 15), "they need not be square"


def test_as_few_images_as_components() -> None:
    few = torch.rand(5, 64, dtype=torch.float64)
    torch.testing.assert_close(PcaFeatures.fit(few, k=5).reconstruct(few), few)
    with pytest.raises(ValueError, match="5 images of 64 pixels have at most 5 components, not 6"):
        PcaFeatures.fit(few, k=6)


def test_slips_are_named(pca: PcaFeatures) -> None:
    with pytest.raises(ValueError, match="images of 64 pixels are needed, not of 784"):
        pca.features(torch.zeros(2, 784))
    with pytest.raises(ValueError, match="must be finite"):
        PcaFeatures.fit(torch.full((20, 64), math.nan))
    assert math.isnan(fpd(pca, torch.full((20, 64), math.nan), torch.rand(20, 64)))


@pytest.mark.parametrize(("k", "error"), [(2, 0.0528), (4, 0.0378), (8, 0.0246), (16, 0.0116)])
def test_yardstick_reconstruction(digits: Digits, k: int, error: float) -> None:
    found = mean_squared_error(PcaFeatures.fit(digits.train, k).reconstruct(digits.test), digits.test)
    assert found == pytest.approx(error, abs=5e-5)


def test_yardstick_floor(digits: Digits, pca: PcaFeatures) -> None:
    assert fpd(pca, digits.train, digits.test) == pytest.approx(0.0353, abs=5e-5)
    assert fpd(pca, digits.train[:500], digits.test) == pytest.approx(0.0488, abs=5e-5)


def test_yardstick_fakes(digits: Digits, pca: PcaFeatures, generator: np.random.Generator) -> None:
    mean, covariance = moments(digits.train)
    values, vectors = torch.linalg.eigh(covariance)
    noise = torch.from_numpy(generator.standard_normal((1297, 64)))
    gaussian = mean + noise @ (vectors * values.clamp_min(0).sqrt()).T
    by_pixel = mean + noise * covariance.diagonal().sqrt()
    uniform = torch.from_numpy(generator.uniform(0, 1, (1297, 64)))
    found = [fpd(pca, fake, digits.test) for fake in (gaussian.clamp(0, 1), by_pixel.clamp(0, 1), uniform)]
    assert found == pytest.approx([0.20, 1.14, 2.2], rel=0.05)
    one_class = max(fpd(pca, digits.train[digits.train_labels == label], digits.test) for label in range(10))
    assert one_class == pytest.approx(4.5, rel=0.02)


def test_yardstick_independent_pixels(digits: Digits) -> None:
    ink = (digits.train > 0.5).double().mean(0).clamp(1e-3, 1 - 1e-3)
    nats = -bernoulli_log_likelihood((digits.test > 0.5).double(), torch.logit(ink))
    assert float(nats.mean()) == pytest.approx(24.61, abs=5e-3)
