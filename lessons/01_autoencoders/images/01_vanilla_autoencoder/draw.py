"""Draws the pictures of the lesson on vanilla autoencoders, from real runs of its own solutions.

Run it from the repository's root: ``python lessons/01_autoencoders/images/01_vanilla_autoencoder/draw.py``. What it
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
LESSON = FOLDER.parents[1] / "01_vanilla_autoencoder.py"
INK, SOFT, BLUE, ORANGE, GREEN, RED, GREY = "#1f2933", "#7b8794", "#1d5fa8", "#c2560c", "#2c7a4b", "#b3261e", "#e4e7eb"


def run_solutions() -> dict[str, Any]:
    """The lesson's given cells and solutions, run once: a namespace with `train_autoencoder` and its data."""
    names: dict[str, Any] = {"__name__": "lesson"}
    for block in re.split(r"(?m)^# %%", LESSON.read_text(encoding="utf-8"))[1:]:
        marker, _, body = block.partition("\n")
        if "[markdown]" in marker or "public_test" in marker or "demo" in marker:
            continue
        exec(compile(body, str(LESSON), "exec"), names)
    return names


def text(
    x: float, y: float, words: str, size: float = 14, colour: str = INK, anchor: str = "middle", **more: str
) -> str:
    """One line of text."""
    rest = "".join(f' {key.replace("_", "-")}="{value}"' for key, value in more.items())
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{colour}" text-anchor="{anchor}"{rest}>{words}</text>'


