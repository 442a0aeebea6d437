"""Draws the pictures of the lesson on machine-learning basics; the coins of the first are tossed anew.

Run it from the repository's root: ``python lessons/00_prerequisites/images/09_machine_learning_basics/draw.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parent
INK, SOFT, BLUE, ORANGE, GREEN, PAPER, EDGE = (
    "#1f2933",
    "#7b8794",
    "#1d5fa8",
    "#c2560c",
    "#2b7a3d",
    "#f5f7fa",
    "#d3dae2",
)
PALE_BLUE, PALE_ORANGE = "#e8f0fa", "#fbeee4"
HEAD = (
    '<marker id="a" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse">'
    '<path d="M0 0 L10 5 L0 10 z" fill="context-stroke"/></marker>'
)


def save(name: str, width: int, height: int, title: str, about: str, parts: Sequence[str]) -> None:
    """One SVG file with its title and description."""
    body = "\n".join(parts)
    (FOLDER / name).write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-labelledby="t d" font-family="\'Helvetica Neue\', Arial, sans-serif">\n'
        f'<title id="t">{title}</title>\n<desc id="d">{about}</desc>\n<defs>{HEAD}</defs>\n'
        f'<rect width="{width}" height="{height}" rx="10" fill="#ffffff"/>\n{body}\n</svg>\n',
        encoding="utf-8",
    )


def text(
    x: float, y: float, words: str, size: float = 13, colour: str = INK, anchor: str = "middle", more: str = ""
) -> str:
    """One line of text."""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{colour}" text-anchor="{anchor}" {more}>{words}</text>'


def bold(x: float, y: float, words: str, size: float = 13, colour: str = INK, anchor: str = "middle") -> str:
    """One line of bold text."""
    return text(x, y, words, size, colour, anchor, 'font-weight="bold"')


def line(points: Sequence[tuple[float, float]], colour: str = INK, width: float = 2.0, more: str = "") -> str:
    """A broken line."""
    joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{joined}" fill="none" stroke="{colour}" stroke-width="{width:g}" {more}/>'


def arrow(points: Sequence[tuple[float, float]], colour: str = INK, width: float = 2.0) -> str:
    """A broken line with a head."""
    return line(points, colour, width, 'marker-end="url(#a)"')


def box(x: float, y: float, w: float, h: float, fill: str = PAPER, edge: str = EDGE, radius: float = 8) -> str:
    """A rectangle."""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="{radius:g}" fill="{fill}" stroke="{edge}"/>'


def dot(x: float, y: float, colour: str = INK, radius: float = 4, fill: bool = True) -> str:
    """A full or an empty dot."""
    inside = colour if fill else "#ffffff"
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{inside}" stroke="{colour}" stroke-width="1.6"/>'


def foretell(seed: int, honest: bool) -> float:
    """The share of 50 tosses that are foretold in five folds, as in the lesson's first cell."""
    rng = np.random.default_rng(seed)
    y, X = rng.permutation(np.repeat([0.0, 1.0], 25)), rng.normal(size=(50, 3000))
    right = 0
    for first in range(5):
        test = np.arange(first, 50, 5)
        train = np.setdiff1d(np.arange(50), test)
        seen = train if honest else np.arange(50)
        chosen = np.argsort(-np.abs((y[seen] - 0.5) @ X[seen]))[:20]
        votes = np.sign((y[train] - 0.5) @ X[train])
        right += int(np.sum((X[test][:, chosen] @ votes[chosen] > 0) == (y[test] == 1)))
    return right / 50


