"""Marks of equivalent mutants: each has a reason, none is stale, and there are few."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.audit import Mark, find_mark_faults, generate_mutants, most_marks, read_marks
from autograder.errors import GraderError

MUTANTS = generate_mutants("def f(x, y):\n    return (x - y) * (x + y) / x.mean(dim=0) + y ** 2\n")
MARK = '[[equivalent]]\nexercise = "f"\nid = "{id}"\nreason = "{reason}"\n'


def write(folder: Path, *entries: tuple[str, str]) -> Path:
    (folder / "equivalent.toml").write_text("".join(MARK.format(id=id_, reason=reason) for id_, reason in entries))
    return folder


def test_marks_are_read(tmp_path: Path) -> None:
    assert read_marks(tmp_path) == ()
    assert read_marks(write(tmp_path, ("a", "zero is zero"))) == (Mark("f", "a", "zero is zero"),)


@pytest.mark.parametrize(
    "text",
    [
        MARK.format(id="a", reason="no"),
        MARK.format(id="a", reason="one is one") * 2,
        '[[equivalent]]\nid = "a"\nreason = "one is one"\n',
        '[[equivalent]]\nexercise = "f"\nid = 3\nreason = "one is one"\n',
        "[[equivalent]",
    ],
    ids=["no sentence", "twice", "no exercise", "no text", "no toml"],
)
def test_a_slip_in_the_file_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "equivalent.toml").write_text(text)
    with pytest.raises(GraderError, match=r"equivalent\.toml"):
        read_marks(tmp_path)


def test_a_mutant_that_is_gone_is_refused() -> None:
    (fault,) = find_mark_faults([Mark("f", "gone", "it is gone")], {"f": MUTANTS})
    assert "not generated any more" in fault


def test_no_more_than_a_tenth_may_be_marked() -> None:
    assert len(MUTANTS) >= 20
    most = most_marks(len(MUTANTS))
    assert most == 3
    assert most_marks(59) == 5
    marks = [Mark("f", mutant.id, "it is so") for mutant in MUTANTS[: most + 1]]
    assert find_mark_faults(marks[:most], {"f": MUTANTS}) == []
    (fault,) = find_mark_faults(marks, {"f": MUTANTS})
    assert f"at most {most}" in fault
