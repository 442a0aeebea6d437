"""Read what a student handed in: bounded before it is parsed, mended where the damage is small, refused in a sentence.

Theory of operation. The file is the student's, so nothing in it is believed. Its size is checked before it is read,
and how deeply and how often it nests before it is parsed, so that no file of allowed size can exhaust the trusted
process. Only what grading uses is kept of what was parsed, each value checked; the JSON schema of notebooks is not
consulted, which takes longer than all of this together and refuses notebooks over details that nobody's marks should
depend on.
"""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from autograder.course import Limits
from autograder.errors import SubmissionError
from autograder.lessons.notebook import from_dict, node

# A notebook has some ten objects and lists to a cell, a plot as data perhaps a hundred thousand numbers.
MAX_CONTAINERS = 250_000
MAX_ITEMS = 2_000_000
# Pictures that a student pasted into Markdown, all together.
MAX_ATTACHMENT_CHARS = 5_000_000

# An open string ends with the file: each byte is looked at once, whatever the quotation marks.
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_NOT_STRUCTURE = re.compile(r"[^][{},]+")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TAG = re.compile(r"[^,\n]{1,100}")
_CELL_TYPES = {"code", "markdown", "raw"}


def read_submission(path: Path, limits: Limits) -> NotebookNode:
    """Read a handed-in notebook, without its outputs.

    Args:
        path: the file.
        limits: how large, deep and long it may be.

    Returns:
        A notebook of format 4.5 whose cells all have an id, metadata and text. Metadata are the student's: `repair`
        decides what to believe.

    Raises:
        SubmissionError: if it cannot be read as a notebook; the message is for the student.
    """
    try:
        text = _read_text(path, limits)
        _check_structure(text, limits)
        data = _parse(text)
        return _to_notebook(data, limits)
    except SubmissionError:
        raise
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError) as error:
        raise SubmissionError(f"the notebook is damaged and cannot be read ({type(error).__name__})") from error


def _read_text(path: Path, limits: Limits) -> str:
    try:
        # Not through a link, and not waiting for whoever writes to a pipe.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise SubmissionError("no notebook was handed in") from error
    except (OSError, ValueError) as error:
        raise SubmissionError("the notebook cannot be opened: it must be a file, not a link") from error
    try:
        data = _read_bytes(descriptor, limits.notebook_bytes)
    finally:
        os.close(descriptor)
    if not data.strip():
        raise SubmissionError("the notebook is an empty file")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SubmissionError("the notebook is not a text file in UTF-8") from error


def _read_bytes(descriptor: int, most: int) -> bytes:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise SubmissionError("the notebook is not a file")
    data = b""
    if status.st_size <= most:
        with open(descriptor, "rb", closefd=False) as file:
            data = file.read(most + 1)  # it may have grown
    if max(status.st_size, len(data)) > most:
        raise SubmissionError(f"the notebook is larger than {most / 1e6:g} MB: clear its outputs and save it again")
    return data


def _check_structure(text: str, limits: Limits) -> None:
    """Bound nesting and number of values, before a parser sees them."""
    structure = _NOT_STRUCTURE.sub("", _STRING.sub("", text))
    brackets = structure.replace(",", "")
    if len(brackets) > 2 * MAX_CONTAINERS or len(structure) - len(brackets) > MAX_ITEMS:
        raise SubmissionError("the notebook holds too much data: clear its outputs and save it again")
    depth = 0
    for bracket in brackets:
        if bracket in "[{":
            depth += 1
            if depth > limits.json_depth:
                raise SubmissionError("the notebook is nested too deeply to be a notebook")
        else:
            depth -= 1


def _parse(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text, parse_constant=lambda _: None)
    except ValueError as error:
        raise SubmissionError("the notebook is not valid JSON: was it cut off, or saved by hand?") from error
    if not isinstance(data, dict):
        raise SubmissionError("the file is not a notebook")
    if _SURROGATE.search(text):
        data = _without_surrogates(data)
    notebook: dict[str, Any] = data
    return notebook


