"""Plots for the lessons' demo cells: a few lines of matplotlib each, so that a lesson can keep to its subject.

Each draws a new figure of pyplot, which a notebook shows below the cell, and returns nothing: a figure that is returned by
a cell's last line would be shown twice. `matplotlib.pyplot.gcf` has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Anything that numpy can read as an array of numbers.
ArrayLike = torch.Tensor | np.ndarray[Any, Any] | Sequence[Any]


def show_images(rows: Mapping[str, ArrayLike], *, size: int = 8, title: str = "") -> None:
    """Draw rows of square grey images, dark ink on white paper.

    Args:
        rows: what each row is called, and its images: shape ``[n, size * size]`` or ``[n, size, size]``. Values are
            shown from 0 (white) to 1 (black) and clipped beyond. Rows may differ in length.
        size: height and width of one image in pixels.
        title: what stands above the whole.

    Raises:
        ValueError: if there is no image to draw.
    """
    images = {name: _as_numpy(row).reshape(-1, size, size) for name, row in rows.items()}
    columns = max((len(row) for row in images.values()), default=0)
    if columns == 0:
        raise ValueError("there are no images to show")
    figure = _figure(figsize=(1.4 + 0.75 * columns, 0.35 + 0.85 * len(images)))
    grid = figure.subplots(len(images), columns, squeeze=False)
    for axes_row, (name, row) in zip(grid, images.items(), strict=True):
        axes_row[0].set_ylabel(name, rotation=0, ha="right", va="center")
        for position, axes in enumerate(axes_row):
            axes.set_xticks([])
            axes.set_yticks([])
            if position < len(row):
                axes.imshow(row[position], cmap="gray_r", vmin=0, vmax=1)
            elif position:
                axes.set_axis_off()
    if title:
        figure.suptitle(title)


def plot_curves(
    x: ArrayLike,
    curves: Mapping[str, ArrayLike],
    *,
    x_label: str,
    y_label: str,
    title: str = "",
    log_y: bool = False,
) -> None:
    """Draw one line with markers for each curve over the same x.

    Args:
        x: the shared positions, shape ``[n]``.
        curves: what each curve is called, and its ``n`` heights.
        x_label: what x is, with its unit.
        y_label: what the heights are, with their unit.
        title: what stands above the axes.
        log_y: whether heights are drawn on a logarithmic scale.

    Raises:
        ValueError: if a curve and x differ in length.
    """
    positions = _as_numpy(x).reshape(-1)
    figure = _figure(figsize=(6.4, 4.0))
    axes = figure.subplots()
    for (name, heights), marker in zip(curves.items(), "osD^v<>P" * len(curves), strict=False):
        values = _as_numpy(heights).reshape(-1)
        if len(values) != len(positions):
            raise ValueError(f"the curve {name!r} has {len(values)} points, x has {len(positions)}")
        axes.plot(positions, values, marker=marker, markersize=4, label=name)
    axes.set_xlabel(x_label)
    axes.set_ylabel(y_label)
    axes.set_yscale("log" if log_y else "linear")
    axes.grid(alpha=0.3)
    axes.legend()
    if title:
        axes.set_title(title)


def plot_points(
    clouds: Mapping[str, ArrayLike],
    *,
    arrows: Mapping[str, ArrayLike] | None = None,
    title: str = "",
) -> None:
    """Draw clouds of points in the plane, with equal scales on both axes, and arrows from the origin.

    Args:
        clouds: what each cloud is called, and its points, shape ``[n, 2]``.
        arrows: what each arrow is called, and where its tip stands, shape ``[2]``.
        title: what stands above the axes.

    Raises:
        ValueError: if the points of a cloud, or an arrow, are not in the plane.
    """
    figure = _figure(figsize=(5.0, 5.0))
    axes = figure.subplots()
    for name, points in clouds.items():
        values = _as_numpy(points)
        if values.ndim != 2 or values.shape[1] != 2:
            raise ValueError(f"the cloud {name!r} has shape {values.shape}, not [n, 2]")
        axes.scatter(values[:, 0], values[:, 1], s=10, alpha=0.6, label=name)
    for name, tip in (arrows or {}).items():
        values = _as_numpy(tip)
        if values.shape != (2,):
            raise ValueError(f"the arrow {name!r} has shape {values.shape}, not [2]")
        axes.annotate("", xy=(values[0], values[1]), xytext=(0, 0), arrowprops={"arrowstyle": "->", "lw": 2})
        axes.annotate(name, xy=(values[0], values[1]), xytext=(4, 4), textcoords="offset points")
    _finish_plane(axes, title)


def _finish_plane(axes: Axes, title: str) -> None:
    axes.set_aspect("equal", adjustable="datalim")
    axes.grid(alpha=0.3)
    if axes.get_legend_handles_labels()[1]:
        axes.legend()
    if title:
        axes.set_title(title)


def _figure(figsize: tuple[float, float]) -> Figure:
    """A figure of pyplot, which a notebook shows at the end of the cell."""
    import matplotlib.pyplot as plt

    return plt.figure(figsize=figsize, layout="constrained")


def _as_numpy(values: ArrayLike) -> np.ndarray[Any, Any]:
    """The values as an array, detached from any graph."""
    if isinstance(values, torch.Tensor):
        return values.detach().cpu().numpy()
    return np.asarray(values)
