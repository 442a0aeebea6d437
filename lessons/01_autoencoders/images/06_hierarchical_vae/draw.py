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
BOLD = 'font-weight="bold"'
SEEDS, SHOWN = 3, 1  # the run whose pictures are shown
# What it is called, how the posterior is written, over how many steps the KL is annealed, how many nats of a level are free.
VARIANTS = (
    ("direct", "direct", 0, 0.0),
    ("direct, annealed", "direct", 400, 0.0),
    ("precision-weighted", "precision", 0, 0.0),
    ("precision-weighted, annealed", "precision", 400, 0.0),
    ("precision-weighted, 1 nat free", "precision", 0, 1.0),
    ("residual", "residual", 0, 0.0),
    ("residual, annealed", "residual", 400, 0.0),
    ("residual, 1 nat free", "residual", 0, 1.0),
)


def run_lesson() -> dict[str, Any]:
    """The names that the lesson's given cells and solutions define."""
    for name in ("result", "overview", "levels"):  # the lesson is not read without them
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


def train(lesson: dict[str, Any], posterior: str, anneal: int, floor: float, seed: int) -> Any:
    """Section 6's recipe, with a weight of the KL that rises over `anneal` steps, and `floor` nats free on each level."""
    torch.manual_seed(seed)
    model, x = lesson["HVAE"](posterior=posterior), lesson["x_train"]
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for step in range(1000):
        batch = x[torch.randint(len(x), (128,))]
        _, rec, *levels = lesson["hierarchical_elbo"](model, batch, torch.randn(128, 4), torch.randn(128, 8))
        weight = min(1.0, (step + 1) / anneal) if anneal else 1.0
        optimiser.zero_grad()
        (weight * lesson["free_nats"](torch.stack(levels, dim=1), floor) - rec.mean()).backward()
        optimiser.step()
    return model


def measure(lesson: dict[str, Any], model: Any) -> tuple[float, float, float]:
    """Negative ELBO and the price of both levels, on the test digits, eight draws of each."""
    generator = torch.Generator().manual_seed(1)
    x = lesson["x_test"].repeat(8, 1)
    noise = torch.randn(len(x), 4, generator=generator), torch.randn(len(x), 8, generator=generator)
    with torch.no_grad():
        bound, _, kl_1, kl_2 = lesson["hierarchical_elbo"](model, x, *noise)
    return -bound.mean().item(), kl_1.mean().item(), kl_2.mean().item()


def text(
    x: float, y: float, words: str, size: float = 14, fill: str = INK, anchor: str = "middle", more: str = ""
) -> str:
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{fill}" text-anchor="{anchor}" {more}>{words}</text>'


def rect(x: float, y: float, w: float, h: float, fill: str, more: str = "") -> str:
    return f'<rect x="{x:.4g}" y="{y:.4g}" width="{w:.4g}" height="{h:.4g}" fill="{fill}" {more}/>'


def arrow(x1: float, y1: float, x2: float, y2: float, colour: str, more: str = "") -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="3" '
        f'marker-end="url(#a)" {more}/>'
    )


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


def stacked(x: float, y: float, kl_1: float, kl_2: float, unit: float, tall: float) -> list[str]:
    """A horizontal bar: what the top costs, then what level 1 costs."""
    return [
        rect(x, y, max(unit * kl_2, 0.1), tall, ORANGE),
        rect(x + unit * kl_2, y, max(unit * kl_1, 0.1), tall, BLUE, 'fill-opacity="0.75"'),
    ]


def typical(lesson: dict[str, Any], digit: int) -> torch.Tensor:
    """The test picture that is nearest to the mean of its class."""
    found = lesson["x_test"][lesson["test_labels"] == digit]
    return found[(found - found.mean(0)).square().sum(1).argmin()]


