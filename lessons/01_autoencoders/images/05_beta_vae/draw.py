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
PALE = "#bcd4ee"
FONT = "'Helvetica Neue', Arial, sans-serif"
ARROW = (
    '<defs><marker id="a" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
    'orient="auto-start-reverse"><path d="M0 0 L10 5 L0 10 z" fill="context-stroke"/></marker></defs>'
)
BOLD = 'font-weight="bold"'


def run_lesson() -> dict[str, Any]:
    """The names that the lesson's given cells and solutions define."""
    for name in ("result", "overview", "water"):  # the lesson is not read without them
        path = HERE / f"{name}.svg"
        if not path.exists():
            path.write_text("<svg/>", encoding="utf-8")
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
    (HERE / name).write_text(body, encoding="utf-8")


def nats_of(lesson: dict[str, Any], model: Any) -> torch.Tensor:
    """Of each latent, on the test dots."""
    with torch.no_grad():
        mu, log_var = model.encode(lesson["x_test"])
    return (0.5 * (mu**2 + log_var.exp() - 1 - log_var)).mean(dim=0)


def score(lesson: dict[str, Any], model: Any) -> float:
    """MIG on the test dots."""
    with torch.no_grad():
        mu, _ = model.encode(lesson["x_test"])
    return float(lesson["mig"](lesson["to_bins"](mu), lesson["to_bins"](lesson["factors_test"])))


def draw_result(lesson: dict[str, Any], models: dict[int, Any], scores: dict[int, list[float]]) -> None:
    parts = [text(150, 34, "Nats in each latent", 17, more=BOLD)]
    for row, (price, model) in enumerate(models.items()):
        base, nats = 142 + 112 * row, nats_of(lesson, model).sort(descending=True).values.tolist()
        parts.append(text(30, base - 36, f"β = {price}", 15, BLUE, "start", BOLD))
        parts.append(line(92, base, 276, base, GREY))
        for j, value in enumerate(nats):
            bar = max(28 * value, 1)
            colour = ORANGE if value > 0.05 else GREY
            parts.append(rect(96 + 30 * j, base - bar, 24, bar, colour))
            parts.append(text(108 + 30 * j, base + 15, f"{value:.1f}", 11, colour))
    parts.append(text(506, 34, "β = 16: one latent walks, the others stand", 17, more=BOLD))
    model = models[16]
    middle = model.encode(lesson["draw_dots"](torch.tensor([[0.5, 0.5, 0.5]])))[0]
    order = nats_of(lesson, model).argsort(descending=True)[:4].tolist()
    with torch.no_grad():
        for row, j in enumerate(order):
            z = middle.repeat(7, 1)
            z[:, j] = torch.linspace(-2, 2, 7)
            top = 58 + 78 * row
            parts.append(text(318, top + 36, "awake" if row < 3 else "asleep", 12, ORANGE if row < 3 else GREY))
            parts.extend(image(346 + 52 * i, top + 8, x_hat, 46) for i, x_hat in enumerate(model.decode(z)))
    parts.append(text(822, 34, "MIG of five seeds", 17, more=BOLD))
    left, base, tall = 752, 352, 270
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        height = base - tall * tick
        parts += [line(left, height, 900, height, "#e4e7eb"), text(left - 6, height + 4, f"{tick:g}", 11, GREY, "end")]
    for column, (price, found) in enumerate(scores.items()):
        x = left + 40 + 70 * column
        parts.append(text(x, base + 20, f"β = {price}", 13, BLUE))
        for seed, value in enumerate(found):
            more = f'fill="{ORANGE}" fill-opacity="0.75"'
            parts.append(f'<circle cx="{x + 5 * (seed - 2):g}" cy="{base - tall * value:.1f}" r="5" {more}/>')
    parts.append(text(left - 6, 62, "1 = each factor has its own latent", 11, GREY, "start"))
    about = (
        "Six latents at three prices: six, four and three are awake. Pictures while one latent walks. The score of five seeds "
        "spreads widely at the same price."
    )
    write("result.svg", 920, 396, "What this lesson builds", about, parts)


IDEAS = (
    ("1 a price", "β nats of picture for a nat of code", "image codecs, latent diffusion"),
    ("2 water filling", "predict who lives before training", "rate–distortion, PCA"),
    ("3 train it", "how many latents stay awake?", "counting what varies"),
    ("4 a budget", "exactly C nats, and C grows", "posterior collapse, curricula"),
    ("5 inside the KL", "information + correlation + margins", "β-TCVAE, FactorVAE"),
    ("6, 7 factors", "measure them; kinds by Gumbel noise", "audits, discrete latents"),
)


