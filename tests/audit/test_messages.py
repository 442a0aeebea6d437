"""What may be told to who is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from autograder.audit import find_message_faults
from autograder.records import Outcome, TestResult

SOLUTION = "def f(x):\n    lengths = torch.linalg.vector_norm(x, dim=-1)\n    x = x / lengths\n    return x, lengths\n"


def said(message: str, **told: Any) -> TestResult:
    outcome = told.pop("outcome", Outcome.FAILED)
    return TestResult(test="test_f", exercise="f", points=1, earned=0, outcome=outcome, message=message, **told)


@pytest.mark.parametrize(
    ("test", "fault"),
    [
        (said(""), "it says nothing"),
        (said("wrong"), "it says too little"),
        (said("the table should be tensor([1, 2])"), "it shows an array"),
        (said("the table should be like this:", target="[0.25, 0.75]"), "it shows an array"),
        (said("the value should be near 0.33333 here"), "it shows a precise value"),
        (said("the value is wrong", hint="Divide by torch.linalg.vector_norm(x, dim=-1)."), "it tells a line"),
        (said("an answer of another kind than expected", unexpected=True), "the grader itself stumbled"),
    ],
)
def test_what_a_person_should_read(test: TestResult, fault: str) -> None:
    assert [each for each in find_message_faults(test, SOLUTION) if each.startswith(fault)]


@pytest.mark.parametrize(
    "test",
    [
        said("the table has wrong values (a few of its entries)", measured="off by about 10 %", target="at most 10^-6"),
        said("the result has the wrong shape", measured="shape (3, 2)", target="shape (2, 3)"),
        said("ValueError: tensor([1.0, 2.0]) is odd", outcome=Outcome.ERROR),
        said("crashed", outcome=Outcome.CRASH),
        said("two things have to be returned", hint="End with: return x, lengths"),
        said("entry (i, j) should be the cosine of query i and key j", hint="In [0, 1], 1e-8 is small."),
    ],
)
def test_what_may_be_told(test: TestResult) -> None:
    assert find_message_faults(test, SOLUTION) == []
