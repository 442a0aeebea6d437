"""Draws the diagrams of the course's first page from ``course.toml``: the ways through it, and what serves which models.

Run it from the repository's root: ``python docs/images/draw.py``. A test draws them again and compares.
"""

from __future__ import annotations

from pathlib import Path

from autograder.course import Course, assignment_name, find_course

FOLDER = Path(__file__).resolve().parent
INK, SOFT, GREY, PAPER = "#1f2933", "#616e7c", "#e4e7eb", "#ffffff"
COLOURS = ("#1d5fa8", "#c2560c", "#2c7a4b", "#7b4ea8", "#b3261e")
PLANNED = "#9aa5b1"
SHORT = {
    "00_01": "linear algebra",
    "00_02": "probability",
    "00_03": "information",
    "00_04": "optimisation",
    "00_05": "PyTorch",
    "00_06": "convolutions",
    "00_07": "data sets",
    "00_08": "calculus",
    "00_09": "machine learning",
    "00_10": "networks by hand",
    "00_11": "Python and data",
    "00_12": "what it is about",
    "01_01": "autoencoder",
    "01_04": "VAE",
    "01_05": "β-VAE",
    "01_06": "hierarchical VAE",
    "01_07": "evaluation",
    "02_01": "GAN",
    "02_02": "DCGAN",
    "02_05": "WGAN-GP",
    "02_08": "StyleGAN",
    "04_01": "score matching",
    "04_05": "SDEs",
    "05_02": "DDPM",
    "05_03": "DDIM",
    "06_03": "latent DDPM",
    "06_06": "Stable Diffusion",
    "07_02": "text-to-image",
    "07_06": "inpainting",
    "07_07": "ControlNet",
    "08_01": "mixed precision",
    "08_03": "attention memory",
    "08_06": "inference",
    "08_07": "deployment",
    "09_01": "flow matching",
    "09_02": "rectified flow",
    "09_03": "consistency",
}
"""Names that fit into a box."""


def text(
    x: float, y: float, words: str, size: int = 13, colour: str = INK, anchor: str = "middle", weight: str = "normal"
) -> str:
    """One line of text."""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{colour}" text-anchor="{anchor}" '
        f'font-weight="{weight}">{words.replace("&", "&amp;")}</text>'
    )


def box(x: float, y: float, width: float, height: float, stroke: str, fill: str = PAPER, dash: str = "") -> str:
    """A rectangle; dashed for what is planned."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="6" fill="{fill}" '
        f'stroke="{stroke}" stroke-width="1.5"{dashes}/>'
    )


def page(width: float, height: float, title: str, about: str, inside: list[str]) -> str:
    """The whole picture."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" '
        'role="img" aria-labelledby="t d" font-family="\'Helvetica Neue\', Arial, sans-serif">'
    )
    told = f'<title id="t">{title}</title><desc id="d">{about}</desc>'
    return "\n".join([head, told, box(0, 0, width, height, PAPER), *inside, "</svg>"]) + "\n"


def draw_paths(course: Course) -> str:
    """Each way through the course as a row of lessons; dashed are those that are still to be written."""
    written = find_written(course)
    columns, wide, high = 7, 112, 38
    x_0, y = 250, 56
    inside = [text(20, 32, "Ways through the course", 18, anchor="start", weight="bold")]
    for place, path in enumerate(course.settings.paths):
        colour = COLOURS[place % len(COLOURS)]
        rows = -(-len(path.lessons) // columns)
        inside += [
            text(20, y + 17, path.title, 13, colour, "start", "bold"),
            text(20, y + 34, f"knows {', '.join(path.knows[:3])}{' …' * (len(path.knows) > 3)}", 11, SOFT, "start")
            if path.knows
            else text(20, y + 34, "from the start", 11, SOFT, "start"),
        ]
        for number, lesson in enumerate(path.lessons):
            x, top = x_0 + (number % columns) * (wide + 8), y + (number // columns) * (high + 8)
            there = lesson in written
            inside += [
                box(x, top, wide, high, colour if there else PLANNED, dash="" if there else "4 3"),
                text(x + wide / 2, top + 16, lesson, 11, colour if there else PLANNED, weight="bold"),
                text(x + wide / 2, top + 30, SHORT[lesson], 12, INK if there else SOFT),
            ]
        y += rows * (high + 8) + 18
    about = "; ".join(f"{path.title}: {', '.join(path.lessons)}" for path in course.settings.paths)
    inside.append(
        text(
            20,
            y + 4,
            "Dashed: planned. Long ways go on in the next line.",
            11,
            SOFT,
            "start",
        )
    )
    return page(x_0 + columns * (wide + 8) + 12, y + 20, "Ways through the course", about, inside)


def draw_map(course: Course) -> str:
    """The prerequisites on the left, the families of models on the right, a line for each that serves."""
    families = course.settings.families
    topics = sorted(SHORT_PREREQUISITES)
    step, top = 36, 70
    inside = [text(20, 32, "Which prerequisite serves which models", 18, anchor="start", weight="bold")]
    written = find_written(course)
    heights = {topic: top + place * step for place, topic in enumerate(topics)}
    gap = (len(topics) - 2) * step / max(len(families) - 1, 1)
    for place, family in enumerate(families):
        y, colour = top + place * gap, COLOURS[place % len(COLOURS)]
        for topic in family.needs:
            y_0 = heights[topic]
            inside.append(
                f'<path d="M 230 {y_0:g} C 380 {y_0:g} 400 {y:g} 550 {y:g}" fill="none" stroke="{colour}" '
                'stroke-width="2" opacity="0.75"/>'
            )
        inside += [box(550, y - 18, 210, 36, colour), text(655, y + 5, family.title, 14, colour, weight="bold")]
    for topic, y in heights.items():
        there = topic in written
        inside += [
            box(20, y - 14, 210, 28, INK if there else PLANNED, dash="" if there else "4 3"),
            text(32, y + 5, topic, 11, SOFT, "start", "bold"),
            text(76, y + 5, SHORT[topic], 13, INK if there else SOFT, "start"),
        ]
    inside.append(
        text(550, top + (len(topics) - 1) * step + 5, "00_09, 00_11 and 00_12 serve them all.", 12, SOFT, "start")
    )
    height = top + (len(topics) - 1) * step + 40
    about = "; ".join(f"{family.title}: {', '.join(SHORT[each] for each in family.needs)}" for family in families)
    return page(780, height, "Which prerequisite serves which models", about, inside)


SHORT_PREREQUISITES = tuple(number for number in SHORT if number.startswith("00_"))


def find_written(course: Course) -> frozenset[str]:
    """The numbers of the lessons that are there."""
    paths = course.lessons.glob("[0-9][0-9]_*/[0-9][0-9]_*.py")
    return frozenset(assignment_name(path)[:5] for path in paths)


def main() -> None:
    """Draw both."""
    course = find_course(FOLDER)
    (FOLDER / "learning-paths.svg").write_text(draw_paths(course), encoding="utf-8")
    (FOLDER / "topics.svg").write_text(draw_map(course), encoding="utf-8")


if __name__ == "__main__":
    main()
