"""MNIST, Fashion-MNIST and CIFAR-10, from tiny files in their real formats; torchvision is told the sums of these.

The checksums are exchanged, never the check: a file with another sum is refused here as it is there.
"""

from __future__ import annotations

import functools
import gzip
import hashlib
import http.server
import io
import pickle
import socket
import struct
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

import journey  # noqa: F401 - before torchvision
from journey import image_sets
from journey.image_sets import DataUnavailable, cifar10, fashion_mnist, load, mnist

torchvision = pytest.importorskip("torchvision")
datasets = torchvision.datasets

RNG = np.random.Generator(np.random.Philox(3))
GREY = {part: RNG.integers(0, 256, (size, 28, 28), dtype=np.uint8) for part, size in (("train", 7), ("t10k", 4))}
COLOUR = {
    part: RNG.integers(0, 256, (2, 3, 32, 32), dtype=np.uint8) for part in range(6)
}  # five batches, and the test's
PARTS = {"train": "train", "test": "t10k"}


def md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def idx(values: np.ndarray) -> bytes:
    """The idx format: two zero bytes, the type (8: unsigned byte), the dimensions, each length big-endian, the values."""
    return struct.pack(f">HBB{values.ndim}I", 0, 8, values.ndim, *values.shape) + values.tobytes()


def labels_of(part: str) -> np.ndarray:
    return (np.arange(len(GREY[part])) % 10).astype(np.uint8)


def mnist_files() -> dict[str, bytes]:
    contents = {}
    for part, images in GREY.items():
        contents[f"{part}-images-idx3-ubyte.gz"] = gzip.compress(idx(images), mtime=0)
        contents[f"{part}-labels-idx1-ubyte.gz"] = gzip.compress(idx(labels_of(part)), mtime=0)
    return contents


def cifar_batches() -> dict[str, bytes]:
    """The python version of CIFAR-10: pickled dictionaries; each row of data is red, green, blue, row by row."""
    names = [*(f"data_batch_{i}" for i in range(1, 6)), "test_batch"]
    batches = {
        name: pickle.dumps({"data": COLOUR[i].reshape(2, -1), "labels": [i, 9 - i], "batch_label": name}, protocol=2)
        for i, name in enumerate(names)
    }
    return batches | {"batches.meta": pickle.dumps({"label_names": [f"thing {i}" for i in range(10)]}, protocol=2)}


