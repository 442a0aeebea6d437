"""Assertions of hidden tests: right where they should be, and silent about values."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st

from autograder.errors import CheckFailed, StudentRaised, TimedOut
from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, raises, require

X = torch.tensor([[1.25, -2.5, 3.75], [4.0, 5.5, -6.125]], dtype=torch.float64)


class Handle:
    """Like a session's handle: nothing but a type's name can be had of it."""

    type_name = "Linear"


def fails(actual: Any, expected: Any = X, **options: Any) -> CheckFailed:
    with pytest.raises(CheckFailed) as caught:
        assert_close(actual, expected, **options)
    return caught.value


# --- what counts as the right answer


@pytest.mark.parametrize(
    "actual",
    [
        X,
        X.float(),
        X.numpy(),
        X.numpy().astype(np.float32),
        X.tolist(),
        tuple(map(tuple, X.tolist())),
        list(X),
        [row.numpy() for row in X],
        [[np.float64(v) for v in row] for row in X.tolist()],
        X.clone().requires_grad_(),
        X.T.contiguous().T,
        np.asfortranarray(X.numpy()),
        X * (1 + 1e-8),
    ],
)  # fmt: skip
def test_the_same_numbers_in_any_container_are_right(actual: Any) -> None:
    assert_close(actual, X)
    assert_close(actual, X.numpy())
    assert_close(actual, X.tolist())


@pytest.mark.parametrize("actual", [3.0, 3, np.float32(3), np.int64(3), np.array(3.0), torch.tensor(3), 3 + 0.0])
def test_a_number_is_a_number(actual: Any) -> None:
    assert_close(actual, 3.0)
    assert_close(actual, torch.tensor(3.0))


@pytest.mark.parametrize("actual", [True, np.bool_(True), torch.tensor(True)])
def test_a_bool_counts_as_one(actual: Any) -> None:
    assert_close(actual, 1.0)
    fails(actual, 0.0)


def test_the_tolerance_is_relative_to_the_largest_entry() -> None:
    expected = torch.tensor([1000.0, 0.0], dtype=torch.float64)
    assert_close([1000.0, 0.0009], expected)
    fails([1000.0, 0.0011], expected)
    assert_close([1000.0, 0.0], expected, rtol=0, atol=0)
    fails([1000.0, 1e-300], expected, rtol=0, atol=0)


def test_a_python_number_is_expected_in_full_precision() -> None:
    assert_close(0.1, 0.1, rtol=1e-15, atol=0)
    assert_close(torch.tensor([0.1], dtype=torch.float64), [0.1], rtol=1e-15, atol=0)


def test_infinities_and_nans_match_only_themselves() -> None:
    expected = torch.tensor([1.0, float("inf"), float("-inf"), float("nan")], dtype=torch.float64)
    assert_close(expected.clone(), expected)
    for wrong in (-expected, expected.nan_to_num(), torch.tensor([1.0, float("nan"), float("-inf"), float("nan")])):
        assert "infinite or NaN" in str(fails(wrong, expected)) or "wrong values" in str(fails(wrong, expected))
    failed = fails([1.0, float("nan"), 3.0], [1.0, 2.0, 3.0])
    assert ("NaN or infinite" in str(failed), failed.target) == (True, "all finite")


def test_empty_results_agree_by_shape() -> None:
    assert_close([], [])
    assert_close(torch.empty(0, 3), torch.empty(0, 3))
    assert "shape" in str(fails(torch.empty(0, 3), torch.empty(3, 0)))


def test_complex_numbers_keep_their_imaginary_part() -> None:
    expected = torch.tensor([1 + 2j, 3 - 4j])
    assert_close([1 + 2j, 3 - 4j], expected)
    fails([1.0, 3.0], expected)
    assert "they are right but for one constant factor" in str(fails(2j * expected, expected))
    assert "complex" in str(fails(X.to(torch.complex128)))
    assert_close([1.0, 2 + 0j], torch.tensor([1.0 + 0j, 2.0]))


# --- what a student hands over instead


@pytest.mark.parametrize(
    ("actual", "says"),
    [
        (None, "None (is a `return` missing?)"),
        ("3.0", "of type str"),
        (b"3", "of type bytes"),
        ({"loss": 1.0}, "of type dict"),
        ({1.0}, "of type set"),
        (Handle(), "of type Linear"),
        ([[1.0, 2.0], [3.0]], "ragged"),
        ([1.0, [2.0]], "ragged"),
        ([1.0, None], "an entry of"),
        ([1.0, "2"], "an entry of"),
        (np.array([1.0, None], dtype=object), "something else than numbers"),
        (np.array(["a", "b"]), "something else than numbers"),
        (np.str_("a"), "something else than numbers"),
        (10**400, "too large"),
        ([1.0, 10**400], "too large"),
    ],
)
def test_what_is_no_number_is_said(actual: Any, says: str) -> None:
    for failed in (fails(actual), fails(actual, 1.0)):
        assert says in str(failed)
        assert not str(failed).endswith(".")
    with pytest.raises(CheckFailed):
        as_tensor(actual)
    with pytest.raises(CheckFailed):
        assert_shape(actual, (2,))


@pytest.mark.parametrize("actual", [X.T, X[0], X[None], X.reshape(-1), 1.0, [], X.tolist()[0], X.numpy().T])
def test_another_shape_is_another_answer(actual: Any) -> None:
    failed = fails(actual)
    assert "wrong shape" in str(failed)
    assert failed.target == "shape (2, 3)"
    with pytest.raises(CheckFailed):
        assert_shape(actual, (2, 3))


def test_numbers_do_not_broadcast() -> None:
    fails(1.0, torch.ones(3))
    fails(torch.ones(1), torch.ones(()))
    fails(torch.ones(3), 1.0)


def test_long_lists_take_no_time() -> None:
    assert as_tensor([0.5] * 200_000).shape == (200_000,)
    assert as_tensor([1, 2.5, True]).tolist() == [1.0, 2.5, 1.0]


def test_dtype() -> None:
    assert_close(X.float(), X, dtype=torch.float32)
    assert_dtype(X.numpy(), torch.float64)
    assert_dtype(np.bool_(True), torch.bool)
    failed = fails(X.float(), dtype=torch.float64)
    assert (failed.measured, failed.target) == ("float32", "float64")
    for other in (1.0, X.tolist(), None, Handle(), np.array(["a"])):
        with pytest.raises(CheckFailed):
            assert_dtype(other, torch.float64)


# --- what it says about the difference


@pytest.mark.parametrize(
    ("actual", "says"),
    [
        (-X, "every sign is the opposite"),
        (X / 3, "one constant factor"),
        (X.float() / 3, "one constant factor"),
        (X + 0.01, "one constant that is added"),
        (torch.zeros(2, 3), "all of them are zero"),
        (X.flip(0), "all of its entries"),
        (X + torch.tensor([[1.0, 0, 0], [0, 0, 0]]), "a few of its entries"),
        (X * torch.tensor([[1.1, 1, 1], [1.2, 1, 1.3]]), "about half of its entries"),
    ],
)
def test_usual_slips_are_named(actual: torch.Tensor, says: str) -> None:
    assert says in str(fails(actual))


def test_a_pattern_explains_the_difference_or_is_not_named() -> None:
    noisy = X + 1e-5 * torch.tensor([[1.0, -1, 1], [1, 1, -1]])
    assert str(fails(noisy)) == "the result has wrong values (all of its entries)"
    assert "factor" not in str(fails(torch.tensor(2.0), torch.tensor(3.0))), "one number is always a factor away"


def test_distances_are_powers_of_ten() -> None:
    assert fails(X * 1.013).measured == "off by about 1 %"
    assert fails(X * 1.00013).measured == "off by about 10^-4 of its size"
    assert fails(X * 321).measured == "off by about 1000 times its size"
    assert fails(X * 1.013).target == "at most about 10^-6 of its size"
    failed = fails(torch.full((3,), 0.0123), torch.zeros(3))
    assert (failed.measured, failed.target) == ("off by about 10^-2", "at most about 10^-8")
    assert "infinitely" in fails([1e308, 0.0], [-1e308, 0.0]).measured


def texts(failed: CheckFailed) -> str:
    return " ".join((failed.message, failed.hint, failed.measured, failed.target))


def digits_of(value: float) -> set[str]:
    """The first three significant digits as text shows them, unless they are what a power of ten looks like."""
    found = set()
    for text in (repr(value), f"{value:.4e}", f"{value:.6g}", f"{value:.3f}"):
        digits = re.sub(r"e.*|[^0-9]", "", text).lstrip("0")[:3]
        if len(digits) == 3 and digits not in ("100", "256"):
            found.add(digits)
    return found


numbers = st.floats(-1e12, 1e12).filter(lambda v: abs(v) > 1e-12 or v == 0)
strange = st.sampled_from([None, "12345.678", float("nan"), float("inf"), True, 12345 + 678j])


@given(
    pairs=st.lists(st.tuples(numbers, numbers), min_size=1, max_size=6),
    kind=st.sampled_from(["values", "factor", "offset", "sign", "shape", "strange", "dtype"]),
    odd=strange,
)
@example(pairs=[(12345.678, 12345.679)], kind="values", odd=None)
@example(pairs=[(1.0, 1.0)], kind="strange", odd="12345.678")
def test_no_message_contains_a_value(pairs: list[tuple[float, float]], kind: str, odd: Any) -> None:
    expected = [want for _, want in pairs]
    actual: Any = {
        "values": [got for got, _ in pairs],
        "factor": [1.75 * want for want in expected],
        "offset": [want + 0.375 for want in expected],
        "sign": [-want for want in expected],
        "shape": [expected, expected],
        "strange": [odd, *expected[1:]],
        "dtype": torch.tensor(expected),
    }[kind]
    try:
        assert_close(actual, expected, rtol=1e-9, dtype=torch.float64 if kind == "dtype" else None)
    except CheckFailed as failed:
        flat = torch.tensor(expected, dtype=torch.float64).tolist()
        told = texts(failed)
        shown = {d for d in re.findall(r"\d{3,}", told.replace(".", "")) if not re.fullmatch("10+", d)}
        given = [12345.678, *[got for got, _ in pairs]]  # the text among the strange ones shows these digits
        leaked = {d for value in [*flat, *given] for d in digits_of(value)}
        assert not [s for s in shown for d in leaked if d in s and s not in ("128", "64")], told


# --- properties


def test_a_property_is_a_bool() -> None:
    require(True, "holds")
    require(np.bool_(True), "holds")
    with pytest.raises(CheckFailed) as caught:
        require(np.bool_(False), "it does not hold", hint="h", measured="m", target="t")
    assert (caught.value.message, caught.value.hint, caught.value.measured, caught.value.target) == (
        "it does not hold", "h", "m", "t",
    )  # fmt: skip


@pytest.mark.parametrize("condition", [torch.tensor(True), 1, "yes", None, Handle(), [True], np.array([True])])
def test_what_is_true_by_accident_is_refused(condition: Any) -> None:
    with pytest.raises(TypeError, match="must be a bool"):
        require(condition, "holds")


# --- exceptions


def raise_it(*names: str, message: str = "", traceback: str = "cell 3, line 1, in f\nE") -> None:
    raise StudentRaised(names[0], message, traceback, names)


def test_the_right_exception_by_name_or_base() -> None:
    with raises("ValueError"):
        raise_it("ValueError", "Exception")
    with raises("ValueError"):
        raise_it("MyError", "ValueError", "Exception")
    with raises("KeyError", "IndexError"):
        raise_it("IndexError", "LookupError", "Exception")


def test_the_wrong_exception_or_none() -> None:
    with pytest.raises(CheckFailed) as caught, raises("ValueError", hint="check the shapes"):
        raise_it("TypeError", "Exception")
    assert (caught.value.measured, caught.value.target, caught.value.hint) == (
        "TypeError", "ValueError", "check the shapes",
    )  # fmt: skip
    with pytest.raises(CheckFailed, match="must raise ValueError, and does not"), raises("ValueError"):
        pass


@pytest.mark.parametrize("wanted", ["Exception", "RuntimeError", "ValueError", "AttributeError"])
@pytest.mark.parametrize(
    "names", [("NotImplementedError", "RuntimeError", "Exception"), ("NameError", "Exception"), ("AttributeError",)]
)
def test_what_is_not_written_is_no_answer(wanted: str, names: tuple[str, ...]) -> None:
    if wanted == names[0]:
        return
    message = "'types.SimpleNamespace' object has no attribute 'f'"
    with pytest.raises(StudentRaised), raises(wanted):
        raise_it(*names, message=message, traceback=f"{names[0]}: {message}")


def test_a_name_error_of_the_students_own_is_an_answer() -> None:
    with pytest.raises(CheckFailed, match="wrong error"), raises("ValueError"):
        raise_it("NameError", "Exception")


def test_the_end_of_a_sandbox_passes_through() -> None:
    with pytest.raises(TimedOut), raises("Exception"):
        raise TimedOut("no answer")
