"""Draw this lesson's pictures from real runs of its own cells, and write the SVGs beside this file.

Run it from the repository's root: ``python lessons/02_gans/images/09_gan_evaluation/draw.py``. What it trains differs in
the last digits from machine to machine, so the SVG files are committed.
"""

from __future__ import annotations

import contextlib
import io
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import torch

from autograder.lessons import Kind, parse_lesson

HERE = Path(__file__).resolve().parent
INK, GREY, PALE = "#1f2933", "#7b8794", "#e4e7eb"
BLUE, ORANGE, GREEN, RED = "#1d5fa8", "#c2560c", "#2b7a3d", "#b3261e"
FONT = "'Helvetica Neue', Arial, sans-serif"
ARROW = (
    '<defs><marker id="a" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
    'orient="auto-start-reverse"><path d="M0 0 L10 5 L0 10 z" fill="context-stroke"/></marker></defs>'
)
BOLD = 'font-weight="bold"'


def run_lesson() -> dict[str, Any]:
    """The names that the lesson's given cells and solutions define."""
    for name in ("result", "overview", "bias", "precision_recall"):  # the lesson is not read without them
        if not (HERE / f"{name}.svg").exists():
            (HERE / f"{name}.svg").write_text("<svg/>", encoding="utf-8")
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


def line(x1: float, y1: float, x2: float, y2: float, colour: str, more: str = 'stroke-width="1"') -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" {more}/>'


def arrow(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return line(x1, y1, x2, y2, colour, 'stroke-width="3" marker-end="url(#a)"')


def circle(x: float, y: float, r: float, fill: str, more: str = "") -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="{fill}" {more}/>'


def image(x: float, y: float, pixels: torch.Tensor, size: float) -> str:
    """A square image, white paper and black ink, in sixteen greys."""
    side = math.isqrt(len(pixels))
    cells: dict[str, str] = {}  # one path for each grey: a lesson's pictures travel with every notebook
    for i, value in enumerate(pixels.tolist()):
        colour = "#" + f"{round(15 * (1 - min(max(value, 0), 1))):x}" * 3
        cells[colour] = cells.get(colour, "") + f"M{i % side} {i // side}h1v1h-1z"
    cells.pop("#fff", None)
    paths = "".join(f'<path fill="{colour}" d="{path}"/>' for colour, path in cells.items())
    frame = rect(x, y, size, size, "none", f'stroke="{GREY}" stroke-width="0.8"')
    return (
        f'<g transform="translate({x:g} {y:g}) scale({size / side:g})" shape-rendering="crispEdges">{paths}</g>{frame}'
    )


def write(name: str, width: int, height: int, title: str, about: str, parts: Iterable[str]) -> None:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-labelledby="t d" font-family="{FONT}"><title id="t">{title}</title><desc id="d">{about}</desc>'
    )
    body = "\n".join([head, ARROW, rect(0, 0, width, height, "#ffffff", 'rx="10"'), *parts, "</svg>\n"])
    (HERE / f"{name}.svg").write_text(body, encoding="utf-8")


# --- the table that the lesson ends with

COLUMNS = (  # key, heading, what it says, from, to, and what is suspicious
    ("fid", "Fréchet", "small: like real", 0.0, 2.2, lambda value, real: value > 2 * real),
    ("precision", "precision", "do they look real?", 0.0, 1.0, lambda value, real: value < real - 0.08),
    ("recall", "recall", "is all there?", 0.0, 1.0, lambda value, real: value < real - 0.08),
    ("copies", "copies", "near 0: stolen", 0.0, 1.5, lambda value, real: value < 0.5 * real),
)


