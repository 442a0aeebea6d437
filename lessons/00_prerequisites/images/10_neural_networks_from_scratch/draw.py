"""Draws the pictures of the lesson on networks from scratch; the first one from a real run.

Run it from the repository's root: ``python lessons/00_prerequisites/images/10_neural_networks_from_scratch/draw.py``. What it
trains may differ in the last digits from machine to machine, so the SVG files are committed.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np

from journey.data import digits

FOLDER = Path(__file__).resolve().parent
INK, SOFT, BLUE, ORANGE, GREEN, RED, GREY = "#1f2933", "#7b8794", "#1d5fa8", "#c2560c", "#2b7a3d", "#b3261e", "#d3dae2"


def text(
    x: float, y: float, words: str, size: float = 14, colour: str = INK, anchor: str = "middle", **more: str
) -> str:
    """One line of text."""
    rest = "".join(f' {key.replace("_", "-")}="{value}"' for key, value in more.items())
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{colour}" text-anchor="{anchor}"{rest}>{words}</text>'


def line(x_1: float, y_1: float, x_2: float, y_2: float, colour: str = INK, width: float = 2, **more: str) -> str:
    """A line; `marker_end="url(#a)"` gives it a head."""
    rest = "".join(f' {key.replace("_", "-")}="{value}"' for key, value in more.items())
    ends = f'x1="{x_1:.1f}" y1="{y_1:.1f}" x2="{x_2:.1f}" y2="{y_2:.1f}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width:g}"{rest}/>'


def box(x: float, y: float, width: float, height: float, fill: str, stroke: str = "none", radius: float = 6) -> str:
    """A rectangle."""
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius:g}" fill="{fill}" stroke="{stroke}"/>'


def dot(x: float, y: float, radius: float, fill: str, stroke: str = "none") -> str:
    """A disc."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{fill}" stroke="{stroke}" stroke-width="1.5"/>'


def path(points: list[tuple[float, float]], colour: str, width: float = 2.2) -> str:
    """A line through points."""
    places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="{width:g}"/>'


def image(x: float, y: float, side: float, pixels: np.ndarray, colour: bool = False) -> str:
    """Sixty-four pixels: grey ones from 0 (paper) to 1, or orange below 0 and blue above."""
    cell, parts = side / 8, [box(x, y, side, side, "#ffffff", GREY, 0)]
    for i, value in enumerate(pixels):
        if colour:
            share = min(abs(value), 1.0)
            ends = (29, 95, 168) if value > 0 else (194, 86, 12)
            r, g, b = (round(255 + share * (end - 255)) for end in ends)
        else:
            r = g = b = round(255 - 224 * value)
        if (r, g, b) != (255, 255, 255):
            place = f'x="{x + cell * (i % 8):.2f}" y="{y + cell * (i // 8):.2f}"'
            size = f'width="{cell + 0.1:.2f}" height="{cell + 0.1:.2f}"'
            parts.append(f'<rect {place} {size} fill="#{r:02x}{g:02x}{b:02x}"/>')
    return "\n".join(parts)


def save(name: str, width: int, height: int, title: str, description: str, parts: list[str]) -> None:
    """Write one SVG."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        'aria-labelledby="t d" font-family="\'Helvetica Neue\', Arial, sans-serif">'
    )
    marker = (
        '<defs><marker id="a" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
        'orient="auto-start-reverse"><path d="M0 0 L10 5 L0 10 z" fill="context-stroke"/></marker></defs>'
    )
    about = [f'<title id="t">{title}</title>', f'<desc id="d">{description}</desc>', marker]
    paper = f'<rect width="{width}" height="{height}" rx="10" fill="#ffffff"/>'
    (FOLDER / f"{name}.svg").write_text("\n".join([head, *about, paper, *parts, "</svg>"]) + "\n", encoding="utf-8")


def train_network(
    x: np.ndarray, y: np.ndarray, seed: int = 0
) -> tuple[list[np.ndarray], list[np.ndarray], list[float]]:
    """The lesson's recipe: the arrays at the start and at the end, and the mean loss of each epoch."""
    rng, arrays, losses = np.random.default_rng(seed), [], []
    for n_in, n_out in pairwise([64, 64, 10]):
        arrays += [rng.normal(size=(n_out, n_in)) * np.sqrt(2 / n_in), np.zeros(n_out)]
    start, velocities = [a.copy() for a in arrays], [np.zeros_like(a) for a in arrays]
    for _ in range(20):
        order, total = rng.permutation(len(x)), 0.0
        for begin in range(0, len(x), 32):
            rows = order[begin : begin + 32]
            hidden = np.maximum(x[rows] @ arrays[0].T + arrays[1], 0)
            g = np.exp(hidden @ arrays[2].T + arrays[3])
            g /= g.sum(axis=1, keepdims=True)
            total -= np.log(g[np.arange(len(rows)), y[rows]]).sum()
            g[np.arange(len(rows)), y[rows]] -= 1
            g /= len(rows)
            g_hidden = (g @ arrays[2]) * (hidden > 0)
            gradients = [g_hidden.T @ x[rows], g_hidden.sum(axis=0), g.T @ hidden, g.sum(axis=0)]
            for a, v, gradient in zip(arrays, velocities, gradients, strict=True):
                v *= 0.9
                v += gradient
                a -= 0.1 * v
        losses.append(float(total / len(x)))
    return start, arrays, losses


