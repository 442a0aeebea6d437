"""Inception-v3: with weights in torchvision's real format, drawn at random, and against torchvision's own recipe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

import journey  # noqa: F401  # makes torchvision importable beside a torch without CUDA
from autograder.metrics import InceptionFeatures
from autograder.metrics.inception import FILE, find_weights


@pytest.fixture(scope="module")
def network() -> Any:
    from torchvision.models import inception_v3

    torch.manual_seed(0)
    network = inception_v3(weights=None, transform_input=True, init_weights=False).eval()
    for module in network.modules():
        if isinstance(module, torch.nn.Conv2d):  # by default so small that nothing of an image would reach the features
            torch.nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
    return network


@pytest.fixture(scope="module")
def home(network: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A hub folder with the file, as torchvision would have left it."""
    folder = tmp_path_factory.mktemp("torch")
    path = folder / "hub" / "checkpoints" / FILE
    path.parent.mkdir(parents=True)
    torch.save(network.state_dict(), path)
    yield folder
    path.unlink()  # a hundred megabytes


def test_features_and_probabilities_are_torchvisions(network: Any, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights are found in torch's hub folder; images go in as torchvision's documented recipe prepares them."""
    from torchvision.transforms.v2 import functional

    monkeypatch.setenv("TORCH_HOME", str(home))
    inception = InceptionFeatures()
    images = torch.rand(3, 3, 40, 52, generator=torch.Generator().manual_seed(1))
    resized = functional.resize(images, [299, 299], antialias=True)
    normalised = functional.normalize(resized, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    pooled: list[torch.Tensor] = []
    hook = network.avgpool.register_forward_hook(lambda module, inputs, output: pooled.append(output.flatten(1)))
    with torch.no_grad():
        logits = network(normalised)
    hook.remove()
    features = inception.features(images)
    assert (features.dtype, features.shape) == (torch.float64, (3, 2048))
    between_images = float(features.std(0).mean())
    assert float((features - pooled[0]).abs().max()) < 1e-3 * between_images
    torch.testing.assert_close(inception.probs(images).float(), logits.softmax(1), rtol=1e-3, atol=1e-6)
    grey = inception.features(images[:2, :1])
    torch.testing.assert_close(grey, inception.features(images[:2, :1].expand(-1, 3, -1, -1)))
    with pytest.raises(ValueError, match="one channel or three, not 4"):
        inception.features(torch.zeros(2, 4, 8, 8))


def test_without_the_weights_it_says_so_and_downloads_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    monkeypatch.setattr("urllib.request.urlopen", lambda *_, **__: pytest.fail("it reached for the network"))
    assert find_weights() == tmp_path / "hub" / "checkpoints" / FILE
    with pytest.raises(FileNotFoundError, match="nothing is downloaded: put the file inception_v3_google"):
        InceptionFeatures()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"not a checkpoint", b""])
def test_a_file_of_something_else_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / FILE
    path.write_bytes(content)
    with pytest.raises(ValueError, match="does not hold the weights of torchvision's Inception-v3"):
        InceptionFeatures(path)


def test_weights_of_another_network_are_refused(tmp_path: Path) -> None:
    path = tmp_path / FILE
    torch.save({"weight": torch.zeros(2)}, path)
    with pytest.raises(ValueError, match="does not hold the weights of torchvision's Inception-v3"):
        InceptionFeatures(path)
