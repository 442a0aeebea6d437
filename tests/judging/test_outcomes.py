"""What each kind of ending says about the submission."""

from __future__ import annotations

import json

import pytest

from autograder.errors import CheckFailed, Crashed, GraderError, HostError, OutOfMemory, StudentRaised, TimedOut
from autograder.judging.outcomes import UNEXPECTED, Question, judge_outcome
from autograder.records import CellResult, Outcome, TestResult
from tests.judging.conftest import Judge

QUESTION = Question("test_it", "f", 2.0, "It works.")
CALL = '@points("f", 2)\ndef test_it(notebook):\n    """It works.\n\n    Never shown."""\n    '
CLOSE = CALL + "assert_close(notebook.f(2.0), 4.0, hint='Twice.')\n"
VJP = CALL + "notebook.run(vjp, 'f', [torch.ones(2)], torch.ones(2))\n"
STUB = "def f(x):\n    raise NotImplementedError\n"


def tell(raised: BaseException | None, cell: CellResult | None = None, *, untouched: bool = False) -> TestResult:
    cells = {"f": cell} if cell else {}
    return judge_outcome(QUESTION, raised, cells, frozenset({"f"} if untouched else ()), 0.25)


@pytest.mark.parametrize(
    ("raised", "outcome", "message"),
    [
        (None, Outcome.PASSED, ""),
        (CheckFailed("too large", "look", "2", "1"), Outcome.FAILED, "too large"),
        (StudentRaised("ValueError", "no", "cell 1\nValueError: no"), Outcome.ERROR, "ValueError: no"),
        (StudentRaised("MemoryError", ""), Outcome.MEMORY, "MemoryError"),
        (StudentRaised("RuntimeError", "DefaultCPUAllocator: can't allocate memory"), Outcome.MEMORY, "RuntimeError: "),
        (TimedOut("no answer within 10 s"), Outcome.TIMEOUT, "no answer within 10 s"),
        (OutOfMemory("too much"), Outcome.MEMORY, "too much"),
        (Crashed("its process ended"), Outcome.CRASH, "its process ended"),
        (AssertionError("they differ"), Outcome.FAILED, "they differ"),
        (AssertionError(), Outcome.FAILED, UNEXPECTED),
        (ZeroDivisionError("secret 3.14159"), Outcome.FAILED, UNEXPECTED),
        (RecursionError(), Outcome.FAILED, UNEXPECTED),
        (SystemExit(3), Outcome.FAILED, UNEXPECTED),
        (GraderError("a list cannot be sent"), Outcome.FAILED, UNEXPECTED),
    ],
)
def test_each_ending_has_its_outcome(raised: BaseException | None, outcome: Outcome, message: str) -> None:
    result = tell(raised)
    assert result.outcome is outcome
    assert result.message.startswith(message)
    assert result.earned == (2.0 if outcome is Outcome.PASSED else 0.0)
    assert (result.test, result.exercise, result.points, result.asked) == ("test_it", "f", 2.0, "It works.")
    assert result.unexpected == (message == UNEXPECTED)
    if result.unexpected:
        assert type(raised).__name__ in result.detail
        shown = result.model_dump_json(exclude={"detail"})
        assert "secret" not in shown


def test_a_failed_check_shows_all_that_it_says() -> None:
    result = tell(CheckFailed("too large", "look at it", "about 10", "at most 1"))
    assert (result.hint, result.measured, result.target) == ("look at it", "about 10", "at most 1")


# --- with a notebook