def draw_result() -> None:
    """What hidden units look for, before and after, and what the network reads."""
    train, test, train_labels, test_labels = (part.numpy() for part in digits())
    start, end, losses = train_network(train, train_labels)
    logits = np.maximum(test @ end[0].T + end[1], 0) @ end[2].T + end[3]
    says = logits.argmax(axis=1)
    right = np.flatnonzero(says == test_labels)
    wrong = np.flatnonzero(says != test_labels)
    print(f"accuracy {len(right) / len(test):.3f}, loss {losses[0]:.3f} to {losses[-1]:.4f}, misread {len(wrong)}")
    busiest = np.linalg.norm(end[2], axis=0).argsort()[::-1][:16]
    parts = [text(250, 32, "What sixteen hidden units look for", 17, font_weight="bold")]
    for row, (name, arrays) in enumerate((("at the start", start), ("after 820 steps", end))):
        parts.append(text(250, 58 + 132 * row, name, 13, SOFT))
        for i, unit in enumerate(busiest):
            x, y = 18 + 58 * (i % 8), 66 + 132 * row + 56 * (i // 8)
            parts.append(image(x, y, 52, arrays[0][unit] / 0.8, colour=True))
    parts.append(text(250, 322, "blue: ink here speaks for it; orange: against it", 12.5, SOFT))
    parts.append(text(690, 32, f"Unseen digits: {len(right)} of {len(test)} read rightly", 17, font_weight="bold"))
    shown = [*(right[test_labels[right] == k][0] for k in range(10)), *wrong[:5]]
    for i, index in enumerate(shown):
        x, y = 520 + 70 * (i % 5), 50 + 92 * (i // 5)
        parts.append(image(x, y, 58, test[index]))
        is_right = says[index] == test_labels[index]
        words = f"{says[index]}" if is_right else f"{says[index]}, not {test_labels[index]}"
        parts.append(text(x + 29, y + 76, words, 14, GREEN if is_right else RED, font_weight="bold"))
    about = "Weights of sixteen hidden units, random at first and structured after training, and fifteen digits."
    save("result", 900, 340, "The result of the lesson", about, parts)


def draw_overview() -> None:
    """Nine ideas and where generative models use them."""
    ideas = [
        ("1 Neuron", "a line, found by", "its mistakes", "critics, classifiers"),
        ("2 Layer", "a way there,", "and a way back", "all of them"),
        ("3 Loss, check", "said minus true;", "trust no gradient", "language models"),
        ("4 Network", "back-propagation:", "the list from behind", "every training step"),
        ("5 Start", "random, of the", "right size", "deep networks at all"),
        ("6 Dropout", "noise that is right", "on average", "guidance; U-Nets"),
        ("7 Batchnorm", "every example", "answers for all", "DCGAN; its relatives"),
        ("8 Steps", "momentum, Adam:", "a memory for each", "all of them"),
    ]
    parts = [text(450, 34, "From one neuron to a network that reads", 21, font_weight="bold")]
    for i, (name, one, two, use) in enumerate(ideas):
        x, y = 20 + 174 * (i % 4), 58 + 172 * (i // 4)
        parts += [
            box(x, y, 160, 156, "#f5f7fa", GREY, 8),
            text(x + 80, y + 26, name, 15.5, BLUE, font_weight="bold"),
        ]
        parts += [text(x + 80, y + 104, one, 12.5), text(x + 80, y + 120, two, 12.5)]
        parts.append(text(x + 80, y + 144, use, 12, ORANGE, font_weight="bold"))
        parts += draw_icon(i, x + 80, y + 60)
    parts += [
        box(716, 58, 164, 328, "#fbeee4", ORANGE, 8),
        text(798, 84, "9 The result", 15.5, ORANGE, font_weight="bold"),
    ]
    for i, words in enumerate(
        ("64 pixels,", "64 hidden units,", "10 logits:", "4,810 numbers,", "each of them with", "its share of blame")
    ):
        parts.append(text(798, 122 + 21 * i, words, 13))
    for i, words in enumerate(("look at the first loss,", "overfit 32 digits,", "shuffle, train")):
        parts.append(text(798, 274 + 21 * i, words, 12.5, SOFT))
    parts.append(text(798, 366, "98 of 100 read", 13.5, ORANGE, font_weight="bold"))
    parts.append(text(450, 410, "orange: where generative models use it", 12, ORANGE))
    save("overview", 900, 422, "Overview of the lesson", "Eight ideas in two rows, and what they make together.", parts)


def draw_icon(which: int, x: float, y: float) -> list[str]:
    """A small drawing for one idea, around a point."""
    if which == 0:
        dots = [dot(x - 22, y - 8, 4, BLUE), dot(x - 10, y - 16, 4, BLUE), dot(x + 12, y + 14, 4, ORANGE)]
        return [*dots, dot(x + 24, y + 4, 4, ORANGE), line(x - 26, y + 18, x + 26, y - 20, INK, 2)]
    if which == 1:
        there = line(x - 44, y - 8, x - 16, y - 8, BLUE, 2, marker_end="url(#a)")
        back = line(x + 44, y + 10, x + 16, y + 10, ORANGE, 2, marker_end="url(#a)")
        on = line(x + 16, y - 8, x + 44, y - 8, BLUE, 2, marker_end="url(#a)")
        return [
            box(x - 15, y - 18, 30, 36, "#e8f0fa", BLUE),
            there,
            on,
            back,
            line(x - 16, y + 10, x - 44, y + 10, ORANGE, 2, marker_end="url(#a)"),
        ]
    if which == 2:
        bars = [(-30, 12, BLUE), (-16, 30, BLUE), (-2, 8, BLUE), (12, 20, BLUE)]
        return [
            *(box(x + a, y + 18 - h, 10, h, c, "none", 1) for a, h, c in bars),
            line(x + 17, y + 18, x + 17, y - 18, ORANGE, 2),
        ]
    if which == 3:
        parts = []
        for i, a in enumerate((-44, -14, 16)):
            parts.append(box(x + a, y - 14, 22, 22, "#e8f0fa", BLUE, 3))
            if i < 2:
                parts.append(line(x + a + 22, y - 3, x + a + 30, y - 3, BLUE, 2))
        return [*parts, line(x + 40, y + 18, x - 44, y + 18, ORANGE, 2, marker_end="url(#a)")]
    if which == 4:
        grows = [(x - 40 + 8 * t, y + 10 - 2.2 * 1.32**t) for t in range(11)]
        fades = [(x - 40 + 8 * t, y + 20 - 12 * 0.7**t) for t in range(11)]
        return [path(grows, ORANGE), path(fades, SOFT), path([(x - 40, y + 6), (x + 40, y + 6)], BLUE)]
    if which == 5:
        places = [(a, b) for b in (-14, 2, 18) for a in (-24, -8, 8, 24)]
        silent = {1, 4, 6, 11}
        return [dot(x + a, y + b, 5, "#ffffff" if i in silent else BLUE, BLUE) for i, (a, b) in enumerate(places)]
    if which == 6:
        curve = [(x - 40 + 2 * t, y + 16 - 32 * np.exp(-(((t - 20) / 7) ** 2))) for t in range(41)]
        return [
            path(curve, BLUE),
            line(x - 40, y + 16, x + 40, y + 16, SOFT, 1),
            line(x, y + 20, x, y - 22, ORANGE, 1.5),
        ]
    walk = [(-38, -16), (-22, 12), (-10, -6), (2, 12), (14, 4), (28, 10)]
    bowl = [(x - 42 + 4 * t, y + 18 - 34 * ((t - 10.5) / 10.5) ** 2) for t in range(22)]
    return [
        path(bowl, SOFT, 1.5),
        path([(x + a, y + b) for a, b in walk], ORANGE, 1.8),
        dot(x + 28, y + 10, 3.5, ORANGE),
    ]


def draw_perceptron() -> None:
    """A mistake, the step, and the line afterwards."""
    parts = []
    x_s, w = np.array([0.4, 1.3]), np.array([1.5, -1.1])
    scale, panels = (
        62.0,
        (
            (225, "before: the circled +1 is on the wrong side"),
            (675, "after: w has moved towards it, the line has turned"),
        ),
    )
    others = [((1.9, -0.2), 1), ((1.4, 0.5), 1), ((-1.3, -1.3), -1), ((-1.5, -0.5), -1), ((-1.3, 0.6), -1)]
    for which, (cx, title) in enumerate(panels):
        cy, now = 165.0, w if which == 0 else w + x_s
        parts += [box(cx - 205, 44, 410, 246, "#f5f7fa", GREY, 8), text(cx, 30, title, 14.5, font_weight="bold")]
        along = np.array([-now[1], now[0]]) / np.linalg.norm(now)
        reach = min(200 / (abs(along[0]) * scale + 1e-9), 118 / (abs(along[1]) * scale + 1e-9))
        a, b = (np.array([cx, cy]) + sign * reach * scale * along * [1, -1] for sign in (-1, 1))
        parts.append(line(*a, *b, INK, 2, stroke_dasharray="6 4"))
        for (u, v), label in others:
            parts.append(dot(cx + scale * u, cy - scale * v, 7, BLUE if label > 0 else ORANGE))
        px, py = cx + scale * x_s[0], cy - scale * x_s[1]
        parts += [
            dot(px, py, 7, BLUE),
            f'<circle cx="{px:.1f}" cy="{py:.1f}" r="12" fill="none" stroke="{RED}" stroke-width="2"/>',
        ]
        tip = now * scale * 0.75
        parts.append(line(cx, cy, cx + tip[0], cy - tip[1], GREEN, 3, marker_end="url(#a)"))
        if which == 0:
            parts += [text(cx + tip[0] + 8, cy - tip[1] + 18, "w", 16, GREEN, font_style="italic")]
            parts += [text(px - 20, py + 4, "x, y = +1", 13, RED, "end")]
        else:
            parts += [text(cx + tip[0] - 28, cy - tip[1] + 26, "w + x", 16, GREEN, "middle", font_style="italic")]
    parts.append(
        text(
            450,
            314,
            "blue +1, orange −1, dashed: s(x) = 0; the arrow w is at right angles to it (drawn without the bias)",
            12.5,
            SOFT,
        )
    )
    save(
        "perceptron", 900, 328, "A step of the perceptron", "A misclassified example turns the separating line.", parts
    )


def draw_network() -> None:
    """Two layers and a loss, there and back."""
    names = [
        ("affine", "keeps x, W₁"),
        ("ReLU", "keeps [a &gt; 0]"),
        ("affine", "keeps h, W₂"),
        ("softmax_ce", "keeps p, y"),
    ]
    arrays, sizes = ["x", "a", "h", "ℓ"], ["[N, 64]", "[N, 64]", "[N, 64]", "[N, 10]"]
    parts = [text(450, 32, "There with values, back with blame", 18, font_weight="bold")]
    for i, (name, keeps) in enumerate(names):
        x = 130 + 180 * i
        parts += [box(x, 76, 104, 116, "#e8f0fa", BLUE, 8), text(x + 52, 116, name, 15, BLUE, font_weight="bold")]
        parts += [text(x + 52, 142, keeps, 12, SOFT)]
        left = x - 76
        parts += [line(left, 100, x - 3, 100, BLUE, 2.5, marker_end="url(#a)")]
        parts += [
            text(left + 36, 90, arrays[i], 15, BLUE, font_style="italic"),
            text(left + 36, 66, sizes[i], 11.5, SOFT),
        ]
        parts += [line(x - 3, 168, left, 168, ORANGE, 2.5, marker_end="url(#a)")]
        sub = f'g<tspan dy="4" font-size="11">{arrays[i]}</tspan>'
        parts += [text(left + 36, 160, sub, 15, ORANGE, font_style="italic")]
    parts += [
        line(774, 100, 838, 100, BLUE, 2.5, marker_end="url(#a)"),
        text(854, 105, "L", 17, BLUE, font_style="italic"),
    ]
    for i, number in ((0, "1"), (2, "2")):
        x = 182 + 180 * i
        parts += [line(x, 192, x, 232, ORANGE, 2.5, marker_end="url(#a)")]
        small = '<tspan dy="4" font-size="11">'
        words = f'g{small}W{number}</tspan><tspan dy="-4">, g</tspan>{small}b{number}</tspan>'
        parts += [text(x, 252, words, 15, ORANGE, font_style="italic")]
    parts += [text(742, 252, "each gradient has the shape of what it belongs to", 13, SOFT)]
    save(
        "network", 900, 272, "The way there and the way back", "Values run to the right, gradients to the left.", parts
    )


if __name__ == "__main__":
    draw_result()
    draw_overview()
    draw_perceptron()
    draw_network()
