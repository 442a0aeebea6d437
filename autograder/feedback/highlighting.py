"""Python source as highlighted HTML."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup, escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograder.feedback.text import plain

MAX_CHARS = 40_000
MAX_HIGHLIGHTED = 10_000  # beyond this a cell is no program that anybody reads, and the lexer may be slow on it
MAX_CACHED = 4_000

_TRAILING = re.compile(r"[ \t]+$", re.M)  # nobody sees it, and long runs of it take the lexer quadratic time
_LEXER = PythonLexer(stripnl=False, ensurenl=False)
_FORMATTER = HtmlFormatter(nowrap=True, classprefix="t-")


def highlight_python(source: str) -> Markup:
    """A code cell's text with a ``<span>`` for each token; very long ones are only escaped.

    Args:
        source: the cell's text, whoever wrote it.
    """
    source = _TRAILING.sub("", plain(source.rstrip(), MAX_CHARS))
    if len(source) > MAX_HIGHLIGHTED:
        return escape(source)
    return _highlight_cached(source) if len(source) <= MAX_CACHED else _highlight(source)


def _highlight(source: str) -> Markup:
    return Markup(highlight(source, _LEXER, _FORMATTER).rstrip("\n"))  # pygments escapes


_highlight_cached = lru_cache(maxsize=2048)(_highlight)