def draw_result() -> None:
    """Histograms of the shares over 400 coins."""
    left, bottom, width, height = 70, 290, 790, 200
    parts = [bold(450, 34, "Foretelling a fair coin: 400 coins of 50 tosses each", 18)]
    shares = np.arange(20, 101, 2)
    tallest = 0
    counts = {}
    for honest in (False, True):
        found = np.round(100 * np.array([foretell(seed, honest) for seed in range(400)])).astype(int)
        counts[honest] = np.array([(found == share).sum() for share in shares])
        tallest = max(tallest, counts[honest].max())
        print("honest" if honest else "program", found.mean())
    step = width / len(shares)
    for honest, fill, edge in ((True, "#9dbfe3", BLUE), (False, "#eeb48c", ORANGE)):
        for place, count in enumerate(counts[honest]):
            if count:
                tall = height * count / tallest
                parts.append(box(left + place * step + 1, bottom - tall, step - 2, tall, fill, edge, 1))
    parts.append(line([(left, bottom), (left + width, bottom)], INK, 1.5))
    for share in range(20, 101, 10):
        x = left + ((share - 20) / 2 + 0.5) * step
        parts += [line([(x, bottom), (x, bottom + 5)], INK, 1.2), text(x, bottom + 22, f"{share} %", 12, SOFT)]
    middle = left + 15.5 * step
    parts.append(line([(middle, bottom), (middle, bottom - height - 8)], SOFT, 1.4, 'stroke-dasharray="5 4"'))
    parts += [
        text(middle - 8, bottom - height + 4, "what is possible", 12.5, SOFT, "end"),
        bold(left + 26.6 * step, 150, "the program", 15, ORANGE),
        text(left + 26.6 * step, 169, "chooses its columns", 12.5, INK),
        text(left + 26.6 * step, 186, "from all tosses, then is tested", 12.5, INK),
        bold(left + 6.2 * step, 150, "its honest twin", 15, BLUE),
        text(left + 6.2 * step, 169, "chooses them from the tosses", 12.5, INK),
        text(left + 6.2 * step, 186, "that it learns from", 12.5, INK),
        text(
            450,
            bottom + 46,
            "share of tosses foretold, in five-fold cross-validation; one line of the program differs",
            13,
            INK,
        ),
    ]
    about = "Two histograms: the program stands between 86 and 100 percent, its honest twin spreads around 50 percent."
    save("result.svg", 900, 350, "The program that foretold a coin", about, parts)


