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


def image(x: float, y: float, pixels: torch.Tensor, size: float) -> str:
    """A square image, from white to black."""
    side = math.isqrt(len(pixels))
    cells: dict[str, str] = {}  # one path for each grey: a lesson's pictures travel with every notebook
    for i, value in enumerate(pixels.tolist()):
        colour = _grey(value)
        cells[colour] = cells.get(colour, "") + f"M{i % side} {i // side}h1v1h-1z"
    cells.pop("#fff", None)
    paths = "".join(f'<path fill="{colour}" d="{path}"/>' for colour, path in cells.items())
    frame = rect(x, y, size, size, "none", f'stroke="{GREY}" stroke-width="0.8"')
    return (
        f'<g transform="translate({x:g} {y:g}) scale({size / side:g})" shape-rendering="crispEdges">{paths}</g>{frame}'
    )


def _grey(value: float) -> str:
    """Ink on white paper, in sixteen levels."""
    return "#" + 3 * f"{15 - round(15 * min(max(value, 0), 1)):x}"


def write(name: str, width: int, height: int, title: str, about: str, parts: Iterable[str]) -> None:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-labelledby="t d" font-family="{FONT}"><title id="t">{title}</title><desc id="d">{about}</desc>'
    )
    body = "\n".join([head, ARROW, rect(0, 0, width, height, "#ffffff", 'rx="10"'), *parts, "</svg>\n"])
    (HERE / name).write_text(body, encoding="utf-8")


def draw_result(lesson: dict[str, Any], model: Any) -> None:
    test, labels = lesson["test"], lesson["test_labels"]
    chosen = [int((labels == digit).nonzero()[2]) for digit in range(10)]
    with torch.no_grad():
        cleaned = model.denoise(lesson["spoilt"])
    rows = {
        "clean": test,
        "noise 0.3": lesson["spoilt"],
        "best linear rule": lesson["linear"],
        "this lesson": cleaned,
    }
    parts = []
    for row, (name, images) in enumerate(rows.items()):
        top = 18 + 84 * row
        colour = ORANGE if row == 1 else BLUE if row == 3 else INK
        error = float((images.clamp(0, 1) - test).square().mean())
        parts.append(text(136, top + 34, name, 15, colour, "end", 'font-weight="bold"'))
        if row:
            parts.append(text(136, top + 55, f"error {error:.3f}", 13, GREY, "end"))
        parts.extend(image(150 + 74 * i, top, images[j], 68) for i, j in enumerate(chosen))
    about = "Ten unseen digits: clean, with noise, cleaned by the best linear rule, cleaned by the trained network."
    write("result.svg", 900, 358, "What this lesson builds", about, parts)


IDEAS = (
    ("1 spoil", "add noise, hide pixels", "one step of diffusion; BERT, MAE"),
    ("2 the best guess", "the mean of all that it may be", "a floor for every denoiser"),
    ("3 Tweedie", "cleaning = noise variance × score", "samplers of diffusion models"),
    ("4 how sure?", "derivative = posterior covariance", "uncertainty maps"),
    ("5 an honest loss", "clean target, fresh noise", "denoising score matching"),
    ("6 train and look", "unseen digits, nothing by heart", "restoration, generation"),
)


