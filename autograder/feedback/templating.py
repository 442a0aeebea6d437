"""The templates of this package, compiled once: everything is escaped, and a name that does not exist is an error."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from autograder.feedback.views import format_points

_MARKDOWN = re.compile(r"[$*_`\[\]\\~|!:]")
_FOLDER = Path(__file__).parent / "templates"


def render(name: str, **values: Any) -> str:
    """Fill a template of this package.

    Args:
        name: its file name.
        values: what it may name; strings are escaped, `Markup` is not.
    """
    return _environment().get_template(name).render(**values)


def literal(text: str) -> Markup:
    """Text that says the same inside markdown: what would be markup there is written as character references."""
    return Markup(_MARKDOWN.sub(lambda match: f"&#{ord(match[0])};", str(escape(text))))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["points"] = format_points
    environment.filters["literal"] = literal
    environment.globals["style"] = Markup((_FOLDER / "page.css").read_text(encoding="utf-8"))
    return environment
