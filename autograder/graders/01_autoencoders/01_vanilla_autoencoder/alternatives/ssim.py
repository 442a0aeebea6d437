"""Other right answers to `ssim`, which must have full marks. Each docstring says how it differs."""

import numpy as np
from torch import nn

from autograder.testing import alternative


@alternative
def ssim_by_pooling(a, b, window=4, max_value=1.0):
    """Average pooling: variances as the mean of squares less the square of the mean."""

    def pool(images):
        return nn.functional.avg_pool2d(images[:, None].double(), window, stride=1)[:, 0]

    mu_a, mu_b = pool(a), pool(b)
    a_2, b_2 = a.double() ** 2, b.double() ** 2
    var_a, var_b, cov = pool(a_2) - mu_a**2, pool(b_2) - mu_b**2, pool(a.double() * b.double()) - mu_a * mu_b
    c_1, c_2 = 1e-4 * max_value**2, 9e-4 * max_value**2
    values = (2 * mu_a * mu_b + c_1) * (2 * cov + c_2) / ((mu_a**2 + mu_b**2 + c_1) * (var_a + var_b + c_2))
    return values.flatten(1).mean(1).to(a.dtype)


@alternative
def ssim_in_numpy(a, b, window=4, max_value=1.0):
    """NumPy's sliding windows; returns an array."""
    p, q = (np.lib.stride_tricks.sliding_window_view(np.asarray(x), (window, window), axis=(1, 2)) for x in (a, b))
    axes = (-2, -1)
    mu_p, mu_q = p.mean(axes), q.mean(axes)
    cov = (p * q).mean(axes) - mu_p * mu_q
    c_1, c_2 = (0.01 * max_value) ** 2, (0.03 * max_value) ** 2
    above = (2 * mu_p * mu_q + c_1) * (2 * cov + c_2)
    values = above / ((mu_p**2 + mu_q**2 + c_1) * (p.var(axes) + q.var(axes) + c_2))
    return values.mean(axis=(1, 2)).astype(np.asarray(a).dtype)