def draw_result(lesson: dict[str, Any], model: Any) -> None:
    parts = [text(470, 34, "Five hundred digits from each, and four opinions about them", 19, more=BOLD)]
    rows = {
        name: lesson["report"](model.features, lesson["x_train"], lesson["fresh"], each)
        for name, each in lesson["contest"].items()
    }
    for column, (_, heading, meaning, *_) in enumerate(COLUMNS):
        x = 500 + 108 * column
        parts += [text(x, 68, heading, 13.5, BLUE, "start", BOLD), text(x, 86, meaning, 11, GREY, "start")]
    for i, (name, each) in enumerate(lesson["contest"].items()):
        top = 102 + 54 * i
        parts.append(text(22, top + 28, name, 14.5, GREEN if name == "real" else INK, "start", BOLD))
        parts.extend(image(122 + 45 * j, top, picture, 42) for j, picture in enumerate(each[:8]))
        for column, (key, *_, low, high, is_suspicious) in enumerate(COLUMNS):
            x, value = 500 + 108 * column, rows[name][key]
            seen = name != "real" and is_suspicious(value, rows["real"][key])
            colour = RED if seen else (GREEN if name == "real" else GREY)
            width = 88 * (value - low) / (high - low)
            parts += [rect(x, top + 24, 88, 9, PALE), rect(x, top + 24, max(width, 1), 9, colour)]
            parts.append(
                text(x, top + 17, f"{value:.2f}", 13.5, colour if seen else INK, "start", BOLD if seen else "")
            )
        parts.append(line(20, top + 48, 920, top + 48, PALE))
    parts.append(text(470, 392, "red: what gives a machine away. No column sees all four.", 14, RED))
    about = (
        "Real digits and four forgeries, with distance, precision, recall and nearness to the training images of each."
    )
    write("result", 940, 410, "What this lesson builds", about, parts)


# --- precision and recall


def scatter(points: torch.Tensor, left: float, top: float, scale: float) -> list[tuple[float, float]]:
    """Where points of the plane stand in the picture."""
    return [(left + scale * x, top - scale * y) for x, y in points.tolist()]


def balls(points: torch.Tensor, k: int) -> torch.Tensor:
    """The radius of the ball around each."""
    return torch.cdist(points, points).sort(dim=1).values[:, k]


def draw_sets() -> tuple[torch.Tensor, torch.Tensor]:
    """Two modes of data; samples of one of them, and three that are off."""
    generator = torch.Generator().manual_seed(9)

    def draw(count: int, x: float, y: float) -> torch.Tensor:
        return torch.tensor([x, y]) + 0.42 * torch.randn(count, 2, generator=generator)

    data = torch.cat([draw(13, 0.0, 0.0), draw(13, 3.6, 0.9)])
    off = torch.tensor([[0.9, 2.1], [1.5, 2.2], [1.2, 1.7]])
    return data, torch.cat([draw(13, 0.0, 0.0), off])


def panel(
    centres: torch.Tensor, points: torch.Tensor, left: float, colours: tuple[str, str]
) -> tuple[list[str], float]:
    """Balls around the centres, and which of the points they hold."""
    scale, top, k = 66.0, 226.0, 2
    radii = balls(centres, k)
    held = (torch.cdist(points, centres) <= radii).any(dim=1)
    parts = [
        circle(x, y, scale * float(r), colours[0], f'fill-opacity="0.10" stroke="{colours[0]}" stroke-opacity="0.45"')
        for (x, y), r in zip(scatter(centres, left, top, scale), radii, strict=True)
    ]
    parts += [circle(x, y, 3, colours[0]) for x, y in scatter(centres, left, top, scale)]
    for (x, y), inside in zip(scatter(points, left, top, scale), held, strict=True):
        more = f'stroke="{colours[1]}" stroke-width="2"'
        parts.append(circle(x, y, 5, colours[1] if inside else "#ffffff", more))
    return parts, float(held.double().mean())


def draw_precision_recall(lesson: dict[str, Any]) -> None:
    data, samples = draw_sets()
    left, precision = panel(data, samples, 110, (BLUE, ORANGE))
    right, recall = panel(samples, data, 580, (ORANGE, BLUE))
    assert [precision, recall] == list(lesson["precision_recall"](data, samples, 2)), (
        "the picture tells the lesson's numbers"
    )
    clip = (
        '<defs><clipPath id="l"><rect x="16" y="50" width="440" height="264"/></clipPath>'
        '<clipPath id="r"><rect x="484" y="50" width="440" height="264"/></clipPath></defs>'
    )
    parts = [clip, '<g clip-path="url(#l)">', *left, '</g><g clip-path="url(#r)">', *right, "</g>"]
    for x, words, note in (
        (236, f"precision {precision:.2f}: samples in balls of data", "hollow: samples that do not look real"),
        (704, f"recall {recall:.2f}: data in balls of samples", "hollow: data that the generator never makes"),
    ):
        parts.append(rect(x - 220, 50, 440, 264, "none", f'stroke="{GREY}" stroke-width="0.8" rx="4"'))
        parts += [text(x, 34, words, 16.5, more=BOLD), text(x, 338, note, 13.5, GREY)]
    for x, colour, name in ((350, BLUE, "data"), (430, ORANGE, "samples")):
        parts += [circle(x, 360, 5, colour), text(x + 10, 365, name, 13.5, INK, "start")]
    parts.append(text(520, 365, "each ball reaches to the 2nd neighbour", 13.5, GREY, "start"))
    about = (
        "Left: balls around data hold most samples. Right: no ball of a sample stands over the mode that is dropped."
    )
    write("precision_recall", 940, 380, "Precision and recall", about, parts)


