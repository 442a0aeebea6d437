"""Draws the pictures of the lesson on PyTorch; the first one from real runs.

Run it from the repository's root: ``python lessons/00_prerequisites/images/05_pytorch_basics/draw.py``. What it trains
differs in the last digits from machine to machine, so the SVG files are committed.
"""

from __future__ import annotations

from pathlib import Path

import torch
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


def run_program(fault: str) -> tuple[list[float], int]:
    """Train the lesson's network with one line changed: the loss that it prints, and how many test digits it misreads."""
    train, test, train_labels, test_labels = digits()
    torch.manual_seed(0)
    network = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Dropout(0.2), nn.Linear(128, 10)).double()
    filed = network[3] if fault == "plain list" else network
    optimiser = torch.optim.Adam(filed.parameters(), lr=0.001)
    if fault == "other labels":
        train_labels = train_labels[torch.randperm(len(train_labels))]
    losses = []
    for _ in range(30):
        network.train()
        total = 0.0
        for rows in torch.randperm(len(train)).split(64):
            if fault != "never cleared":
                optimiser.zero_grad()
            logits = network(train[rows])
            logits = logits.softmax(dim=1) if fault == "softmax" else logits
            loss = nn.functional.cross_entropy(logits, train_labels[rows])
            loss.backward()
            optimiser.step()
            total += loss.item() * len(rows)
        losses.append(total / len(train))
    if fault != "training mode":
        network.eval()
    with torch.no_grad():
        return losses, int((network(test).argmax(dim=1) != test_labels).sum())


def draw_result() -> None:
    """Six programs: the losses that they print, and what they misread."""
    faults = ["", "training mode", "softmax", "plain list", "never cleared", "other labels"]
    parts = [text(450, 34, "Six training programs, one of them right. Every loss falls.", 20, font_weight="bold")]
    for i, fault in enumerate(faults):
        losses, misread = run_program(fault)
        print(fault or "right", [round(loss, 3) for loss in losses[::6]], round(losses[-1], 3), misread)
        x, y, colour = 22 + 145 * i, 56, GREEN if not fault else RED
        parts += [box(x, y, 132, 210, "#f7f8fa", GREY), text(x + 66, y + 26, "ABCDEF"[i], 18, font_weight="bold")]
        low, high = min(losses), max(losses)
        dots = [(x + 14 + 104 * t / 29, y + 122 - 80 * (loss - low) / (high - low)) for t, loss in enumerate(losses)]
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in dots)
        parts += [f'<polyline points="{path}" fill="none" stroke="{BLUE}" stroke-width="2"/>']
        parts += [text(x + 66, y + 144, f"loss {losses[0]:.2f} → {losses[-1]:.2f}", 12.5, BLUE)]
        parts += [text(x + 66, y + 180, str(misread), 24, colour, font_weight="bold")]
        parts += [text(x + 66, y + 198, "of 500 misread", 12, SOFT)]
    about = "For six programs the training loss over 30 epochs, which falls in each, and the number of unseen digits misread."
    save("result", 900, 282, "The result of the lesson", about, parts)


