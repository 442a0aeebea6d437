"""Draws the pictures of the lesson on evaluating autoencoders, from real runs of its own solutions.

Run it from the repository's root: ``python lessons/01_autoencoders/images/07_autoencoder_evaluation/draw.py``. What it
trains differs in the last digits from machine to machine, so the SVG files are committed.
"""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

FOLDER = Path(__file__).resolve().parent
LESSON = FOLDER.parents[1] / "07_autoencoder_evaluation.py"
INK, SOFT, BLUE, ORANGE, GREEN, RED, GREY = "#1f2933", "#7b8794", "#1d5fa8", "#c2560c", "#2c7a4b", "#b3261e", "#e4e7eb"


def run_solutions() -> dict[str, Any]:
    """The lesson's given cells and solutions, run once."""
    names: dict[str, Any] = {"__name__": "lesson"}
    for block in re.split(r"(?m)^# %%", LESSON.read_text(encoding="utf-8"))[1:]:
        marker, _, body = block.partition("\n")
        if not any(word in marker for word in ("[markdown]", "public_test", "demo")):
            exec(compile(body, str(LESSON), "exec"), names)
    return names


def text(
    x: float, y: float, words: str, size: float = 14, colour: str = INK, anchor: str = "middle", bold: bool = False
) -> str:
    """One line of text."""
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{colour}" text-anchor="{anchor}"{weight}>{words}</text>'
    )


def box(x: float, y: float, width: float, height: float, stroke: str, fill: str = "#ffffff") -> str:
    """A rectangle with round corners."""
    size = f'width="{width:g}" height="{height:g}"'
    return f'<rect x="{x:g}" y="{y:g}" {size} rx="8" fill="{fill}" stroke="{stroke}" stroke-width="1.5"/>'


def arrow(x_1: float, y_1: float, x_2: float, y_2: float, colour: str) -> str:
    """A line with a head."""
    ends = f'x1="{x_1:g}" y1="{y_1:g}" x2="{x_2:g}" y2="{y_2:g}"'
    return f'<line {ends} stroke="{colour}" stroke-width="2.5" marker-end="url(#a)"/>'


def picture(x: float, y: float, size: float, images: torch.Tensor) -> str:
    """Images [n, 64] in a row, dark ink on white paper, as one embedded bitmap of height `size`."""
    scale = 6
    row = np.full((8 * scale, (9 * len(images) - 1) * scale), 255, dtype=np.uint8)
    for i, image in enumerate(images.detach().clamp(0, 1).reshape(-1, 8, 8).numpy()):
        grey = np.kron(np.round(255 * (1 - image)).astype(np.uint8), np.ones((scale, scale), dtype=np.uint8))
        row[:, 9 * i * scale : (9 * i + 8) * scale] = grey
    stream = io.BytesIO()
    Image.fromarray(row).save(stream, "PNG", optimize=True)
    data, width = base64.b64encode(stream.getvalue()).decode(), size * row.shape[1] / row.shape[0]
    place = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{size:g}"'
    frame = f'<rect {place} fill="none" stroke="{GREY}"/>'
    return f'<image {place} href="data:image/png;base64,{data}"/>{frame}'