@pytest.mark.parametrize(
    ("source", "outcome", "message"),
    [
        ("def f(x):\n    return 2 * x\n", Outcome.PASSED, ""),
        ("def f(x):\n    return 3 * x\n", Outcome.FAILED, "the result has wrong values"),
        ("def f(x):\n    raise ValueError('no')\n", Outcome.ERROR, "ValueError: no"),
        ("def f(x):\n    import os; os._exit(0)\n", Outcome.CRASH, "its process ended"),
        ("def f(x):\n    raise SystemExit\n", Outcome.ERROR, "SystemExit"),
        ("def f(x):\n    raise KeyboardInterrupt\n", Outcome.ERROR, "KeyboardInterrupt"),
        ("def f(x):\n    assert False, 'my own'\n", Outcome.ERROR, "AssertionError: my own"),
        ("def f(x):\n    return g(x)\n", Outcome.ERROR, "NameError: name 'g' is not defined"),
        ("def f():\n    return 4.0\n", Outcome.ERROR, "TypeError"),
        ("f = 4.0\n", Outcome.ERROR, "TypeError: 'float' object is not callable"),
        ("def renamed(x):\n    return 2 * x\n", Outcome.ERROR, "your notebook does not define `f`"),
        ("def f(x:\n", Outcome.ERROR, "your cell did not run: SyntaxError"),
        ("1 / 0\n", Outcome.ERROR, "your cell did not run: ZeroDivisionError"),
        ("raise SystemExit\n", Outcome.ERROR, "your cell did not run: SystemExit"),
        ("import os; os._exit(1)\n", Outcome.CRASH, "your cell did not run: its process ended"),
        ("class f:\n    def __init__(self, x): pass\n", Outcome.FAILED, "the result is of type f, not numbers"),
    ],
)
def test_what_a_notebook_does_has_its_outcome(judge: Judge, source: str, outcome: Outcome, message: str) -> None:
    result = judge(source, CLOSE)
    assert (result.outcome, result.unexpected) == (outcome, False)
    assert result.message.startswith(message)
    assert result.asked == "It works."


@pytest.mark.parametrize(
    "value", ["None", "'4.0'", "[[4.0], []]", "4 + 0j", "np.array([4, None])", "object()", "{}", "print"]
)
def test_odd_values_fail_and_are_no_surprise(judge: Judge, value: str) -> None:
    result = judge(f"import numpy as np\ndef f(x):\n    return {value}\n", CLOSE)
    assert (result.outcome, result.unexpected) == (Outcome.FAILED, False)


@pytest.mark.parametrize(
    ("answer", "then"),
    [
        ("None", "p, P = notebook.f(2.0)"),
        ("1.0", "notebook.f(2.0)[3]"),
        ("'ab'", "torch.linalg.svd(notebook.f(2.0))"),
        ("[2.0]", "require(notebook.f(2.0)[0] == 2.0 and notebook.f(2.0), 'is two')"),
        ("'x'", "require(notebook.f(2.0) + 1 > 2, 'is more than two')"),
        ("10**400", "float(notebook.f(2.0))"),
    ],
)
def test_a_grader_that_stumbles_over_a_value_fails_it_and_says_so(judge: Judge, answer: str, then: str) -> None:
    result = judge(f"def f(x):\n    return {answer}\n", CALL + then)
    if result.outcome is Outcome.PASSED:
        pytest.fail("the grader did not stumble")
    assert (result.outcome, result.unexpected, result.message, result.earned) == (Outcome.FAILED, True, UNEXPECTED, 0)
    assert "test_it.py" in result.detail


def test_an_object_of_the_students_never_counts_as_true(judge: Judge) -> None:
    source = "class Yes:\n    def __eq__(self, o): return True\n    def __bool__(self): return True\n"
    for check in (
        "assert notebook.f(2.0) == 4.0, 'm'",
        "assert notebook.f(2.0), 'm'",
        "assert 4 in notebook.f(2), 'm'",
    ):
        result = judge(source + "def f(x):\n    return Yes()\n", CALL + check)
        assert (result.outcome, result.unexpected) == (Outcome.FAILED, False)


@pytest.mark.parametrize("grader", [CLOSE, VJP, CALL + "notebook.get('f')\n    notebook.f(1)"])
@pytest.mark.parametrize("source", [STUB, "", "raise NotImplementedError\n"])
def test_what_was_left_alone_is_not_attempted(judge: Judge, grader: str, source: str) -> None:
    result = judge({"other": "pass", "f": source}, grader, untouched=frozenset({"f"}))
    assert (result.outcome, result.message) == (Outcome.NOT_ATTEMPTED, "you have not written this yet")


@pytest.mark.parametrize("wanted", ["ValueError", "RuntimeError", "Exception", "NameError"])
@pytest.mark.parametrize("source", [STUB, "pass"])
def test_a_stub_does_not_pass_where_an_error_is_wanted(judge: Judge, wanted: str, source: str) -> None:
    grader = CALL + f"with raises('{wanted}'):\n        notebook.f(1)"
    if (wanted, source) != ("NameError", "pass"):
        assert judge(source, grader, untouched=frozenset({"f"})).outcome is Outcome.NOT_ATTEMPTED
        assert judge(source, grader).outcome is Outcome.ERROR