def draw_result(lesson: dict[str, Any], model: Any, found: dict[str, list[tuple[float, float, float]]]) -> None:
    generator = torch.Generator().manual_seed(5)
    parts = [text(240, 34, "Each row: top held, level 1 thrown anew", 17, more=BOLD)]
    with torch.no_grad():
        x = torch.stack([typical(lesson, digit) for digit in (0, 3, 4, 6)])
        top = model.encode_top(x)[0]
        for row, z_2 in enumerate(top):
            mu_p, log_var_p = model.prior(z_2.expand(6, 4))
            z_1 = lesson["reparameterise"](mu_p, log_var_p, torch.randn(6, 8, generator=generator))
            pictures = model.decode(z_1).sigmoid()
            y = 64 + 74 * row
            parts.append(image(30, y, x[row], 58))
            parts += [image(124 + 62 * i, y, picture, 58) for i, picture in enumerate(pictures)]
    parts.append(text(59, 54, "z₂ is of", 12, GREY))
    parts.append(text(310, 54, "six throws of z₁ from p(z₁ | z₂)", 12, GREY))
    parts.append(text(722, 34, "Who does the work? Nats, in one run of each", 17, more=BOLD))
    left, unit = 556, 33
    for row, name in enumerate(("direct", "precision-weighted", "residual")):
        loss, kl_1, kl_2 = found[name][SHOWN if name == "direct" else 0]
        y = 92 + 82 * row
        parts.append(text(left, y - 10, f"{name}: loss {loss:.1f}", 14, anchor="start"))
        parts += stacked(left, y, kl_1, kl_2, unit, 34)
        words = f"top {kl_2:.2f}, level 1 {kl_1:.2f}"
        parts.append(text(left + unit * (kl_1 + kl_2) + 8, y + 22, words, 13, GREY, "start"))
    parts += [rect(left, 332, 14, 14, ORANGE), text(left + 22, 344, "top", 13, anchor="start")]
    parts += [
        rect(left + 80, 332, 14, 14, BLUE, 'fill-opacity="0.75"'),
        text(left + 102, 344, "level 1", 13, anchor="start"),
    ]
    about = (
        "Four digits, and six pictures each that share their top level: similar, not equal. Bars of nats: with the direct "
        "posterior both levels work, with the precision-weighted one the top alone, with the residual one level 1 alone."
    )
    write("result.svg", 920, 368, "What this lesson builds", about, parts)


IDEAS = (
    ("1 a story in acts", "dice on top decide the dice below", "NVAE, VDVAE, diffusion"),
    ("2 a price for each level", "chain rule of the KL divergence", "from z₁'s own prior, not from dice"),
    ("3 predict the division", "the bound does not care who works", "linear chains, schedules"),
    ("4 up, then down", "precision-weighted or residual", "ladder VAE, NVAE"),
    ("5, 6 repair and train", "a loss that looks healthy", "measured level by level"),
    ("7, 8 asleep, and why not", "free nats; an encoder that is fixed", "the road to diffusion"),
)


def node(x: float, y: float, words: str, fill: str, colour: str) -> list[str]:
    circle = f'<circle cx="{x:g}" cy="{y:g}" r="27" fill="{fill}" stroke="{colour}" stroke-width="2.5"/>'
    return [circle, text(x, y + 6, words, 18, colour, more=BOLD)]


