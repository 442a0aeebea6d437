"""Markdown cells as HTML: a student's own text cannot carry anything live, the course's may use plain HTML.

Three steps. mistune turns Markdown into HTML; formulae and code blocks leave it as marks. nh3 (an HTML parser, not a
pattern) keeps known elements and attributes, balances what is open, and replaces the sources of images. Last, the marks
become MathML and highlighted code, which escape what they show.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

import mistune
import nh3
from markupsafe import Markup, escape
from mistune.plugins.formatting import strikethrough
from mistune.plugins.math import math
from mistune.plugins.table import table

from autograder.feedback.formulae import render_formula
from autograder.feedback.highlighting import highlight_python
from autograder.feedback.text import plain

MAX_CHARS = 20_000
MAX_CACHED = 4_000

_OPEN, _CLOSE = "\ue000", "\ue001"  # private-use characters, taken out of every source first
_MARK = re.compile(f"{_OPEN}([a-z])([0-9a-f]*){_CLOSE}")
_STRAY = str.maketrans("", "", _OPEN + _CLOSE)

# Display formulae as Jupyter writes them: mistune's own rule wants the dollars on lines of their own.
_BLOCK = (
    r"^ {0,3}(?:\$\$(?P<tex>[^$]+)\$\$|(?P<env>\\begin\{(?P<name>[a-z]+\*?)\}[^$]*?\\end\{(?P=name)\}))[ \t]*(?:\n|$)"
)
_SAFE_TAGS = re.compile(
    r"</?(?:details|summary|sub|sup|kbd)\s*>|<details open>|<br\s*/?>|<img\s[^<>]*>|<!--.*?-->", re.S
)

_TEXT_TAGS = frozenset(
    {"p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "a", "img", "pre", "code"}
    | {"em", "strong", "del", "sub", "sup", "kbd", "details", "summary", "table", "thead", "tbody", "tr", "th", "td"}
)
_COURSE_TAGS = _TEXT_TAGS | frozenset(
    {"div", "span", "figure", "figcaption", "dl", "dt", "dd", "small", "b", "i", "u", "mark", "abbr", "caption"}
)
_TEXT_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}, "details": {"open"}}
_COURSE_ATTRIBUTES = _TEXT_ATTRIBUTES | {"td": {"align", "colspan"}, "th": {"align", "colspan"}, "abbr": {"title"}}
_SCHEMES = ("http://", "https://", "mailto:", "#")
_MEDIA_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
}

Images = Mapping[str, bytes]


def render_markdown(source: str, *, trusted: bool = False, images: Images | None = None) -> Markup:
    """A markdown cell as an HTML fragment.

    Args:
        source: the cell's text.
        trusted: it is the course's own, restored from source: plain HTML is allowed. Scripts, handlers and unsafe
            addresses are never.
        images: the pictures that it may show, by the address that it gives them, e.g. ``images/rank.svg``; any other
            is replaced by its alternative text.
    """
    shown = tuple(sorted((images or {}).items()))
    if len(source) > MAX_CHARS and not trusted:
        return Markup('<pre class="long">{}</pre>').format(plain(source))
    render = _render_cached if trusted or len(source) <= MAX_CACHED else _render
    return render(source, trusted, shown)


def _render(source: str, trusted: bool, images: tuple[tuple[str, bytes], ...]) -> Markup:
    text = plain(source.translate(_STRAY), max(len(source), 1))
    try:
        rendered = _PARSERS[trusted](text)
    except RecursionError:
        return Markup('<pre class="long">{}</pre>').format(text)
    cleaned = _cleaner(trusted, images).clean(str(rendered))
    return Markup(_MARK.sub(_unmark, cleaned))  # cleaned above; marks become escaped fragments


_render_cached = lru_cache(maxsize=2048)(_render)


class _Renderer(mistune.HTMLRenderer):
    """HTML with marks where formulae and code blocks go; raw HTML escaped but for a few harmless tags."""

    def __init__(self, trusted: bool) -> None:
        super().__init__(escape=not trusted, allow_harmful_protocols=True)  # the cleaner drops them
        self.trusted = trusted

    def inline_html(self, html: str) -> str:
        return html if self.trusted else _escape_but_safe(html)

    def block_html(self, html: str) -> str:
        return self.inline_html(html) + "\n"

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        level = min(level + 1, 6)  # the page's own title is its one h1
        return f"<h{level}>{text}</h{level}>\n"

    def block_code(self, code: str, info: str | None = None) -> str:
        kind = "p" if (info or "").split(" ")[0] in ("python", "py", "python3") else "c"
        return f"<pre><code>{_mark(kind, code)}</code></pre>\n"

    def inline_math(self, text: str) -> str:
        return _mark("i", text)

    def block_math(self, text: str) -> str:
        return _mark("d", text)


def _formulae(md: mistune.Markdown) -> None:
    math(md)
    md.block.register("display_math", _BLOCK, _parse_display, before="fenced_code")
    for name in ("inline_math", "block_math"):
        if isinstance(md.renderer, _Renderer):
            md.renderer.register(name, _of_renderer(name))


def _of_renderer(name: str) -> Any:
    """The plugin registers functions that take the renderer first; ours are methods."""
    return lambda renderer, text: getattr(_Renderer, name)(renderer, text)


def _parse_display(_block: Any, match: re.Match[str], state: Any) -> int:
    state.append_token({"type": "block_math", "raw": match["tex"] or match["env"]})
    return match.end()


def _parser(trusted: bool) -> mistune.Markdown:
    return mistune.create_markdown(escape=None, renderer=_Renderer(trusted), plugins=[table, strikethrough, _formulae])


_PARSERS = {trusted: _parser(trusted) for trusted in (False, True)}


def _escape_but_safe(html: str) -> str:
    parts, position = [], 0
    for match in _SAFE_TAGS.finditer(html):
        parts += [str(escape(html[position : match.start()])), match[0]]
        position = match.end()
    return "".join([*parts, str(escape(html[position:]))])


def _mark(kind: str, text: str) -> str:
    return f"{_OPEN}{kind}{text.encode().hex()}{_CLOSE}"


def _unmark(match: re.Match[str]) -> str:
    kind, text = match[1], bytes.fromhex(match[2]).decode()
    if kind in "id":
        return render_formula(text, display=kind == "d")
    return highlight_python(text) if kind == "p" else escape(text)


@lru_cache(maxsize=64)
def _cleaner(trusted: bool, images: tuple[tuple[str, bytes], ...]) -> nh3.Cleaner:
    pictures = {address: _data_uri(address, content) for address, content in images}

    def keep(tag: str, name: str, value: str) -> str | None:
        if name == "src":
            return pictures.get(value.removeprefix("./"))
        if name == "href":
            return value if value.lower().startswith(_SCHEMES) else None
        return _MARK.sub(lambda match: bytes.fromhex(match[2]).decode(), value)  # a formula in an alternative text

    return nh3.Cleaner(
        tags=set(_COURSE_TAGS if trusted else _TEXT_TAGS),
        attributes=_COURSE_ATTRIBUTES if trusted else _TEXT_ATTRIBUTES,
        attribute_filter=keep,
        url_schemes={"http", "https", "mailto", "attachment"},  # the last for images, which are replaced
    )


def _data_uri(address: str, content: bytes) -> str:
    media = _MEDIA_TYPES.get(PurePosixPath(address).suffix.lower(), "image/png")
    return f"data:{media};base64,{b64encode(content).decode()}"