def test_a_stub_that_was_worked_on_is_an_error(judge: Judge) -> None:
    assert judge("def f(x):\n    y = 2 * x\n    raise NotImplementedError\n", CLOSE).outcome is Outcome.ERROR


def test_an_answer_that_needs_an_unwritten_one_is_an_error(judge: Judge) -> None:
    answers = {"g": "def g(x):\n    raise NotImplementedError\n", "f": "def f(x):\n    return g(x)\n"}
    result = judge(answers, CLOSE, untouched=frozenset({"g"}))
    assert result.outcome is Outcome.ERROR
    assert result.message == "NotImplementedError"


def test_a_broken_cell_is_told_also_through_a_helper(judge: Judge) -> None:
    result = judge("def f(x:\n", VJP)
    assert result.message.startswith("your cell did not run: SyntaxError")
    assert judge("def renamed(x):\n    return x\n", VJP).message == "your notebook does not define `f`"


def test_a_timeout_within_a_test(judge: Judge) -> None:
    result = judge("def f(x):\n    while True: pass\n", CLOSE, test_seconds=0.3)
    assert (result.outcome, result.message) == (Outcome.TIMEOUT, "no answer within 0.3 s")
    grader = CLOSE.replace('"f", 2', '"f", 2, seconds=0.2')
    assert judge("def f(x):\n    while True: pass\n", grader).message == "no answer within 0.2 s"


@pytest.mark.parametrize("source", ["while True: pass", "import os; os._exit(0)", "import os; os.abort()"])
def test_a_grader_cannot_swallow_the_end_of_a_sandbox(judge: Judge, source: str) -> None:
    swallows = "try:\n        notebook.f(2.0)\n    except Exception:\n        pass"
    result = judge(f"def f(x):\n    {source}\n", CALL + swallows, test_seconds=0.4)
    assert result.outcome in (Outcome.TIMEOUT, Outcome.CRASH)
    assert judge("def f(x):\n    raise ValueError\n", CALL + swallows).outcome is Outcome.PASSED, "but what it catches"


def test_a_libraries_assertion_tells_the_students_nothing(judge: Judge) -> None:
    result = judge(
        "def f(x):\n    return torch.ones(3)\n",
        CALL + "torch.testing.assert_close(notebook.f(1), torch.full((3,), 7.77))",
    )
    assert (result.message, result.unexpected) == ("NameError: name 'torch' is not defined", False)
    result = judge(
        "import torch\ndef f(x):\n    return torch.ones(3)\n",
        CALL + "torch.testing.assert_close(notebook.f(1), torch.full((3,), 7.77))",
    )
    assert (result.outcome, result.message, result.unexpected) == (Outcome.FAILED, UNEXPECTED, True)
    assert "6.77" not in json.dumps(result.model_dump(mode="json", exclude={"detail"}))


def test_a_plain_assertion_shows_its_message_only(judge: Judge) -> None:
    result = judge("def f(x):\n    return 3.0\n", CALL + "assert notebook.f(2.0) == 4.0, 'it is not twice as much'")
    assert (result.outcome, result.message) == (Outcome.FAILED, "it is not twice as much")
    assert "4.0" not in result.model_dump_json()


def test_strange_text_of_a_student_can_be_kept_and_read_again(judge: Judge) -> None:
    strange = "def f(x):\n    raise ValueError('\\ud800\\x00\\x1b[31m' + 'x' * 10_000)\n"
    result = judge(strange, CLOSE)
    assert result.outcome in (Outcome.ERROR, Outcome.CRASH)
    assert TestResult.model_validate_json(result.model_dump_json()) == result
    assert len(result.message) < 5_000


def test_a_fault_of_ours_is_no_outcome(judge: Judge) -> None:
    judge.write("from autograder.errors import HostError\n" + CALL + "raise HostError('no sandbox')")
    with pytest.raises(HostError, match="no sandbox"):
        judge.run({"f": ""})
    judge.write(CALL + "raise OSError(28, 'No space left on device')")
    with pytest.raises(HostError, match="No space left"):
        judge.run({"f": ""})


def test_ctrl_c_ends_everything(judge: Judge) -> None:
    judge.write(CALL + "raise KeyboardInterrupt")
    with pytest.raises(KeyboardInterrupt):
        judge.run({"f": ""})
