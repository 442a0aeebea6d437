from __future__ import annotations

import time

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from autograder.feedback.formulae import render_formula
from autograder.feedback.highlighting import highlight_python
from autograder.feedback.prose import render_markdown

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'/>"


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def test_markdown_becomes_html_one_heading_lower() -> None:
    page = soup(render_markdown("# Rank\n\nA *matrix* `A` has **rank** 2.\n\n| a | b |\n|---|---|\n| 1 | 2 |"))
    assert page.h2 is not None
    assert page.h2.text == "Rank"
    assert page.h1 is None
    assert [tag.name for tag in page.p.find_all()] == ["em", "code", "strong"]  # type: ignore[union-attr]
    assert [cell.text for cell in page.find_all("td")] == ["1", "2"]


def test_safe_tags_work_and_others_are_shown_as_text() -> None:
    html = render_markdown(
        "<details>\n<summary>More</summary>\n\nx<sub>1</sub><br>\n\n</details>\n\n<marquee>hi</marquee> <b onclick=x>b</b>"
    )
    page = soup(html)
    assert page.find_all(["details", "summary", "sub", "br"], limit=9)[0].name == "details"
    assert page.find_all(["marquee", "b"]) == []
    assert "<marquee>hi</marquee>" in page.text


def test_a_comparison_of_letters_is_not_lost_as_a_tag() -> None:
    assert "if a<b and c>d" in soup(render_markdown("if a<b and c>d")).text
    assert "<x, y>" in soup(render_markdown("the inner product <x, y>")).text


def test_what_is_left_open_is_closed() -> None:
    assert render_markdown("<details>\n<summary>More").count("</details>") == 1
    assert "</details>" not in render_markdown("</details></details>")


def test_course_text_may_use_plain_html_but_never_a_script() -> None:
    html = render_markdown(
        "<div>\n<mark>m</mark>\n<script>alert(1)</script><img src=x onerror=alert(1)>\n</div>", trusted=True
    )
    assert "<mark>m</mark>" in html
    assert "script" not in html
    assert "onerror" not in html


def test_images_are_inlined_or_named() -> None:
    images = {"images/rank.svg": SVG}
    page = soup(render_markdown("![Rank](images/rank.svg) ![Other](https://tracker.example/x.png)", images=images))
    shown, other = page.find_all("img")
    assert str(shown["src"]).startswith("data:image/svg+xml;base64,")
    assert other.get("src") is None
    assert other["alt"] == "Other"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScript:x",
        "java&#115;cript:x",
        "data:text/html,x",
        "vbscript:x",
        "//evil.example",
        "file:///etc/passwd",
        "&#1;javascript:x",
    ],
)
def test_unsafe_addresses_are_dropped(address: str) -> None:
    for source in (
        f"[x]({address})",
        f"[x](<{address}>)",
        f"<{address}>",
        f"[x][r]\n\n[r]: {address}",
        f"![x]({address})",
    ):
        for tag in soup(render_markdown(source)).find_all(["a", "img"]):
            assert tag.get("href") is None
            assert tag.get("src") is None


def test_safe_addresses_stay() -> None:
    page = soup(render_markdown("[a](https://example.org/?q=1&r=2) [b](#exercise-x) <mailto:a@b.org>"))
    assert [link["href"] for link in page.find_all("a")] == [
        "https://example.org/?q=1&r=2",
        "#exercise-x",
        "mailto:a@b.org",
    ]


def test_formulae_become_mathml() -> None:
    page = soup(
        render_markdown(
            "Inline $\\sigma_1 \\ge 0$.\n\n$$\nA = U \\Sigma V^\\top\n$$\n\n\\begin{align}\na &= b \\\\\n- c &= d\n\\end{align}"
        )
    )
    inline, display, aligned = page.find_all("math")
    assert inline["display"] == "inline"
    assert display["display"] == aligned["display"] == "block"
    assert len(aligned.find_all("mtr")) == 2


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{",
        r"\nosuch{x}",
        r"\newcommand{\a}{\a\a}\a",
        r"a & b",
        "{" * 3000,
        "{" * 1500,
        r"\begin{matrix}" * 100,
        r"\begin{tikzpicture}\end{tikzpicture}",
    ],
)
def test_what_cannot_be_said_in_mathml_stays_tex(tex: str) -> None:
    page = soup(render_formula(tex))
    assert page.math is None
    assert page.code is not None
    assert page.code.text == tex


def test_tex_carries_no_link_style_or_class() -> None:
    html = render_formula(
        r"\href{javascript:alert(1)}{x}\style{color:red}{y}\class{evil}{z}\text{<script>&#60;script&#62;</script>}"
    )
    assert "javascript" not in html
    assert "style=" not in html
    assert "evil" not in html
    assert "<script" not in html


def test_a_forged_mark_is_only_text() -> None:
    assert "<script" not in render_markdown("\ue000c3c7363726970743e\ue001 \ue000x\ue001")
    assert soup(render_markdown('![$x$ a](images/a.png "$y$")')).img["alt"] == "x a"  # type: ignore[index]


def test_python_is_highlighted_and_escaped() -> None:
    html = highlight_python('def f(x):\n    return "<script>" + `x`')
    assert '<span class="t-k">def</span>' in html
    assert "<script" not in html
    assert soup(f"<pre>{html}</pre>").text == 'def f(x):\n    return "<script>" + `x`'


TEXT = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "<",
                ">",
                '"',
                "'",
                "&",
                "`",
                "$",
                "$$",
                "\n",
                "\n\n",
                "![",
                "[",
                "](",
                ")",
                "<a href=",
                "<img src=x onerror=",
                "<svg/onload=",
                "javascript:",
                "&colon;",
                "&#58;",
                "<!--",
                "-->",
                "<details>",
                "</summary>",
                "</div>",
                "\\href{",
                "}",
                "{{ 7*7 }}",
                "{% x %}",
                "|",
                "~~",
                "\ue000i",
                "\ue001",
                "```python\n",
                "<style>",
                "<math>",
                "<iframe src=",
            ]
        ),
        st.text(max_size=6),
    ),
    max_size=30,
).map("".join)
PROSE = "p br hr h2 h3 h4 h5 h6 blockquote ul ol li a img pre code em strong del sub sup kbd details summary div span"
TABLES = "table thead tbody tr th td mtable mtr mtd"
FORMULAE = (
    "math mrow mstyle mpadded mphantom menclose mi mn mo mtext mspace msup msub msubsup mover munder munderover mfrac"
)
TAGS = {*PROSE.split(), *TABLES.split(), *FORMULAE.split(), "msqrt", "mroot"}


@given(TEXT)
def test_nothing_live_comes_out(source: str) -> None:
    for tag in soup(render_markdown(source)).find_all():
        assert tag.name in TAGS
        assert not [name for name in tag.attrs if name.startswith("on") or name == "style"]
        assert str(tag.get("href", "#")).lower().startswith(("#", "http://", "https://", "mailto:"))
        assert tag.get("src") is None


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "![",
        "*",
        "`",
        "$",
        "$$\n",
        "<a ",
        "<!--",
        "> ",
        "- ",
        "|a|\n",
        "[a](<",
        "&#",
        "<details>\n",
        "\\begin{a}\n",
        "    \n",
        "{",
    ],
)
def test_hostile_repetition_is_quick(piece: str) -> None:
    began = time.process_time()
    render_markdown(piece * (19_000 // len(piece)))
    highlight_python(piece * (9_000 // len(piece)))
    assert time.process_time() - began < 3
