"""Draw this lesson's pictures from real runs of its own cells, and write the SVGs beside this file."""

from __future__ import annotations

import base64
import contextlib
import copy
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from PIL import Image

from autograder.lessons import Kind, parse_lesson

HERE = Path(__file__).parent
INK, GREY, BLUE, ORANGE, GREEN, FRAME = "#1f2933", "#52606d", "#1d5fa8", "#c2560c", "#2b7a3d", "#7b8794"
PALE = {GREEN: "#eef7f0", ORANGE: "#fdf3ec"}
FONT = "'Helvetica Neue', Arial, sans-serif"
ARROW = (
    '<defs><marker id="a" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
    'orient="auto-start-reverse"><path d="M0 0 L10 5 L0 10 z" fill="context-stroke"/></marker></defs>'
)
BOLD = 'font-weight="bold"'


def run_lesson() -> dict[str, Any]:
    """The names that the lesson's given cells and solutions define."""
    for name in ("result", "overview", "checkerboard"):  # the lesson is not read without them
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
    x: float, y: float, words: str, size: float = 13, fill: str = INK, anchor: str = "middle", more: str = ""
) -> str:
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{fill}" text-anchor="{anchor}" {more}>{words}</text>'


def box(
    x: float, y: float, w: float, h: float, stroke: str, fill: str = "none", width: float = 1, rx: float = 2
) -> str:
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" rx="{rx:g}" fill="{fill}" stroke="{stroke}" '
        f'stroke-width="{width:g}"/>'
    )


def arrow(x1: float, x2: float, y: float, colour: str, above: str, below: str) -> list[str]:
    middle = (x1 + x2) / 2 - 2
    return [
        f'<line x1="{x1}" y1="{y}" x2="{x2}" y2="{y}" stroke="{colour}" stroke-width="3" marker-end="url(#a)"/>',
        text(middle, y - 10, above, 11.5),
        text(middle, y + 20, below, 11.5),
    ]


def picture(x: float, y: float, ink: torch.Tensor, scale: float) -> str:
    """Ink from 0 to 1, [H, W], as a picture whose pixels are squares of this size."""
    pixels = (255 * (1 - ink.clamp(0, 1))).round().to(torch.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels.numpy(), "L").save(file, "PNG", optimize=True)
    height, width = pixels.shape
    return (
        f'<image x="{x:g}" y="{y:g}" width="{width * scale:g}" height="{height * scale:g}" '
        f'style="image-rendering:pixelated" href="data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"/>'
    )


def save(name: str, height: int, title: str, description: str, parts: Sequence[str]) -> None:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 {height}" width="900" height="{height}" role="img" '
        f'aria-labelledby="t d" font-family="{FONT}">'
    )
    about = [f'<title id="t">{title}</title>', f'<desc id="d">{description}</desc>', ARROW]
    page = f'<rect width="900" height="{height}" rx="10" fill="#ffffff"/>'
    (HERE / f"{name}.svg").write_text("\n".join([head, *about, page, *parts, "</svg>", ""]), encoding="utf-8")


def train(ns: dict[str, Any], play_round: Callable[..., Any]) -> tuple[torch.Tensor, torch.Tensor]:
    """The recipe of section 6 with this round: pictures of the average and of the last weights, of the same noise."""
    torch.manual_seed(0)
    G, D = ns["dc_generator"]().apply(ns["init_weights"]), ns["dc_discriminator"]().apply(ns["init_weights"])
    average, x = copy.deepcopy(G), ns["x_train"]
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.002, betas=(0.5, 0.99)) for net in (G, D))
    for _ in range(500):
        play_round(G, D, opt_G, opt_D, x[torch.randint(len(x), (64,))], torch.randn(64, 16))
        ns["update_average"](average, G)
    drawn, last = (ns["to_ink"](net.eval()(ns["noise"][:10])) for net in (average, G))
    return drawn, last


