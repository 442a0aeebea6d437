"""MNIST, Fashion-MNIST and CIFAR-10: loaded by torchvision where they are present, else downloaded, else explained.

Looked for in the folder that is given, else in the one that the environment variable ``GENAI_JOURNEY_DATA`` names, else in
``~/.cache/genai-journey``: not beside the notebook, where they would be handed in with it. Archives that were put there by
hand are used as they were published. What is downloaded, every archive and every batch of CIFAR-10 is checked against
torchvision's checksums before it is opened, and there is no switch that turns this off: CIFAR-10 is stored as pickles, and
a pickle from anywhere can do anything.

Nothing here waits without end: a server is asked whether it is there, and given up after ``timeout_seconds``; so is a
download from which nothing comes for as long.
"""

from __future__ import annotations

import os
import queue
import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any, Literal, NamedTuple

import torch

FOLDER_VARIABLE = "GENAI_JOURNEY_DATA"
DEFAULT_FOLDER = "~/.cache/genai-journey"
Split = Literal["train", "test"]


class ImageSet(NamedTuple):
    """Images of one split, one in each row.

    Attributes:
        images: float32, shape ``[n, channels, height, width]``, each value from 0 to 1.
        labels: int64, shape ``[n]``.
        classes: what each label is called.
    """

    images: torch.Tensor
    labels: torch.Tensor
    classes: tuple[str, ...]


class DataUnavailable(RuntimeError):
    """A data set is not there and cannot be fetched; the message says where to put which files, and what was tried.

    Attributes:
        name: the data set.
        folder: where it was looked for.
    """

    def __init__(self, name: str, folder: Path, reason: str, remedy: str) -> None:
        super().__init__(f"{name} is not available: {reason}\n{remedy}")
        self.name, self.folder = name, folder


def mnist(split: Split = "train", *, n: int | None = None, **where: Any) -> ImageSet:
    """Load handwritten digits of 28 x 28 pixels, grey, shape ``[n, 1, 28, 28]``: 60,000 to train on, 10,000 to test with.

    Args:
        split: ``"train"`` or ``"test"``, as published.
        n: only the first n images; by default all.
        where: ``folder``, ``download`` and ``timeout_seconds``, as in `load`.

    Raises:
        DataUnavailable: if the files are not there and cannot be downloaded.

    Source:
        Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, *Gradient-Based Learning Applied to Document Recognition*, Proceedings of
        the IEEE 86, 1998.
    """
    return load("MNIST", split, n=n, **where)


def fashion_mnist(split: Split = "train", *, n: int | None = None, **where: Any) -> ImageSet:
    """Load pictures of clothes in the form of MNIST, shape ``[n, 1, 28, 28]``: 60,000 to train on, 10,000 to test with.

    Arguments and errors are those of `mnist`.

    Source:
        H. Xiao, K. Rasul and R. Vollgraf, *Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning Algorithms*,
        2017, arXiv:1708.07747.
    """
    return load("FashionMNIST", split, n=n, **where)


def cifar10(split: Split = "train", *, n: int | None = None, **where: Any) -> ImageSet:
    """Load small colour photographs of ten things, shape ``[n, 3, 32, 32]``: 50,000 to train on, 10,000 to test with.

    Arguments and errors are those of `mnist`. The whole training split takes 614 MB of memory.

    Source:
        A. Krizhevsky, *Learning Multiple Layers of Features from Tiny Images*, technical report, University of Toronto, 2009.
    """
    return load("CIFAR10", split, n=n, **where)


def load(
    name: str,
    split: Split,
    *,
    n: int | None = None,
    folder: str | Path | None = None,
    download: bool = True,
    timeout_seconds: float = 10.0,
) -> ImageSet:
    """Load a data set that torchvision knows.

    Args:
        name: ``"MNIST"``, ``"FashionMNIST"`` or ``"CIFAR10"``.
        split: ``"train"`` or ``"test"``, as published.
        n: only the first n images; by default all.
        folder: where torchvision keeps its data; see the module's text for the default.
        download: whether to fetch what is not there.
        timeout_seconds: how long a server may be silent, before and during a download.

    Raises:
        DataUnavailable: if the files are not there and cannot be downloaded, or are damaged.
        ValueError: if the name or the split is none of these, or n is negative.
    """
    if name not in _SOURCES:
        raise ValueError(f"a data set is one of {', '.join(_SOURCES)}, not {name!r}")
    if split not in ("train", "test"):
        raise ValueError(f"a split is 'train' or 'test', not {split!r}")
    if n is not None and n < 0:
        raise ValueError(f"n is at least 0, not {n}")
    root = Path(folder or os.environ.get(FOLDER_VARIABLE) or DEFAULT_FOLDER).expanduser()
    source = _SOURCES[name]
    dataset = _open(source, root, split, download, timeout_seconds)
    try:
        return source.read(dataset, n)
    except (RuntimeError, ValueError) as error:
        raise source.unavailable(root, f"its files are damaged ({error}).") from error


