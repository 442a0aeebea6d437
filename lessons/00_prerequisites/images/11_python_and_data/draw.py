"""Draws the pictures of the lesson on Python and data, the first one from the lesson's own table.

Run it from the repository's root: ``python lessons/00_prerequisites/images/11_python_and_data/draw.py``.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parent
INK, SOFT, BLUE, ORANGE, GREEN, RED, GREY, PALE = (
    "#1f2933", "#7b8794", "#1d5fa8", "#c2560c", "#2c7a4b", "#b3261e", "#e4e7eb", "#f7f8fa",
)  # fmt: skip
MONO = {"font_family": "'DejaVu Sans Mono', Consolas, monospace"}
PENALTY = 2.3


def text(
    x: float, y: float, words: str, size: float = 14, colour: str = INK, anchor: str = "middle", **more: str
) -> str:
    """One line of text."""
    rest = "".join(f' {key.replace("_", "-")}="{value}"' for key, value in more.items())
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{colour}" text-anchor="{anchor}"{rest}>{words}</text>'


def line(
    x_1: float, y_1: float, x_2: float, y_2: float, colour: str = INK, width: float = 2, *, head: bool = False
) -> str:
    """A line, with a head if wanted."""
    end = ' marker-end="url(#a)"' if head else ""
    return (
        f'<line x1="{x_1:g}" y1="{y_1:g}" x2="{x_2:g}" y2="{y_2:g}" stroke="{colour}" stroke-width="{width:g}" '
        f'fill="none"{end}/>'
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


def read_runs() -> dict[str, list[float | None]]:
    """The table that stands in the lesson: the losses of each model, None where a run crashed."""
    lesson = (FOLDER.parents[1] / "11_python_and_data.py").read_text(encoding="utf-8")
    rows = lesson.partition('text = """model,seed,loss\n')[2].partition('"""')[0].split()
    runs: dict[str, list[float | None]] = {}
    for row in rows:
        model, _, loss = row.split(",")
        runs.setdefault(model, []).append(float(loss) if loss else None)
    return runs


def draw_result() -> None:
    """Two rankings of the same runs: without the crashed ones, and with them."""
    runs = read_runs()
    survivors = {model: [x for x in losses if x is not None] for model, losses in runs.items()}
    wrong = {model: sum(losses) / len(losses) for model, losses in survivors.items()}
    right = {model: sum(PENALTY if x is None else x for x in losses) / len(losses) for model, losses in runs.items()}
    parts = [text(450, 34, "Four models, six runs each, two rankings", 20, font_weight="bold")]
    for left, name, means in ((20, "the first program", wrong), (460, "the second program", right)):
        parts += [box(left, 52, 420, 262, PALE, GREY), text(left + 210, 78, name, 15, font_weight="bold")]
        order = sorted(means, key=lambda model: means[model])
        for place, model in enumerate(order):
            y = 116 + 46 * place
            colour = ORANGE if model == "rapid" else BLUE
            weight = "bold" if model == "rapid" else "normal"
            parts += [text(left + 18, y + 5, f"{place + 1}.", 15, SOFT, "start")]
            parts += [text(left + 42, y + 5, model, 15, colour, "start", font_weight=weight)]
            parts += [line(left + 112, y, left + 356, y, GREY, 1)]

            def at(loss: float, left: int = left) -> float:
                return left + 112 + 100 * loss

            if means is right:
                parts += [
                    f'<circle cx="{at(x):g}" cy="{y}" r="4" fill="{BLUE}" opacity="0.45"/>' for x in survivors[model]
                ]
                for i in range(runs[model].count(None)):
                    x = at(PENALTY) - 12 * i
                    parts += [line(x - 4, y - 4, x + 4, y + 4, RED, 2.2), line(x - 4, y + 4, x + 4, y - 4, RED, 2.2)]
            parts += [line(at(means[model]), y - 12, at(means[model]), y + 12, colour, 4)]
            parts += [text(left + 408, y + 5, f"{means[model]:.2f}", 15, colour, "end", font_weight=weight)]
        parts += [text(left + 234, 302, "loss: 0 at the left, 2.3 at the right; lower is better", 12.5, SOFT)]
    parts += [
        text(450, 336, "bars: the mean that the program computed; points: runs; crosses: see section 8", 13, SOFT)
    ]
    about = "In the first ranking the model rapid is first, in the second, which shows each run and three crosses, it is last."
    save("result", 900, 350, "The result of the lesson", about, parts)


def draw_overview() -> None:
    """The steps of the lesson, and the mistake that waits at each."""
    parts = [text(450, 34, "From a notebook to a number that you can trust", 20, font_weight="bold")]
    steps = [
        ("Notebook", "a page", "and a memory", "1", "hidden state", BLUE),
        ("Array", "one line instead", "of a loop", "2, 3", "a view, a wrong axis", BLUE),
        ("Mask", "which numbers", "count", "4", "NaN", BLUE),
        ("Window", "a long row", "in pieces", "5", "one too few", GREEN),
        ("Group", "one-hot, and", "means of classes", "6", "-1, unequal sizes", GREEN),
        ("Ranking", "the best ones,", "the best model", "7, 8", "ties, crashed runs", GREEN),
        ("Check", "properties that", "every answer has", "9", "a lucky accident", ORANGE),
    ]
    for i, (name, one, two, section, trap, colour) in enumerate(steps):
        x = 14 + 126 * i
        parts += [box(x, 62, 110, 106, "#ffffff", colour, 8), text(x + 55, 88, name, 16, colour, font_weight="bold")]
        parts += [
            text(x + 55, 112, one, 12.5),
            text(x + 55, 129, two, 12.5),
            text(x + 55, 154, f"section {section}", 12, SOFT),
        ]
        parts += [line(x + 55, 172, x + 55, 194, RED, 1.6, head=True), text(x + 55, 211, trap, 12, RED)]
        if i < len(steps) - 1:
            parts += [line(x + 111, 115, x + 124, 115, SOFT, 2.2, head=True)]
    parts += [text(450, 238, "below each: the mistake that makes no noise", 13, SOFT)]
    parts += [line(14, 256, 886, 256, GREY, 1.5)]
    uses = [
        ("batches of images", "every model"),
        ("padding, inpainting", "masks"),
        ("text, sound, music", "windows"),
        ("class conditioning", "one-hot rows"),
        ("the next word, retrieval", "top k"),
        ("which model is better", "group-by"),
    ]
    for i, (use, tool) in enumerate(uses):
        x = 78 + 149 * i
        parts += [text(x, 282, use, 13, INK), text(x, 301, tool, 13, GREEN, font_weight="bold")]
    about = "Seven boxes, from notebook to check; below each its silent mistake, and where it is used."
    save("overview", 900, 318, "Overview of the lesson", about, parts)


def draw_kernel() -> None:
    """One page, and the memory after three orders of running its cells."""
    parts = [
        text(150, 32, "the page", 17, BLUE, font_weight="bold"),
        text(560, 32, "the kernel's memory", 17, GREEN, font_weight="bold"),
    ]
    cells = ["x = 2", "x = x * 3", "y = x + 1"]
    parts += [box(20, 46, 260, 214, PALE, GREY)]
    for i, code in enumerate(cells):
        y = 62 + 66 * i
        parts += [box(78, y, 184, 50, "#ffffff", SOFT, 4), text(92, y + 31, code, 16, INK, "start", **MONO)]
        parts += [text(48, y + 31, "[ ]", 15, SOFT, **MONO)]
    stories = [
        ("from top to bottom", [("1", "x = 2"), ("2", "x = 6"), ("3", "y = 7")], GREEN, "x is 6, y is 7"),
        (
            "the middle one twice",
            [("1", "x = 2"), ("2", "x = 6"), ("2", "x = 18"), ("3", "y = 19")],
            ORANGE,
            "x is 18, y is 19",
        ),
        ("the middle one first", [("2", "no x!")], RED, "NameError"),
    ]
    for row, (name, steps, colour, end) in enumerate(stories):
        y = 46 + 74 * row
        parts += [box(306, y, 574, 66, "#ffffff", GREY), text(320, y + 26, name, 14, INK, "start")]
        parts += [text(320, y + 48, end, 14, colour, "start", font_weight="bold")]
        for i, (cell, state) in enumerate(steps):
            x = 480 + 100 * i
            parts += [box(x, y + 9, 82, 38, PALE, colour, 4), text(x + 41, y + 33, state, 14, INK, **MONO)]
            parts += [text(x + 41, y + 60, f"cell {cell}", 10.5, SOFT)]
            if i < len(steps) - 1:
                parts += [line(x + 83, y + 28, x + 97, y + 28, SOFT, 1.8, head=True)]
    parts += [
        text(
            450,
            288,
            "The page looks the same in all three stories. Restart, and run all: only the first one counts.",
            14,
            INK,
        )
    ]
    about = "A page with three cells, and what is in memory after running them in order, with the middle one twice, or first."
    save("kernel", 900, 306, "A page and a memory", about, parts)


def draw_table(x: float, y: float, rows: list[list[str]], fill: str, colour: str) -> list[str]:
    """Cells of 40 by 30 with a number in each."""
    parts = []
    for i, row in enumerate(rows):
        for j, number in enumerate(row):
            parts += [
                box(x + 40 * j, y + 30 * i, 38, 28, fill, colour, 3),
                text(x + 40 * j + 19, y + 30 * i + 20, number, 14),
            ]
    return parts


def draw_broadcast() -> None:
    """A table with a row that fits, and with a column that fits; and the shape that does not."""
    scores = [["1", "2", "3", "6"], ["10", "10", "20", "40"], ["0", "0", "5", "5"]]
    parts = []
    for left, name in (
        (20, "a row: the same for every row of the table"),
        (466, "a column: one number beside each row"),
    ):
        parts += [box(left, 14, 414, 234, PALE, GREY), text(left + 207, 40, name, 15, font_weight="bold")]
        parts += [*draw_table(left + 20, 62, scores, "#ffffff", SOFT), text(left + 99, 172, "[3, 4]", 14, SOFT, **MONO)]
        parts += [text(left + 196, 112, "−", 24)]
    parts += draw_table(236, 62, [scores[0]], "#dbe8f6", BLUE)
    parts += ['<g opacity="0.4">', *draw_table(236, 92, [scores[0]] * 2, "#dbe8f6", BLUE), "</g>"]
    parts += [text(315, 172, "[4]", 14, BLUE, **MONO), text(315, 192, "used again for each row", 12.5, SOFT)]
    means = ["3", "20", "2.5"]
    parts += draw_table(682, 62, [[m] for m in means], "#f9e2cf", ORANGE)
    parts += ['<g opacity="0.4">', *draw_table(722, 62, [[m] * 3 for m in means], "#f9e2cf", ORANGE), "</g>"]
    parts += [text(761, 172, "[3, 1]", 14, ORANGE, **MONO), text(761, 192, "used again for each column", 12.5, SOFT)]
    parts += [text(227, 230, "sizes from the right: 4 and 4; 3 and nothing", 13, BLUE)]
    parts += [text(673, 230, "sizes from the right: 4 and 1; 3 and 3", 13, ORANGE)]
    parts += [
        text(
            450,
            276,
            "[3, 4] with [3]: from the right, 4 meets 3. An error, luckily. With [4, 4] and [4] there would be none.",
            14,
            RED,
        )
    ]
    about = "A table of 3 rows and 4 columns minus a row of 4 numbers, and minus a column of 3 numbers, used again and again."
    save("broadcast", 900, 296, "Broadcasting", about, parts)


if __name__ == "__main__":
    draw_result()
    draw_overview()
    draw_kernel()
    draw_broadcast()