def draw_overview() -> None:
    """The chain from tensors to a checkpoint, with where it is met."""
    parts = [text(450, 34, "From numbers to a network that you can stop and take up again", 20, font_weight="bold")]
    steps = [
        ("Tensors", "a block of numbers", "and a plan to read it", "1, 2", BLUE),
        ("Graph", "what was computed", "from what", "3", BLUE),
        ("Gradient", "one walk back;", "yours, or its own again", "3, 4, 5", ORANGE),
        ("Module", "a function that owns", "its parameters", "6", GREEN),
        ("Loop", "four lines for a step,", "a mean that is one", "7, 10", GREEN),
        ("Shadow, file", "what you show,", "what the future needs", "8, 9", GREEN),
    ]
    for i, (name, one, two, section, colour) in enumerate(steps):
        x = 20 + 146 * i
        parts += [box(x, 62, 128, 104, "#ffffff", colour, 8), text(x + 64, 90, name, 16, colour, font_weight="bold")]
        parts += [
            text(x + 64, 114, one, 11.5),
            text(x + 64, 130, two, 11.5),
            text(x + 64, 154, f"§ {section}", 11.5, SOFT),
        ]
        if i < len(steps) - 1:
            parts.append(arrow(x + 130, 114, x + 145, 114, SOFT, 2))
    builds = ["broadcast_plan", "Puzzles", "Swish", "gradient_penalty", "MLP", "train_one_epoch", "EMA", "Checkpoint"]
    parts.append(text(450, 200, "What you build", 15, font_weight="bold"))
    for i, name in enumerate(builds):
        x = 20 + 216 * (i % 4)
        y = 214 + 38 * (i // 4)
        parts += [box(x, y, 206, 30, GREY), text(x + 103, y + 20, f"{i + 1}  {name}", 13, font_family="monospace")]
    parts += [
        box(20, 292, 854, 32, "#e6f0e9"),
        text(447, 313, "9  train_digits: all of it, judged on unseen digits", 14, GREEN),
    ]
    parts.append(text(450, 356, "Where generative models need it", 15, font_weight="bold"))
    uses = [
        ("every model", "modules and the loop"),
        ("VQ-VAE", "a gradient past a rounding"),
        ("WGAN-GP, scores", "the gradient of a gradient"),
        ("diffusion", "the moving average is shown"),
    ]
    for i, (name, use) in enumerate(uses):
        x = 20 + 216 * i
        parts += [box(x, 370, 206, 52, "#fff4ec"), text(x + 103, 391, name, 13.5, ORANGE, font_weight="bold")]
        parts.append(text(x + 103, 410, use, 12.5))
    about = (
        "Six boxes from tensors to checkpoints, the nine exercises, and four places where generative models need them."
    )
    save("overview", 894, 438, "Overview of the lesson", about, parts)


def cells(
    x: float, y: float, rows: list[list[str]], fill: str, faint: frozenset[tuple[int, int]] = frozenset()
) -> list[str]:
    """A table of numbers in squares; the faint ones are repetitions."""
    parts = []
    for i, row in enumerate(rows):
        for j, word in enumerate(row):
            is_faint = (i, j) in faint
            parts.append(box(x + 36 * j, y + 36 * i, 34, 34, "#ffffff" if is_faint else fill, SOFT, 3))
            parts.append(text(x + 36 * j + 17, y + 36 * i + 22, word, 14, SOFT if is_faint else INK))
    return parts


def draw_broadcast() -> None:
    """A column and a row become tables of one shape."""
    column, row = [0, 10, 20], [1, 2, 3, 4]
    first = [[str(a)] * 4 for a in column]
    second = [[str(b) for b in row]] * 3
    total = [[str(a + b) for b in row] for a in column]
    parts = [text(420, 32, "Flush right, ones in front, ones are repeated", 18, font_weight="bold")]
    parts += cells(50, 66, first, "#dbe8f6", frozenset((i, j) for i in range(3) for j in range(1, 4)))
    parts += [text(228, 126, "+", 26)]
    parts += cells(262, 66, second, "#fbe3d2", frozenset((i, j) for i in range(1, 3) for j in range(4)))
    parts += [text(440, 126, "=", 26)]
    parts += cells(474, 66, total, GREY)
    parts += [text(122, 204, "a: [3, 1]", 15, BLUE, font_family="monospace")]
    parts += [text(334, 204, "b: [4]", 15, ORANGE, font_family="monospace")]
    parts += [text(546, 204, "c: [3, 4]", 15, INK, font_family="monospace")]
    parts += [text(122, 226, "repeated along axis 1", 12.5, SOFT), text(334, 226, "lacks axis 0", 12.5, SOFT)]
    parts += [text(735, 84, "shapes, flush right", 13, SOFT)]
    for i, (name, sizes, colour) in enumerate((("a", "3  1", BLUE), ("b", "(1) 4", ORANGE), ("c", "3  4", INK))):
        y = 112 + 26 * i
        parts += [text(690, y, name, 15, colour, "start", font_family="monospace")]
        parts += [text(790, y, sizes, 15, colour, "end", font_family="monospace", **{"xml:space": "preserve"})]
    parts.append('<line x1="685" y1="145" x2="795" y2="145" stroke="#7b8794"/>')
    parts += [text(420, 258, "Back: the gradient of a sums over axis 1, that of b over axis 0.", 14, GREEN)]
    about = "A column of three numbers and a row of four, each repeated to three rows of four, and their sum."
    save("broadcast", 840, 276, "Broadcasting", about, parts)


def node(x: float, y: float, name: str, value: str, colour: str) -> list[str]:
    """A value of a graph."""
    return [
        f'<circle cx="{x}" cy="{y}" r="34" fill="#ffffff" stroke="{colour}" stroke-width="2"/>',
        text(x, y - 3, name, 14, colour, font_style="italic"),
        text(x, y + 16, value, 14),
    ]


def draw_graph() -> None:
    """The graph of (w x + w)^2 at w = 2, x = 3, with both walks."""
    parts = [text(420, 32, "L = (w x + w)² at w = 2, x = 3", 18, font_weight="bold", font_style="italic")]
    nodes = {"x": (90, 86), "w": (90, 226), "v₁": (290, 106), "v₂": (500, 166), "L": (720, 166)}
    values = {"x": "3", "w": "2", "v₁": "6", "v₂": "8", "L": "64"}

    def edge(a: str, b: str, forwards: str, backwards: str, dy: float = 0, dx: float = 0) -> list[str]:
        (x_1, y_1), (x_2, y_2) = nodes[a], nodes[b]
        length = ((x_2 - x_1) ** 2 + (y_2 - y_1) ** 2) ** 0.5
        ux, uy = (x_2 - x_1) / length, (y_2 - y_1) / length
        ox, oy = -uy * 5, ux * 5
        start, end = (x_1 + 38 * ux, y_1 + 38 * uy), (x_2 - 38 * ux, y_2 - 38 * uy)
        middle = ((x_1 + x_2) / 2, (y_1 + y_2) / 2)
        out = [arrow(start[0] - ox, start[1] - oy, end[0] - ox, end[1] - oy, BLUE, 2)]
        out += [text(middle[0] + 14, middle[1] - 15, forwards, 12.5, BLUE)]
        if backwards:
            out += [arrow(end[0] + ox, end[1] + oy, start[0] + ox, start[1] + oy, ORANGE, 2)]
            out += [text(middle[0] + dx, middle[1] + 24 + dy, backwards, 12.5, ORANGE)]
        return out

    parts += edge("x", "v₁", "times w", "")
    parts += edge("w", "v₁", "", "16 · x = 48", -6, 58)
    parts += edge("w", "v₂", "", "16 · 1 = 16", 8, 40)
    parts += edge("v₁", "v₂", "plus w", "16 · 1 = 16", 2, -10)
    parts += edge("v₂", "L", "squared", "1 · 2 v₂ = 16")
    for name, (x, y) in nodes.items():
        colour = GREEN if name == "w" else (RED if name == "L" else INK)
        parts += node(x, y, name, values[name], colour)
    parts += [text(40, 292, "two arrows arrive at w:  ∂L/∂w = 48 + 16 = 64", 15, ORANGE, "start", font_weight="bold")]
    parts += [text(800, 292, "blue: values, forwards    orange: gradients, backwards", 12.5, SOFT, "end")]
    about = "Values x = 3, w = 2, v1 = w x = 6, v2 = v1 + w = 8, L = 64; gradients 16, 16, 48 and 16 walk back, 64 arrive at w."
    save("graph", 840, 312, "A graph, forwards and backwards", about, parts)


if __name__ == "__main__":
    draw_result()
    draw_overview()
    draw_broadcast()
    draw_graph()
