"""Draws the pictures of the lesson on optimisation methods, from real runs.

Run it from the repository's root: ``python lessons/00_prerequisites/images/04_optimisation_methods/draw.py``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path

import contourpy
import numpy as np

FOLDER = Path(__file__).resolve().parent
INK, SOFT, BLUE, ORANGE, GREEN, RED, GREY = "#1f2933", "#7b8794", "#1d5fa8", "#c2560c", "#2c7a4b", "#b3261e", "#e4e7eb"
Point = tuple[float, float]
HEAD = (
    '<marker id="a" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse">'
    '<path d="M0 0 L10 5 L0 10 z" fill="context-stroke"/></marker>'
)


def save(name: str, width: int, height: int, title: str, about: str, parts: Sequence[str]) -> None:
    """One SVG file with its title and description."""
    body = "\n  ".join(parts)
    (FOLDER / name).write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-labelledby="t d" font-family="\'Helvetica Neue\', Arial, sans-serif">\n'
        f'  <title id="t">{title}</title>\n  <desc id="d">{about}</desc>\n  <defs>{HEAD}</defs>\n'
        f'  <rect width="{width}" height="{height}" rx="10" fill="#ffffff"/>\n  {body}\n</svg>\n',
        encoding="utf-8",
    )


def text(
    x: float, y: float, words: str, size: float = 14, colour: str = INK, anchor: str = "middle", more: str = ""
) -> str:
    """One line of text."""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{colour}" text-anchor="{anchor}" {more}>{words}</text>'
    )


def bold(x: float, y: float, words: str, size: float = 14, colour: str = INK, anchor: str = "middle") -> str:
    """One line of bold text."""
    return text(x, y, words, size, colour, anchor, 'font-weight="bold"')


def line(points: Sequence[Point], colour: str = INK, width: float = 2.0, more: str = "") -> str:
    """A broken line."""
    joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{joined}" fill="none" stroke="{colour}" stroke-width="{width:g}" {more}/>'


def arrow(points: Sequence[Point], colour: str = INK, width: float = 2.5, more: str = "") -> str:
    """A broken line with a head."""
    return line(points, colour, width, f'marker-end="url(#a)" {more}')


def dots(points: Sequence[Point], colour: str, radius: float = 3) -> str:
    """Filled circles."""
    return "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{colour}"/>' for x, y in points)


def box(x: float, y: float, width: float, height: float, fill: str, stroke: str = "none") -> str:
    """A rectangle with round corners."""
    place = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"'
    return f'<rect {place} rx="7" fill="{fill}" stroke="{stroke}" stroke-width="1.5"/>'


def frame(left: float, top: float, width: float, height: float, x: Point, y: Point) -> Callable[[float, float], Point]:
    """From coordinates of a plot to those of the picture."""

    def place(a: float, b: float) -> Point:
        return left + width * (a - x[0]) / (x[1] - x[0]), top + height * (y[1] - b) / (y[1] - y[0])

    return place


def contours(
    f: Callable[[np.ndarray, np.ndarray], np.ndarray],
    x: Point,
    y: Point,
    levels: Sequence[float],
    place: Callable[[float, float], Point],
) -> list[str]:
    """Lines of equal height."""
    a, b = np.linspace(*x, 240), np.linspace(*y, 240)
    generator = contourpy.contour_generator(a, b, f(*np.meshgrid(a, b)))
    return [
        line([place(*point) for point in path[::2].tolist() + path[-1:].tolist()], "#c3ccd6", 1)
        for level in levels
        for path in generator.lines(level)
    ]


def rosenbrock(x: float | np.ndarray, y: float | np.ndarray) -> float | np.ndarray:
    """The curved valley."""
    return (1 - x) ** 2 + 100 * (y - x * x) ** 2


def walk(lr: float, momentum: float, steps: int) -> list[Point]:
    """Down the curved valley, with momentum or without."""
    x, y, u, v, places = -1.5, 2.0, 0.0, 0.0, [(-1.5, 2.0)]
    for _ in range(steps):
        off = y - x * x
        u, v = momentum * u - 2 * (1 - x) - 400 * x * off, momentum * v + 200 * off
        x, y = x - lr * u, y - lr * v
        places.append((x, y))
        if not math.hypot(x, y) < 1e3:
            break
    return places


def arrives(places: Sequence[Point]) -> int:
    """After how many steps the loss is first below a millionth; 0 if never."""
    return next((i for i, place in enumerate(places) if rosenbrock(*place) < 1e-6), 0)


def spiral(mode: str, lr: float, rounds: int) -> list[Point]:
    """The game V = theta psi."""
    t, p, places = 1.0, 0.0, [(1.0, 0.0)]
    for _ in range(rounds):
        if mode == "simultaneous":
            t, p = t - lr * p, p + lr * t
        elif mode == "alternating":
            t = t - lr * p
            p = p + lr * t
        else:
            at, ap = t - lr * p, p + lr * t
            t, p = t - lr * ap, p + lr * at
        places.append((t, p))
    return places


def draw_result() -> None:
    """Three walkers, and three pairs of players."""
    x, y = (-1.9, 1.5), (-0.6, 2.7)
    place = frame(20, 64, 420, 330, x, y)
    parts = [
        '<clipPath id="c"><rect x="20" y="64" width="420" height="330"/></clipPath>',
        bold(230, 32, "One valley, three walkers", 17),
        text(230, 52, "the same true slope, everywhere", 13, SOFT),
        '<g clip-path="url(#c)">',
        *contours(rosenbrock, x, y, [0.3, 1, 3, 10, 30, 80, 200, 400, 800], place),
    ]
    thrown, slow, quick = walk(0.003, 0, 30), walk(0.001, 0, 5000), walk(0.001, 0.95, 1000)
    parts += [
        line([place(*p) for p in quick[: arrives(quick)]], GREEN, 1.6),
        line([place(*p) for p in slow[:6] + slow[6::40]], BLUE, 3.5, 'stroke-linejoin="round"'),
        line([place(*p) for p in thrown[:4]], RED, 2),
        dots([place(-1.5, 2.0)], INK, 5),
        dots([place(1.0, 1.0)], INK, 5),
        "</g>",
        text(*place(-1.40, 2.12), "start", 13, INK, "start"),
        text(*place(1.03, 0.76), "goal", 13, INK, "start"),
        text(230, 418, "gradient descent, rate 0.003: thrown out in the first steps", 13, RED),
        text(230, 438, "gradient descent, rate 0.001: loss 0.007 after 5,000 steps", 13, BLUE),
        text(230, 458, f"the same rate, with momentum: loss 0.000001 after {arrives(quick)} steps", 13, GREEN),
    ]
    assert not arrives(slow)
    assert 0.006 < rosenbrock(*slow[-1]) < 0.0075
    assert not math.hypot(*thrown[-1]) < 1e3
    place = frame(480, 64, 400, 330, (-3.2, 3.2), (-2.64, 2.64))
    parts += [
        bold(680, 32, "One game, two players", 17),
        text(680, 52, "one walks down, one up: V = θψ", 13, SOFT),
        '<clipPath id="e"><rect x="480" y="64" width="400" height="330"/></clipPath><g clip-path="url(#e)">',
        line([place(-3.2, 0), place(3.2, 0)], GREY, 1),
        line([place(0, -2.64), place(0, 2.64)], GREY, 1),
    ]
    for mode, colour, rounds in (("simultaneous", RED, 50), ("alternating", ORANGE, 62), ("extragradient", GREEN, 90)):
        places = [place(*p) for p in spiral(mode, 0.2, rounds)]
        parts += [line(places, colour, 1.6), dots(places, colour, 2.2)]
    parts += [
        dots([place(0, 0)], INK, 5),
        dots([place(1, 0)], INK, 4),
        "</g>",
        text(680, 418, "both at once: away from the equilibrium", 13, RED),
        text(680, 438, "in turn: round and round", 13, ORANGE),
        text(680, 458, "with a look ahead: there", 13, GREEN),
    ]
    about = "Three paths in a curved valley; simultaneous players spiral out, alternating ones circle, extragradients come in."
    save("result.svg", 900, 474, "One slope, many fates", about, parts)


def draw_overview() -> None:
    """What becomes of a gradient, and the game."""
    parts = [bold(450, 34, "From a slope to a step", 20)]
    stages = [
        ("gradient g", "of one batch: noisy", "1, 5", INK),
        ("clip", "never longer than c", "5", RED),
        ("remember", "momentum, Adam", "3, 4", BLUE),
        ("rate", "warm-up, cosine", "2, 5", ORANGE),
        ("step", "and weight decay", "1, 4", GREEN),
        ("average", "of the weights", "6", "#6b3fa0"),
    ]
    for i, (name, about, section, colour) in enumerate(stages):
        x = 22 + 146 * i
        parts += [
            box(x, 66, 126, 92, "#f7f9fb", colour),
            bold(x + 63, 96, name, 16, colour),
            text(x + 63, 120, about, 12),
            text(x + 63, 144, f"section {section}", 11.5, SOFT),
        ]
        if i:
            parts.append(arrow([(x - 18, 112), (x - 3, 112)], SOFT, 2))
    parts += [
        line([(669, 162), (669, 186), (85, 186)], SOFT, 1.6, 'stroke-dasharray="5 4"'),
        arrow([(85, 186), (85, 161)], SOFT, 1.6, 'stroke-dasharray="5 4"'),
        text(380, 204, "the new place has a new gradient: thousands of times", 12, SOFT),
        text(815, 182, "from this one samples", 12, "#6b3fa0"),
        line([(30, 226), (870, 226)], GREY, 1.5),
        bold(450, 258, "And when two walk at once", 20),
        box(70, 286, 190, 84, "#fdf3ec", ORANGE),
        bold(165, 316, "generator θ", 16, ORANGE),
        text(165, 338, "wants V(θ, ψ) low", 12.5),
        text(165, 358, "slow: two time scales", 12.5, SOFT),
        box(640, 286, 190, 84, "#eaf1fa", BLUE),
        bold(735, 316, "critic ψ", 16, BLUE),
        text(735, 338, "wants V(θ, ψ) high", 12.5),
        text(735, 358, "never too steep: W / σ₁(W)", 12.5, SOFT),
        arrow([(264, 312), (636, 312)], ORANGE),
        arrow([(636, 346), (264, 346)], BLUE),
        text(450, 304, "each one's step changes the other's landscape", 12.5),
        text(450, 336, "at once · in turn · with a look ahead", 13, INK, "middle", 'font-style="italic"'),
        text(450, 366, "section 7, and 8 for the steepness", 11.5, SOFT),
    ]
    about = "A gradient is clipped, remembered, scaled and made a step; places are averaged; two players share a value."
    save("overview.svg", 900, 392, "Overview of the lesson", about, parts)


def draw_valley() -> None:
    """A long and a short step in a narrow valley."""
    parts: list[str] = []
    for i, (rate, colour, title) in enumerate(((0.93, RED, "long steps: η λ_max near 2"), (0.15, BLUE, "short steps"))):
        x, y = (-6.8, 1.2), (-1.5, 1.5)
        place = frame(20 + 440 * i, 44, 420, 200, x, y)
        rows = [(-6.0, 1.1)]
        for _ in range(14):
            a, b = rows[-1]
            rows.append((a * (1 - 0.05 * rate), b * (1 - 2 * rate)))
        places = [place(*row) for row in rows]
        parts += [
            bold(230 + 440 * i, 28, title, 15, colour),
            f'<clipPath id="v{i}"><rect x="{20 + 440 * i}" y="44" width="420" height="200"/></clipPath>',
            f'<g clip-path="url(#v{i})">',
            *contours(lambda a, b: 0.025 * a * a + b * b, x, y, [0.03, 0.12, 0.3, 0.6, 1.0, 1.5, 2.2], place),
            line(places, colour, 2),
            dots(places, colour, 3.5),
            dots([place(0, 0)], INK, 5),
            "</g>",
            text(*place(0, -0.32), "minimum", 12),
        ]
    parts += [
        text(230, 266, "across: flips sides, and shrinks slowly", 12.5),
        text(670, 266, "across: done at once. Along: hardly moves", 12.5),
    ]
    save("valley.svg", 900, 282, "A narrow valley", "Fourteen long and fourteen short steps in a narrow valley.", parts)


def draw_armijo() -> None:
    """The loss along a direction, its tangent, and the line of Armijo's condition."""

    def loss(t: float) -> float:
        return 1.0 - 1.6 * t + 0.95 * t * t

    slope, c = -1.6, 0.3
    place = frame(60, 30, 560, 250, (0, 2.0), (-0.45, 1.35))
    ticks = [i / 100 for i in range(201)]
    accepted = [t for t in ticks if loss(t) <= 1.0 + c * slope * t]
    end = max(accepted)
    parts = [
        f'<rect x="{place(0, 0)[0]:.1f}" y="30" width="{place(end, 0)[0] - place(0, 0)[0]:.1f}" height="250" fill="#e9f4ee"/>',
        line([place(0, 1.35), place(0, -0.45), place(2.0, -0.45)], SOFT, 1.5),
        line([place(0, 1.0), place(0.75, 1.0 + slope * 0.75)], SOFT, 2, 'stroke-dasharray="6 4"'),
        line([place(0, 1.0), place(2.0, 1.0 + c * slope * 2.0)], ORANGE, 2.5),
        line([place(t, loss(t)) for t in ticks if loss(t) < 1.35], BLUE, 3),
        dots([place(0, 1.0)], INK, 5),
        text(place(end / 2, 0)[0], 300, "accepted", 13, GREEN),
        text(place((end + 2) / 2, 0)[0], 300, "too long", 13, RED),
        text(636, 284, "η", 16, INK, "start"),
        text(46, place(0, 1.0)[1] + 5, "L(θ)", 13, INK, "end"),
        text(place(2.0, 0)[0] + 8, place(0, 1.0 + 2 * c * slope)[1] + 4, "L(θ) + c η gᵀd", 13.5, ORANGE, "start"),
        text(
            place(0.7, 0)[0], place(0, 1.0 + slope * 0.7)[1] + 8, "L(θ) + η gᵀd: the slope", 13, SOFT, "end", 'dx="-16"'
        ),
        text(place(1.62, 0)[0] - 12, place(0, loss(1.62))[1], "L(θ + η d)", 13.5, BLUE, "end"),
    ]
    for k, t in enumerate((1.8, 0.9)):
        good = loss(t) <= 1.0 + c * slope * t
        parts += [
            line([place(t, -0.45), place(t, loss(t))], GREEN if good else RED, 1.5, 'stroke-dasharray="3 3"'),
            dots([place(t, loss(t))], GREEN if good else RED, 5.5),
            text(place(t, 0)[0] + 6, 270, ("first try", "half of it")[k], 12, GREEN if good else RED, "start"),
        ]
        assert good == (k == 1)
    save("armijo.svg", 780, 316, "Armijo's condition", "The first length is too long, half of it is accepted.", parts)


