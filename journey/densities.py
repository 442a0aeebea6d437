"""Distributions in the plane on which a generative model can be seen to succeed or fail.

Each sampler is called as ``sampler(n, generator)`` and returns ``n`` independent points, float64, shape ``[n, 2]``. The
generator is a `torch.Generator` on the CPU, or a seed: a whole number, which gives the same points again.

Where the log density has a closed form it is a function of points ``[..., 2]`` of any floating dtype, in nats, ``[...]``,
that gradients flow through.
"""

from __future__ import annotations

import math

import torch

from journey.seeding import make_generator

# exp of this is the integral of exp(-U1) over the plane, by quadrature (a test repeats it): -U1 less this is normalised.
U1_LOG_NORMALISER = 1.87750162611
_U1_BOX = 4.5  # a share of less than 1e-11 lies beyond


def two_moons(n: int, generator: torch.Generator | int, *, noise: float = 0.05) -> torch.Tensor:
    """Draw from two interleaved half circles with Gaussian noise, standardised.

    The half circles have radius 1; the upper one is centred at (0, 0), the lower one at (1, 0.5). Points are shifted and scaled
    by the exact mean and standard deviation of the *distribution*, not of the sample, so each coordinate has mean 0
    and variance 1 and all samples are of one distribution.

    Args:
        n: how many points.
        generator: a generator, or a seed.
        noise: its standard deviation in both coordinates, before scaling.

    Example:
        >>> points = two_moons(2000, 0)
        >>> tuple(points.shape), points.dtype
        ((2000, 2), torch.float64)
    """
    generator = make_generator(generator, "two_moons")
    angle = math.pi * _uniform(n, generator)
    is_lower = _uniform(n, generator)[:, None] < 0.5
    upper = torch.stack([angle.cos(), angle.sin()], dim=1)
    points = torch.where(is_lower, upper.new_tensor([1.0, 0.5]) - upper, upper) + noise * _normal(n, generator)
    # Within one moon y has variance 1/2 - (2/pi)^2, and the means of the two are 2/pi and 1/2 - 2/pi.
    mean = points.new_tensor([0.5, 0.25])
    variance = points.new_tensor([0.75, 0.5 - (2 / math.pi) ** 2 + (2 / math.pi - 0.25) ** 2]) + noise**2
    return (points - mean) / variance.sqrt()


def ring_centres(modes: int = 8, radius: float = 2.0) -> torch.Tensor:
    """Centres of the Gaussians of a ring: evenly spaced, the first at angle 0, float64, shape ``[modes, 2]``."""
    angle = 2 * math.pi * torch.arange(modes, dtype=torch.float64) / modes
    return radius * torch.stack([angle.cos(), angle.sin()], dim=1)


def ring_of_gaussians(
    n: int, generator: torch.Generator | int, *, modes: int = 8, radius: float = 2.0, sigma: float = 0.1
) -> torch.Tensor:
    """Draw from equally likely round Gaussians on a ring, the classic picture of mode collapse.

    Args:
        n: how many points.
        generator: a generator, or a seed.
        modes: how many Gaussians.
        radius: of the ring.
        sigma: standard deviation of each Gaussian in each direction.

    Source:
        L. Metz, B. Poole, D. Pfau and J. Sohl-Dickstein, *Unrolled Generative Adversarial Networks*, ICLR 2017,
        arXiv:1611.02163.
    """
    return _sample_mixture(n, make_generator(generator, "ring_of_gaussians"), ring_centres(modes, radius), sigma)


def ring_log_density(x: torch.Tensor, *, modes: int = 8, radius: float = 2.0, sigma: float = 0.1) -> torch.Tensor:
    """Log density of `ring_of_gaussians` in nats; shape ``[..., 2]`` in, ``[...]`` out."""
    return mixture_log_density(x, ring_centres(modes, radius), sigma)


def grid_centres(side: int = 5, spacing: float = 2.0) -> torch.Tensor:
    """Centres of a square grid of Gaussians around the origin, float64, shape ``[side * side, 2]``."""
    ticks = spacing * (torch.arange(side, dtype=torch.float64) - (side - 1) / 2)
    return torch.cartesian_prod(ticks, ticks)


def grid_of_gaussians(
    n: int, generator: torch.Generator | int, *, side: int = 5, spacing: float = 2.0, sigma: float = 0.05
) -> torch.Tensor:
    """Draw from equally likely round Gaussians on a square grid.

    Args:
        n: how many points.
        generator: a generator, or a seed.
        side: Gaussians in each row and column.
        spacing: between neighbouring centres.
        sigma: standard deviation of each Gaussian in each direction.

    Source:
        A. Srivastava, L. Valkov, C. Russell, M. Gutmann and C. Sutton, *VEEGAN: Reducing Mode Collapse in GANs using Implicit
        Variational Learning*, NeurIPS 2017, arXiv:1705.07761.
    """
    return _sample_mixture(n, make_generator(generator, "grid_of_gaussians"), grid_centres(side, spacing), sigma)


def grid_log_density(x: torch.Tensor, *, side: int = 5, spacing: float = 2.0, sigma: float = 0.05) -> torch.Tensor:
    """Log density of `grid_of_gaussians` in nats; shape ``[..., 2]`` in, ``[...]`` out."""
    return mixture_log_density(x, grid_centres(side, spacing), sigma)


