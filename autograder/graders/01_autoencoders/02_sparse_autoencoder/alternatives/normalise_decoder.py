"""Other right answers to `normalise_decoder`, which must have full marks. Each docstring says how it differs."""

import numpy as np
from torch import nn

from autograder.testing import alternative


@alternative
def normalising_by_functional(D, G):
    """`normalize` of torch, with no floor but for zero, and an outer product for each atom."""
    unit = nn.functional.normalize(D, dim=1, eps=1e-30)
    projectors = unit[:, :, None] @ unit[:, None, :]
    return unit, G - (projectors @ G[:, :, None]).squeeze(-1)


@alternative
def normalising_in_numpy(D, G):
    """NumPy, row by row."""
    unit, tangent = np.array(D), np.array(G)
    for j in range(len(unit)):
        length = np.linalg.norm(unit[j])
        if length > 0:
            unit[j] /= length
        tangent[j] -= (tangent[j] @ unit[j]) * unit[j]
    return unit, tangent
