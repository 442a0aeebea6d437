"""Assertions for hidden tests: exact inside, coarse outside. What they say is shown to the student.

A message names the property and its size to a power of ten, and never a value: handing in again and again must not work as
an oracle.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch

from autograder.errors import CheckFailed, StudentRaised

# A pattern is named only where it explains nearly all of the difference.
PATTERN_RTOL = 1e-4


def require(condition: Any, message: str, *, hint: str = "", measured: str = "", target: str = "") -> None:
    """A property must hold.

    Args:
        condition: a bool of the trusted side.
        message: the property that does not hold, in the author's words.
        hint: what to look at.
        measured: what was measured, coarsely.
        target: what it had to be.

    Raises:
        CheckFailed: if it does not.
        TypeError: if the condition is not a bool: a tensor or a handle would be true by accident.
    """
    if not isinstance(condition, bool | np.bool_):
        raise TypeError(f"a condition must be a bool, not {type(condition).__name__}")
    if not condition:
        raise CheckFailed(message, hint, measured, target)


def as_tensor(value: Any, what: str = "the result") -> torch.Tensor:
    """A student's number, list, array or tensor as a float64 tensor (complex128 where it is complex).

    Raises:
        CheckFailed: if it is not numbers.
    """
    data = value
    if isinstance(value, list | tuple):
        parts = [as_tensor(item, f"an entry of {what}") for item in value]
        if not parts:
            return torch.empty(0, dtype=torch.float64)
        if any(part.shape != parts[0].shape for part in parts):
            raise CheckFailed(f"{what} is a ragged list: its entries have different shapes")
        return torch.stack(parts)
    if isinstance(value, bool | int | float | complex | np.generic):
        data = torch.as_tensor(np.asarray(value))
    elif isinstance(value, np.ndarray):
        data = torch.as_tensor(value)
    if not isinstance(data, torch.Tensor):
        raise CheckFailed(f"{what} is {_kind_of(value)}, not numbers")
    return data.to(torch.complex128 if data.is_complex() else torch.float64)


def _kind_of(value: Any) -> str:
    if value is None:
        return "None (is a `return` missing?)"
    name = getattr(value, "type_name", type(value).__name__)
    return f"of type {name}"


def assert_shape(actual: Any, shape: tuple[int, ...], *, hint: str = "", what: str = "the result") -> None:
    """The shape must be exactly this one.

    Raises:
        CheckFailed: if it is not.
    """
    found = tuple(as_tensor(actual, what).shape)
    if found != tuple(shape):
        raise CheckFailed(f"{what} has the wrong shape", hint, _shape_text(found), _shape_text(tuple(shape)))


def _shape_text(shape: tuple[int, ...]) -> str:
    return f"shape {shape}"


def assert_dtype(actual: Any, dtype: torch.dtype, *, hint: str = "", what: str = "the result") -> None:
    """The result's dtype must be this one; a NumPy array counts with the dtype of the same name.

    Raises:
        CheckFailed: if it is not.
    """
    found = torch.as_tensor(actual).dtype if isinstance(actual, np.ndarray | np.generic | torch.Tensor) else None
    if found is not dtype:
        name = str(found).removeprefix("torch.") if found else _kind_of(actual)
        raise CheckFailed(f"{what} has the wrong dtype", hint, name, str(dtype).removeprefix("torch."))


def assert_close(
    actual: Any,
    expected: Any,
    *,
    rtol: float = 1e-6,
    atol: float = 1e-8,
    hint: str = "",
    what: str = "the result",
    dtype: torch.dtype | None = None,
) -> None:
    """Shape and values must agree: ``|actual - expected| <= atol + rtol * max|expected|``.

    The tolerance is relative to the largest expected entry, so that rounding in one entry of a matrix is not held against
    another that happens to be near zero.

    Args:
        actual: the student's number, list, array or tensor.
        expected: the right one.
        rtol: relative to the largest expected entry.
        atol: absolute.
        hint: what to look at.
        what: how the message names the value.
        dtype: demanded exactly, if given.

    Raises:
        CheckFailed: with what is wrong, coarsely.
    """
    want = torch.as_tensor(expected)
    got = as_tensor(actual, what)
    if tuple(got.shape) != tuple(want.shape):
        assert_shape(actual, tuple(want.shape), hint=hint, what=what)
    if dtype is not None:
        assert_dtype(actual, dtype, hint=hint, what=what)
    if got.is_complex() and not want.is_complex():
        raise CheckFailed(f"{what} is complex, and should be real", hint)
    want = want.to(got.dtype)
    bad = int((~torch.isfinite(got) & torch.isfinite(want)).sum())
    if bad:
        raise CheckFailed(f"{what} has entries that are NaN or infinite", hint, _share(bad, got.numel()), "all finite")
    _assert_values_close(got, want, rtol, atol, hint, what)


def _assert_values_close(got: torch.Tensor, want: torch.Tensor, rtol: float, atol: float, hint: str, what: str) -> None:
    same = (got == want) | (torch.isnan(got) & torch.isnan(want))
    finite = torch.isfinite(want)
    if not bool(same[~finite].all()):
        raise CheckFailed(f"{what} should be infinite or NaN where it is not", hint)
    if not bool(finite.any()):
        return
    got, want = got[finite], want[finite]
    scale = float(want.abs().max())
    allowed = atol + rtol * scale
    error = float((got - want).abs().max())
    if error <= allowed:
        return
    pattern = describe_pattern(got, want)
    relative = error / scale if scale > 0 else error
    far = int(((got - want).abs() > allowed).sum())
    message = f"{what} has wrong values" + (
        f": {pattern}" if pattern else f" ({_share(far, got.numel())} of its entries)"
    )
    target = allowed / scale if scale > 0 else allowed
    raise CheckFailed(message, hint, f"off by {coarse(relative)}", f"at most {coarse(target)}")


def describe_pattern(got: torch.Tensor, want: torch.Tensor) -> str:
    """What the difference looks like, where one of a few usual slips explains it; else nothing. No value is named."""
    scale = float(want.abs().max())
    if scale == 0 or float(got.abs().max()) == 0:
        return "all of them are zero" if scale and float(got.abs().max()) == 0 else ""
    tolerance = PATTERN_RTOL * scale

    def is_near(candidate: torch.Tensor) -> bool:
        return bool((candidate - want).abs().max() <= tolerance)

    if is_near(-got):
        return "every sign is the opposite"
    if got.numel() > 1:
        weight = want.conj() * got
        factor = weight.sum() / (got.conj() * got).sum()
        if is_near(factor * got):
            return "they are right but for one constant factor"
        if is_near(got + (want - got).mean()):
            return "they are right but for one constant that is added"
    return ""


def coarse(size: float) -> str:
    """A size to a power of ten, as text: no more than an order of magnitude crosses."""
    if size == 0:
        return "0"
    if not math.isfinite(size):
        return "infinitely much"
    exponent = math.ceil(math.log10(size) - 0.5)
    if -2 <= exponent <= 3:
        return {-2: "about 1 %", -1: "about 10 %", 0: "about its own size"}.get(
            exponent, f"about {10**exponent} times its size"
        )
    return f"about 10^{exponent} of its size"


def _share(count: int, total: int) -> str:
    if count >= total:
        return "all"
    return "a few" if count <= total / 4 else ("about half" if count <= 0.7 * total else "most")


@contextmanager
def raises(*type_names: str, hint: str = "", what: str = "this call") -> Iterator[None]:
    """The student's code must raise one of these, by name (of the class, or of one of its bases).

    Raises:
        CheckFailed: if nothing was raised, or something else.
    """
    wanted = " or ".join(type_names)
    try:
        yield
    except StudentRaised as error:
        if not {error.type_name, *error.bases} & set(type_names):
            raise CheckFailed(f"{what} raises the wrong error", hint, error.type_name, wanted) from error
        return
    raise CheckFailed(f"{what} must raise {wanted}, and does not", hint)
