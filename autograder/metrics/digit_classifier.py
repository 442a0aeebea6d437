"""A small frozen network that knows digits: the "Inception" of 8 x 8 images.

Its weights are beside this file; ``train_digit_classifier.py`` made them, and says how well they do. It knows digits as they
are: take the disguise off first (``HiddenDigits.reveal``).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import nn

from autograder.metrics.inputs import as_images

WEIGHTS = Path(__file__).with_name("digit_classifier.safetensors")
FEATURES = 32


class DigitNetwork(nn.Module):
    """Three convolutions, a feature layer and a linear classifier, for ``[N, 1, 8, 8]``.

    Attributes:
        body: images to features.
        head: features to the logits of ten classes.
        mean: of the features of the training digits, ``[32]``; with ``scale`` they are standardised.
        scale: their standard deviation, ``[32]``.
    """

    mean: torch.Tensor
    scale: torch.Tensor

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(16, 32, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(32, 32, 3, padding=1),
            nn.ReLU(),
            nn.Flatten(),
            nn.Linear(32 * 4 * 4, FEATURES),
        )
        self.head = nn.Sequential(nn.ReLU(), nn.Linear(FEATURES, 10))
        self.register_buffer("mean", torch.zeros(FEATURES))
        self.register_buffer("scale", torch.ones(FEATURES))

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Images ``[N, 1, 8, 8]`` to logits ``[N, 10]``."""
        return torch.as_tensor(self.head(self.body(images)))


class DigitClassifier:
    """Probabilities and features of digits; deterministic, in float64.

    Args:
        weights: a file of ``DigitNetwork``'s, in safetensors.

    Raises:
        ValueError: if the weights do not fit.
    """

    def __init__(self, weights: Path = WEIGHTS) -> None:
        self._network = DigitNetwork()
        try:
            self._network.load_state_dict(load_file(weights))
        except (RuntimeError, SafetensorError) as error:
            raise ValueError(f"{weights.name} does not hold this network's weights: {error}") from error
        self._network.double().eval().requires_grad_(False)

    def features(self, images: Any) -> torch.Tensor:
        """The last layer before the classifier's, before its ReLU, standardised on the training digits: float64 ``[N, 32]``.

        Args:
            images: upright digits between 0 and 1, ``[N, 64]``, ``[N, 8, 8]`` or ``[N, 1, 8, 8]``.

        Raises:
            ValueError: if they have another shape.
        """
        network = self._network
        return torch.as_tensor((network.body(_as_digits(images)) - network.mean) / network.scale)

    def probs(self, images: Any) -> torch.Tensor:
        """How likely each image shows each digit: float64 ``[N, 10]``, rows add up to 1.

        Args:
            images: upright digits between 0 and 1, ``[N, 64]``, ``[N, 8, 8]`` or ``[N, 1, 8, 8]``.

        Raises:
            ValueError: if they have another shape.
        """
        return torch.softmax(self._network(_as_digits(images)), dim=1)


def _as_digits(images: Any) -> torch.Tensor:
    x = as_images(images)
    if x.shape[1:] != (1, 8, 8):
        raise ValueError(f"digits are of 8 x 8 pixels in one channel, not of shape {tuple(x.shape[1:])}")
    return x


@cache
def digit_classifier() -> DigitClassifier:
    """The course's classifier, loaded once.

    Example:
        >>> from journey.data import digits
        >>> test = digits()
        >>> bool((digit_classifier().probs(test.test).argmax(1) == test.test_labels).double().mean() > 0.98)
        True
    """
    return DigitClassifier()
