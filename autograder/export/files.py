"""CSV files for spreadsheets and learning management systems: written whole or not at all, and never a formula."""

from __future__ import annotations

import os
import re
from enum import StrEnum
from pathlib import Path

import pandas as pd  # type: ignore[import-untyped]  # pandas ships no annotations

# Spreadsheets take a text that begins so for a formula (the full-width forms too), also after blanks that they strip.
_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
# Where semicolons separate (as in much of Europe), `ada;=1` is two cells, whatever is quoted.
_FORMULA_WITHIN = re.compile(r"(?<=[;|,\"])(?=[\s\"]*[=+\-@＝＋－＠])")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_CANVAS_COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")


class LmsFormat(StrEnum):
    """What a learning management system imports.

    ``CANVAS``: the grade book's own columns (``Student, ID, SIS User ID, SIS Login ID, Section``), then one named after
    the assignment; a second line with the points possible. Students are matched by ``SIS Login ID``.

    ``MOODLE``: ``username`` and one column named after the assignment, to be mapped when importing.
    """

    CANVAS = "canvas"
    MOODLE = "moodle"


def write_csv(path: Path, table: pd.DataFrame) -> None:
    """Write a table of scores: one line for each student, points as numbers, what is not known as an empty cell.

    Args:
        path: where; its folder must exist. An older file is replaced at once, or not at all.
        table: from `scores_table`.
    """
    _write(path, table.reset_index())


def write_lms(path: Path, table: pd.DataFrame, assignment: str, format: LmsFormat | str = "canvas") -> tuple[str, ...]:
    """Write the totals as a learning management system imports them.

    A student whose total is not final (ungraded, or an answer awaits a mark) is left out: an import would publish it.

    Args:
        path: where; its folder must exist. An older file is replaced at once, or not at all.
        table: from `scores_table`.
        assignment: the name of the column, as the system knows the assignment.
        format: which system, see `LmsFormat`.

    Returns:
        The students that were left out.

    Raises:
        ValueError: if there is no such format.
    """
    is_final = table["total"].notna() & (table["awaiting"] == 0)
    final = table[is_final]
    layout = _canvas if LmsFormat(format) is LmsFormat.CANVAS else _moodle
    _write(path, layout(final, assignment))
    return tuple(str(student) for student in table.index[~is_final])


def _canvas(final: pd.DataFrame, assignment: str) -> pd.DataFrame:
    students = [str(student) for student in final.index]
    blank = [""] * len(students)
    totals = [float(total) for total in final["total"]]
    out_of = float(final["out_of"].iloc[0]) if len(final) else ""
    columns = dict(zip(_CANVAS_COLUMNS, (students, blank, blank, students, blank), strict=True))
    rows = {name: ["Points Possible" if name == "Student" else "", *values] for name, values in columns.items()}
    return pd.DataFrame({**rows, _distinct(assignment, rows): [out_of, *totals]}, dtype=object)


def _moodle(final: pd.DataFrame, assignment: str) -> pd.DataFrame:
    rows = {"username": [str(student) for student in final.index]}
    return pd.DataFrame({**rows, _distinct(assignment, rows): list(final["total"])}, dtype=object)


def _distinct(assignment: str, columns: dict[str, list[str]]) -> str:
    """An assignment's name that is none of the layout's own columns."""
    return f"{assignment} (assignment)" if assignment in columns else assignment


def _write(path: Path, table: pd.DataFrame) -> None:
    safe = table.map(_safe).rename(columns=_safe)
    text = safe.to_csv(index=False, lineterminator="\n", float_format="%.10g")
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with partial.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _safe(value: object) -> object:
    """A cell that no spreadsheet runs: text that looks like a formula is quoted, numbers stay numbers."""
    if not isinstance(value, str):
        return value
    text = _CONTROLS.sub("", " ".join(value.splitlines()).replace("\t", " "))
    text = _FORMULA_WITHIN.sub("'", text)
    return f"'{text}" if _FORMULA.match(value) or _FORMULA.match(text) else text
