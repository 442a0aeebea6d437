"""Kernel (Inception) distance: like the Fréchet distance, without its bias."""

from __future__ import annotations

from typing import Any

from autograder.metrics.inputs import as_pair, is_finite


def kernel_distance(x: Any, y: Any, *, degree: int = 3) -> float:
    """The unbiased squared maximum mean discrepancy with the kernel ``(x·y / D + 1)^degree``: KID on Inception features.

    Over all samples at once, without subsets: the same expectation, and a smaller variance.

    Args:
        x: features ``[N, D]``, N at least 2.
        y: features ``[M, D]``, M at least 2.
        degree: of the polynomial.

    Returns:
        Zero on average where both come from one distribution, so negative values occur; NaN if something is not finite.

    Raises:
        ValueError: if the dimensions differ, or there are too few samples.

    Source:
        M. Bińkowski et al., *Demystifying MMD GANs*, arXiv:1801.01401, section 4; A. Gretton et al., *A Kernel Two-Sample
        Test*, 2012, equation 3.
    """
    x, y = as_pair(x, y, least=2)
    if not is_finite(x, y):
        return float("nan")
    n, m, d = len(x), len(y), x.shape[1]
    k_xx, k_yy, k_xy = ((a @ b.T / d + 1) ** degree for a, b in ((x, x), (y, y), (x, y)))
    within_x = (k_xx.sum() - k_xx.trace()) / (n * (n - 1))
    within_y = (k_yy.sum() - k_yy.trace()) / (m * (m - 1))
    return float(within_x + within_y - 2 * k_xy.mean())
