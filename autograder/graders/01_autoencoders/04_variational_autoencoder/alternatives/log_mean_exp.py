"""Other right answers to `log_mean_exp`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def mean_by_the_largest(a, dim=0):
    """Equation (4), with 0 pulled out where the largest is -inf."""
    m = a.amax(dim=dim, keepdim=True)
    m = torch.where(m.isinf(), torch.zeros_like(m), m)
    return m.squeeze(dim) + (a - m).exp().mean(dim=dim).log()


@alternative
def mean_in_numpy(a, dim=0):
    """NumPy's logaddexp, one by one; returns an array."""
    import numpy as np

    a = np.moveaxis(np.asarray(a), dim, 0)
    total = a[0].copy()
    for row in a[1:]:
        total = np.logaddexp(total, row)
    return total - np.log(np.array(len(a), dtype=a.dtype))
