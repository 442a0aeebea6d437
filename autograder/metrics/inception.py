"""The features of Inception-v3, where torchvision's weights for it are on this machine. Nothing is ever downloaded.

These are torchvision's weights. Published FIDs use another port of the same network, so values are comparable with each other
and not with the literature's.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.nn.functional import interpolate

from autograder.metrics.inputs import as_images

FILE = "inception_v3_google-0cc3c7bd.pth"  # as torchvision names it
SIZE = 299  # pixels: what the network was trained on
BATCH = 32


def find_weights() -> Path:
    """Where torchvision keeps them: ``checkpoints`` in torch's hub folder (``TORCH_HOME`` moves it)."""
    return Path(torch.hub.get_dir()) / "checkpoints" / FILE


class InceptionFeatures:
    """Pooled features and class probabilities of Inception-v3, computed in float32.

    Args:
        weights: torchvision's file; ``find_weights()`` if None.

    Raises:
        FileNotFoundError: if it is not there.
        ValueError: if it holds something else.

    Source:
        C. Szegedy et al., *Rethinking the Inception Architecture for Computer Vision*, arXiv:1512.00567.
    """

    def __init__(self, weights: Path | None = None) -> None:
        path = find_weights() if weights is None else weights
        if not path.is_file():
            raise FileNotFoundError(
                f"Inception-v3 needs torchvision's weights in {path}, and nothing is downloaded: put the file "
                f"{FILE} there, or use PcaFeatures or digit_classifier()"
            )
        self._network = _load_network(path)
        self._head = self._network.fc
        self._network.fc = nn.Identity()

    def features(self, images: Any) -> torch.Tensor:
        """What the last pooling layer gives: float64 ``[N, 2048]``.

        Args:
            images: between 0 and 1, ``[N, H * H]``, ``[N, H, W]`` or ``[N, C, H, W]`` with one channel or three.

        Raises:
            ValueError: if they have another shape.
        """
        x = as_images(images)
        if x.shape[1] not in (1, 3):
            raise ValueError(f"images have one channel or three, not {x.shape[1]}")
        with torch.no_grad():
            return torch.cat([self._network(_prepare(part)).double() for part in x.split(BATCH)])

    def probs(self, images: Any) -> torch.Tensor:
        """How likely each image shows each class of ImageNet: float64 ``[N, 1000]``.

        Args:
            images: as for ``features``.

        Raises:
            ValueError: if they have another shape.
        """
        with torch.no_grad():
            return torch.softmax(self._head(self.features(images).float()).double(), dim=1)


def _prepare(images: torch.Tensor) -> torch.Tensor:
    """To three channels of 299 x 299 between -1 and 1, which is how the network was trained."""
    colour = images.float().expand(-1, 3, -1, -1)
    return 2 * interpolate(colour, (SIZE, SIZE), mode="bilinear", align_corners=False, antialias=True) - 1


def _load_network(path: Path) -> Any:
    import journey  # noqa: F401  # makes torchvision importable beside a torch without CUDA

    from torchvision.models import inception_v3  # isort: skip  # seconds, and only here

    # Without transform_input: it would undo a normalisation by ImageNet's moments, which is never done here.
    network = inception_v3(weights=None, transform_input=False, init_weights=False)
    try:
        network.load_state_dict(torch.load(path, weights_only=True, map_location="cpu"))
    except Exception as error:  # torch raises of many kinds over a damaged file
        raise ValueError(f"{path} does not hold the weights of torchvision's Inception-v3: {error}") from error
    return network.eval().requires_grad_(False)
