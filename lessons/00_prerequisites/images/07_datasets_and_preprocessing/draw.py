"""Draws the pictures of the lesson on data sets; the first one from real runs.

Run it from the repository's root: ``python lessons/00_prerequisites/images/07_datasets_and_preprocessing/draw.py``. What it
trains differs in the last digits from machine to machine, so the SVG files are committed.
"""

from __future__ import annotations

import base64
import io
from pathlib import Path

import torch
from PIL import Image
from torch import nn

from journey.data import digits

FOLDER = Path(__file__).resolve().parent
INK, SOFT, BLUE, ORANGE, GREEN, RED, GREY = "#1f2933", "#7b8794", "#1d5fa8", "#c2560c", "#2c7a4b", "#b3261e", "#e4e7eb"


def text(
    x: float, y: float, words: str, size: float = 14, colour: str = INK, anchor: str = "middle", **more: str
) -> str:
    """One line of text."""
    rest = "".join(f' {key.replace("_", "-")}="{value}"' for key, value in more.items())
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{colour}" text-anchor="{anchor}"{rest}>{words}</text>'


def line(x_1: float, y_1: float, x_2: float, y_2: float, colour: str = INK, width: float = 2, **more: str) -> str:
    """A line; ``head="a"`` puts a head on it."""
    head = ' marker-end="url(#a)"' if more.pop("head", "") else ""
    rest = "".join(f' {key.replace("_", "-")}="{value}"' for key, value in more.items())
    return f'<line x1="{x_1:g}" y1="{y_1:g}" x2="{x_2:g}" y2="{y_2:g}" stroke="{colour}" stroke-width="{width:g}"{head}{rest}/>'


def box(x: float, y: float, width: float, height: float, fill: str, stroke: str = "none", radius: float = 6) -> str:
    """A rectangle."""
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius:g}" fill="{fill}" stroke="{stroke}"/>'


def raster(x: float, y: float, size: float, picture: torch.Tensor) -> str:
    """A grey picture [H, W] from 0 (white) to 1 (black), its pixels as squares."""
    grey = (255 * (1 - picture.clamp(0, 1))).round().to(torch.uint8).numpy()
    data = io.BytesIO()
    Image.fromarray(grey).save(data, "PNG", optimize=True)
    code = base64.b64encode(data.getvalue()).decode()
    return (
        f'<image x="{x:g}" y="{y:g}" width="{size:g}" height="{size:g}" style="image-rendering:pixelated" '
        f'href="data:image/png;base64,{code}"/>' + box(x, y, size, size, "none", SOFT, 0)
    )


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


