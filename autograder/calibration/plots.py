"""One picture per threshold: what right and wrong answers measured, and where the limits stand between them.

Drawn by hand as SVG: a few kilobytes, the same bytes on every machine, so that a picture changes only when its values do.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from autograder.calibration.gates import Samples
from autograder.lessons.write import write_atomically
from autograder.testing import Threshold

WIDTH, LEFT, RIGHT, TOP, ROW, BOTTOM = 860, 250, 24, 78, 30, 44
LOG_RATIO = 8.0  # where right answers and limits are further apart than this, the axis is logarithmic
LABEL_GAP = 10.0
ROOM = 1.5  # what is further from the gate than so many times right answers, limits and the nearest mutant: at the edge
COLOURS = {"reference": "#1d4ed8", "alternative": "#0e7490", "mutant": "#c2410c"}
LIMITS = {
    "gate": ("#b91c1c", ""),
    "target": ("#15803d", "5 3"),
    "half": ("#d97706", "2 3"),
    "too_good": ("#7e22ce", ""),
}
LIMIT_NAMES = {"gate": "gate", "target": "target", "half": "half gate", "too_good": "too good"}


@dataclass(frozen=True)
class _Row:
    label: str
    kind: str
    values: tuple[float, ...]


class _Axis:
    """From values to columns of the picture."""

    def __init__(self, values: Sequence[float], inner: Sequence[float], nearest: Sequence[float], gate: float) -> None:
        low, high = min(values), max(values)
        self.is_log = low > 0 and max(inner) / min(inner) > LOG_RATIO
        if not self.is_log:
            room = ROOM * max(abs(value - gate) for value in (*inner, *nearest))
            low, high = max(low, gate - room), min(high, gate + room)
        self.low, self.high = self._scale(low), self._scale(high)
        margin = 0.04 * (self.high - self.low) or 1.0
        self.low, self.high = self.low - margin, self.high + margin

    def _scale(self, value: float) -> float:
        return math.log10(value) if self.is_log else value

    def share(self, value: float) -> float:
        """Where a value stands: 0 is the left edge, 1 the right one, and beyond them it is cut off."""
        return (self._scale(value) - self.low) / (self.high - self.low)

    def x(self, value: float) -> float:
        """The column of a value, at the edge where it lies beyond."""
        return round(LEFT + (WIDTH - LEFT - RIGHT) * min(1.0, max(0.0, self.share(value))), 1)

    def ticks(self) -> list[float]:
        """About six round numbers."""
        if self.is_log:
            decades = range(math.floor(self.low), math.ceil(self.high) + 1)
            steps = (1, 2, 5) if self.high - self.low < 3 else (1,)
            found = [m * 10.0**d for d in decades for m in steps]
        else:
            raw = (self.high - self.low) / 6
            power = 10.0 ** math.floor(math.log10(raw))
            step = next(m * power for m in (1, 2, 5, 10) if m * power >= raw)
            found = [i * step for i in range(math.ceil(self.low / step), math.floor(self.high / step) + 1)]
        return [tick for tick in found if 0 <= self.share(tick) <= 1]


def write_plot(path: Path, threshold: Threshold, samples: Samples, catches: Sequence[str], about: str) -> Path:
    """Draw one threshold.

    Args:
        path: of the SVG file.
        threshold: its limits.
        samples: what was measured.
        catches: the mutants that it must catch: only these are drawn.
        about: which runs these are, below the title.

    Returns:
        The path.
    """
    write_atomically(path, draw(threshold, samples, catches, about).encode())
    return path


def draw(threshold: Threshold, samples: Samples, catches: Sequence[str], about: str) -> str:
    """The same as the text of an SVG document."""
    rows = [_Row("reference", "reference", samples.reference)]
    rows += [_Row(name, "alternative", values) for name, values in sorted(samples.alternatives.items())]
    rows += [_Row(name, "mutant", samples.mutants[name]) for name in catches if samples.mutants.get(name)]
    lines = {name: limit for name in LIMITS if (limit := getattr(threshold, name)) is not None}
    wrong = [value for row in rows if row.kind == "mutant" for value in row.values]
    inner = [*samples.honest, *lines.values()]
    nearest = [min(wrong, key=lambda value: abs(value - threshold.gate))] if wrong else []
    axis = _Axis([*inner, *wrong], inner, nearest, threshold.gate)
    height = TOP + ROW * len(rows) + BOTTOM
    wanted = "less is better" if threshold.direction == "below" else "more is better"
    title = f"{threshold.name}: {wanted}{', on a logarithmic axis' if axis.is_log else ''}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="12">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        _text(16, 22, title, size=15, weight="bold"),
        _text(16, 40, about, colour="#475569"),
        *_pass_area(axis, threshold, len(rows)),
        *_axis(axis, len(rows)),
        *(part for number, row in enumerate(rows) for part in _row(axis, number, row)),
        *_limits(axis, lines, len(rows)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _text(
    x: float,
    y: float,
    text: str,
    *,
    colour: str = "#0f172a",
    anchor: str = "start",
    size: int = 12,
    weight: str = "normal",
) -> str:
    style = f'fill="{colour}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}"'
    return f'<text x="{x:g}" y="{y:g}" {style}>{escape(text)}</text>'


def _pass_area(axis: _Axis, threshold: Threshold, rows: int) -> list[str]:
    """Full marks: on the good side of the gate, and not beyond what is too good."""
    edge = LEFT if threshold.direction == "below" else WIDTH - RIGHT
    ends = sorted((axis.x(threshold.gate), edge if threshold.too_good is None else axis.x(threshold.too_good)))
    return [f'<rect x="{ends[0]:g}" y="{TOP}" width="{ends[1] - ends[0]:g}" height="{ROW * rows}" fill="#dcfce7"/>']


def _axis(axis: _Axis, rows: int) -> list[str]:
    bottom = TOP + ROW * rows
    parts = []
    for tick in axis.ticks():
        x = axis.x(tick)
        parts.append(f'<path d="M{x:g} {TOP}V{bottom + 4}" stroke="#cbd5e1" stroke-width="1"/>')
        parts.append(_text(x, bottom + 19, f"{tick:.4g}", colour="#475569", anchor="middle"))
    return [*parts, f'<path d="M{LEFT} {bottom}H{WIDTH - RIGHT}" stroke="#475569"/>']


def _row(axis: _Axis, number: int, row: _Row) -> list[str]:
    middle = TOP + ROW * number + ROW / 2
    label = row.label if len(row.label) <= 34 else f"{row.label[:33]}…"
    parts = [_text(LEFT - 12, middle + 4, label, colour=COLOURS[row.kind], anchor="end")]
    for i, value in enumerate(row.values):
        y = round(middle + 7 * math.sin(2.4 * i), 1)  # apart, so that equal values can be counted
        x, share = axis.x(value), axis.share(value)
        if 0 <= share <= 1:
            parts.append(f'<circle cx="{x:g}" cy="{y:g}" r="3.2" fill="{COLOURS[row.kind]}" fill-opacity="0.6"/>')
        else:
            tip = 7 if share > 1 else -7
            parts.append(
                f'<path d="M{x:g} {y - 4:g}l{tip} 4l{-tip} 4z" fill="{COLOURS[row.kind]}" fill-opacity="0.6"/>'
            )
    return parts


def _limits(axis: _Axis, lines: dict[str, float], rows: int) -> list[str]:
    """The limits as lines, each with its name above: side by side where they stand close together."""
    bottom, parts = TOP + ROW * rows, []
    placed = sorted(
        ((name, value, f"{LIMIT_NAMES[name]} {value:.6g}") for name, value in lines.items()), key=lambda p: p[1]
    )
    for (name, value, label), at in zip(placed, _apart([(axis.x(p[1]), 6.4 * len(p[2])) for p in placed]), strict=True):
        colour, dashes = LIMITS[name]
        x = axis.x(value)
        parts.append(
            f'<path d="M{x:g} {TOP - 4}V{bottom}" stroke="{colour}" stroke-width="1.6" stroke-dasharray="{dashes}"/>'
        )
        parts.append(f'<path d="M{x:g} {TOP - 4}L{at:g} {TOP - 10}" stroke="{colour}" fill="none"/>')
        parts.append(_text(at, TOP - 13, label, colour=colour, anchor="middle"))
    return parts


def _apart(labels: Sequence[tuple[float, float]]) -> list[float]:
    """Middles of labels near the wanted ones, from left to right, that overlap neither each other nor the edge."""
    middles, left = [], 0.0
    for wanted, width in labels:
        middles.append(max(wanted, left + width / 2))
        left = middles[-1] + width / 2 + LABEL_GAP
    right = float(WIDTH)
    for i in reversed(range(len(labels))):
        width = labels[i][1]
        middles[i] = round(min(middles[i], right - width / 2), 1)
        right = middles[i] - width / 2 - LABEL_GAP
    return middles