def draw_overview(lesson: dict[str, Any], model: Any) -> None:
    x = typical(lesson, 3)
    generator = torch.Generator().manual_seed(0)
    with torch.no_grad():
        z_2 = lesson["reparameterise"](*model.encode_top(x[None]), torch.randn(1, 4, generator=generator))
        z_1 = lesson["reparameterise"](*model.encode_bottom(x[None], z_2), torch.randn(1, 8, generator=generator))
        x_hat = model.decode(z_1).sigmoid()[0]
    parts = [text(230, 34, "The story: throw, go down, draw", 19, more=BOLD)]
    parts += [*node(230, 88, "z₂", "#fdf6ef", ORANGE), text(186, 94, "p(z₂) = N(0, I)", 14, GREY, "end")]
    parts += [arrow(230, 117, 230, 163, ORANGE), text(246, 146, "p(z₁ | z₂)", 14, ORANGE, "start")]
    parts += [*node(230, 194, "z₁", "#eef4fb", BLUE), text(186, 200, "8 numbers", 14, GREY, "end")]
    parts += [arrow(230, 223, 230, 264, BLUE), text(246, 249, "p(x | z₁)", 14, BLUE, "start")]
    parts += [image(194, 270, x_hat, 72)]
    parts.append(text(680, 34, "The encoder: up without dice, down with them", 19, more=BOLD))
    parts += [image(514, 270, x, 72), arrow(550, 262, 550, 100, GREEN), text(536, 190, "reads x", 14, GREEN, "end")]
    parts += [arrow(564, 88, 726, 88, GREEN), text(648, 76, "q(z₂ | x)", 14, GREEN)]
    parts += [*node(758, 88, "z₂", "#fdf6ef", ORANGE), text(794, 84, "costs KL₂,", 14, ORANGE, "start")]
    parts.append(text(794, 102, "from dice", 14, ORANGE, "start"))
    parts += [arrow(564, 194, 726, 194, GREEN), text(648, 182, "q(z₁ | x, z₂)", 14, GREEN)]
    parts += [arrow(758, 117, 758, 163, ORANGE), *node(758, 194, "z₁", "#eef4fb", BLUE)]
    parts += [text(794, 190, "costs KL₁,", 14, BLUE, "start"), text(794, 208, "from p(z₁ | z₂)", 14, BLUE, "start")]
    parts += [arrow(758, 223, 758, 264, BLUE), image(722, 270, x_hat, 72)]
    for i, (name, idea, where) in enumerate(IDEAS):
        left, top = 30 + i % 3 * 291, 366 + i // 3 * 100
        parts.append(rect(left, top, 278, 86, "#f5f7fa", 'rx="8" stroke="#cbd2d9"'))
        parts.append(text(left + 139, top + 27, name, 16, BLUE, more=BOLD))
        parts.append(text(left + 139, top + 50, idea, 14))
        parts.append(text(left + 139, top + 71, where, 12.5, GREY))
    about = (
        "Left, the generative story from the top level down to a digit. Right, the encoder: the picture is read upwards, both "
        "levels are drawn downwards, and each has its price. Below, six ideas."
    )
    write("overview.svg", 920, 574, "Overview of the lesson", about, parts)


def draw_levels(found: dict[str, list[tuple[float, float, float]]]) -> None:
    left, unit = 250, 62
    parts = [text(460, 32, "Nats in each level, on unseen digits: three seeds each", 18, more=BOLD)]
    parts += [rect(left, 46, 14, 14, ORANGE), text(left + 22, 58, "top (z₂)", 13, anchor="start")]
    parts += [
        rect(left + 110, 46, 14, 14, BLUE, 'fill-opacity="0.75"'),
        text(left + 132, 58, "level 1 (z₁)", 13, anchor="start"),
    ]
    parts.append(text(820, 58, "negative ELBO", 13, GREY))
    y = 74.0
    for name, runs in found.items():
        if name in ("precision-weighted", "residual"):
            y += 10
        parts.append(text(left - 12, y + 29, name, 14, anchor="end"))
        for row, (loss, kl_1, kl_2) in enumerate(runs):
            parts += stacked(left, y + 14 * row, kl_1, kl_2, unit, 12)
            parts.append(text(820, y + 14 * row + 11, f"{loss:.1f}", 12, RED if loss > 18.7 else INK))
        y += 52
    about = (
        "Direct: both levels work. Precision-weighted: level 1 asleep, unless annealed or with free nats. Residual: the top "
        "asleep, also when annealed, and awake with free nats."
    )
    write("levels.svg", 920, round(y) + 8, "Who is asleep", about, parts)


def main() -> None:
    lesson = run_lesson()
    found: dict[str, list[tuple[float, float, float]]] = {}
    models: list[Any] = []
    for name, posterior, anneal, floor in VARIANTS:
        runs = [train(lesson, posterior, anneal, floor, seed) for seed in range(SEEDS)]
        models += runs
        found[name] = [measure(lesson, model) for model in runs]
        print(name, [[round(value, 3) for value in run] for run in found[name]], flush=True)
    draw_result(lesson, models[SHOWN], found)
    draw_overview(lesson, models[SHOWN])
    draw_levels(found)


if __name__ == "__main__":
    main()
