"""Hints unfold in steps: each opens inside the one before it."""

from __future__ import annotations

import re

_SEPARATOR = "---"
_SUMMARY = re.compile(r"<details>\n<summary>Hint \d+ of \d+</summary>\n\n")


def split_steps(source: str) -> list[str]:
    """The steps of a hint, which lines ``---`` separate; blank ones are kept, as empty text."""
    steps: list[list[str]] = [[]]
    for line in source.split("\n"):
        if line.strip() == _SEPARATOR:
            steps.append([])
        else:
            steps[-1].append(line)
    return ["\n".join(step).strip("\n") for step in steps]


def render_hint(source: str) -> str:
    """A hint as a notebook shows it.

    >>> print(render_hint("Look at the shapes.\\n\\n---\\n\\nTranspose it."))
    <details>
    <summary>Hint 1 of 2</summary>
    <BLANKLINE>
    Look at the shapes.
    <BLANKLINE>
    <details>
    <summary>Hint 2 of 2</summary>
    <BLANKLINE>
    Transpose it.
    <BLANKLINE>
    </details>
    </details>
    """
    steps = split_steps(source)
    opened = [f"<details>\n<summary>Hint {i} of {len(steps)}</summary>\n\n{step}" for i, step in enumerate(steps, 1)]
    return "\n\n".join([*opened, "\n".join(["</details>"] * len(steps))])


def unrender_hint(text: str) -> str:
    """The opposite of `render_hint`.

    Raises:
        ValueError: if the text is not what `render_hint` makes of any hint.
    """
    count = len(_SUMMARY.findall(text))
    body = text.removesuffix("\n".join(["</details>"] * count)).strip("\n")
    steps = [step.strip("\n") for step in _SUMMARY.split(body)[1:]]
    source = f"\n\n{_SEPARATOR}\n\n".join(steps)
    if not steps or render_hint(source) != text:
        raise ValueError(
            "its steps must stand in <details> with <summary>Hint 1 of …</summary>, each inside the one before"
        )
    return source
