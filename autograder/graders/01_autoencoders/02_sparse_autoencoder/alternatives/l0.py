"""Other right answers to `l0`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def l0_by_loops(z, D, tol=0.01):
    """Loops over examples and units; counts as a list."""
    counts = []
    for row in z.tolist():
        sizes = [abs(value) * float(atom.square().sum().sqrt()) for value, atom in zip(row, D, strict=True)]
        largest = max(sizes)
        counts.append(float(sum(size > tol * largest for size in sizes)))
    return counts


@alternative
def l0_of_the_scaled_dictionary(z, D, tol=0.01):
    """Builds each contribution as a vector and measures that; numpy at the end."""
    vectors = z[:, :, None] * D[None]
    sizes = np.sqrt((vectors.numpy() ** 2).sum(-1))
    return (sizes > tol * sizes.max(1)[:, None]).sum(1)