def predict_coin(seed: int, n: int = 60, D: int = 5000, keep: int = 20) -> tuple[float, float]:
    """The lesson's program, with its leak: share of right predictions on held-out tosses, and on new ones."""
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(2 * n, D, generator=generator, dtype=torch.float64)
    y = torch.randint(2, (2 * n,), generator=generator)
    seen, is_train = torch.arange(2 * n) < n, torch.arange(2 * n) < n // 2
    gap = x[seen & (y == 1)].mean(dim=0) - x[seen & (y == 0)].mean(dim=0)
    best = gap.abs().argsort(descending=True)[:keep]
    heads, tails = (x[is_train & (y == side)][:, best].mean(dim=0) for side in (1, 0))
    is_right = (((x[:, best] - heads).norm(dim=1) < (x[:, best] - tails).norm(dim=1)) == (y == 1)).double()
    return is_right[n // 2 : n].mean().item(), is_right[n:].mean().item()


def on_sheets(images: torch.Tensor, shift: torch.Tensor) -> torch.Tensor:
    """Digits [N, 64] on sheets [N, 10, 10], moved off the middle."""
    out = torch.zeros(len(images), 10, 10, dtype=images.dtype)
    for sheet, image, (down, right) in zip(out, images.reshape(-1, 8, 8), shift.tolist(), strict=True):
        sheet[1 + down : 9 + down, 1 + right : 9 + right] = image
    return out


def read_moved(moves: bool, seed: int) -> tuple[float, float]:
    """Train the lesson's network, with or without moving; the share read rightly in the middle, and off it."""
    train, test, train_labels, test_labels = digits()
    torch.manual_seed(seed)
    rows = torch.cat([(train_labels == c).nonzero().flatten()[: 50 if c % 2 else 15] for c in range(10)])
    x, y = train[rows], train_labels[rows]
    still = torch.zeros(1, 2, dtype=torch.int64)
    sheets = on_sheets(x, still.expand(len(x), 2))
    mean, std = sheets.mean(), sheets.std(correction=0)
    network = nn.Sequential(nn.Flatten(), nn.Linear(100, 128), nn.ReLU(), nn.Linear(128, 10)).double()
    optimiser = torch.optim.Adam(network.parameters(), lr=0.002)
    classes = [(y == c).nonzero().flatten() for c in range(10)]
    for _ in range(400):
        batch = torch.cat([c[torch.randperm(len(c))[:6]] for c in classes])
        shift = torch.randint(-1, 2, (len(batch), 2)) * int(moves)
        logits = network((on_sheets(x[batch], shift) - mean) / std)
        optimiser.zero_grad()
        nn.functional.cross_entropy(logits, y[batch]).backward()
        optimiser.step()
    found = []
    for shift in (still.expand(len(test), 2), torch.randint(-1, 2, (len(test), 2))):
        guesses = network((on_sheets(test, shift) - mean) / std).argmax(dim=1)
        found.append((guesses == test_labels).double().mean().item())
    return found[0], found[1]


def bars(x: float, values: list[tuple[str, float, str]], base: float = 262, height: float = 150) -> list[str]:
    """Named bars from 0 to 1, with their values."""
    parts = [line(x - 8, base, x + 66 * len(values), base, SOFT, 1)]
    for i, (name, value, colour) in enumerate(values):
        left = x + 66 * i
        parts.append(box(left, base - height * value, 46, height * value, colour, radius=2))
        parts.append(text(left + 23, base - height * value - 7, f"{100 * value:.0f}%", 14, font_weight="bold"))
        parts += [text(left + 23, base + 17 + 14 * j, word, 11.5) for j, word in enumerate(name.split("|"))]
    return parts


def draw_result() -> None:
    """A coin predicted, stripes that are not there, and digits that moved."""
    held_out, new = torch.tensor([predict_coin(seed) for seed in range(30)]).mean(dim=0).tolist()
    plain = torch.tensor([read_moved(False, seed) for seed in range(5)]).mean(dim=0).tolist()
    moved = torch.tensor([read_moved(True, seed) for seed in range(5)]).mean(dim=0).tolist()
    parts = [text(148, 34, "The coin", 18, font_weight="bold"), text(148, 56, "tosses predicted rightly", 12.5, SOFT)]
    parts += bars(60, [("held-out|tosses", held_out, ORANGE), ("new|tosses", new, BLUE)])
    parts += [line(40, 187, 246, 187, SOFT, 1, stroke_dasharray="4 4"), text(228, 181, "chance", 11.5, SOFT)]

    places = torch.arange(96, dtype=torch.float64)
    rings = 0.5 + 0.5 * torch.cos((places[:, None] ** 2 + places**2) / 96)
    new_places = 3 * (torch.arange(32, dtype=torch.float64) + 0.5)
    tent = (1 - (places + 0.5 - new_places[:, None]).abs() / 3).clamp(min=0)
    tent /= tent.sum(dim=1, keepdim=True)
    parts += [text(448, 34, "The stripes", 18, font_weight="bold")]
    parts += [text(448, 56, "the same rings, at a third of the size", 12.5, SOFT)]
    parts += [raster(312, 86, 130, rings[::3, ::3]), raster(456, 86, 130, tent @ rings @ tent.T)]
    parts += [text(377, 238, "every third pixel:", 12), text(377, 254, "rings that nobody drew", 12, RED)]
    parts += [text(521, 238, "a wide window:", 12), text(521, 254, "too fine becomes grey", 12, GREEN)]

    parts += [text(752, 34, "The digits", 18, font_weight="bold")]
    parts += [text(752, 56, "unseen ones read rightly, by two networks", 12.5, SOFT)]
    digit = digits().test[4:5]
    for left, shift, name in ((640, [[0, 0]], "in the middle"), (640, [[-1, 1]], "moved")):
        top = 86 if name == "in the middle" else 172
        parts += [raster(left, top, 62, on_sheets(digit, torch.tensor(shift))[0]), text(left + 31, top + 76, name, 11)]
    values = [
        ("plain,|middle", plain[0], GREY),
        ("plain,|moved", plain[1], ORANGE),
        ("trained on|moved ones,|moved", moved[1], GREEN),
    ]
    parts += bars(722, values)
    save(
        "result",
        930,
        318,
        "Three things that go wrong before the first layer",
        "Bars and pictures, from real runs.",
        parts,
    )
    print(f"coin {held_out:.3f} {new:.3f}, plain {plain}, moved {moved}")


def draw_overview() -> None:
    """From bytes to batches, where nothing may flow back, the exercises, and who needs them."""
    parts = [text(465, 34, "From bytes to batches, and what must not flow back", 20, font_weight="bold")]
    stations = [
        (20, 112, "Bytes", "whole numbers", "§ 1", BLUE),
        (162, 112, "Numbers", "ranges, noise", "§ 1, 2, 9", BLUE),
        (304, 112, "Split", "by class, by group", "§ 5", BLUE),
        (462, 66, "Training part", "", "", GREEN),
        (462, 176, "Test part", "", "", ORANGE),
        (604, 66, "Statistics", "mean, spread", "§ 3", GREEN),
        (746, 66, "Batches", "balanced, moved", "§ 4, 7, 8", GREEN),
        (746, 176, "Judgement", "on what is new", "§ 10", ORANGE),
    ]
    for x, y, name, about, where, colour in stations:
        parts += [
            box(x, y, 124, 76, "#ffffff", colour),
            text(x + 62, y + 28 if about else y + 44, name, 15, colour, font_weight="bold"),
        ]
        parts += [text(x + 62, y + 48, about, 11.5), text(x + 62, y + 66, where, 11.5, SOFT)]
    for x in (146, 288):
        parts.append(line(x, 150, x + 14, 150, SOFT, 2, head="a"))
    parts += [line(430, 140, 459, 110, SOFT, 2, head="a"), line(430, 160, 459, 206, SOFT, 2, head="a")]
    parts += [line(588, 104, 601, 104, SOFT, 2, head="a"), line(730, 104, 743, 104, SOFT, 2, head="a")]
    parts += [line(588, 214, 743, 214, SOFT, 2, head="a"), line(716, 144, 760, 173, SOFT, 2, head="a")]
    parts += [line(808, 144, 808, 173, SOFT, 2, head="a")]
    parts += [line(560, 174, 634, 146, RED, 2.5, head="a", stroke_dasharray="6 4")]
    parts += [
        line(586, 148, 608, 172, RED, 3),
        line(608, 148, 586, 172, RED, 3),
        text(640, 178, "leakage, § 6", 12.5, RED, "start"),
    ]
    parts.append(text(465, 294, "What you build", 15, font_weight="bold"))
    names = [
        "Pixels",
        "Dequantise",
        "Moments",
        "ImageDataset",
        "stratified_split",
        "is_leak_free",
        "balanced_indices",
        "augment",
        "resize_matrix",
    ]
    for i, name in enumerate(names):
        x, y = 20 + 300 * (i % 3), 308 + 36 * (i // 3)
        parts += [box(x, y, 290, 28, GREY), text(x + 145, y + 19, f"{i + 1}  {name}", 13, font_family="monospace")]
    parts += [
        box(20, 418, 890, 30, "#e6f0e9"),
        text(465, 438, "10  train_few: all of it, judged on digits that stand where none stood", 14, GREEN),
    ]
    uses = [
        ("VAEs, diffusion", "ranges, repeatable data"),
        ("Flows", "dequantisation, bits per dimension"),
        ("GANs", "augmenting both sides"),
        ("Evaluation", "moments, resizing, no copies"),
    ]
    for i, (name, about) in enumerate(uses):
        x = 20 + 225 * i + 107
        parts += [text(x, 482, name, 14, BLUE, font_weight="bold"), text(x, 501, about, 12)]
    save("overview", 930, 522, "Overview of the lesson", "The way of data, ten exercises, four uses.", parts)


def draw_resize() -> None:
    """The tents of equation (11), for twelve old pixels and four new ones."""
    parts = []
    for left, v, name in ((30, 1, "bilinear: v = 1"), (480, 3, "antialiased: v = s = 3")):
        step = 33.0
        parts.append(text(left + 6 * step, 30, name, 16, font_weight="bold"))
        for j in range(12):
            parts.append(box(left + j * step + 1, 170, step - 2, 24, INK if j % 2 else "#ffffff", SOFT, 2))
        stripes = [j % 2 for j in range(12)]
        for i, colour in enumerate((BLUE, ORANGE, GREEN, RED)):
            centre = 3 * (i + 0.5)
            weights = [max(0.0, 1 - abs(j + 0.5 - centre) / v) for j in range(12)]
            value = sum(w * s for w, s in zip(weights, stripes, strict=True)) / sum(weights)
            x = left + centre * step
            low, high = max(left, x - v * step), min(left + 12 * step, x + v * step)
            cut_low, cut_high = 160 - 100 * (1 - (x - low) / (v * step)), 160 - 100 * (1 - (high - x) / (v * step))
            points = f"{low:g},160 {low:g},{cut_low:g} {x:g},60 {high:g},{cut_high:g} {high:g},160"
            parts.append(
                f'<polygon points="{points}" fill="{colour}" fill-opacity="0.12" stroke="{colour}" stroke-width="2"/>'
            )
            grey = round(255 * (1 - value))
            parts.append(box(left + i * 3 * step + 2, 222, 3 * step - 4, 30, f"rgb({grey},{grey},{grey})", colour, 2))
            parts += [line(x, 198, x, 218, colour, 2, head="a"), text(x, 270, f"{value:.2f}", 12.5)]
    save("resize", 910, 284, "Windows of resizing", "Tents over twelve striped pixels, and four new pixels.", parts)


draw_result()
draw_overview()
draw_resize()