def mixture_log_density(x: torch.Tensor, centres: torch.Tensor, sigma: float) -> torch.Tensor:
    """Log density of equally likely round Gaussians.

    Args:
        x: points, shape ``[..., d]``.
        centres: shape ``[k, d]``.
        sigma: standard deviation of each Gaussian in each direction, above 0.

    Returns:
        In nats, shape ``[...]``, in the dtype of ``x``.

    Example:
        >>> mixture_log_density(torch.zeros(1), torch.zeros(1, 1), 1.0).exp()  # one over the root of 2 pi
        tensor(0.3989)
    """
    k, d = centres.shape
    squared = (x[..., None, :] - centres.to(x)).square().sum(-1)
    constant = math.log(k) + d * math.log(sigma * math.sqrt(2 * math.pi))
    return torch.logsumexp(-squared / (2 * sigma**2), dim=-1) - constant


def swiss_roll(n: int, generator: torch.Generator | int, *, noise: float = 0.05) -> torch.Tensor:
    """Draw from a spiral of one and a half turns with Gaussian noise.

    The spiral is ``(t cos t, t sin t) / 2 pi`` for t uniform from 1.5 pi to 4.5 pi: its radius grows from 0.75 to 2.25, and
    neighbouring turns are 1 apart.

    Args:
        n: how many points.
        generator: a generator, or a seed.
        noise: its standard deviation in both coordinates.

    Source:
        The plane version of the roll in J. Tenenbaum, V. de Silva and J. Langford, *A Global Geometric Framework for Nonlinear
        Dimensionality Reduction*, Science 290, 2000.
    """
    generator = make_generator(generator, "swiss_roll")
    t = math.pi * (1.5 + 3 * _uniform(n, generator))
    spiral = torch.stack([t * t.cos(), t * t.sin()], dim=1) / (2 * math.pi)
    return spiral + noise * _normal(n, generator)


def checkerboard(n: int, generator: torch.Generator | int, *, cells: int = 4) -> torch.Tensor:
    """Draw evenly from the dark cells of a board around the origin, whose cells have side 1.

    Args:
        n: how many points.
        generator: a generator, or a seed.
        cells: in each row and column, an even number of at least 2. The cell at the lower left is dark.

    Raises:
        ValueError: if the number of cells is odd or too small.
    """
    _check_board(cells)
    generator = make_generator(generator, "checkerboard")
    points = torch.rand(n, 2, dtype=torch.float64, generator=generator) * cells
    # A point on a light cell moves one cell to the right, around the edge: every dark cell gets the points of one light one.
    is_light = points.floor().sum(dim=1) % 2 == 1
    points[:, 0] = torch.where(is_light, (points[:, 0] + 1) % cells, points[:, 0])
    return points - cells / 2


def checkerboard_log_density(x: torch.Tensor, *, cells: int = 4) -> torch.Tensor:
    """Log density of `checkerboard` in nats, minus infinity where there is no dark cell; ``[..., 2]`` in, ``[...]`` out."""
    _check_board(cells)
    corner = x + cells / 2
    is_dark = (corner.floor().sum(dim=-1) % 2 == 0) & (corner >= 0).all(dim=-1) & (corner < cells).all(dim=-1)
    inside = x.new_full(is_dark.shape, -math.log(cells**2 / 2))
    return torch.where(is_dark, inside, -math.inf)


def u1_energy(z: torch.Tensor) -> torch.Tensor:
    """The energy U1 of a ring that is dense at its left and right: the density is proportional to ``exp(-U1)``.

    Args:
        z: points, shape ``[..., 2]``.

    Returns:
        ``((|z| - 2) / 0.4)^2 / 2 - ln(exp(-((z_1 - 2) / 0.6)^2 / 2) + exp(-((z_1 + 2) / 0.6)^2 / 2))``, shape ``[...]``.

    Source:
        D. Rezende and S. Mohamed, *Variational Inference with Normalizing Flows*, ICML 2015, arXiv:1505.05770, Table 1.
    """
    ring: torch.Tensor = ((torch.linalg.vector_norm(z, dim=-1) - 2) / 0.4).square() / 2
    sides = torch.stack([-((z[..., 0] - side) / 0.6).square() / 2 for side in (2, -2)])
    return ring - torch.logsumexp(sides, dim=0)


def u1_log_density(z: torch.Tensor) -> torch.Tensor:
    """Log density ``-U1(z) - U1_LOG_NORMALISER`` in nats; shape ``[..., 2]`` in, ``[...]`` out."""
    return -u1_energy(z) - U1_LOG_NORMALISER


def u1(n: int, generator: torch.Generator | int) -> torch.Tensor:
    """Draw from the density of `u1_energy`, by rejection from a box (what lies beyond it is less than 1e-11 of all)."""
    generator = make_generator(generator, "u1")
    accepted = torch.empty(0, 2, dtype=torch.float64)
    while len(accepted) < n:
        proposals = _U1_BOX * (2 * torch.rand(20 * n, 2, dtype=torch.float64, generator=generator) - 1)
        # exp(-U1) is never above 1.0001, where both of its factors are largest
        keep = _uniform(len(proposals), generator) * 1.0001 < (-u1_energy(proposals)).exp()
        accepted = torch.cat([accepted, proposals[keep]])
    return accepted[:n]


def _sample_mixture(n: int, generator: torch.Generator, centres: torch.Tensor, sigma: float) -> torch.Tensor:
    which = torch.randint(len(centres), (n,), generator=generator)
    return centres[which] + sigma * _normal(n, generator)


def _check_board(cells: int) -> None:
    if cells < 2 or cells % 2:
        raise ValueError(f"a board has an even number of cells in each row, not {cells}")


def _uniform(n: int, generator: torch.Generator) -> torch.Tensor:
    return torch.rand(n, dtype=torch.float64, generator=generator)


def _normal(n: int, generator: torch.Generator) -> torch.Tensor:
    return torch.randn(n, 2, dtype=torch.float64, generator=generator)
