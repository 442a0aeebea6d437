"""What a test keeps beside its verdict: measured quantities against their thresholds, and pictures for the student.

Both are made on the trusted side, from answers that have crossed as plain numbers.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import Any

import torch

from autograder.errors import CheckFailed, GraderError
from autograder.records import Measure, Picture
from autograder.testing import Direction, Thresholds, Verdict, as_tensor

MAX_PICTURES = 4
MAX_TILES = 100
MAX_POINTS = 2_000
TILE_PIXELS = 48  # about how large a small image is drawn
HALF_SHARE = 0.5
_PROBLEMS = {
    Verdict.PASS: "",
    Verdict.HALF: "{what} is a little too {size}: half of the points",
    Verdict.FAIL: "{what} is too {size}",
    Verdict.TOO_GOOD: "{what} is better than this model can be: does something leak past what it should learn?",
}


class Evidence:
    """What one test has measured and drawn so far.

    Attributes:
        measures: the measured quantities by the name of their threshold.
        pictures: what it drew.
        share: of the test's points, as far as its thresholds go: 1, or 0.5 where a half gate was all that was reached.
        shown: message, hint, measured and target of the threshold that decided; of the last one where all were reached.
            Empty where the test asked none.
    """

    def __init__(self) -> None:
        self.measures: dict[str, Measure] = {}
        self.pictures: list[Picture] = []
        self.share = 1.0
        self.shown: dict[str, str] = {}


class ThresholdGate:
    """The fixture ``threshold``: holds a measured quantity against its calibrated limit.

    Args:
        thresholds: of the assignment.
        evidence: of the test.
    """

    def __init__(self, thresholds: Thresholds, evidence: Evidence) -> None:
        self._thresholds, self._evidence = thresholds, evidence

    def below(
        self, name: str, value: Any, *, what: str, hint: str = "", two_sided: bool = False, tiers: bool = False
    ) -> None:
        """The value must be small enough.

        Args:
            name: of the threshold in ``thresholds.toml``.
            value: what was measured; a number.
            what: how the message names it.
            hint: what to look at where it fails.
            two_sided: whether there is a value that is too good to be true.
            tiers: whether half of the points are given between the gate and a half gate.

        Raises:
            CheckFailed: if it is not, or is NaN or infinite.
        """
        self._judge(name, value, "below", what, hint, two_sided=two_sided, tiers=tiers)

    def above(
        self, name: str, value: Any, *, what: str, hint: str = "", two_sided: bool = False, tiers: bool = False
    ) -> None:
        """The value must be large enough; see :meth:`below`."""
        self._judge(name, value, "above", what, hint, two_sided=two_sided, tiers=tiers)

    def _judge(
        self, name: str, value: Any, direction: Direction, what: str, hint: str, *, two_sided: bool, tiers: bool
    ) -> None:
        evidence, number = self._evidence, _as_number(value, what)
        if name in evidence.measures:
            raise GraderError(f"the threshold {name!r} is asked twice in one test")
        evidence.measures[name] = Measure(value=number, direction=direction, two_sided=two_sided, tiers=tiers)
        judgement = self._thresholds.judge(name, number, direction, two_sided=two_sided, tiers=tiers)
        measured, target = _text_of(number), judgement.threshold.target_text if judgement.threshold else ""
        message = _PROBLEMS[judgement.verdict].format(what=what, size="large" if direction == "below" else "small")
        if judgement.verdict in (Verdict.FAIL, Verdict.TOO_GOOD):
            raise CheckFailed(message, "" if judgement.verdict is Verdict.TOO_GOOD else hint, measured, target)
        if evidence.share == 1:  # one that half failed stays the one to be shown
            shown = {"message": message, "hint": hint if message else "", "measured": measured, "target": target}
            evidence.shown = shown
        if judgement.verdict is Verdict.HALF:
            evidence.share = HALF_SHARE


def _as_number(value: Any, what: str) -> float:
    tensor = as_tensor(value, what)
    if tensor.numel() != 1 or tensor.is_complex():
        raise GraderError(f"{what} is held against a threshold and is no number")
    return float(tensor)


def _text_of(number: float) -> str:
    return f"{number:.3g}" if math.isfinite(number) else "not a finite number"


class PictureBook:
    """The fixture ``picture``: draws what was measured for the student to see. Bounded in number and size.

    Args:
        evidence: of the test.
    """

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence

    def images(self, caption: str, x: Any, columns: int = 10) -> None:
        """Small images in rows.

        Args:
            caption: what they are.
            x: ``[N, H, W]``, ``[N, 1, H, W]``, ``[N, 3, H, W]``, or ``[N, D]`` for square grey images; values from 0 to 1.
            columns: how many in a row.

        Raises:
            CheckFailed: if these are no images.
        """
        tiles = _as_tiles(as_tensor(x, "the images")[:MAX_TILES])
        self._keep(caption, _encode(_mosaic(tiles, columns)))

    def points(self, caption: str, samples: Any, reference: Any = None) -> None:
        """Clouds of points in the plane.

        Args:
            caption: what they are.
            samples: ``[N, 2]``.
            reference: ``[M, 2]``, drawn in grey below them.

        Raises:
            CheckFailed: if these are no points of the plane.
        """
        clouds = [_as_points(cloud) for cloud in (reference, samples) if cloud is not None]
        self._keep(caption, _plot_clouds(clouds))

    def _keep(self, caption: str, png: bytes) -> None:
        if len(self._evidence.pictures) >= MAX_PICTURES:
            raise GraderError(f"a test draws at most {MAX_PICTURES} pictures")
        self._evidence.pictures.append(Picture(caption=caption, png=png))


def _as_tiles(x: torch.Tensor) -> torch.Tensor:
    """Images as ``[N, H, W, C]`` with one or three colours."""
    if x.ndim == 2:
        side = math.isqrt(x.shape[1])
        if side * side != x.shape[1] or not side:
            raise CheckFailed("the images are not square")
        x = x.reshape(-1, side, side)
    if x.ndim == 3:
        x = x.unsqueeze(1)
    if x.ndim != 4 or x.shape[1] not in (1, 3) or not x.numel() or x.is_complex():
        raise CheckFailed("the images have the wrong shape")
    if max(x.shape[2:]) > 256:
        raise CheckFailed("the images are too large")
    return torch.nan_to_num(x, 0.0, 1.0, 0.0).clamp(0, 1).movedim(1, -1)


def _mosaic(tiles: torch.Tensor, columns: int) -> torch.Tensor:
    """The tiles side by side on white, enlarged so that single pixels can be seen."""
    n, height, width, colours = tiles.shape
    zoom = max(1, TILE_PIXELS // max(height, width))
    columns = max(1, min(columns, n))
    rows = math.ceil(n / columns)
    gap = 4
    page = torch.ones(rows * (height * zoom + gap) + gap, columns * (width * zoom + gap) + gap, colours)
    for i, tile in enumerate(tiles):
        top = gap + (i // columns) * (height * zoom + gap)
        left = gap + (i % columns) * (width * zoom + gap)
        large = tile.repeat_interleave(zoom, 0).repeat_interleave(zoom, 1)
        page[top : top + height * zoom, left : left + width * zoom] = large
    return page


def _encode(page: torch.Tensor) -> bytes:
    from PIL import Image

    pixels = (255 * page).round().to(torch.uint8).squeeze(-1).numpy()
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, format="PNG", optimize=True)
    return stream.getvalue()


def _as_points(cloud: Any) -> torch.Tensor:
    points = as_tensor(cloud, "the points")
    if points.ndim != 2 or points.shape[1] != 2 or points.is_complex():
        raise CheckFailed("the points are not in the plane: their shape should be [N, 2]")
    return points[torch.isfinite(points).all(1)][:MAX_POINTS]


def _plot_clouds(clouds: Sequence[torch.Tensor]) -> bytes:
    from matplotlib.figure import Figure  # without pyplot: no global state, and no display

    figure = Figure(figsize=(4, 4), dpi=80)
    axes = figure.add_axes((0.1, 0.08, 0.88, 0.9))
    colours = ["#9aa4b1", "#c2410c"][-len(clouds) :]
    for cloud, colour in zip(clouds, colours, strict=True):
        axes.scatter(cloud[:, 0].numpy(), cloud[:, 1].numpy(), s=4, color=colour, alpha=0.6, linewidths=0)
    frame = clouds[0]  # a sample far away must not shrink everything else to a dot
    if len(frame):
        centre, half = frame.mean(0), 1.3 * float((frame - frame.mean(0)).abs().max()) + 1e-6
        axes.set_xlim(float(centre[0]) - half, float(centre[0]) + half)
        axes.set_ylim(float(centre[1]) - half, float(centre[1]) + half)
    axes.set_aspect("equal")
    stream = io.BytesIO()
    figure.savefig(stream, format="png")
    return stream.getvalue()
