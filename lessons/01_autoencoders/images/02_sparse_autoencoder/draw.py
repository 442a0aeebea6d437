"""Draw this lesson's pictures from real runs of its own cells, and write the SVGs beside this file."""

from __future__ import annotations

import contextlib
import io
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import torch

from autograder.lessons import Kind, parse_lesson

HERE = Path(__file__).parent
INK, GREY, BLUE, ORANGE, GREEN, RED = "#1f2933", "#7b8794", "#1d5fa8", "#c2560c", "#2b7a3d", "#b3261e"
FONT = "'Helvetica Neue', Arial, sans-serif"
ARROW = (
    '<defs><marker id="a" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
    'orient="auto-start-reverse"><path d="M0 0 L10 5 L0 10 z" fill="context-stroke"/></marker></defs>'
)


def run_lesson() -> dict[str, Any]:
    """The names that the lesson's given cells and solutions define."""
    lesson = parse_lesson(HERE.parents[1] / f"{HERE.name}.py")
    namespace: dict[str, Any] = {"__name__": "lesson"}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in lesson.cells:
            if cell.kind in (Kind.GIVEN, Kind.EXERCISE):
                exec(compile(cell.source, str(lesson.path), "exec"), namespace)
    return namespace


def text(
    x: float, y: float, words: str, size: float = 14, fill: str = INK, anchor: str = "middle", more: str = ""
) -> str:
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{fill}" text-anchor="{anchor}" {more}>{words}</text>'


def rect(x: float, y: float, w: float, h: float, fill: str, more: str = "") -> str:
    return f'<rect x="{x:.4g}" y="{y:.4g}" width="{w:.4g}" height="{h:.4g}" fill="{fill}" {more}/>'


def arrow(x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 3) -> str:
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width}" marker-end="url(#a)"/>'


def image(x: float, y: float, pixels: torch.Tensor, size: float, signed: bool = False) -> str:
    """A square image: from white to black, or (signed) from blue over white to orange."""
    side = math.isqrt(len(pixels))
    cells: dict[str, str] = {}  # one path for each colour: a lesson's pictures travel with every notebook
    for i, value in enumerate(pixels.tolist()):
        colour = _signed_colour(value) if signed else _mix(value, (0, 0, 0))
        cells[colour] = cells.get(colour, "") + f"M{i % side} {i // side}h1v1h-1z"
    cells.pop("#fff", None)
    paths = "".join(f'<path fill="{colour}" d="{path}"/>' for colour, path in cells.items())
    frame = rect(x, y, size, size, "none", f'stroke="{GREY}" stroke-width="0.8"')
    return (
        f'<g transform="translate({x:g} {y:g}) scale({size / side:g})" shape-rendering="crispEdges">{paths}</g>{frame}'
    )


def _signed_colour(value: float) -> str:
    return _mix(abs(value), (0xC2, 0x56, 0x0C) if value > 0 else (0x1D, 0x5F, 0xA8))


def _mix(strength: float, ink: tuple[int, int, int]) -> str:
    """Ink on white paper, in sixteen levels of each channel."""
    share = min(max(strength, 0), 1)
    return "#" + "".join(f"{round((255 + (channel - 255) * share) / 17):x}" for channel in ink)


def write(name: str, width: int, height: int, title: str, about: str, parts: Iterable[str]) -> None:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-labelledby="t d" font-family="{FONT}"><title id="t">{title}</title><desc id="d">{about}</desc>'
    )
    body = "\n".join([head, ARROW, rect(0, 0, width, height, "#ffffff", 'rx="10"'), *parts, "</svg>\n"])
    (HERE / name).write_text(body, encoding="utf-8")


def typical(lesson: dict[str, Any], model: Any, digit: int) -> torch.Tensor:
    """The first test image of a digit that takes as many atoms as the mean image does."""
    images = lesson["test"][lesson["test_labels"] == digit]
    with torch.no_grad():
        counts = lesson["l0"](model.encode(images), model.D)
        middle = lesson["l0"](model.encode(lesson["test"]), model.D).double().mean().round()
    return images[counts == middle][0]


