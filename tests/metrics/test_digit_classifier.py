"""The feature network of our own: as good as stated, frozen, and made by its script."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from sklearn.linear_model import LogisticRegression

from autograder.metrics import DigitClassifier, digit_classifier, fpd, inception_score, kernel_distance
from autograder.metrics.digit_classifier import WEIGHTS
from autograder.metrics.train_digit_classifier import augment, train
from journey.data import Digits


def test_it_names_the_test_digits_as_well_as_is_stated(digits: Digits) -> None:
    right = (digit_classifier().probs(digits.test).argmax(1) == digits.test_labels).double()
    assert float(right.mean()) == 0.992


def test_probabilities_are_probabilities_and_follow_from_the_features(digits: Digits) -> None:
    classifier = digit_classifier()
    probs = classifier.probs(digits.test)
    assert (probs.dtype, probs.shape, probs.requires_grad) == (torch.float64, (500, 10), False)
    torch.testing.assert_close(probs.sum(1), torch.ones(500, dtype=torch.float64))
    features = classifier.features(digits.test)
    linear = LogisticRegression(max_iter=2000).fit(features.clamp_min(0).numpy(), probs.argmax(1).numpy())
    assert linear.score(features.clamp_min(0).numpy(), probs.argmax(1).numpy()) > 0.99


def test_features_are_standardised_on_the_training_digits(digits: Digits) -> None:
    features = digit_classifier().features(digits.train)
    assert features.shape == (1297, 32)
    np.testing.assert_allclose(features.mean(0), np.zeros(32), atol=1e-4)
    np.testing.assert_allclose(features.std(0), np.ones(32), atol=1e-4)


def test_real_digits_score_better_than_fakes(digits: Digits, generator: np.random.Generator) -> None:
    classifier = digit_classifier()
    real, noise = digits.train[:500], torch.from_numpy(generator.uniform(0, 1, (500, 64)))
    blurred = 0.8 * real + 0.2 * real.mean(0)
    distances = [fpd(classifier, images, digits.test) for images in (real, blurred, noise)]
    assert distances[0] < 0.5 < 3 * distances[0] < distances[1] < distances[2]
    kernel = [kernel_distance(*map(classifier.features, (images, digits.test))) for images in (real, blurred, noise)]
    assert abs(kernel[0]) < 0.01 < kernel[1] < kernel[2]
    scores = [inception_score(classifier.probs(images)) for images in (real, blurred, noise)]
    assert scores[0] > 8 > scores[1] > scores[2]


def test_images_of_any_usual_shape_are_taken(digits: Digits) -> None:
    rows = digits.test[:5]
    expected = digit_classifier().features(rows)
    for images in (rows.reshape(5, 8, 8), rows.reshape(5, 1, 8, 8), rows.float().numpy(), rows.tolist()):
        torch.testing.assert_close(digit_classifier().features(images), expected)
    for shape in ((5, 144), (5, 3, 8, 8), (5, 4, 16)):
        with pytest.raises(ValueError, match="digits are of 8 x 8 pixels in one channel"):
            digit_classifier().features(torch.zeros(shape))


def test_what_is_not_finite_gives_nan() -> None:
    broken = torch.zeros(2, 64)
    broken[0] = math.nan
    assert digit_classifier().probs(broken).isnan().any(1).tolist() == [True, False]
    assert math.isnan(fpd(digit_classifier(), broken, torch.rand(2, 64)))


def test_weights_of_another_network_are_refused(tmp_path: Path) -> None:
    other, damaged = tmp_path / "other.safetensors", tmp_path / "damaged.safetensors"
    save_file({"weight": torch.zeros(2)}, other)
    damaged.write_bytes(WEIGHTS.read_bytes()[:-8])
    for path in (other, damaged):
        with pytest.raises(ValueError, match=rf"{path.stem}\.safetensors does not hold this network's weights"):
            DigitClassifier(path)


def test_the_script_learns_digits(digits: Digits) -> None:
    """Six epochs of sixty: enough to see that it works; the committed weights had them all."""
    network = train(seed=1, epochs=6).eval()
    with torch.no_grad():
        right = network(digits.test.float().reshape(-1, 1, 8, 8)).argmax(1) == digits.test_labels
    assert float(right.double().mean()) > 0.85


def test_augmentation_moves_by_at_most_a_pixel() -> None:
    torch.manual_seed(0)
    dot = torch.zeros(400, 1, 8, 8)
    dot[:, 0, 3, 5] = 100
    found = augment(dot).flatten(1).argmax(1)
    rows, columns = found // 8 - 3, found % 8 - 5
    assert {(int(r), int(c)) for r, c in zip(rows, columns, strict=True)} == {
        (r, c) for r in (-1, 0, 1) for c in (-1, 0, 1)
    }
    assert 0.4 < float(((rows == 0) & (columns == 0)).double().mean()) < 0.7


def test_the_weights_are_installed_with_the_package() -> None:
    assert WEIGHTS.is_file()
    assert WEIGHTS.stat().st_size < 200_000