# --- the bias


def draw_bias(lesson: dict[str, Any]) -> None:
    pca, fid, images = lesson["pca"], lesson["fid"], lesson["images"]
    eigenvalues = torch.linalg.eigvalsh(torch.cov(pca(images).T))
    generator = torch.Generator().manual_seed(4)
    measured = {}
    for n in (50, 75, 100, 150, 200, 300, 400, 600):
        orders = [torch.randperm(len(images), generator=generator) for _ in range(20)]
        measured[n] = [fid(images[order[:n]], images[order[n : 2 * n]], pca, n) for order in orders]
    grainy = lesson["fid"](lesson["fresh"], lesson["contest"]["grainy"], pca, 500)
    parts = [text(470, 32, "Real digits against real digits: the truth is 0", 18, more=BOLD)]
    tall, high = 250, 1.05
    for left, title, place in (
        (70, "over n", lambda n: 360 * n / 640),
        (546, "over 1 / n: nearly a straight line, which ends near 0", lambda n: 360 * (1 / n) * 48),
    ):
        base = 326
        parts.append(text(left + 180, 58, title, 14, BLUE))
        for tick in (0.0, 0.2, 0.4, 0.6, 0.8):
            height = base - tall * tick / high
            parts += [
                line(left, height, left + 360, height, PALE),
                text(left - 8, height + 4, f"{tick:g}", 11, GREY, "end"),
            ]
        sizes = list(range(48, 640, 4))
        curve = [(left + place(n), base - tall * lesson["predict_bias"](eigenvalues, n, n) / high) for n in sizes]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in curve)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{BLUE}" stroke-width="2.5"/>')
        for n, values in measured.items():
            x = left + place(n)
            parts += [circle(x, base - tall * v / high, 2.2, ORANGE, 'fill-opacity="0.35"') for v in values]
            parts.append(circle(x, base - tall * sum(values) / len(values) / high, 5, ORANGE))
        level = base - tall * grainy / high
        parts.append(line(left, level, left + 360, level, RED, 'stroke-width="1.5" stroke-dasharray="6 4"'))
        for n in (50, 100, 200, 400, 600):
            if left > 500 and n > 200:
                continue
            parts.append(text(left + place(n), base + 18, str(n) if left < 500 else f"1/{n}", 12, GREY))
    parts.append(text(428, 326 - tall * grainy / high - 7, "digits with grain, 500 against 500", 12, RED, "end"))
    parts.append(line(250, 366, 280, 366, BLUE, 'stroke-width="2.5"'))
    parts.append(text(288, 371, "predicted before measuring", 13.5, INK, "start"))
    parts += [circle(500, 366, 5, ORANGE), text(512, 371, "mean of twenty draws (pale: each)", 13.5, INK, "start")]
    about = (
        "Distances of two sets of real digits fall with their size, as predicted; over one over n they lie near a line."
    )
    write("bias", 940, 386, "The bias of the Fréchet distance", about, parts)


# --- the overview


def cloud(lesson: dict[str, Any], model: Any, name: str, count: int = 90) -> torch.Tensor:
    """The trained features of a set, in the two directions in which the spread of both sets differs most."""
    reference = model.features(lesson["fresh"])
    centre = reference.mean(dim=0)
    others = model.features(lesson["contest"]["only 0 to 4"])
    values, vectors = torch.linalg.eigh(torch.cov(others.T) - torch.cov(reference.T))
    axes = vectors[:, values.abs().argsort(descending=True)[:2]].T
    pictures = lesson["fresh"] if name == "fresh" else lesson["contest"][name]
    return (model.features(pictures[:count]) - centre) @ axes.T


