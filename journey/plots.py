"""Plots for the lessons' demo cells: a few lines of matplotlib each, so that a lesson can keep to its subject.

Each draws a new figure of pyplot, which a notebook shows below the cell, and returns nothing: a figure that is returned by
a cell's last line would be shown twice. `matplotlib.pyplot.gcf` has it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Anything that numpy can read as an array of numbers.
ArrayLike = torch.Tensor | np.ndarray[Any, Any] | Sequence[Any]


def show_images(
    images: Mapping[str, ArrayLike] | ArrayLike,
    *,
    columns: int = 10,
    titles: Sequence[object] | None = None,
    size: int | None = None,
    title: str = "",
) -> None:
    """Draw images: named rows of them, or one set on a grid.

    One image is ``[size * size]``, ``[h, w]`` or ``[1, h, w]``, grey and drawn as dark ink on white paper, or ``[3, h, w]`` in
    red, green and blue. A set has one axis more in front. Values are shown from 0 to 1 and clipped beyond.

    Args:
        images: what each row is called, and its images (rows may differ in length); or one set of images, which fills the
            grid row by row.
        columns: of the grid; named rows are as long as they are.
        titles: for a grid, what stands above each image.
        size: height and width of flat images; by default the root of their length.
        title: what stands above the whole.

    Raises:
        ValueError: if there is no image to draw, if the images have another shape, or if there are not as many titles.
    """
    if isinstance(images, Mapping):
        rows = {name: _as_images(row, size) for name, row in images.items()}
        _draw_rows(list(rows.values()), names=list(rows), above=None, title=title)
        return
    drawn = _as_images(images, size)
    if titles is not None and len(titles) != len(drawn):
        raise ValueError(f"there are {len(titles)} titles for {len(drawn)} images")
    rows_of_grid = [drawn[start : start + columns] for start in range(0, len(drawn), columns)]
    _draw_rows(rows_of_grid, names=None, above=titles, title=title)


def show_pairs(
    top: ArrayLike,
    bottom: ArrayLike,
    *,
    names: tuple[str, str] = ("original", "reconstruction"),
    size: int | None = None,
    title: str = "",
) -> None:
    """Draw images above what became of them.

    Args:
        top: as many images as fit side by side, as in `show_images`.
        bottom: as many others.
        names: what the two rows are called.
        size: height and width of flat images; by default the root of their length.
        title: what stands above the whole.

    Raises:
        ValueError: if there are not as many above as below, or if there is no image.
    """
    if len(top) != len(bottom):
        raise ValueError(f"{len(top)} images above, {len(bottom)} below")
    show_images({names[0]: top, names[1]: bottom}, size=size, title=title)


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
        values = _as_points(points, f"the cloud {name!r}")
        axes.scatter(values[:, 0], values[:, 1], s=10, alpha=0.6, label=name)
    for name, tip in (arrows or {}).items():
        values = _as_numpy(tip)
        if values.shape != (2,):
            raise ValueError(f"the arrow {name!r} has shape {values.shape}, not [2]")
        axes.annotate("", xy=(values[0], values[1]), xytext=(0, 0), arrowprops={"arrowstyle": "->", "lw": 2})
        axes.annotate(name, xy=(values[0], values[1]), xytext=(4, 4), textcoords="offset points")
    _finish_plane(axes, title)


def plot_density(
    log_density: Callable[[torch.Tensor], ArrayLike],
    samples: ArrayLike | None = None,
    *,
    limit: float = 3.0,
    cells: int = 200,
    title: str = "",
) -> None:
    """Draw a density in the plane as a heat map, with samples on top.

    The map shows ``exp(log_density)`` over its largest value on the grid, so a constant that is missing in the logarithm
    (an energy with its sign turned) does not show.

    Args:
        log_density: called once, with the centres of the map's cells, shape ``[cells * cells, 2]`` in
            torch's default dtype; returns their log densities in nats, ``cells * cells`` numbers. Minus infinity is a
            density of 0; NaN is drawn in grey.
        samples: points, shape ``[n, 2]``; those beyond the map are not drawn.
        limit: the map goes from minus this to this in both directions.
        cells: of the map in each direction.
        title: what stands above the axes.

    Raises:
        ValueError: if there are not as many log densities as points, or if the samples are not in the plane.
    """
    ticks = limit * (2 * (torch.arange(cells, dtype=torch.get_default_dtype()) + 0.5) / cells - 1)
    values = _as_numpy(log_density(torch.cartesian_prod(ticks, ticks))).reshape(-1)
    if len(values) != cells**2:
        raise ValueError(f"the log density of {cells**2} points has {len(values)} values")
    largest = np.max(values, initial=-np.inf, where=np.isfinite(values))
    heat = np.exp(values - (largest if np.isfinite(largest) else 0)).reshape(cells, cells).T
    axes = _figure(figsize=(5.0, 5.0)).subplots()
    axes.set_facecolor("0.6")  # what is not a number is not drawn, and shows the ground
    axes.imshow(heat, origin="lower", extent=(-limit, limit, -limit, limit), cmap="Blues", vmin=0, vmax=1)
    if samples is not None:
        points = _as_points(samples, "samples")
        axes.scatter(points[:, 0], points[:, 1], s=8, alpha=0.8, color="tab:orange", linewidths=0)
    axes.set_xlim(-limit, limit)
    axes.set_ylim(-limit, limit)
    if title:
        axes.set_title(title)


def plot_latent(z: ArrayLike, labels: ArrayLike, *, title: str = "") -> None:
    """Draw two-dimensional codes, coloured by what they are the code of.

    Args:
        z: codes, shape ``[n, 2]``.
        labels: what each is the code of, ``n`` whole numbers, or texts; each gets a colour of its own.
        title: what stands above the axes.

    Raises:
        ValueError: if the codes are not in the plane, or if there are not as many labels.
    """
    codes, kinds = _as_points(z, "codes"), _as_numpy(labels).reshape(-1)
    if len(codes) != len(kinds):
        raise ValueError(f"there are {len(kinds)} labels for {len(codes)} codes")
    import matplotlib.pyplot as plt

    axes = _figure(figsize=(6.0, 5.0)).subplots()
    names = np.unique(kinds)
    colours = plt.get_cmap("tab10" if len(names) <= 10 else "turbo")(np.linspace(0, 1, max(len(names), 10)))
    for name, colour in zip(names, colours, strict=False):
        chosen = codes[kinds == name]
        axes.scatter(chosen[:, 0], chosen[:, 1], s=16, alpha=0.7, color=colour, linewidths=0, label=str(name))
    axes.set_xlabel("$z_1$")
    axes.set_ylabel("$z_2$")
    _finish_plane(axes, title)
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5), markerscale=2)


def _finish_plane(axes: Axes, title: str) -> None:
    axes.set_aspect("equal", adjustable="datalim")
    axes.grid(alpha=0.3)
    if axes.get_legend_handles_labels()[1]:
        axes.legend()
    if title:
        axes.set_title(title)


def _draw_rows(
    rows: Sequence[np.ndarray[Any, Any]], *, names: Sequence[str] | None, above: Sequence[object] | None, title: str
) -> None:
    """Draw rows of images ``[n, h, w]`` or ``[n, h, w, 3]``, named at the left or titled one by one."""
    columns = max((len(row) for row in rows), default=0)
    if columns == 0:
        raise ValueError("there are no images to show")
    width = 1.4 if names else 0.2
    figure = _figure(figsize=(width + 0.75 * columns, 0.35 + (0.85 if above is None else 1.0) * len(rows)))
    grid = figure.subplots(len(rows), columns, squeeze=False)
    for number, (axes_row, row) in enumerate(zip(grid, rows, strict=True)):
        if names:
            axes_row[0].set_ylabel(names[number], rotation=0, ha="right", va="center")
        for position, axes in enumerate(axes_row):
            axes.set_xticks([])
            axes.set_yticks([])
            if position < len(row):
                axes.imshow(np.clip(row[position], 0, 1), cmap="gray_r", vmin=0, vmax=1)
                if above is not None:
                    axes.set_title(str(above[number * columns + position]), fontsize=8)
            elif position or not names:
                axes.set_axis_off()
    if title:
        figure.suptitle(title)


def _as_images(values: ArrayLike, size: int | None) -> np.ndarray[Any, Any]:
    """Images as matplotlib wants them: ``[n, h, w]``, or ``[n, h, w, 3]`` in colour."""
    images = _as_numpy(values)
    if images.ndim == 4 and images.shape[1] in (1, 3):
        return images[:, 0] if images.shape[1] == 1 else np.moveaxis(images, 1, -1)
    if size is not None and images.size % size**2 == 0:
        return images.reshape(-1, size, size)
    if images.ndim == 3:
        return images
    side = math.isqrt(images.shape[-1]) if images.ndim in (1, 2) else 0
    if images.ndim in (1, 2) and side**2 == images.shape[-1]:
        return images.reshape(-1, side, side)
    raise ValueError(f"images are [n, size * size], [n, h, w], [n, 1, h, w] or [n, 3, h, w], not {list(images.shape)}")


def _as_points(values: ArrayLike, what: str) -> np.ndarray[Any, Any]:
    points = _as_numpy(values)
    if points.ndim != 2 or points.shape[1] != 2:
        raise ValueError(f"{what} has shape {points.shape}, not [n, 2]")
    return points


def _figure(figsize: tuple[float, float]) -> Figure:
    """A figure of pyplot, which a notebook shows at the end of the cell."""
    import matplotlib.pyplot as plt

    return plt.figure(figsize=figsize, layout="constrained")


def _as_numpy(values: ArrayLike) -> np.ndarray[Any, Any]:
    """The values as an array, detached from any graph."""
    if isinstance(values, torch.Tensor):
        return values.detach().cpu().numpy()
    return np.asarray(values)