def save(name: str, width: int, height: int, title: str, about: str, parts: list[str]) -> None:
    """Write one SVG."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'role="img" aria-labelledby="t d" font-family="\'Helvetica Neue\', Arial, sans-serif">'
    )
    marker = (
        '<defs><marker id="a" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
        'orient="auto-start-reverse"><path d="M0 0 L10 5 L0 10 z" fill="context-stroke"/></marker></defs>'
    )
    paper = f'<rect width="{width}" height="{height}" rx="10" fill="#ffffff"/>'
    described = [f'<title id="t">{title}</title>', f'<desc id="d">{about}</desc>', marker, paper]
    (FOLDER / f"{name}.svg").write_text("\n".join([head, *described, *parts, "</svg>"]) + "\n", encoding="utf-8")


def measure(names: dict[str, Any], model: Any) -> tuple[torch.Tensor, list[float]]:
    """Ten samples from dice; error of the copies, -L_100, MMD^2, FPD, probe accuracy."""
    x_train, x_test = names["x_train"], names["x_test"]
    generator = torch.Generator().manual_seed(0)
    dice = torch.randn(500, 8, generator=generator)
    with torch.no_grad():
        drawn = torch.bernoulli(model.decode(dice).sigmoid(), generator=generator)
        mu, log_var = model.encode(x_test)
        error = float((model.decode(mu).sigmoid() - x_test).square().mean())
        noise = torch.randn(100, 500, 8, generator=generator)
        bound = names["iw_loglik"](names["log_weights"](model.encode, model.decode, x_test, noise), 100)
        codes = (mu + (log_var / 2).exp() * noise[:5]).reshape(-1, 8)
        mmd = float(names["aggregate_posterior_mmd"](codes, 2.8))
        labels = names["train_labels"], names["test_labels"]
        report = names["evaluation_report"](model.encode, model.decode, x_train, labels[0], x_test, labels[1], dice)
    return drawn, [error, -float(bound.mean()), mmd, names["fpd"](x_train, x_test, drawn), report["probe_accuracy"]]


def draw_result(rows: list[tuple[torch.Tensor, list[str]]], best: list[int]) -> None:
    """Four models: what each draws, and five numbers of each."""
    heads = ["error of copies", "−log p(x), K = 100", "MMD² to dice", "FPD of samples", "probe accuracy"]
    parts = [text(475, 34, "Four models, and each is the best at something", 20, bold=True)]
    parts.append(text(222, 72, "digits drawn from dice", 13, SOFT))
    parts += [text(452 + 108 * i, 72, head, 12.5, SOFT) for i, head in enumerate(heads)]
    for i, (drawn, numbers) in enumerate(rows):
        y = 86 + 56 * i
        parts += [text(38, y + 30, "ABCD"[i], 22, bold=True), picture(62, y, 36, drawn[:8])]
        for j, number in enumerate(numbers):
            x, wins = 452 + 108 * j, best[j] == i
            parts += [box(x - 48, y, 96, 36, GREEN, "#e6f4ec")] if wins else []
            parts.append(text(x, y + 24, number, 15, GREEN if wins else INK, bold=wins))
    about = "For each of four models, eight samples and five numbers; the best number of each column is marked."
    save("result", 950, 320, "Four models and five numbers", about, parts)


def draw_overview(digit: torch.Tensor, copy: torch.Tensor) -> None:
    """A VAE, and around it what can be measured."""
    parts = [text(450, 34, "What can be measured of an autoencoder, and on whose pictures", 20, bold=True)]
    parts += [picture(60, 80, 96, digit[None]), text(108, 196, "x, unseen")]
    parts += [
        arrow(166, 128, 222, 128, BLUE),
        box(230, 92, 120, 72, BLUE),
        text(290, 124, "encoder", 15, BLUE, bold=True),
    ]
    parts += [text(290, 146, "q(z | x)", 13, BLUE), arrow(356, 128, 406, 128, BLUE), box(414, 92, 72, 72, ORANGE)]
    parts += [
        text(450, 134, "z", 20, ORANGE, bold=True),
        arrow(492, 128, 542, 128, GREEN),
        box(550, 92, 120, 72, GREEN),
    ]
    parts += [text(610, 124, "decoder", 15, GREEN, bold=True), text(610, 146, "p(x | z)", 13, GREEN)]
    parts += [arrow(676, 128, 732, 128, GREEN), picture(740, 80, 96, copy[None]), text(788, 196, "its copy")]
    parts += [text(450, 58, "dice: z from N(0, I)", 13, SOFT), arrow(450, 64, 450, 88, SOFT)]
    steps = [
        ("1 · copies", "PSNR, SSIM", "says nothing of drawing", BLUE),
        ("2 · two crowds", "Fréchet distance, PCA", "cannot see a copyist", GREEN),
        ("3 · likelihood", "K samples, log-mean-exp", "without K it says nothing", INK),
        ("4 · the code", "MMD to dice, linear probe", "like dice, or saying something?", ORANGE),
        ("5 · strangers", "AUC by ranks", "ties count half", RED),
        ("6 · the report", "rate and distortion", "repair a colleague's", INK),
    ]
    for i, (title, what, more, colour) in enumerate(steps):
        x, y = 40 + 278 * (i % 3), 226 + 96 * (i // 3)
        parts += [box(x, y, 264, 84, colour), text(x + 14, y + 26, title, 15.5, colour, "start", True)]
        parts += [text(x + 14, y + 48, what, 13.5, INK, "start"), text(x + 14, y + 68, more, 13, SOFT, "start")]
    parts.append(box(40, 420, 820, 44, SOFT, "#f5f7fa"))
    parts.append(
        text(
            450,
            447,
            "7 · Whatever is fitted, is fitted to training pictures. Whatever is reported, comes from others.",
            15,
        )
    )
    about = "A digit goes through encoder, code and decoder; below, the six kinds of measurement of the lesson."
    save("overview", 900, 484, "Overview of the lesson", about, parts)


def main() -> None:
    """Train three models, measure them, and draw."""
    torch.set_num_threads(1)
    names = run_solutions()
    models = [names["train_vae"](names["x_train"], seed=0, beta=beta) for beta in (1.0, 0.05, 4.0)]
    measured = [measure(names, model) for model in models]
    generator = torch.Generator().manual_seed(1)
    stolen = names["x_train"][torch.randperm(len(names["x_train"]), generator=generator)[:500]]
    numbers = [values for _, values in measured]
    numbers.append([np.inf, np.inf, np.inf, names["fpd"](names["x_train"], names["x_test"], stolen), -np.inf])
    table = np.array(numbers)
    best = [int(table[:, j].argmax() if j == 4 else table[:, j].argmin()) for j in range(5)]
    shapes = ["{:.3f}", "{:.1f}", "{:.4f}", "{:.2f}", "{:.0%}"]
    texts = [[s.format(v) if np.isfinite(v) else "–" for s, v in zip(shapes, row, strict=True)] for row in numbers]
    texts[3][1] = "∞"
    print(table)
    draw_result(list(zip([*(drawn for drawn, _ in measured), stolen], texts, strict=True)), best)
    row = int((names["test_labels"] == 3).nonzero()[1])
    digit = names["x_test"][row]
    with torch.no_grad():
        copy = models[0].decode(models[0].encode(digit[None])[0]).sigmoid()[0]
    draw_overview(digit, copy)


if __name__ == "__main__":
    main()