def draw_overview(lesson: dict[str, Any], model: Any) -> None:
    x = lesson["x_test"][6]
    nats = nats_of(lesson, model).tolist()
    with torch.no_grad():
        x_hat = model.decode(model.encode(x[None])[0])[0]
    parts = [text(460, 36, "What the picture costs, plus β times what the code costs", 21, more=BOLD)]
    parts += [image(40, 74, x, 132), text(106, 228, "x: 144 pixels, 3 factors", 13)]
    parts += [arrow(186, 140, 266, 140, BLUE), text(226, 124, "encode", 15, BLUE, more=BOLD)]
    parts.append(rect(276, 74, 190, 132, "#fdf6ef", f'stroke="{ORANGE}" stroke-width="2" rx="6"'))
    for j, value in enumerate(nats):
        bar = max(62 * value, 2)
        parts.append(rect(291 + 28 * j, 198 - bar, 21, bar, ORANGE if value > 0.05 else GREY))
    parts.append(text(371, 228, "nats in each of six latents", 13, ORANGE))
    parts.append('<path d="M480 116h58l24 24l-24 24h-58z" fill="#ffffff" stroke="#b3261e" stroke-width="2"/>')
    parts += [text(514, 148, "× β", 22, RED, more=BOLD), text(520, 190, "the price", 13, RED)]
    parts += [arrow(580, 140, 664, 140, GREEN), text(620, 124, "decode", 15, GREEN, more=BOLD)]
    parts += [image(676, 74, x_hat, 132), text(742, 228, "as exact as √β σ", 13)]
    for i, (name, idea, where) in enumerate(IDEAS):
        left, top = 30 + i % 3 * 291, 258 + i // 3 * 100
        parts.append(rect(left, top, 278, 86, "#f5f7fa", 'rx="8" stroke="#cbd2d9"'))
        parts.append(text(left + 139, top + 27, name, 16, BLUE, more=BOLD))
        parts.append(text(left + 139, top + 50, idea, 14))
        parts.append(text(left + 139, top + 71, where, 12.5, GREY))
    about = "A dot is encoded in six latents of which three are awake; their nats have a price; below, six ideas."
    write("overview.svg", 920, 466, "Overview of the lesson", about, parts)


def draw_water(lesson: dict[str, Any]) -> None:
    variances = torch.linalg.eigvalsh(torch.cov(lesson["x_train"].T)).flip(0)[:12]
    parts = [text(460, 32, "Principal directions of the dots: what is above the water is described", 18, more=BOLD)]
    low, unit = math.log(0.008), 48  # pixels of height for each nat of log variance
    for panel, price in enumerate((4.0, 16.0)):
        left, base = 62 + 446 * panel, 312
        rate, distortion = lesson["rate_distortion"](variances, price)
        level = base - unit * (math.log(price * lesson["SIGMA"] ** 2) - low)
        parts.append(rect(left - 6, level, 396, base - level, PALE, 'fill-opacity="0.45"'))
        for i, value in enumerate(variances.tolist()):
            x, top = left + 32 * i, base - unit * (math.log(max(value, 0.008)) - low)
            above = max(level - top, 0)
            parts.append(rect(x, max(top, level), 24, base - max(top, level), BLUE))
            if above:
                parts.append(rect(x, top, 24, above, ORANGE))
                parts.append(text(x + 12, top - 5, f"{float(rate[i]):.1f}", 12, ORANGE))
        parts.append(line(left - 6, level, left + 390, level, BLUE, 'stroke-width="2"'))
        words = f"level s = βσ² = {price * lesson['SIGMA'] ** 2:.2f}"
        parts.append(text(left + 250, 94, words, 13, BLUE))
        nats, error = float(rate.sum()), float(distortion.sum())
        total = f"β = {price:g}: {int((rate > 0).sum())} awake, {nats:.1f} nats"
        parts.append(text(left + 250, 74, total, 15, more=BOLD))
        parts.append(text(left + 250, 112, f"error of these twelve {error:.2f}", 13, BLUE))
    for value in (0.01, 0.1, 1.0):
        height = 312 - unit * (math.log(value) - low)
        parts.append(text(50, height + 4, f"{value:g}", 11, GREY, "end"))
    parts.append(text(460, 340, "variance of each direction, on a logarithmic scale; orange numbers: nats", 13, GREY))
    about = "Bars of variance under two water levels: what stands out is the rate, what is under water is the error."
    write("water.svg", 920, 356, "Water filling", about, parts)


def main() -> None:
    lesson = run_lesson()
    train = lesson["train_beta_vae"]
    runs = {price: [train(lesson["x_train"], beta=price, seed=seed) for seed in range(5)] for price in (1, 16)}
    models = {1: runs[1][0], 4: train(lesson["x_train"], beta=4, seed=0), 16: runs[16][0]}
    draw_result(lesson, models, {price: [score(lesson, model) for model in found] for price, found in runs.items()})
    draw_overview(lesson, models[16])
    draw_water(lesson)


if __name__ == "__main__":
    main()