def draw_result(lesson: dict[str, Any], model: Any, found: Any) -> None:
    x = typical(lesson, model, 3)
    with torch.no_grad():
        z = model.encode(x[None])[0]
        x_hat = model.decode(z[None])[0]
        D = model.D.detach()
    terms = z[:, None] * D
    order = terms.norm(dim=1).argsort(descending=True)
    used = int(lesson["l0"](z[None], D)[0])
    shown = 6
    parts = [text(450, 32, f"One digit, {used} of 128 atoms", 20, more='font-weight="bold"')]
    size, left, top = 74, 14, 58
    signs = ["=", "+", *["+"] * (shown - 1), "=" if used == shown else "…", ""]
    pictures = [(x, False), (model.c.detach(), False), *[(2.5 * terms[j], True) for j in order[:shown]], (x_hat, False)]
    labels = ["a test digit", "the mean", *[f"atom {int(j)}" for j in order[:shown]], "the sum of all"]
    for (pixels, signed), label, sign in zip(pictures, labels, signs, strict=True):
        parts.append(image(left, top, pixels, size, signed))
        parts.append(text(left + size / 2, top + size + 18, label, 12))
        left += size + 20
        words = f"+ {used - shown} =" if sign == "…" else sign
        parts.append(
            text(left - 10 if sign != "…" else left + 10, top + size / 2 + 6, words, 18 if sign != "…" else 15)
        )
        left += 40 if sign == "…" else 0
    parts.append(text(450, 200, "Forty of the atoms: ink in orange, “no ink here” in blue", 15))
    unit = D / D.norm(dim=1, keepdim=True)
    loudest = (model.encode(lesson["train"]).detach() * D.norm(dim=1)).mean(0).argsort(descending=True)[:40]
    for i, j in enumerate(loudest):
        parts.append(image(26 + i % 20 * 42.6, 214 + i // 20 * 43, 2.5 * unit[j], 38, signed=True))
    features, atoms = lesson["features"], found.D.detach()
    atoms = atoms / atoms.norm(dim=1, keepdim=True)
    cosines = atoms @ features.T
    best = cosines.argmax(dim=0)
    mean = float(cosines.amax(dim=0).mean())
    parts.append(
        text(
            450, 334, f"32 features hidden in 16 numbers, and found again (mean cosine {mean:.2f}): sixteen of them", 15
        )
    )
    for row, (name, rows) in enumerate((("hidden", features), ("found", atoms[best]))):
        parts.append(text(70, 374 + 52 * row, name, 13, anchor="end"))
        parts.extend(image(84 + 49 * i, 348 + 52 * row, 1.4 * rows[i], 44, signed=True) for i in range(16))
    about = "A digit as a mean image plus a few atoms; forty atoms; planted features above the atoms that found them."
    write("result.svg", 900, 462, "What this lesson builds", about, parts)


IDEAS = (
    ("1 superposition", "more features than dimensions", "language models, image generators"),
    ("2 KL on rates", "each unit fires rarely", "load balancing of experts"),
    ("3 a fair price", "charge |z| times |d|", "no escape by scaling"),
    ("4 TopK", "keep the k largest", "routers, top-k sampling"),
    ("5 unit atoms", "gradient at right angles", "dictionaries of GPT-4"),
    ("6 train and look", "few entries and small error", "reading and steering models"),
)


def draw_overview(lesson: dict[str, Any], model: Any) -> None:
    x = typical(lesson, model, 0)
    with torch.no_grad():
        z = model.encode(x[None])[0]
        x_hat = model.decode(z[None])[0]
        heights = z * model.D.norm(dim=1)
    parts = [text(450, 34, "64 numbers in, 128 in the middle. Why is that no copy?", 21, more='font-weight="bold"')]
    parts += [image(30, 74, x, 130), text(95, 226, "x: 64 pixels", 14)]
    parts += [arrow(172, 139, 252, 139, BLUE), text(212, 122, "encode", 15, BLUE, more='font-weight="bold"')]
    parts += [text(212, 162, "relu((x − c)W + b)", 10.5, BLUE)]
    parts.append(rect(262, 74, 376, 130, "#fdf6ef", f'stroke="{ORANGE}" stroke-width="2" rx="6"'))
    tallest = float(heights.max())
    for j, height in enumerate(heights.tolist()):
        bar = 112 * height / tallest
        parts.append(
            rect(268 + 2.86 * j, 198 - bar, 2.3, bar, ORANGE) if bar > 0.3 else rect(268 + 2.86 * j, 197, 2.3, 1, GREY)
        )
    used = int(lesson["l0"](z[None], model.D.detach())[0])
    parts.append(text(450, 226, f"z: 128 numbers, {used} of them in use", 14, ORANGE, more='font-weight="bold"'))
    parts += [arrow(648, 139, 728, 139, GREEN), text(688, 122, "decode", 15, GREEN, more='font-weight="bold"')]
    parts += [text(688, 162, "z D + c", 10.5, GREEN), image(740, 74, x_hat, 130), text(805, 226, "a sum of atoms", 14)]
    for i, (name, idea, where) in enumerate(IDEAS):
        left, top = 30 + i % 3 * 284, 256 + i // 3 * 100
        parts.append(rect(left, top, 272, 86, "#f5f7fa", 'rx="8" stroke="#cbd2d9"'))
        parts.append(text(left + 136, top + 27, name, 16, BLUE, more='font-weight="bold"'))
        parts.append(text(left + 136, top + 50, idea, 14))
        parts.append(text(left + 136, top + 71, where, 12.5, GREY))
    about = (
        "A digit is encoded as 128 numbers of which few are in use, and decoded as a sum of atoms; below, six ideas."
    )
    write("overview.svg", 900, 462, "Overview of the lesson", about, parts)


def draw_superposition() -> None:
    angles = [2 * math.pi * j / 5 for j in range(5)]
    atoms = torch.tensor([[math.cos(t), math.sin(t)] for t in angles], dtype=torch.float64)
    parts = []
    cases = (("one feature is present: 1", [1]), ("two are present: 0 and 2", [0, 2]))
    for panel, (title, present) in enumerate(cases):
        middle, height, radius = 130 + 430 * panel, 168, 96
        x = atoms[present].sum(dim=0)
        parts.append(text(215 + 430 * panel, 32, title, 16, more='font-weight="bold"'))
        for j, (across, up) in enumerate(atoms.tolist()):
            colour = ORANGE if j in present else GREY
            parts.append(arrow(middle, height, middle + radius * across, height - radius * up, colour, 2.4))
            parts.append(text(middle + 1.16 * radius * across, height - 1.16 * radius * up + 5, str(j), 14, colour))
        tip = (middle + radius * float(x[0]), height - radius * float(x[1]))
        parts.append(f'<circle cx="{tip[0]:.1f}" cy="{tip[1]:.1f}" r="6" fill="{BLUE}"/>')
        parts.append(text(tip[0] + (14 if panel == 0 else -8), tip[1] + (14 if panel == 0 else 22), "x", 15, BLUE))
        scores = (atoms @ x).tolist()
        for j, score in enumerate(scores):
            left, base = 262 + 430 * panel + 31 * j, 180
            bar = 84 * abs(score)
            colour = ORANGE if j in present else GREY
            parts.append(rect(left, base - bar if score > 0 else base, 22, max(bar, 1), colour))
            parts.append(text(left + 11, base - bar - 6 if score > 0 else base + bar + 15, f"{score:.2f}", 11, colour))
            parts.append(text(left + 11, 284, str(j), 13, colour))
        parts.append(text(338 + 430 * panel, 304, "dot product with each atom", 12, GREY))
        verdict = "the largest is right" if panel == 0 else "the largest is wrong: 1 is absent"
        parts.append(text(215 + 430 * panel, 332, verdict, 14, GREEN if panel == 0 else RED, more='font-weight="bold"'))
    about = "Five arrows in the plane. For one feature the largest dot product is right; for two it is an absent one's."
    write("superposition.svg", 880, 348, "Five features in two dimensions", about, parts)


def draw_escape() -> None:
    parts = [text(440, 30, "Divide the code by s, multiply the atom by s: nothing is seen, and the bill falls", 17)]
    for panel, s in enumerate((1.0, 2.0, 4.0)):
        left, base = 30 + 285 * panel, 222
        parts.append(rect(left, 48, 260, 246, "#f5f7fa", 'rx="8" stroke="#cbd2d9"'))
        parts.append(text(left + 130, 74, f"s = {s:g}", 16, more='font-weight="bold"'))
        bars = (("code |z|", 1 / s, ORANGE), ("atom |d|", s, BLUE), ("contribution", 1.0, GREEN))
        for i, (name, size, colour) in enumerate(bars):
            x, bar = left + 26 + 78 * i, 27 * size
            parts.append(rect(x, base - bar, 50, bar, colour))
            parts.append(text(x + 25, base - bar - 6, f"{size:g}", 13, colour))
            parts.append(text(x + 25, base + 17, name, 12, colour))
        parts.append(text(left + 130, 262, f"bill for codes: {1 / s:g} λ", 14, RED, more='font-weight="bold"'))
        parts.append(text(left + 130, 283, "bill for contributions: 1 λ", 14, GREEN, more='font-weight="bold"'))
    about = "For s = 1, 2 and 4 the code shrinks, the atom grows, their product stays; only one of two bills notices."
    write("escape.svg", 885, 310, "The loophole of an unweighted penalty", about, parts)


def main() -> None:
    lesson = run_lesson()
    model = lesson["train_sae"](lesson["train"], seed=0)
    found = lesson["train_sae"](lesson["mixtures"], seed=0, n_units=32, lam=0.4)
    draw_result(lesson, model, found)
    draw_overview(lesson, model)
    draw_superposition()
    draw_escape()


if __name__ == "__main__":
    main()
