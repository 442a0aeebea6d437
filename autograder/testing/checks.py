"""Assertions for hidden tests: exact inside, coarse outside. What they say is shown to the student.

A message names the property and its size to a power of ten, and never a value: handing in again and again must not work as
an oracle.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch

from autograder.errors import CheckFailed, StudentRaised

# A pattern is named only where it explains the difference but for this share of it.
UNEXPLAINED = 1e-3


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
    if isinstance(value, list | tuple):
        return _stack(value, what)
    try:
        if isinstance(value, np.ndarray | np.generic):
            value = torch.as_tensor(np.ascontiguousarray(value).reshape(value.shape))
        elif isinstance(value, bool | int | float):
            return torch.tensor(float(value), dtype=torch.float64)
        elif isinstance(value, complex):
            return torch.tensor(value, dtype=torch.complex128)
    except OverflowError as error:
        raise CheckFailed(f"{what} is too large a number") from error
    except TypeError as error:  # an array of objects or of text
        raise CheckFailed(f"{what} is {_kind_of(value)}, and holds something else than numbers") from error
    if not isinstance(value, torch.Tensor):
        raise CheckFailed(f"{what} is {_kind_of(value)}, not numbers")
    return value.detach().to(torch.complex128 if value.is_complex() else torch.float64)


def _stack(values: Sequence[Any], what: str) -> torch.Tensor:
    if all(type(value) is float for value in values):  # long lists of them are common, and this is 20 times faster
        return torch.tensor(values, dtype=torch.float64)
    parts = [as_tensor(value, f"an entry of {what}") for value in values]
    if any(part.shape != parts[0].shape for part in parts):
        raise CheckFailed(f"{what} is a ragged list: its entries have different shapes")
    if any(part.is_complex() for part in parts):
        parts = [part.to(torch.complex128) for part in parts]
    return torch.stack(parts)


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
    if isinstance(actual, np.ndarray | np.generic):
        found = actual.dtype.name
    else:
        found = _name_of(actual.dtype) if isinstance(actual, torch.Tensor) else _kind_of(actual)
    if found != _name_of(dtype):
        raise CheckFailed(f"{what} has the wrong dtype", hint, found, _name_of(dtype))


def _name_of(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")


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
    want = as_tensor(expected, "what it is compared with")
    got = as_tensor(actual, what)
    if tuple(got.shape) != tuple(want.shape):
        assert_shape(actual, tuple(want.shape), hint=hint, what=what)
    if dtype is not None:
        assert_dtype(actual, dtype, hint=hint, what=what)
    if got.is_complex() and not want.is_complex():
        raise CheckFailed(f"{what} is complex, and should be real", hint)
    got = got.to(want.dtype)
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
    far = int(((got - want).abs() > allowed).sum())
    message = f"{what} has wrong values" + (
        f": {pattern}" if pattern else f" ({_share(far, got.numel())} of its entries)"
    )
    if scale == 0:  # there is no size to compare with
        raise CheckFailed(message, hint, f"off by {_power(error)}", f"at most {_power(allowed)}")
    raise CheckFailed(message, hint, f"off by {coarse(error / scale)}", f"at most {coarse(allowed / scale)}")


def describe_pattern(got: torch.Tensor, want: torch.Tensor) -> str:
    """What the difference looks like, where one of a few usual slips explains it; else nothing. No value is named."""
    if not got.any() or not want.any():
        return "all of them are zero" if want.any() else ""
    tolerance = UNEXPLAINED * float((got - want).abs().max())

    def is_near(candidate: torch.Tensor) -> bool:
        return bool((candidate - want).abs().max() <= tolerance)

    if is_near(-got):
        return "every sign is the opposite"
    if got.numel() > 1:
        factor = (got.conj() * want).sum() / (got.conj() * got).sum()
        if is_near(factor * got):
            return "they are right but for one constant factor"
        if is_near(got + (want - got).mean()):
            return "they are right but for one constant that is added"
    return ""


def coarse(size: float) -> str:
    """A relative size to a power of ten, as text: no more than an order of magnitude crosses."""
    if size == 0 or not math.isfinite(size):
        return _power(size)
    exponent = _exponent(size)
    if -2 <= exponent <= 3:
        return {-2: "about 1 %", -1: "about 10 %", 0: "about its own size"}.get(
            exponent, f"about {10**exponent} times its size"
        )
    return f"{_power(size)} of its size"


def _power(size: float) -> str:
    """An absolute size to a power of ten."""
    if size == 0:
        return "0"
    return f"about 10^{_exponent(size)}" if math.isfinite(size) else "infinitely much"


def _exponent(size: float) -> int:
    return math.ceil(math.log10(size) - 0.5)


def _share(count: int, total: int) -> str:
    if count >= total:
        return "all"
    return "a few" if count <= total / 4 else ("about half" if count <= 0.7 * total else "most")


@contextmanager
def raises(*type_names: str, hint: str = "", what: str = "this call") -> Iterator[None]:
    """The student's code must raise one of these, by name (of the class, or of one of its bases).

    Raises:
        CheckFailed: if nothing was raised, or something else.
        StudentRaised: if there was nothing to ask. A stub raises NotImplementedError, which is a RuntimeError and an
            Exception too: it must not pass for an answer.
    """
    wanted = " or ".join(type_names)
    try:
        yield
    except StudentRaised as error:
        if error.is_not_written and error.type_name not in type_names:
            raise
        if not {error.type_name, *error.bases} & set(type_names):
            raise CheckFailed(f"{what} raises the wrong error", hint, error.type_name, wanted) from error
        return
    raise CheckFailed(f"{what} must raise {wanted}, and does not", hint)