def share_a_batch(G: Any, D: Any, opt_G: Any, opt_D: Any, x: torch.Tensor, z: torch.Tensor) -> None:
    """A round with one of the draft's faults: real and fake images in one batch of D."""
    softplus, fake = torch.nn.functional.softplus, G(z)
    logits = D(torch.cat([2 * x.reshape(-1, 1, 8, 8) - 1, fake.detach()]))
    d_loss = softplus(-logits[: len(x)]).mean() + softplus(logits[len(x) :]).mean()
    opt_D.zero_grad()
    d_loss.backward()
    opt_D.step()
    g_loss = softplus(-D(fake)).mean()
    opt_G.zero_grad()
    g_loss.backward()
    opt_G.step()


def draw_result(rows: Sequence[tuple[str, str, torch.Tensor, str]]) -> None:
    parts = []
    for number, (name, about, images, colour) in enumerate(rows):
        y = 18 + number * 98
        strip = torch.cat([torch.nn.functional.pad(each.reshape(8, 8), (0, 1)) for each in images], dim=1)[:, :-1]
        parts += [
            text(236, y + 30, name, 16, colour, "end", BOLD),
            text(236, y + 50, about, 12.5, GREY, "end"),
            box(246, y - 4, 644, 65.2, "#cbd2d9", rx=4),
            picture(250, y, strip, 7.15),
        ]
    description = (
        "Rows of small digits: from the data; from the trained generator; from the same generator without averaging its "
        "weights; and one smear ten times, from one wrong line."
    )
    save("result", 420, "What you will have built", description, parts)


def draw_checkerboard(overlap_counts: Callable[..., torch.Tensor]) -> None:
    parts = ['<line x1="450" y1="20" x2="450" y2="356" stroke="#cbd2d9" stroke-width="1"/>']
    unit = 22
    for x, kernel, colour, about in (
        (30, 3, ORANGE, "2 does not divide 3: one, two, one, two"),
        (470, 4, GREEN, "2 divides 4: an even floor"),
    ):
        parts += [
            text(x, 34, f"kernel {kernel}, stride 2", 17, colour, "start", BOLD),
            text(x, 54, about, 13, GREY, "start"),
            text(x, 84, "five patches, a stride apart", 12, GREY, "start"),
            text(x, 212, "how many reach each output pixel", 12, GREY, "start"),
            text(x, 288, "in two dimensions,", 12, GREY, "start"),
            text(x, 304, "dark: many patches", 12, GREY, "start"),
        ]
        for patch in range(5):
            left = x + 2 * patch * unit
            parts.append(box(left, 94 + patch * 19, kernel * unit - 2, 14, colour, PALE[colour], 1.5, 4))
        for place, count in enumerate(overlap_counts(5, kernel, 2).tolist()):
            parts.append(box(x + place * unit, 220, unit - 2, 30, FRAME, "#f7f9fb" if count == 1 else "#c9d3dd", rx=3))
            parts.append(text(x + place * unit + unit / 2 - 1, 241, str(count), 15, more=BOLD))
        counts = overlap_counts(9, kernel, 2, 1).double()
        board = 0.75 / 4 * torch.outer(counts, counts)
        parts += [picture(x + 140, 262, board, 100 / len(board)), box(x + 140, 262, 100, 100, FRAME, rx=0)]
    description = (
        "Left: patches of width 3 at stride 2; output pixels get one, two, one, two contributions, and a two-dimensional "
        "picture shows a checkerboard. Right: patches of width 4; every pixel away from the borders gets two."
    )
    save("checkerboard", 372, "How overlapping patches make a checkerboard", description, parts)


def volume(x: float, y: float, side: int, colour: str, name: str, about: str) -> list[str]:
    """A grid of side x side cells around a point, with sheets behind it that stand for the channels."""
    unit, sheets = {1: (26, 4), 2: (21, 6), 4: (15, 4)}[side]
    width = side * unit
    left, top = x - width / 2, y - width / 2
    parts = [box(left + k * 5, top - k * 5, width, width, colour, PALE[colour]) for k in range(sheets, 0, -1)]
    parts.append(box(left, top, width, width, colour, "#ffffff", 1.6))
    for k in range(1, side):
        path = f"M{left + k * unit:g} {top:g}v{width}M{left:g} {top + k * unit:g}h{width}"
        parts.append(f'<path d="{path}" stroke="{colour}" stroke-opacity=".45" fill="none"/>')
    return [*parts, text(x, y + 64, name, 13.5, colour, more=BOLD), text(x, y + 81, about, 11.5, GREY)]


