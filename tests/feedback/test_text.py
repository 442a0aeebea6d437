from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.feedback.text import plain, plain_line

PIECES = st.sampled_from(
    [
        "\x1b[31m",
        "\x1b]0;title\x07",
        "\x1b]8;;http://x\x1b\\",
        "\x1b",
        "\x9b1m",
        "\r",
        "\n",
        "\u202e",
        "\ud800",
        "\x00",
        "e\u0301",
        "\x1bP",
        "\u200b",
    ]
)
HOSTILE = st.lists(st.one_of(PIECES, st.text(max_size=8), st.characters()), max_size=40).map("".join)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]0;pwned\x07after", "after"),
        ("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b31mred", "red"),
        ("\x1bPq#0;2;0\x1b\\sixel", "sixel"),
        ("a\x1b(Bb\x1b7c", "abc"),
        ("10%\r50%\r100%\nend", "100%\nend"),
        ("windows\r\nlines\r\n", "windows\nlines\n"),
        ("abc\u202edcba", "abcdcba"),
        ("a\x00b\x07c\x7f", "abc"),
        ("tab\tstays", "tab\tstays"),
        ("\ud83dx", "\ufffdx"),
        ("Z" + "\u0301" * 50 + "a", "Z" + "\u0301" * 4 + "a"),
        ("naïve 数学 𝔼 👩‍🔬", "naïve 数学 𝔼 👩‍🔬"),
    ],
)
def test_shows_what_a_reader_would_see(raw: str, shown: str) -> None:
    assert plain(raw) == shown


@given(HOSTILE)
def test_leaves_no_control_character(raw: str) -> None:
    text = plain(raw)
    assert not [char for char in text if unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t"]
    assert not [
        char
        for char in text
        if unicodedata.bidirectional(char) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
    ]
    text.encode("utf-8")


@given(HOSTILE)
def test_applying_it_twice_changes_nothing(raw: str) -> None:
    assert plain(plain(raw)) == plain(raw)


@given(st.text(min_size=50, max_size=400), st.integers(0, 120))
def test_is_bounded(raw: str, limit: int) -> None:
    assert len(plain(raw, limit)) <= limit


def test_keeps_both_ends_of_a_long_text() -> None:
    text = plain("first" + "x" * 50_000 + "last", 1_000)
    assert text.startswith("first")
    assert text.endswith("last")
    assert "[… 49,009 characters left out …]" in text


def test_one_line() -> None:
    assert plain_line(" a\n\tb\x1b[0m  c ") == "a b c"


@pytest.mark.parametrize("piece", ["\x1b]", "\x1b[", "\x1b", "\r", "\x9d", "\u0301", "\x1bP;"])
def test_is_linear_in_unfinished_escapes(piece: str) -> None:
    began = time.process_time()
    plain(piece * 1_000_000, 200_000)
    assert time.process_time() - began < 2