def draw_schedule() -> None:
    """Warm-up and half a cosine."""
    total, warmup, low = 100, 15, 0.08
    place = frame(70, 34, 560, 190, (0, 99), (0, 1.08))
    rates = [
        (t + 1) / warmup
        if t < warmup
        else low + (1 - low) * (1 + math.cos(math.pi * (t - warmup) / (total - 1 - warmup))) / 2
        for t in range(total)
    ]
    parts = [
        box(place(0, 0)[0], 34, place(warmup, 0)[0] - place(0, 0)[0], 190, "#fdf3ec"),
        line([place(0, 1.08), place(0, 0), place(99, 0)], SOFT, 1.5),
        line([place(0, low), place(99, low)], SOFT, 1, 'stroke-dasharray="4 4"'),
        line([place(0, 1), place(99, 1)], SOFT, 1, 'stroke-dasharray="4 4"'),
        line([place(t, rate) for t, rate in enumerate(rates)], BLUE, 3),
        dots([place(t, rate) for t, rate in enumerate(rates) if t < warmup], ORANGE, 3),
        text(place(warmup / 2, 0)[0], 24, "warm-up", 13, ORANGE),
        text(62, place(0, 1)[1] + 5, "η max", 13, INK, "end"),
        text(62, place(0, low)[1] + 5, "η min", 13, INK, "end"),
        text(place(warmup, 0)[0], 244, "W", 13),
        text(place(0, 0)[0], 244, "0", 13),
        text(place(99, 0)[0], 244, "T − 1", 13),
        text(place(64, 0)[0], place(0, 0.72)[1], "half a cosine", 13.5, BLUE, "start"),
        text(660, 228, "step t", 13, INK, "start"),
    ]
    save("schedule.svg", 730, 258, "A schedule", "The rate rises along a line and falls along half a cosine.", parts)


if __name__ == "__main__":
    for draw in (draw_result, draw_overview, draw_valley, draw_armijo, draw_schedule):
        draw()
