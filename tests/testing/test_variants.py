"""Mutants and alternatives are read, not run."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.errors import GraderError
from autograder.testing import Variant, alternative, load_variants, mutant

GOOD = '''
"""Wrong answers."""
import does_not_exist
from autograder.testing import mutant, alternative

@mutant(caught_by="test_sum")
def forgets_the_last(numbers):
    """Believes that ranges

    include their end."""
    return sum(numbers[:-1])

@mutant(
    caught_by="test_round_trip"
)
class loses_signs:
    """Believes that signs do not matter."""
    def encode(self, x):
        return abs(x)

@torch.no_grad()
@alternative
def total_by_hand(numbers):
    """Adds one by one."""
    result = 0
    for number in numbers:
        result += number
    return result
'''


def read(tmp_path: Path, text: str | bytes, name: str = "total.py") -> tuple[Variant, ...]:
    path = tmp_path / "mutants" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_variants(path.parent)


def test_code_takes_the_exercises_name(tmp_path: Path) -> None:
    forgets, loses, by_hand = read(tmp_path, GOOD)
    assert (forgets.exercise, forgets.name, forgets.caught_by) == ("total", "forgets_the_last", "test_sum")
    assert forgets.about == "Believes that ranges\n\ninclude their end."
    scope: dict[str, object] = {}
    exec(forgets.source, scope)
    assert scope["total"]([1, 2, 3]) == 3  # type: ignore[operator]
    assert loses.source.startswith("class total:\n")
    exec(loses.source, scope)
    assert scope["total"]().encode(-2) == 2  # type: ignore[operator]
    assert by_hand.caught_by == ""


def test_files_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    code = "@alternative\ndef f():\n    pass\n"
    for name in ("b.py", "C.py", "a.py"):
        found = read(tmp_path, code, name)
    assert [variant.exercise for variant in found] == ["C", "a", "b"]


def test_other_decorators_belong_to_the_answer(tmp_path: Path) -> None:
    by_hand = read(tmp_path, GOOD)[2]
    assert by_hand.source.startswith("@torch.no_grad()\ndef total(numbers):\n")


def test_marks_leave_the_code_as_it_is() -> None:
    def f() -> None:
        pass

    assert mutant(caught_by="b")(f) is f
    assert alternative(f) is f


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("def f(:", "total.py: "),
        ("x = 1\ndef f():\n    pass\n", "total.py:2: f is marked neither"),
        ("@other\ndef f():\n    pass\n", "f is marked neither"),
        ("@other.mutant(caught_by='t')\ndef f():\n    pass\n", "f is marked neither"),
        ("@mutant\ndef f():\n    pass\n", "says which test catches it"),
        ("@mutant()\ndef f():\n    pass\n", "says which test catches it"),
        ("@mutant('t')\ndef f():\n    pass\n", "says which test catches it"),
        ("@mutant('a', caught_by='t')\ndef f():\n    pass\n", "says which test catches it"),
        ("@mutant(caught_by=t)\ndef f():\n    pass\n", "says which test catches it"),
        ("@mutant(caught_by=3)\ndef f():\n    pass\n", "says which test catches it"),
        ("@mutant(caught_by='')\ndef f():\n    pass\n", "says which test catches it"),
        ("@alternative(caught_by='t')\ndef f():\n    pass\n", "an alternative says nothing"),
        (b"# \xff\n", "total.py: "),
        (b"x = '\0'\n", "total.py: "),
    ],
)
def test_a_slip_is_an_error_of_the_grader(tmp_path: Path, text: str | bytes, says: str) -> None:
    with pytest.raises(GraderError) as caught:
        read(tmp_path, text)
    assert says in str(caught.value)


def test_a_file_is_called_as_its_exercise_is(tmp_path: Path) -> None:
    with pytest.raises(GraderError, match=r"no-name\.py: the file is called as the exercise is"):
        read(tmp_path, "", "no-name.py")


def test_a_missing_folder_is_an_error_of_the_grader(tmp_path: Path) -> None:
    with pytest.raises(GraderError, match="none: there is no such folder"):
        load_variants(tmp_path / "none")