def arrow(x_1: float, y_1: float, x_2: float, y_2: float, colour: str = INK, width: float = 2.5, dash: str = "") -> str:
    """A line with a head."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{x_1:g}" y1="{y_1:g}" x2="{x_2:g}" y2="{y_2:g}" stroke="{colour}" stroke-width="{width:g}"{dashes} '
        'marker-end="url(#a)"/>'
    )


def box(x: float, y: float, width: float, height: float, fill: str, stroke: str = "none", radius: float = 6) -> str:
    """A rectangle."""
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius:g}" fill="{fill}" stroke="{stroke}"/>'


def funnel(x: float, y: float, width: float, wide: float, narrow: float, colour: str) -> str:
    """A trapezium, from `wide` on the left to `narrow` on the right, around the height y."""
    corners = [(x, y - wide / 2), (x + width, y - narrow / 2), (x + width, y + narrow / 2), (x, y + wide / 2)]
    points = " ".join(f"{a:g},{b:g}" for a, b in corners)
    return f'<polygon points="{points}" fill="{colour}" fill-opacity="0.16" stroke="{colour}" stroke-width="1.5"/>'


def picture(x: float, y: float, size: float, images: torch.Tensor, gap: int = 1, border: str = SOFT) -> str:
    """Images [n, 64] in a row, dark ink on white paper, as one embedded bitmap of height `size`."""
    scale = 6
    row = np.full((8 * scale, len(images) * (8 + gap) * scale - gap * scale), 255, dtype=np.uint8)
    for i, image in enumerate(images.detach().clamp(0, 1).reshape(-1, 8, 8).numpy()):
        grey = np.kron(np.round(255 * (1 - image)).astype(np.uint8), np.ones((scale, scale), dtype=np.uint8))
        row[:, i * (8 + gap) * scale : i * (8 + gap) * scale + 8 * scale] = grey
    stream = io.BytesIO()
    Image.fromarray(row).save(stream, "PNG", optimize=True)
    data, width = base64.b64encode(stream.getvalue()).decode(), size * row.shape[1] / row.shape[0]
    frame = (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{size:g}" fill="none" stroke="{border}"/>'
        if border
        else ""
    )
    return (
        f'<image x="{x:g}" y="{y:g}" width="{width:g}" height="{size:g}" href="data:image/png;base64,{data}"/>{frame}'
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


def draw_result(ten: torch.Tensor, by_pca: torch.Tensor, by_model: torch.Tensor, errors: tuple[float, float]) -> None:
    """Ten unseen digits, and what came through eight numbers."""
    parts = [text(400, 32, "Through eight numbers: digits that the network has never seen", 18, font_weight="bold")]
    rows = [("unseen", "64 pixels", ten), ("PCA", f"error {errors[0]:.4f}", by_pca)]
    rows.append(("your network", f"error {errors[1]:.4f}", by_model))
    for i, (name, about, images) in enumerate(rows):
        y = 52 + 72 * i
        parts += [
            text(112, y + 28, name, 15, anchor="end", font_weight="bold"),
            text(112, y + 46, about, 12, SOFT, "end"),
        ]
        parts.append(picture(126, y, 60, images, border=""))
    about = (
        "Ten test digits; their copies by PCA with eight components; their copies by the autoencoder of exercise 10."
    )
    save("result", 810, 276, "The result of the lesson", about, parts)


def draw_overview(digit: torch.Tensor, copy: torch.Tensor, code: torch.Tensor) -> None:
    """The encoder, the code and the decoder, and below them the steps of the lesson."""
    parts = [text(450, 34, "Copy a picture through a narrow door", 21, font_weight="bold")]
    parts += [picture(40, 70, 130, digit[None]), text(105, 222, "x: 64 pixels")]
    parts += [arrow(178, 135, 216, 135, BLUE), funnel(222, 135, 150, 140, 56, BLUE)]
    parts += [
        text(297, 131, "encoder", 16, BLUE, font_weight="bold"),
        text(297, 150, "z = f(x)", 14, BLUE, font_style="italic"),
    ]
    parts.append(arrow(376, 135, 404, 135, BLUE))
    for i, value in enumerate((code / code.abs().max()).tolist()):
        y, length = 80 + 14 * i, 34 * abs(value)
        parts.append(box(450 - (length if value < 0 else 0), y, max(length, 1), 10, ORANGE, radius=0))
    parts.append(f'<line x1="450" y1="76" x2="450" y2="194" stroke="{SOFT}"/>')
    parts += [text(450, 214, "z: 8 numbers", 14, ORANGE, font_weight="bold"), text(450, 232, "the door", 12.5, ORANGE)]
    parts += [arrow(494, 135, 522, 135, GREEN), funnel(678, 135, -150, 140, 56, GREEN)]
    parts += [text(603, 131, "decoder", 16, GREEN, font_weight="bold")]
    parts += [text(603, 150, "x̂ = g(z)", 14, GREEN, font_style="italic"), arrow(684, 135, 722, 135, GREEN)]
    parts += [picture(730, 70, 130, copy[None]), text(795, 222, "x̂: the copy")]
    parts.append('<path d="M105 234 C 105 272, 795 272, 795 234" fill="none" stroke="#7b8794" stroke-dasharray="5 4"/>')
    parts.append(text(450, 280, "the loss: how far is the copy from the original?", 13, SOFT))
    steps = [
        ("1", "How good a copy?", "MSE, decibels", BLUE),
        ("2", "Linear: PCA again", "saddles, no traps", BLUE),
        ("3, 4", "Bend it, train it", "and repair a draft", GREEN),
        ("5", "Is the door narrow?", "catch three cheats", RED),
        ("6", "Forget on purpose", "contractive penalty", ORANGE),
        ("7", "What the eye sees", "SSIM", BLUE),
        ("8", "Train, evaluate", "beat PCA, unseen", GREEN),
    ]
    for i, (number, what, more, colour) in enumerate(steps):
        x = 22 + 123 * i
        parts += [box(x, 306, 116, 92, "#ffffff", colour), text(x + 58, 332, number, 17, colour, font_weight="bold")]
        parts += [text(x + 58, 358, what, 11.5, font_weight="bold"), text(x + 58, 380, more, 11.5, SOFT)]
    about = "A digit of 64 pixels is encoded as eight numbers and decoded again; below, the seven steps of the lesson."
    save("overview", 900, 416, "Overview of the lesson", about, parts)


def draw_doors(digit: torch.Tensor, copy: torch.Tensor) -> None:
    """Four roads from a picture to its copy."""
    parts = [text(450, 30, "Four roads from a picture to its copy", 18, font_weight="bold")]
    roads = [
        ("honest", "only through the code", GREEN, copy),
        ("skip connection", "half walks past the door", RED, 0.5 * copy + 0.5 * digit),
        ("memory", "the decoder has seen x", RED, digit),
        ("low digits", "1.284|7306…: x is in the tail", RED, digit),
    ]
    for i, (name, about, colour, drawn) in enumerate(roads):
        x, y = 20 + 440 * (i % 2), 52 + 150 * (i // 2)
        parts += [
            box(x, y, 420, 138, "#ffffff", GREY),
            text(x + 14, y + 24, name, 15, colour, "start", font_weight="bold"),
        ]
        parts += [text(x + 406, y + 24, about, 12.5, SOFT, "end"), picture(x + 14, y + 52, 56, digit[None])]
        parts += [funnel(x + 92, y + 80, 76, 66, 22, BLUE), funnel(x + 316, y + 80, -76, 66, 22, GREEN)]
        parts += [
            box(x + 184, y + 68, 40, 24, ORANGE, radius=3),
            text(x + 204, y + 85, "z", 14, "#ffffff", font_style="italic"),
        ]
        parts += [arrow(x + 170, y + 80, x + 182, y + 80, INK, 1.5), arrow(x + 226, y + 80, x + 238, y + 80, INK, 1.5)]
        parts.append(picture(x + 340, y + 52, 56, drawn[None]))
        if name == "skip connection":
            curve = f"M{x + 42} {y + 50} C {x + 90} {y + 22}, {x + 320} {y + 22}, {x + 366} {y + 50}"
            parts.append(f'<path d="{curve}" fill="none" stroke="{RED}" stroke-width="2.5" marker-end="url(#a)"/>')
        elif name == "memory":
            parts += [box(x + 170, y + 106, 68, 22, "#fdecea", RED, 3), text(x + 204, y + 121, "last x", 12, RED)]
            parts += [arrow(x + 130, y + 106, x + 168, y + 117, RED), arrow(x + 240, y + 117, x + 278, y + 106, RED)]
        elif name == "low digits":
            parts.append(
                f'<line x1="{x + 166}" y1="{y + 98}" x2="{x + 242}" y2="{y + 98}" stroke="{RED}" stroke-width="3"/>'
            )
            parts.append(text(x + 204, y + 118, "behind the third decimal", 11.5, RED))
    about = (
        "An honest autoencoder and three cheats: a skip connection, a memory, a picture in the low digits of the code."
    )
    save("doors", 900, 362, "Four roads from a picture to its copy", about, parts)


def landscape(
    w_1: np.ndarray[Any, Any], w_2: np.ndarray[Any, Any], eigenvalues: tuple[float, float]
) -> np.ndarray[Any, Any]:
    """Equation (2) of the lesson for one hidden unit, in the coordinates of the eigenvectors."""
    length = w_1**2 + w_2**2
    first, second = eigenvalues
    return first * (1 - 2 * w_1**2 + w_1**2 * length) + second * (1 - 2 * w_2**2 + w_2**2 * length)


def descend(start: tuple[float, float], eigenvalues: tuple[float, float]) -> list[tuple[float, float]]:
    """Gradient descent on the landscape."""
    w, sigma, path = np.array(start), np.diag(eigenvalues), [start]
    for _ in range(400):
        half = sigma @ (np.outer(w, w) - np.eye(2))  # G / 2 of equation (3)
        w = w - 0.04 * 2 * (half + half.T) @ w
        path.append((float(w[0]), float(w[1])))
    return path


def draw_landscape() -> None:
    """Level lines of the loss for two dimensions and one hidden unit, and walks downhill from beside a saddle and the hill."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    eigenvalues, reach = (2.0, 1.0), 1.35
    grid = np.linspace(-reach, reach, 241)
    w_1, w_2 = np.meshgrid(grid, grid)
    figure, axes = plt.subplots(figsize=(6.4, 5.2), layout="constrained")
    levels = np.linspace(1, 3.6, 14)
    drawn = axes.contourf(w_1, w_2, landscape(w_1, w_2, eigenvalues), levels, cmap="Blues", extend="max")
    drawn.set_rasterized(True)  # as vectors, the bands take half a megabyte
    figure.colorbar(drawn, label="loss L(w)")
    for start in ((0.03, 1.3), (-0.04, -0.02), (0.02, -0.05), (-0.6, 1.25)):
        axes.plot(*zip(*descend(start, eigenvalues), strict=True), color=ORANGE, lw=2)
        axes.plot(*start, "o", color=ORANGE, ms=5)
    words = {(1, 0): "minimum: $u_1$", (-1, 0): "minimum: $-u_1$", (0, 1): "saddle: $u_2$", (0, -1): "saddle: $-u_2$"}
    for (x, y), name in {**words, (0, 0): "hill"}.items():
        axes.plot(
            x, y, "*" if "min" in name else "X", color=GREEN if "min" in name else RED, ms=13 if "min" in name else 9
        )
        side = -14 if name == "saddle: $u_2$" else 10
        axes.annotate(
            name, (x, y), (0, side), textcoords="offset points", ha="center", va="bottom" if side > 0 else "top"
        )
    axes.set(xlabel="weight along $u_1$ (variance 2)", ylabel="weight along $u_2$ (variance 1)", xlim=(-reach, reach))
    axes.set_aspect("equal")
    stream = io.StringIO()
    matplotlib.rcParams["svg.hashsalt"] = "landscape"
    figure.savefig(stream, format="svg", dpi=110, metadata={"Date": None})
    plain = re.sub(r"[ \t]+$", "", stream.getvalue(), flags=re.MULTILINE)
    (FOLDER / "landscape.svg").write_text(plain, encoding="utf-8")


def main() -> None:
    """Train once, and draw everything."""
    names = run_solutions()
    test, labels = names["test"], names["test_labels"]
    ten = torch.stack([test[labels == digit][1] for digit in range(10)])
    model = names["train_autoencoder"](names["train"], seed=0)
    mean, components = names["mean"], names["components"]
    with torch.no_grad():
        by_pca, by_model = mean + (ten - mean) @ components.T @ components, model(ten)
        errors = (float((names["pca_copy"] - test).square().mean()), float((model(test) - test).square().mean()))
        draw_overview(ten[2], by_model[2], model.encode(ten[2:3])[0])
    draw_result(ten, by_pca, by_model, errors)
    draw_doors(ten[3], by_pca[3])
    draw_landscape()


if __name__ == "__main__":
    main()