def _without_surrogates(value: Any) -> Any:
    """Half a character cannot be written to a file again."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    return value


def _to_notebook(data: dict[str, Any], limits: Limits) -> NotebookNode:
    version = data.get("nbformat", 3 if "worksheets" in data else 4)
    if type(version) is not int or not 2 <= version <= 4:
        raise SubmissionError(f"the notebook's format {str(version)[:20]!r} is unknown: save it with JupyterLab")
    cells = _upgrade(data) if version < 4 else data.get("cells")
    if not isinstance(cells, list):
        raise SubmissionError("the file is not a notebook: it has no cells")
    if len(cells) > limits.notebook_cells:
        raise SubmissionError(f"the notebook has more than {limits.notebook_cells} cells")
    ids: set[str] = set()
    room = [MAX_ATTACHMENT_CHARS]
    read = [_to_cell(cell, number, ids, room) for number, cell in enumerate(cells, 1)]
    metadata = node()
    journey = data["metadata"].get("journey") if isinstance(data.get("metadata"), dict) else None
    if isinstance(journey, dict) and isinstance(journey.get("assignment"), str):
        metadata["journey"] = node(assignment=journey["assignment"])
    return node(cells=read, metadata=metadata, nbformat=4, nbformat_minor=5)


def _upgrade(data: dict[str, Any]) -> list[Any]:
    """The cells of a notebook of format 2 or 3 (until 2015), in the terms of format 4.

    nbformat's own converter wants the notebook whole, writes to the log where it is not, and draws ids at random.
    """
    cells = [cell for sheet in data["worksheets"] for cell in sheet["cells"]]
    for cell in cells:
        if cell.get("cell_type") == "heading":
            level = cell.get("level")
            hashes = "#" * (max(1, min(6, level)) if isinstance(level, int) else 1)
            cell["source"] = f"{hashes} {_source(cell.get('source', ''), 0)}"
        elif "input" in cell:
            cell["source"] = cell["input"]
    return cells


def _to_cell(cell: Any, number: int, ids: set[str], room: list[int]) -> NotebookNode:
    if not isinstance(cell, dict):
        raise SubmissionError(f"cell {number} of the notebook is damaged")
    cell_type = cell.get("cell_type")
    if cell_type not in _CELL_TYPES if isinstance(cell_type, str) else True:
        cell_type = "code" if "outputs" in cell else "markdown"
    read = node(
        cell_type=cell_type,
        id=_cell_id(cell.get("id"), number, ids),
        metadata=_metadata(cell.get("metadata")),
        source=_source(cell.get("source", ""), number),
    )
    if cell_type == "code":
        read["execution_count"], read["outputs"] = None, []
    elif attachments := _attachments(cell.get("attachments"), room):
        read["attachments"] = attachments
    return read


def _source(source: Any, number: int) -> str:
    lines: list[str] = source if isinstance(source, list) else [source]
    if not all(isinstance(line, str) for line in lines):
        raise SubmissionError(f"the text of cell {number} is damaged")
    return "".join(lines).replace("\r\n", "\n")


def _cell_id(given: Any, number: int, ids: set[str]) -> str:
    name = given if isinstance(given, str) and _CELL_ID.fullmatch(given) else f"cell-{number}"
    while name in ids:
        name = f"cell-{number}-{len(ids)}"
        number += 1
    ids.add(name)
    return name


def _metadata(metadata: Any) -> NotebookNode:
    """Of a cell's metadata, what the course itself writes; nothing of what the front end notes."""
    kept = node()
    if not isinstance(metadata, dict):
        return kept
    for key in ("nbgrader", "journey"):
        if isinstance(metadata.get(key), dict):
            kept[key] = from_dict(metadata[key])
    tags = metadata.get("tags")
    if isinstance(tags, list) and tags:
        texts = dict.fromkeys(tag for tag in tags if isinstance(tag, str))
        kept["tags"] = [tag for tag in texts if _TAG.fullmatch(tag)]
    return kept


def _attachments(attachments: Any, room: list[int]) -> NotebookNode:
    """Pasted pictures, as long as there is room for them."""
    kept = node()
    for name, bundle in attachments.items() if isinstance(attachments, dict) else ():
        if not isinstance(bundle, dict) or not bundle or not all(isinstance(data, str) for data in bundle.values()):
            continue
        room[0] -= sum(map(len, bundle.values()))
        if room[0] >= 0:
            kept[name] = node(bundle)
    return kept