def ellipse(points: torch.Tensor, x: float, y: float, scale: float, colour: str) -> str:
    """Where the Gaussian with the moments of the points has two standard deviations."""
    values, vectors = torch.linalg.eigh(torch.cov(points.T))
    angle = -math.degrees(math.atan2(float(vectors[1, 1]), float(vectors[0, 1])))
    mean = points.mean(dim=0)
    rx, ry = (2 * scale * float(v) ** 0.5 for v in (values[1], values[0]))
    cx, cy = x + scale * float(mean[0]), y - scale * float(mean[1])
    more = f'fill="{colour}" fill-opacity="0.08" stroke="{colour}" stroke-width="2.5"'
    place = f'transform="translate({cx:.1f} {cy:.1f}) rotate({angle:.1f})"'
    return f'<ellipse rx="{rx:.1f}" ry="{ry:.1f}" {place} {more}/>{circle(cx, cy, 4, colour)}'


IDEAS = (
    ("1 inception score", "certain each time, varied over all", "never looks at the data"),
    ("2 Fréchet distance", "two Gaussians, moved into each other", "sees two moments"),
    ("3 FID and its bias", "predict it, and take it off", "nothing without its n"),
    ("4 KID", "pair by pair, no bias", "negative now and then"),
    ("5 precision, recall", "neighbour by neighbour", "says what is wrong"),
    ("6 to 8 copies, checks, features", "thieves, wrong programs, better eyes", "never one number alone"),
)


def draw_overview(lesson: dict[str, Any], model: Any) -> None:
    parts = [text(470, 36, "A generator has no test error: compare clouds of features", 21, more=BOLD)]
    for top, name, words, colour in ((66, "fresh", "data", BLUE), (166, "only 0 to 4", "samples", ORANGE)):
        pictures = lesson["fresh"] if name == "fresh" else lesson["contest"][name]
        parts.extend(image(30 + 44 * (j % 4), top + 44 * (j // 4), pictures[j], 40) for j in range(8))
        parts.append(text(118, top + 100 if top > 100 else top - 6, words, 14, colour, more=BOLD))
        parts.append(arrow(214, top + 42, 270, 160 + (-18 if top < 100 else 18), colour))
    parts.append(rect(280, 116, 132, 86, "#eef7f0", f'stroke="{GREEN}" stroke-width="2.5" rx="8"'))
    parts += [text(346, 144, "one fixed", 14, GREEN), text(346, 164, "feature map", 15.5, GREEN, more=BOLD)]
    parts += [text(346, 186, "for both sets", 13, GREEN), arrow(420, 159, 480, 159, GREEN)]
    parts.append(rect(492, 62, 420, 200, "#ffffff", f'stroke="{GREY}" stroke-width="0.8" rx="4"'))
    parts.append('<defs><clipPath id="c"><rect x="492" y="62" width="420" height="200"/></clipPath></defs>')
    parts.append('<g clip-path="url(#c)">')
    for name, colour in (("fresh", BLUE), ("only 0 to 4", ORANGE)):
        points = cloud(lesson, model, name, 150)
        parts += [circle(702 + 24 * x, 162 - 24 * y, 2.6, colour, 'fill-opacity="0.7"') for x, y in points.tolist()]
        parts.append(ellipse(cloud(lesson, model, name, 500), 702, 162, 24, colour))
    parts += ["</g>", text(702, 282, "features, in two of sixteen directions", 13, GREY)]
    for i, (name, idea, note) in enumerate(IDEAS):
        left, top = 30 + i % 3 * 297, 304 + i // 3 * 96
        parts.append(rect(left, top, 284, 84, "#f5f7fa", 'rx="8" stroke="#cbd2d9"'))
        parts.append(text(left + 142, top + 27, name, 16, BLUE, more=BOLD))
        parts += [text(left + 142, top + 49, idea, 14), text(left + 142, top + 70, note, 12.5, GREY)]
    about = (
        "Data and samples go through one feature map; the two clouds are compared; below, the ideas of the sections."
    )
    write("overview", 940, 504, "Overview of the lesson", about, parts)


def main() -> None:
    lesson = run_lesson()
    model = lesson["train_features"](lesson["x_train"], lesson["y_train"], seed=0)
    draw_result(lesson, model)
    draw_overview(lesson, model)
    draw_bias(lesson)
    draw_precision_recall(lesson)


if __name__ == "__main__":
    main()