def panel(place: int, title: str, words: tuple[str, str], use: str, drawing: list[str]) -> list[str]:
    """One of eight panels of the overview; the drawing is made around (0, 0)."""
    x, y = 24 + 218 * (place % 4), 60 + 202 * (place // 4)
    moved = f'<g transform="translate({x + 99} {y + 70})">' + "".join(drawing) + "</g>"
    return [
        box(x, y, 198, 182),
        bold(x + 99, y + 27, title, 16, BLUE),
        moved,
        text(x + 99, y + 120, words[0]),
        text(x + 99, y + 138, words[1]),
        bold(x + 99, y + 166, use, 12.5, ORANGE),
    ]


def draw_overview() -> None:
    """Seven ideas and the result."""
    rng = np.random.default_rng(0)
    parts = [bold(450, 36, "Learning from examples, and knowing what was learnt", 21)]
    t = np.linspace(-55, 55, 12)
    fit = [dot(x, -0.35 * x + 9 * e, INK, 3) for x, e in zip(t, rng.normal(size=12), strict=True)]
    fit.append(line([(-62, 21.7), (62, -21.7)], BLUE, 2.4))
    parts += panel(0, "1 Regression", ("a line through points,", "with a price on weights"), "weight decay", fit)
    s = np.linspace(0.08, 1, 30)
    falling = line([(-60 + 120 * x, 25 - 46 * (1 - x) ** 2 - 2) for x in s], BLUE, 2.2)
    growing = line([(-60 + 120 * x, 25 - 40 * x**3 - 2) for x in s], ORANGE, 2.2)
    total = line([(-60 + 120 * x, 19 - 46 * (1 - x) ** 2 - 40 * x**3) for x in s], INK, 2, 'stroke-dasharray="4 3"')
    bend = [falling, growing, total]
    parts += panel(
        1, "2 Bias, variance", ("too stiff, too wild,", "and a best in between"), "blurred, or copied?", bend
    )
    bars = []
    for row in range(4):
        for place in range(4):
            fill, edge = (PALE_ORANGE, ORANGE) if place == row else (PALE_BLUE, BLUE)
            bars.append(box(-58 + 29 * place, -26 + 14 * row, 27, 11, fill, edge, 2))
    parts += panel(
        2, "3 Cross-validation", ("an exam with questions", "that nobody has seen"), "every table of results", bars
    )
    u = np.linspace(-6, 6, 40)
    bent = [line([(10 * x, 22 - 44 / (1 + np.exp(-1.4 * x))) for x in u], BLUE, 2.4)]
    bent += [dot(x, 22, INK, 3.4, False) for x in (-48, -36, -26, -10, 8)] + [
        dot(x, -22, INK, 3.4) for x in (-6, 14, 30, 44)
    ]
    parts += panel(3, "4 Classification", ("a weighted sum, bent", "into a probability"), "a GAN's discriminator", bent)
    stairs = [(-40, 26), (-40, 6), (-28, 6), (-28, -8), (-8, -16), (-8, -26), (40, -26)]
    roc = [
        line([(-40, -28), (-40, 26), (42, 26)], SOFT, 1.2),
        line([(-40, 26), (40, -26)], SOFT, 1.2, 'stroke-dasharray="3 3"'),
    ]
    roc.append(line(stairs, BLUE, 2.4))
    parts += panel(4, "5 Metrics", ("which mistakes, and at", "which threshold?"), "detecting fakes", roc)
    blobs = []
    for (cx, cy), colour in (((-48, 8), BLUE), ((-14, -12), ORANGE), ((-6, 18), GREEN)):
        blobs += [dot(cx + 6 * a, cy + 5 * b, colour, 2.6) for a, b in rng.normal(size=(8, 2))]
    blobs += [
        box(24, -10, 16, 16, PALE_BLUE, BLUE, 2),
        box(42, -10, 16, 16, PALE_BLUE, BLUE, 2),
        box(60, -10, 16, 16, PALE_ORANGE, ORANGE, 2),
    ]
    blobs.append(arrow([(32, -18), (68, -18)], INK, 1.8))
    parts += panel(5, "6 Clusters, rewards", ("groups without answers,", "actions by reward"), "codebooks; RLHF", blobs)
    leak = [box(-64, -18, 52, 36, PALE_BLUE, BLUE, 4), box(12, -18, 52, 36, PALE_ORANGE, ORANGE, 4)]
    leak += [
        text(-38, 5, "train", 13),
        text(38, 5, "test", 13),
        arrow([(36, -20), (20, -32), (-20, -32), (-34, -20)], "#b3261e", 2),
    ]
    parts += panel(6, "7 Leaks", ("what must not matter", "may not move a forecast"), "invented or copied?", leak)
    x, y = 24 + 218 * 3, 262
    parts += [
        box(x, y, 198, 182, PALE_ORANGE, ORANGE),
        bold(x + 99, y + 27, "The result", 16, ORANGE),
        text(x + 99, y + 62, "a detector that tells"),
        text(x + 99, y + 82, "honest programs from those"),
        text(x + 99, y + 102, "that have seen the exam"),
        bold(x + 99, y + 166, "97 % of a coin: caught", 12.5, ORANGE),
        text(450, 462, "orange: where generative models use it", 12, ORANGE),
    ]
    save(
        "overview.svg", 900, 470, "Overview of the lesson", "Seven ideas, and where generative models use them.", parts
    )


def draw_folds() -> None:
    """Five folds, and what is learnt from what."""
    parts = [bold(300, 34, "all examples, shuffled", 14), bold(735, 34, "what happens in each row", 14)]
    for row in range(5):
        y = 52 + 42 * row
        for place in range(5):
            held = place == row
            fill, edge = (PALE_ORANGE, ORANGE) if held else (PALE_BLUE, BLUE)
            parts.append(box(60 + 96 * place, y, 92, 32, fill, edge, 4))
            parts.append(text(106 + 96 * place, y + 21, "keep back" if held else "learn", 12.5, edge))
        parts.append(text(42, y + 21, str(row + 1), 14, SOFT))
        parts.append(arrow([(546, y + 16), (596, y + 16)], SOFT, 1.8))
    words = [
        (BLUE, "1. from the blue parts: mean m and width s of each feature,"),
        (BLUE, "    choice of features, weights w, intercept b"),
        (ORANGE, "2. to the orange part: scale with the same m and s,"),
        (ORANGE, "    forecast with the same w and b"),
        (INK, "3. keep the squared errors of the orange part"),
    ]
    for number, (colour, sentence) in enumerate(words):
        parts.append(
            text(606, 76 + 34 * number, sentence.replace("    ", "&#160;&#160;&#160;&#160;"), 13, colour, "start")
        )
    parts.append(text(606, 262, "at the end: one mean over all examples", 13, INK, "start", 'font-weight="bold"'))
    save(
        "folds.svg",
        990,
        285,
        "Five-fold cross-validation",
        "In each of five rows another fifth of the examples is kept back.",
        parts,
    )


def draw_metrics() -> None:
    """Scores on a line, the table, and the ROC curve of the same scores."""
    ones, zeros = [3.0, 2.0, 0.5], [2.0, 0.5, -1.0, -2.0, -3.0]
    parts = [
        bold(150, 34, "scores and a threshold", 14),
        bold(450, 34, "the four cases", 14),
        bold(745, 34, "every threshold: the ROC curve", 14),
    ]

    def at(score: float) -> float:
        return 150 + 38 * score

    parts.append(line([(20, 150), (280, 150)], SOFT, 1.4))
    parts += [text(at(score), 172, f"{score:g}", 12, SOFT) for score in (-3, -2, -1, 0, 1, 2, 3)]
    parts += [dot(at(s), 118, ORANGE, 7) for s in ones] + [dot(at(s), 140, BLUE, 7, False) for s in zeros]
    parts.append(line([(at(1.2), 80), (at(1.2), 156)], GREEN, 2.4))
    parts += [text(at(1.2), 70, "threshold", 12.5, GREEN), text(at(2.3), 92, "flagged", 12.5, INK)]
    parts += [text(60, 122, "y = 1", 13, ORANGE), text(60, 102, "y = 0: empty", 13, BLUE)]
    for (column, row), words, fill, edge in (
        ((0, 0), "TN = 4", PALE_BLUE, BLUE),
        ((1, 0), "FP = 1", "#ffffff", SOFT),
        ((0, 1), "FN = 1", "#ffffff", SOFT),
        ((1, 1), "TP = 2", PALE_ORANGE, ORANGE),
    ):
        parts.append(box(370 + 104 * column, 80 + 52 * row, 100, 48, fill, edge, 4))
        parts.append(text(420 + 104 * column, 109 + 52 * row, words, 15))
    parts += [text(420, 70, "not flagged", 12.5, SOFT), text(524, 70, "flagged", 12.5, SOFT)]
    parts += [text(362, 108, "y = 0", 12.5, SOFT, "end"), text(362, 160, "y = 1", 12.5, SOFT, "end")]
    parts += [
        text(470, 214, "precision 2/3: of the flagged, how many rightly", 12.5),
        text(470, 234, "recall 2/3: of the ones, how many flagged", 12.5),
    ]
    left, bottom, side = 680, 220, 160
    parts.append(line([(left, bottom - side), (left, bottom), (left + side, bottom)], SOFT, 1.4))
    parts.append(line([(left, bottom), (left + side, bottom - side)], SOFT, 1.2, 'stroke-dasharray="4 3"'))
    curve = [(0.0, 0.0)]
    for score in sorted({*ones, *zeros}, reverse=True):
        curve.append((sum(s >= score for s in zeros) / 5, sum(s >= score for s in ones) / 3))
    parts.append(line([(left + side * a, bottom - side * h) for a, h in curve], BLUE, 2.6))
    parts += [dot(left + side * a, bottom - side * h, BLUE, 3.5) for a, h in curve]
    parts.append(dot(left + side / 5, bottom - side * 2 / 3, GREEN, 6))
    parts += [text(left + side / 2, bottom + 20, "share of zeros flagged", 12.5, SOFT)]
    parts += [
        text(left - 10, bottom - side / 2 - 8, "share of", 12.5, SOFT, "end"),
        text(left - 10, bottom - side / 2 + 8, "ones flagged", 12.5, SOFT, "end"),
    ]
    parts += [text(left + side / 5 + 12, bottom - side * 2 / 3 + 16, "this threshold", 12.5, GREEN, "start")]
    parts.append(text(left + 88, bottom - 30, "a tie: a slanted piece", 12, SOFT, "start"))
    save(
        "metrics.svg",
        900,
        260,
        "Scores, cases, and the ROC curve",
        "Eight scores, a threshold between 0.5 and 2, and their curve.",
        parts,
    )


def draw_agent() -> None:
    """Agent and world, and the corridor with its values."""
    parts = [box(150, 50, 130, 56, PALE_BLUE, BLUE), bold(215, 84, "agent", 15, BLUE)]
    parts += [box(470, 50, 130, 56, PALE_ORANGE, ORANGE), bold(535, 84, "world", 15, ORANGE)]
    parts += [arrow([(284, 66), (466, 66)]), text(375, 56, "action a")]
    parts += [arrow([(466, 92), (284, 92)]), text(375, 112, "reward r, next state s′")]
    for cell, value in enumerate(("0.729", "0.81", "0.9", "1", "")):
        fill, edge = (PALE_ORANGE, ORANGE) if cell == 4 else (PAPER, EDGE)
        parts.append(box(150 + 90 * cell, 150, 86, 54, fill, edge, 4))
        parts.append(
            text(193 + 90 * cell, 174, f"cell {cell}", 12, SOFT)
            if cell < 4
            else bold(193 + 90 * cell, 182, "the end", 14, ORANGE)
        )
        parts.append(text(193 + 90 * cell, 194, f"V = {value}", 13) if value else "")
    parts += [arrow([(426, 222), (540, 222)], ORANGE), text(560, 227, "reward 1", 13, ORANGE, "start")]
    parts.append(text(150, 227, "each step away costs a factor of 0.9", 13, INK, "start"))
    save(
        "agent.svg",
        750,
        245,
        "Reinforcement learning",
        "An agent acts on a world, which answers; a corridor with values.",
        parts,
    )


if __name__ == "__main__":
    draw_result()
    draw_overview()
    draw_folds()
    draw_metrics()
    draw_agent()
