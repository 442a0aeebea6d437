"""The Fréchet distance between Gaussians that are fitted to features: FID, on any features."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from autograder.metrics.inputs import as_float64, as_pair, as_samples, is_finite

# Rounding of a covariance in float64 (or in float32, for students' features) leaves less than this of its size.
ROUNDING = 1e-6


def frechet_distance(mu_1: Any, sigma_1: Any, mu_2: Any, sigma_2: Any) -> float:
    """The squared 2-Wasserstein distance between ``N(mu_1, sigma_1)`` and ``N(mu_2, sigma_2)``, which FID is.

    ``|mu_1 - mu_2|^2 + Tr(sigma_1) + Tr(sigma_2) - 2 Tr (sigma_1^{1/2} sigma_2 sigma_1^{1/2})^{1/2}``. The last trace is the
    sum of the singular values of ``sigma_1^{1/2} sigma_2^{1/2}``, with the roots from symmetric eigen-decompositions: real
    for singular covariances too, where a general matrix root turns complex, and the same in both orders.

    Args:
        mu_1: a mean, ``[D]``.
        sigma_1: a covariance, ``[D, D]``, which may be singular.
        mu_2: the other mean, ``[D]``.
        sigma_2: the other covariance, ``[D, D]``.

    Returns:
        The distance, 0 or more; NaN if something is not finite.

    Raises:
        ValueError: if the shapes do not fit, or a covariance is not symmetric and positive semi-definite.

    Source:
        D. Dowson and B. Landau, *The Fréchet Distance between Multivariate Normal Distributions*, 1982; M. Heusel et al.,
        *GANs Trained by a Two Time-Scale Update Rule…*, arXiv:1706.08500, equation 6.
    """
    mu_1, sigma_1, mu_2, sigma_2 = (as_float64(value) for value in (mu_1, sigma_1, mu_2, sigma_2))
    d = mu_1.numel()
    if mu_1.shape != (d,) or mu_2.shape != (d,) or sigma_1.shape != (d, d) or sigma_2.shape != (d, d):
        shapes = [tuple(value.shape) for value in (mu_1, sigma_1, mu_2, sigma_2)]
        raise ValueError(f"means must be [D] and covariances [D, D], not {shapes}")
    if not is_finite(mu_1, sigma_1, mu_2, sigma_2):
        return float("nan")
    overlap = torch.linalg.svdvals(_square_root(sigma_1) @ _square_root(sigma_2)).sum()
    distance = (mu_1 - mu_2).square().sum() + sigma_1.trace() + sigma_2.trace() - 2 * overlap
    return max(0.0, float(distance))  # rounding alone makes it negative


def _square_root(sigma: torch.Tensor) -> torch.Tensor:
    """The symmetric root of a covariance."""
    size = float(sigma.abs().max())
    if float((sigma - sigma.T).abs().max()) > ROUNDING * size:
        raise ValueError("a covariance must be symmetric")
    values, vectors = torch.linalg.eigh((sigma + sigma.T) / 2)
    if float(values.min()) < -ROUNDING * size * len(sigma):
        raise ValueError("a covariance must be positive semi-definite: no negative eigenvalues")
    # What lies below rounding is zero: its root would be 1e-8 where the covariance is singular.
    cut = float(values.max()) * len(sigma) * torch.finfo(torch.float64).eps
    roots = torch.where(values > cut, values, 0.0).sqrt()
    return torch.matmul(vectors * roots, vectors.T)


def moments(features: Any) -> tuple[torch.Tensor, torch.Tensor]:
    """The mean ``[D]`` and the unbiased covariance ``[D, D]`` (divided by N - 1) of features ``[N, D]``.

    Raises:
        ValueError: if there are fewer than two.
    """
    features = as_samples(features, "features", least=2)
    return features.mean(0), torch.cov(features.T).reshape(features.shape[1], features.shape[1])


def frechet_distance_of(features_x: Any, features_y: Any) -> float:
    """The Fréchet distance between two sets of features, each fitted by a Gaussian.

    It is biased upwards, by about a constant over the number of samples: compare only values of one sample size, and look
    at :func:`kernel_distance` or :func:`frechet_at_infinity` beside it (``docs/metrics.md`` has the measurements).

    Args:
        features_x: ``[N, D]``; N may be smaller than D.
        features_y: ``[M, D]``.

    Raises:
        ValueError: if the dimensions differ, or a set has fewer than two samples.
    """
    features_x, features_y = as_pair(features_x, features_y, least=2)
    return frechet_distance(*moments(features_x), *moments(features_y))


def frechet_at_infinity(
    reference: Any, generated: Any, generator: np.random.Generator, *, points: int = 15, repeats: int = 4
) -> float:
    """The Fréchet distance that infinitely many generated samples would have: the bias of their number, extrapolated away.

    The distance is measured on random subsets of sizes n, evenly spaced between a fifth of the set and all of it, and a line
    in ``1 / n`` is fitted to them; its value at ``1 / n = 0`` is the answer. It may be slightly negative. The size of
    ``reference`` is left as it is.

    Args:
        reference: features ``[N, D]`` of the data.
        generated: features ``[M, D]`` of samples, M at least 10 and at least five times D.
        generator: draws the subsets.
        points: how many sizes.
        repeats: subsets of each size.

    Raises:
        ValueError: if there are too few samples for the line to hold.

    Source:
        M. Chong and D. Forsyth, *Effectively Unbiased FID and Inception Score and Where to Find Them*, arXiv:1911.07023.
    """
    reference, generated = as_pair(reference, generated, least=2)
    count, d = generated.shape
    if count < max(10, 5 * d):
        raise ValueError(
            f"{count} samples of {d} dimensions are too few to extrapolate from: {max(10, 5 * d)} are needed"
        )
    target = moments(reference)
    sizes = np.repeat(np.linspace(count // 5, count, points).astype(int), repeats)
    subsets = (generated[torch.from_numpy(generator.permutation(count)[:n])] for n in sizes)
    distances = [frechet_distance(*target, *moments(subset)) for subset in subsets]
    if not np.isfinite(distances).all():
        return float("nan")
    return float(np.polynomial.Polynomial.fit(1 / sizes, distances, 1)(0.0))