def cifar_archive() -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for name, content in cifar_batches().items():
            entry = tarfile.TarInfo(f"cifar-10-batches-py/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return stream.getvalue()


NOWHERE = "http://127.0.0.1:9/"  # the port for discarding: nothing listens


@pytest.fixture(autouse=True)
def published(monkeypatch, tmp_path) -> dict[str, bytes]:
    """What torchvision shall take for the published files, by name; they can be had nowhere."""
    files, archive = mnist_files(), cifar_archive()
    for made in (datasets.MNIST, datasets.FashionMNIST):
        monkeypatch.setattr(made, "resources", [(name, md5(content)) for name, content in files.items()])
        monkeypatch.setattr(made, "mirrors", [NOWHERE])
    batches = {name: md5(content) for name, content in cifar_batches().items()}
    made = datasets.CIFAR10
    monkeypatch.setattr(made, "url", NOWHERE + made.filename)
    monkeypatch.setattr(made, "tgz_md5", md5(archive))
    monkeypatch.setattr(made, "train_list", [[name, batches[name]] for name in batches if name.startswith("data")])
    monkeypatch.setattr(made, "test_list", [["test_batch", batches["test_batch"]]])
    monkeypatch.setattr(made, "meta", {**made.meta, "md5": batches["batches.meta"]})
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv(image_sets.FOLDER_VARIABLE, str(tmp_path))
    return {**files, made.filename: archive}


def put(folder: Path, contents: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)


@pytest.mark.parametrize("split", ["train", "test"])
@pytest.mark.parametrize(("of", "folder"), [(mnist, "MNIST/raw"), (fashion_mnist, "FashionMNIST/raw")])
def test_archives_in_the_idx_format_are_loaded_from_where_they_were_put(of, folder, split, tmp_path):
    put(tmp_path / folder, mnist_files())

    images, labels, classes = of(split)

    expected = GREY[PARTS[split]]
    assert (images.dtype, images.shape) == (torch.float32, (len(expected), 1, 28, 28))
    np.testing.assert_array_equal((255 * images[:, 0]).round().numpy().astype(np.uint8), expected)
    np.testing.assert_array_equal(labels.numpy(), labels_of(PARTS[split]))
    assert labels.dtype == torch.int64
    assert len(classes) == 10


def test_files_that_are_unpacked_already_need_no_archive(tmp_path):
    put(tmp_path / "MNIST" / "raw", {name[:-3]: gzip.decompress(content) for name, content in mnist_files().items()})

    assert len(mnist("test", download=False).images) == 4


@pytest.mark.parametrize(("split", "batches"), [("train", range(5)), ("test", [5])])
@pytest.mark.parametrize("form", ["archive", "batches"])
def test_cifar_10_is_loaded_from_its_archive_and_from_its_batches(form, split, batches, published, tmp_path):
    if form == "archive":
        put(tmp_path, {"cifar-10-python.tar.gz": published["cifar-10-python.tar.gz"]})
    else:
        put(tmp_path / "cifar-10-batches-py", cifar_batches())

    images, labels, classes = cifar10(split)

    expected = np.concatenate([COLOUR[i] for i in batches])
    assert (images.dtype, images.shape) == (torch.float32, (len(expected), 3, 32, 32))
    np.testing.assert_array_equal((255 * images).round().numpy().astype(np.uint8), expected)
    assert labels.tolist() == [label for i in batches for label in (i, 9 - i)]
    assert classes[3] == "thing 3"


def test_the_first_images_alone_can_be_had(tmp_path):
    put(tmp_path / "MNIST" / "raw", mnist_files())
    put(tmp_path / "cifar-10-batches-py", cifar_batches())

    for (images, labels, _), expected in ((mnist(n=3), [0, 1, 2]), (cifar10(n=3), [0, 9, 1])):
        assert (len(images), labels.tolist()) == (3, expected)


def test_another_folder_can_be_named(tmp_path):
    put(tmp_path / "elsewhere" / "MNIST" / "raw", mnist_files())

    assert len(mnist(folder=tmp_path / "elsewhere").images) == 7


@pytest.mark.parametrize(
    ("name", "files", "folder"),
    [
        ("MNIST", ["train-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"], "MNIST/raw"),
        ("FashionMNIST", ["train-labels-idx1-ubyte.gz"], "FashionMNIST/raw"),
        ("CIFAR10", ["cifar-10-python.tar.gz"], ""),
    ],
)
@pytest.mark.parametrize("download", [True, False])
def test_what_is_nowhere_says_what_to_put_where(name, files, folder, download, tmp_path):
    with pytest.raises(DataUnavailable) as caught:
        load(name, "train", download=download, timeout_seconds=5)

    said = str(caught.value)
    assert f"put what you fetched into {tmp_path / folder}," in said
    assert all(file in said for file in files)
    assert image_sets.FOLDER_VARIABLE in said
    assert ("cannot be downloaded: " + NOWHERE in said) == download
    assert (caught.value.name, caught.value.folder) == (name, tmp_path)


def test_an_archive_that_is_not_the_published_one_is_refused(tmp_path):
    forged = gzip.compress(idx(GREY["train"] ^ 1), mtime=0)
    put(tmp_path / "MNIST" / "raw", {**mnist_files(), "train-images-idx3-ubyte.gz": forged})

    with pytest.raises(DataUnavailable, match=r"train-images-idx3-ubyte\.gz is there, but is not the published file"):
        mnist(timeout_seconds=5)


def test_a_batch_that_is_not_the_published_one_is_never_unpickled(tmp_path):
    class Boom:
        def __reduce__(self):
            return (Path.touch, (tmp_path / "unpickled",))

    put(tmp_path / "cifar-10-batches-py", {**cifar_batches(), "data_batch_2": pickle.dumps(Boom())})

    with pytest.raises(DataUnavailable):
        cifar10(timeout_seconds=5)
    assert not (tmp_path / "unpickled").exists()


@pytest.mark.parametrize("damage", [lambda content: content[:-5], lambda content: b"", lambda content: content[:3]])
def test_unpacked_files_that_are_damaged_are_named_as_such(damage, tmp_path):
    contents = {name[:-3]: gzip.decompress(content) for name, content in mnist_files().items()}
    contents["train-images-idx3-ubyte"] = damage(contents["train-images-idx3-ubyte"])
    put(tmp_path / "MNIST" / "raw", contents)

    with pytest.raises(DataUnavailable, match=r"(?s)its files are damaged.*delete what was unpacked") as caught:
        mnist(timeout_seconds=5)
    assert NOWHERE + ":" not in str(caught.value)


def test_images_and_labels_that_do_not_belong_together_are_refused(tmp_path):
    contents = {name[:-3]: gzip.decompress(content) for name, content in mnist_files().items()}
    contents["train-labels-idx1-ubyte"] = idx(labels_of("t10k"))
    put(tmp_path / "MNIST" / "raw", contents)

    with pytest.raises(DataUnavailable, match="7 images and 4 labels"):
        mnist()


@pytest.mark.parametrize(("call", "said"), [
    (lambda: load("SVHN", "train"), "MNIST, FashionMNIST, CIFAR10, not 'SVHN'"),
    (lambda: mnist("valid"), "not 'valid'"),
    (lambda: mnist(n=-1), "n is at least 0"),
])  # fmt: skip
def test_what_there_is_none_of_is_an_error(call, said):
    with pytest.raises(ValueError, match=said):
        call()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server(tmp_path, published) -> Iterator[str]:
    """A server of this machine that has the published files; its address."""
    put(tmp_path / "served", published)
    handler = functools.partial(Quiet, directory=str(tmp_path / "served"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as serving:
        thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{serving.server_port}/"
        serving.shutdown()
        thread.join()


def test_what_is_not_there_is_downloaded_once(server, monkeypatch):
    monkeypatch.setattr(datasets.MNIST, "mirrors", [NOWHERE, server])
    monkeypatch.setattr(datasets.CIFAR10, "url", server + "cifar-10-python.tar.gz")

    assert len(mnist(timeout_seconds=5).images) == 7
    assert len(cifar10("test", timeout_seconds=5).images) == 2

    monkeypatch.setattr(datasets.MNIST, "mirrors", [NOWHERE])
    monkeypatch.setattr(datasets.CIFAR10, "url", NOWHERE)
    assert len(mnist("test", timeout_seconds=5).images) == 4
    assert len(cifar10(timeout_seconds=5).images) == 10


def test_a_download_that_is_not_the_published_file_is_refused(server, tmp_path, monkeypatch):
    put(tmp_path / "served", {"t10k-labels-idx1-ubyte.gz": b"not a label"})
    monkeypatch.setattr(datasets.MNIST, "mirrors", [server])

    with pytest.raises(DataUnavailable, match=r"t10k-labels-idx1-ubyte\.gz is there, but is not the published file"):
        mnist(timeout_seconds=5)


@pytest.fixture
def silent() -> Iterator[tuple[str, list[bytes]]]:
    """A server that accepts and answers the first request with a promise of bytes, if there is one, and then nothing."""
    promises: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))
    connections = []

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            connections.append(connection)
            if promises:
                connection.recv(4096)
                connection.sendall(promises[0])

    thread = threading.Thread(target=accept)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/", promises
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()
    for connection in connections:
        connection.close()


def test_a_server_that_never_answers_is_given_up(silent, monkeypatch):
    address, _ = silent
    monkeypatch.setattr(datasets.MNIST, "mirrors", [address])

    with pytest.raises(DataUnavailable, match=r"cannot be downloaded: .*(timed out|no answer within 0\.2 s)"):
        mnist(timeout_seconds=0.2)


def test_who_asks_it_does_not_wait_on(silent):
    """Nor does the thread that asks, which outlives the call."""
    assert "timed out" in image_sets._ask(silent[0], 0.1)


def test_a_download_that_stops_coming_is_given_up(silent, monkeypatch):
    address, promises = silent
    promises.append(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    monkeypatch.setattr(datasets.MNIST, "mirrors", [address])
    before = socket.getdefaulttimeout()

    with pytest.raises(DataUnavailable, match=r"fetching or unpacking it failed: .*timed out"):
        mnist(timeout_seconds=0.2)
    assert socket.getdefaulttimeout() == before


def test_a_name_that_is_never_looked_up_holds_up_nobody(monkeypatch):
    """The resolver heeds no time-out."""
    forever = threading.Event()
    monkeypatch.setattr(image_sets, "_ask", lambda address, seconds: str(forever.wait()))

    with pytest.raises(DataUnavailable, match=r"no answer within 0\.1 s"):
        mnist(timeout_seconds=0.1)
    forever.set()
