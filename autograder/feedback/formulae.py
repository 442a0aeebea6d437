r"""TeX formulae as MathML, which browsers draw without a script and without a network.

A formula may be a student's. So it is bounded, may define no macros, and of the converter's tree only known elements
with known attributes are written out; whatever it cannot say well is shown as TeX.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from xml.etree.ElementTree import Element

from latex2mathml.converter import Converter
from markupsafe import Markup, escape

MAX_CHARS = 2_000
MAX_DEPTH = 48

_MACROS = re.compile(r"\\(?:def|newcommand|renewcommand|providecommand|let)(?![a-zA-Z])")
_REWRITES = (
    (re.compile(r"\\(begin|end)\{(?:aligned|align|split|gathered|gather|eqnarray)\*?\}"), r"\\\1{align*}"),
    (re.compile(r"\\(?:operatorname|mathop)\*?\{(?:\\mathrm\{)?arg\s*(?:\\[,;!])?\s*(min|max)\}?\}"), r"\\arg\1"),
    (re.compile(r"\\(?:begin|end)\{(?:equation|displaymath|math)\*?\}"), ""),
    (re.compile(r"\\operatorname\*"), r"\\operatorname"),
    (re.compile(r"\\arg\s*(?:\\[,;!])?\s*\\(min|max)(?![a-zA-Z])"), r"\\arg\1"),
    (re.compile(r"\\tag\*?\{([^{}]*)\}"), r"\\qquad\\text{(\1)}"),
    (re.compile(r"\\label\{[^{}]*\}|\\(?:nonumber|notag)(?![a-zA-Z])"), ""),
    (re.compile(r"\\[lr]?Vert(?![a-zA-Z])"), r"\\|"),
)
_ENVIRONMENT = re.compile(r"\\begin\{([^}]*)\}")
_ENVIRONMENTS = frozenset({"align*", "array", "cases", "dcases", "matrix", "smallmatrix"}) | frozenset(
    f"{bracket}matrix{star}" for bracket in "bBpvV" for star in ("", "*")
)
_ELEMENTS = frozenset(
    {"math", "mrow", "mstyle", "mpadded", "mphantom", "menclose", "mi", "mn", "mo", "mtext", "mspace"}
    | {"msup", "msub", "msubsup", "mover", "munder", "munderover", "mfrac", "msqrt", "mroot", "mtable", "mtr", "mtd"}
)
_FLAG, _LENGTH = re.compile("true|false"), re.compile(r"[+-]?\d?(?:\.\d{1,3})?(?:em|ex|pt|px)|0|[12]?\d{2}%")
_ATTRIBUTES = {
    "display": re.compile("block|inline"),
    "scriptlevel": re.compile("[012]"),
    **dict.fromkeys(("displaystyle", "stretchy", "fence", "accent", "movablelimits", "largeop", "symmetric"), _FLAG),
    **dict.fromkeys(("width", "height", "depth", "lspace", "rspace", "voffset"), _LENGTH),
    **dict.fromkeys(("linethickness", "minsize", "maxsize"), _LENGTH),
}
_OPERATORS = frozenset(":~†⟨⟩⌊⌋⌈⌉‖⟹⟺∣⟂")


class _TooHardError(Exception):
    """The formula needs what the converter cannot say."""


def render_formula(tex: str, *, display: bool = False) -> Markup:
    """A formula as MathML, or as its TeX source where that fails.

    Args:
        tex: without its delimiters.
        display: set apart from the text, as between ``$$``.
    """
    tex = tex.strip()
    if len(tex) <= MAX_CHARS and not _MACROS.search(tex):
        return _convert(tex, display)
    return _as_source(tex, display)


@lru_cache(maxsize=4096)
def _convert(tex: str, display: bool) -> Markup:
    rewritten = tex
    for pattern, replacement in _REWRITES:
        rewritten = pattern.sub(replacement, rewritten)
    if not _ENVIRONMENTS.issuperset(_ENVIRONMENT.findall(rewritten)):
        return _as_source(tex, display)
    try:
        element = Converter(display="block" if display else "inline").convert_to_element(rewritten)
        body = Markup(_write(element, 0))  # escapes every text, and writes known attributes only
    except Exception:  # IndexError, KeyError, RecursionError … besides the converter's own: any of them means TeX
        return _as_source(tex, display)
    return Markup('<div class="formula">{}</div>').format(body) if display else body


def _as_source(tex: str, display: bool) -> Markup:
    tag = "div" if display else "span"
    return Markup('<{} class="formula tex"><code>{}</code></{}>').format(Markup(tag), tex, Markup(tag))


def _write(element: Element, depth: int) -> str:
    text = html.unescape(element.text or "")
    tag = element.tag
    if tag not in _ELEMENTS or depth > MAX_DEPTH or text.startswith("\\") or (tag in ("mi", "mo") and text == "&"):
        raise _TooHardError(tag)
    if tag == "mi" and text in _OPERATORS:
        tag = "mo"
    children = "".join(_write(child, depth + 1) for child in element)
    return f"<{tag}{_attributes(element)}>{escape(text)}{children}</{tag}>"


def _attributes(element: Element) -> str:
    kept: dict[str, str] = {}
    for name, value in element.attrib.items():
        if name in _ATTRIBUTES and _ATTRIBUTES[name].fullmatch(value):
            kept[name] = value
        elif name == "columnalign" and value in ("left", "right"):
            kept["class"] = value  # MathML Core leaves alignment to the style sheet
        elif name == "mathvariant":
            kept |= _variant(value, element.text or "")
    return "".join(f' {name}="{value}"' for name, value in kept.items())


def _variant(value: str, text: str) -> dict[str, str]:
    """MathML Core knows only upright letters; bold ones are the style sheet's."""
    kept = {}
    if "bold" in value:
        kept["class"] = "bold"
    if "italic" not in value and len(html.unescape(text)) == 1:
        kept["mathvariant"] = "normal"
    return kept
