"""The safetensors format: byte by byte as it is specified, and damage is found."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest
import torch

from autograder.metrics.weights import read_safetensors, write_safetensors


def by_hand(header: dict[str, object], body: bytes) -> bytes:
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + body


def test_a_file_written_by_hand_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    header = {
        "__metadata__": {"made": "by hand"},
        "b": {"dtype": "F32", "shape": [2, 2], "data_offsets": [8, 24]},
        "a": {"dtype": "F64", "shape": [], "data_offsets": [0, 8]},
    }
    path.write_bytes(by_hand(header, struct.pack("<d4f", 0.1, 1, 2, 3, 4)))
    found = read_safetensors(path)
    assert found["a"].dtype == torch.float64
    assert found["a"].item() == 0.1
    assert found["b"].tolist() == [[1, 2], [3, 4]]


def test_what_is_written_is_as_specified_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    tensors = {"w": torch.arange(6.0).reshape(2, 3).T, "n": torch.tensor(7), "empty": torch.zeros(0, 3).double()}
    write_safetensors(path, tensors, {"accuracy": "0.9"})
    data = path.read_bytes()
    (size,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + size])
    assert size % 8 == 0
    assert header["__metadata__"] == {"accuracy": "0.9"}
    assert header["w"] == {"dtype": "F32", "shape": [3, 2], "data_offsets": [0, 24]}
    assert header["n"] == {"dtype": "I64", "shape": [], "data_offsets": [24, 32]}
    assert struct.unpack("<6f", data[8 + size :][:24]) == (0, 3, 1, 4, 2, 5), "row by row, also of a transposed tensor"
    found = read_safetensors(path)
    assert found.keys() == tensors.keys()
    for name, tensor in tensors.items():
        torch.testing.assert_close(found[name], tensor, rtol=0, atol=0)


GOOD = {"w": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x08\x00\x00\x00\x00\x00\x00\x00not json",
        by_hand(GOOD, b"1234"),
        by_hand({"w": {**GOOD["w"], "shape": [3]}}, bytes(8)),
        by_hand({"w": {**GOOD["w"], "dtype": "BF16"}}, bytes(8)),
        by_hand({"w": {"dtype": "F32"}}, bytes(8)),
        by_hand({"w": {**GOOD["w"], "evil": 1}}, bytes(8)),
        b"\x02\x00\x00\x00\x00\x00\x00\x00[]",
    ],
    ids=["empty", "header", "cut short", "shape", "dtype", "entry missing", "entry unknown", "no object"],
)
def test_a_damaged_file_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "broken.safetensors"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=r"broken\.safetensors is no safetensors file, or a damaged one"):
        read_safetensors(path)


def test_a_missing_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_safetensors(tmp_path / "none")


def test_a_dtype_that_it_does_not_know_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        write_safetensors(tmp_path / "a", {"w": torch.zeros(2, dtype=torch.float16)}, {})
