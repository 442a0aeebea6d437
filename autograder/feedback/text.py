"""Text that came out of a sandbox, made safe to show: no escapes, no invisible controls, a bounded length."""

from __future__ import annotations

import re

DEFAULT_LIMIT = 20_000
_MAX_COMBINING = 4
_REMARKABLE = re.compile(r"[^\x20-\x7e\n\t]")  # nearly every text has none of them, and is passed on as it is

# CSI up to its final byte; OSC, DCS, SOS, PM and APC strings up to their terminator; every other short escape.
# Each alternative stops at the next escape, so a text full of unfinished ones is still read once only.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x90\x98\x9c-\x9f]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]"
)
# Controls other than newline and tab; bidirectional overrides and isolates, which reorder what a person reads; and
# characters that carry text which nobody sees (joiners, the byte order mark, annotations, tags).
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")  # alone they stand for nothing, and no encoder takes them
_MARKS = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_PILES = re.compile(f"({_MARKS}{{{_MAX_COMBINING}}}){_MARKS}+")


def plain(text: str, limit: int = DEFAULT_LIMIT) -> str:
    r"""Text as a person would read it, safe to print in a terminal and to escape into a page.

    ANSI and OSC escapes, control characters, bidirectional overrides and piles of combining marks go; ``\r`` overwrites
    its line, as in a terminal (progress bars); a lone surrogate becomes U+FFFD. Applying it twice changes nothing.

    Args:
        text: anything that a student's program could have said.
        limit: the most characters to return; the middle of a longer text is left out, and says so.

    Returns:
        Text of printable characters, newlines and tabs.
    """
    if len(text) <= limit and not _REMARKABLE.search(text):
        return text
    unread = max(len(text) - 4 * limit, 0)  # cut before any other work: what comes in is not bounded
    if unread:
        text = text[: 2 * limit] + text[len(text) - 2 * limit :]
    text = _ESCAPES.sub("", text)
    text = text.replace("\r\n", "\n").replace("\u2028", "\n").replace("\u2029", "\n").replace("\x85", "\n")
    text = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))
    text = _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))
    return _shorten(_PILES.sub(r"\1", text), limit, unread)


def plain_line(text: str, limit: int = 300) -> str:
    """`plain` on one line, for names and table cells."""
    return " ".join(plain(text, limit).split())


def _shorten(text: str, limit: int, unread: int) -> str:
    """Leave out the middle, where ``unread`` characters are missing already: both ends of an output tell most."""
    if len(text) <= limit and not unread:
        return text
    note = f"\n[… {max(len(text) - limit, 0) + unread:,} characters left out …]\n"
    room = min(max(limit - len(note), 0), len(text))
    head = (room + 1) // 2
    return (text[:head] + note + text[len(text) - (room - head) :])[:limit]