def image(x: float, y: float, pixels: torch.Tensor, colour: str, name: str, about: str) -> list[str]:
    """One digit around a point, in a frame."""
    return [
        picture(x - 48, y - 48, pixels.reshape(8, 8), 12),
        box(x - 48, y - 48, 96, 96, colour, width=2),
        text(x, y + 68, name, 13.5, colour, more=BOLD),
        text(x, y + 85, about, 11.5, GREY),
    ]


def draw_overview(fake: torch.Tensor, real: torch.Tensor) -> None:
    sections = (
        ("1 grow", "patches, overlap"),
        ("2 rules", "two networks"),
        ("3 begin", "first weights"),
        ("4 neighbours", "batch and running"),
        ("5 a round", "repair a draft"),
        ("6 average", "train, measure"),
        ("7 walk", "arcs, arithmetic"),
    )
    slanted = BOLD + ' font-style="italic"'
    parts = [
        text(450, 34, "A small grid with many channels grows into a large one with few, and back", 19, more=BOLD),
        text(28, 66, "G", 24, GREEN, more=slanted),
        *volume(80, 128, 1, GREEN, "noise z", "1×1, 16 channels"),
        *arrow(128, 238, 128, GREEN, "kernel 2", "batch norm, ReLU"),
        *volume(290, 128, 2, GREEN, "2×2", "32 channels"),
        *arrow(345, 450, 128, GREEN, "kernel 4, stride 2", "batch norm, ReLU"),
        *volume(510, 128, 4, GREEN, "4×4", "16 channels"),
        *arrow(572, 706, 128, GREEN, "kernel 4, stride 2", "tanh, no batch norm"),
        *image(770, 128, fake, GREEN, "fake, 8×8", "from -1 to 1"),
        text(28, 260, "D", 24, ORANGE, more=slanted),
        *image(98, 322, real, BLUE, "data or fake, 8×8", "each in its own batch"),
        *arrow(154, 272, 322, ORANGE, "kernel 4, stride 2", "LeakyReLU"),
        *volume(320, 322, 4, ORANGE, "4×4", "16 channels"),
        *arrow(384, 520, 322, ORANGE, "kernel 4, stride 2", "batch norm, LeakyReLU"),
        *volume(560, 322, 2, ORANGE, "2×2", "32 channels"),
        *arrow(620, 748, 322, ORANGE, "kernel 2", "stays a logit"),
        text(790, 318, "logit", 17, ORANGE, more=BOLD),
        text(790, 338, "“how real?”", 13, ORANGE),
    ]
    for number, (name, about) in enumerate(sections):
        x = 22 + number * 123.5
        parts.append(box(x, 440, 115, 60, "#cbd2d9", "#f7f9fb", 1.2, 8))
        parts += [text(x + 57.5, 465, name, 14, more=BOLD), text(x + 57.5, 485, about, 11.5, GREY)]
    description = (
        "Noise is one pixel with sixteen channels; the generator makes it grow to two by two, four by four, and eight by "
        "eight pixels; the discriminator makes an eight by eight image shrink to one logit. Below, the seven sections."
    )
    save("overview", 520, "Overview of the lesson", description, parts)


def main() -> None:
    torch.set_num_threads(1)
    ns = run_lesson()
    drawn, last = train(ns, ns["train_round"])
    smear, _ = train(ns, share_a_batch)
    real = ns["x_train"][:10]
    draw_result(
        (
            ("real digits", "from the data", real, BLUE),
            ("your generator", "500 rounds, averaged weights", drawn, GREEN),
            ("without averaging", "the same training, its last weights", last, GREY),
            ("one wrong line", "the same recipe, the same noise", smear, ORANGE),
        )
    )
    draw_checkerboard(ns["overlap_counts"])
    draw_overview(drawn[1], real[2])


if __name__ == "__main__":
    main()