def draw_overview(lesson: dict[str, Any], model: Any) -> None:
    j = int((lesson["test_labels"] == 3).nonzero()[2])
    x, x_noisy = lesson["test"][j], lesson["spoilt"][j]
    with torch.no_grad():
        x_hat = model.denoise(x_noisy[None])[0]
    parts = [
        text(
            450, 34, "Nobody can subtract the noise. One can know what digits look like.", 21, more='font-weight="bold"'
        )
    ]
    parts += [image(30, 70, x, 130), text(95, 222, "x: clean", 14)]
    parts += [arrow(170, 135, 262, 135, ORANGE), text(216, 118, "corrupt", 15, ORANGE, more='font-weight="bold"')]
    parts += [text(216, 160, "+ noise", 12, ORANGE), image(272, 70, x_noisy, 130), text(337, 222, "x_noisy", 14)]
    parts += [arrow(412, 135, 504, 135, BLUE), text(458, 118, "encode", 15, BLUE, more='font-weight="bold"')]
    parts.append(rect(512, 62, 76, 146, "#eef4fb", f'stroke="{BLUE}" stroke-width="2" rx="6"'))
    parts += [text(550, 128, "256", 20, BLUE), text(550, 150, "numbers", 13, BLUE)]
    parts += [arrow(596, 135, 688, 135, GREEN), text(642, 118, "decode", 15, GREEN, more='font-weight="bold"')]
    parts += [image(698, 70, x_hat, 130), text(763, 222, "x_hat: the guess", 14)]
    parts.append(
        f'<path d="M763 232 V250 H95 V232" fill="none" stroke="{RED}" stroke-width="2" stroke-dasharray="6 4"/>'
    )
    parts.append(rect(318, 239, 264, 22, "#ffffff"))
    parts.append(text(450, 255, "compared with the CLEAN picture", 15, RED, more='font-weight="bold"'))
    for i, (name, idea, where) in enumerate(IDEAS):
        left, top = 30 + i % 3 * 284, 278 + i // 3 * 100
        parts.append(rect(left, top, 272, 86, "#f5f7fa", 'rx="8" stroke="#cbd2d9"'))
        parts.append(text(left + 136, top + 27, name, 16, BLUE, more='font-weight="bold"'))
        parts.append(text(left + 136, top + 50, idea, 14))
        parts.append(text(left + 136, top + 71, where, 12.5, GREY))
    about = "A digit gets noise, passes an autoencoder, and is compared with the clean digit; below, six ideas."
    write("overview.svg", 900, 484, "Overview of the lesson", about, parts)


def draw_field(lesson: dict[str, Any]) -> None:
    """Left, noisy points and their posterior means; right, the score on a grid."""
    sigma, tau, weights, centres = 0.6, 0.25, lesson["weights"], lesson["centres"]
    generator = torch.Generator().manual_seed(9)
    component = torch.multinomial(weights, 60, replacement=True, generator=generator)
    clean = centres[component] + tau * torch.randn(60, 2, dtype=torch.float64, generator=generator)
    noisy = clean + sigma * torch.randn(60, 2, dtype=torch.float64, generator=generator)
    best = lesson["optimal_denoiser_gmm"](noisy, sigma, weights, centres, tau)
    steps = torch.linspace(-2.8, 2.8, 15, dtype=torch.float64)
    grid = torch.cartesian_prod(steps, steps)
    score = lesson["gmm_score"](grid, sigma, weights, centres, tau)
    parts = []
    titles = ("noisy points, and where the best denoiser moves them", "the score of the noisy data")
    for panel, title in enumerate(titles):
        middle = 220 + 440 * panel
        parts.append(text(middle, 28, title, 15, more='font-weight="bold"'))
        for mean, weight in zip(centres.tolist(), weights.tolist(), strict=True):
            x, y = middle + 62 * mean[0], 240 - 62 * mean[1]
            for radius in (3, 2, 1):
                shade = f'fill="{ORANGE}" fill-opacity="{0.24 * weight + 0.03:.2f}"'
                parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{62 * tau * radius:.1f}" {shade}/>')
    for a, b in zip(noisy.tolist(), best.tolist(), strict=True):
        ends = (220 + 62 * a[0], 240 - 62 * a[1], 220 + 62 * b[0], 240 - 62 * b[1])
        parts.append(arrow(*ends, BLUE, 1.2))
        parts.append(f'<circle cx="{ends[0]:.1f}" cy="{ends[1]:.1f}" r="2.6" fill="{INK}"/>')
    for a, s in zip(grid.tolist(), score.tolist(), strict=True):
        x, y = 660 + 62 * a[0], 240 - 62 * a[1]
        parts.append(arrow(x, y, x + 4.6 * s[0], y - 4.6 * s[1], GREEN, 1.2))
    parts.append(text(440, 452, "E[x | x_noisy] = x_noisy + σ² · score", 18, BLUE, more='font-weight="bold"'))
    about = "Three clusters. Left, arrows from noisy points to posterior means; right, the score's arrows on a grid."
    write("field.svg", 880, 470, "The direction of cleaning is the score", about, parts)


def main() -> None:
    lesson = run_lesson()
    model = lesson["train_dae"](lesson["train"], seed=0)
    draw_result(lesson, model)
    draw_overview(lesson, model)
    draw_field(lesson)


if __name__ == "__main__":
    main()
