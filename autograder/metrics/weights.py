"""Reads and writes weights in the safetensors format: a JSON header and plain numbers, so that nothing in a file can run.

The format is these forty lines; a dependency for it, compiled, would be larger than what it saves. Files are meant for, and
checked against, any other reader of the format (https://github.com/huggingface/safetensors, "Format").
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch

_DTYPES: dict[str, np.dtype[Any]] = {"F32": np.dtype("<f4"), "F64": np.dtype("<f8"), "I64": np.dtype("<i8")}
_NAMES = {dtype: name for name, dtype in _DTYPES.items()}


def read_safetensors(path: Path) -> dict[str, torch.Tensor]:
    """The tensors of a file, by name.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if it is damaged, or holds another dtype than float32, float64 and int64.
    """
    data = path.read_bytes()
    try:
        start = 8 + int.from_bytes(data[:8], "little")
        header = json.loads(data[8:start])
        header.pop("__metadata__", None)
        body = memoryview(data)[start:]
        return {name: _read_tensor(body, **entry) for name, entry in header.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path.name} is no safetensors file, or a damaged one: {error}") from error


def _read_tensor(body: memoryview, dtype: str, shape: list[int], data_offsets: list[int]) -> torch.Tensor:
    begin, end = data_offsets
    numbers: np.ndarray[Any, np.dtype[Any]] = np.frombuffer(body[begin:end], dtype=_DTYPES[dtype])
    return torch.from_numpy(numbers.reshape(shape).copy())


def write_safetensors(path: Path, tensors: dict[str, torch.Tensor], metadata: dict[str, str]) -> None:
    """Write tensors by name, with what is to be known about them.

    Raises:
        KeyError: if a tensor is neither float32 nor float64 nor int64.
    """
    header: dict[str, object] = {"__metadata__": metadata}
    parts, offset = [], 0
    for name, tensor in tensors.items():
        array = np.ascontiguousarray(tensor.detach().cpu().numpy())
        parts.append(array.tobytes())
        offsets = [offset, offset + array.nbytes]
        header[name] = {"dtype": _NAMES[array.dtype], "shape": list(tensor.shape), "data_offsets": offsets}
        offset += array.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # numbers start at a multiple of eight
    path.write_bytes(len(text).to_bytes(8, "little") + text + b"".join(parts))