def _open(source: _Source, root: Path, split: str, download: bool, timeout_seconds: float) -> Any:
    """torchvision's data set: from files, from archives that lie there, or from the network, in this order."""
    make = source.dataset_class()
    is_train = split == "train"
    try:
        return make(root, train=is_train)
    except (RuntimeError, AssertionError, OSError, ValueError, TypeError) as error:
        if source.is_unpacked(root):
            raise source.unavailable(root, f"its files are damaged ({type(error).__name__}: {error}).") from error
    missing = source.missing_archives(root)
    if missing:
        if not download:
            raise source.unavailable(root, f"there is no {' and no '.join(missing)} in {source.archive_folder(root)}.")
        refusal = _first_answer(source.addresses(), timeout_seconds)
        if refusal:
            raise source.unavailable(root, f"it is not in {root}, and it cannot be downloaded: {refusal}.")
    try:
        with _impatient_sockets(timeout_seconds):
            return make(root, train=is_train, download=True)
    except (OSError, RuntimeError, HTTPException, EOFError) as error:
        raise source.unavailable(root, f"fetching or unpacking it failed: {type(error).__name__}: {error}.") from error


@dataclass(frozen=True)
class _Source:
    """One data set of torchvision: where its archives lie, where they come from, how its arrays become tensors."""

    name: str
    folder: str  # inside the data folder, where the archives go
    read: Callable[[Any, int | None], ImageSet]

    def dataset_class(self) -> Any:
        import torchvision.datasets

        return getattr(torchvision.datasets, self.name)

    def archives(self) -> list[tuple[str, str]]:
        """The published files and their MD5 sums, as torchvision has them."""
        made = self.dataset_class()
        return list(made.resources) if hasattr(made, "resources") else [(made.filename, made.tgz_md5)]

    def addresses(self) -> list[str]:
        made = self.dataset_class()
        return [mirror + made.resources[0][0] for mirror in made.mirrors] if hasattr(made, "mirrors") else [made.url]

    def archive_folder(self, root: Path) -> Path:
        return root / self.folder

    def is_unpacked(self, root: Path) -> bool:
        """Whether there are files that torchvision opens unchecked; what is left of CIFAR-10 it checks."""
        folder = self.archive_folder(root)
        return all(
            (folder / file.removesuffix(".gz")).exists() and file.endswith("ubyte.gz") for file, _ in self.archives()
        )

    def missing_archives(self, root: Path) -> list[str]:
        """Those that are not there as they were published."""
        from torchvision.datasets.utils import check_integrity

        folder = self.archive_folder(root)
        return [file for file, md5 in self.archives() if not check_integrity(folder / file, md5)]

    def unavailable(self, root: Path, reason: str) -> DataUnavailable:
        folder = self.archive_folder(root)
        present = [file for file in self.missing_archives(root) if (folder / file).exists()]
        if present:
            reason += f" {', '.join(present)} is there, but is not the published file (its MD5 sum differs)."
        files = ", ".join(file for file, _ in self.archives())
        remedy = (
            f"Fetch {files} where there is a network ({' or '.join(self.addresses())}), put what you fetched into {folder}, "
            f"and delete what was unpacked there before. Another folder: folder=..., or the variable {FOLDER_VARIABLE}."
        )
        return DataUnavailable(self.name, root, reason, remedy)


def _read_mnist(dataset: Any, n: int | None) -> ImageSet:
    images, labels = dataset.data[:n, None], dataset.targets[:n]
    if len(dataset.data) != len(dataset.targets):
        raise ValueError(f"{len(dataset.data)} images and {len(dataset.targets)} labels")
    return ImageSet(images.float() / 255, labels.clone(), tuple(dataset.classes))


def _read_cifar10(dataset: Any, n: int | None) -> ImageSet:
    images = torch.from_numpy(dataset.data[:n]).permute(0, 3, 1, 2).float() / 255
    return ImageSet(images.contiguous(), torch.tensor(dataset.targets[:n]), tuple(dataset.classes))


_SOURCES = {
    "MNIST": _Source("MNIST", "MNIST/raw", _read_mnist),
    "FashionMNIST": _Source("FashionMNIST", "FashionMNIST/raw", _read_mnist),
    "CIFAR10": _Source("CIFAR10", ".", _read_cifar10),
}


def _first_answer(addresses: list[str], seconds: float) -> str:
    """Ask all servers at once; the empty text as soon as one has the file, else what went wrong with each.

    In threads, because looking up a name heeds no time-out. A thread that is still waiting holds up nobody.
    """
    answers: queue.Queue[tuple[str, str]] = queue.Queue()
    for address in addresses:
        threading.Thread(target=lambda a=address: answers.put((a, _ask(a, seconds))), daemon=True).start()
    reasons = dict.fromkeys(addresses, f"no answer within {seconds:g} s")
    deadline = time.monotonic() + seconds
    for _ in addresses:
        try:
            address, reason = answers.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            break
        reasons[address] = reason
        if not reason:
            return ""
    return "; ".join(f"{address}: {reason}" for address, reason in reasons.items())


def _ask(address: str, seconds: float) -> str:
    request = urllib.request.Request(address, method="HEAD", headers={"User-Agent": "pytorch/vision"})
    try:
        with urllib.request.urlopen(request, timeout=seconds):
            return ""
    except (OSError, HTTPException, ValueError) as error:
        return str(error) or type(error).__name__


@contextmanager
def _impatient_sockets(seconds: float) -> Iterator[None]:
    """Sockets that are opened meanwhile give up when nothing comes: torchvision sets no time-out of its own."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(seconds)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)
