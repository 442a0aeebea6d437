"""Other right answers to `precision_recall`, which must have full marks. Each docstring says how it differs."""

import math

import numpy as np

from autograder.testing import alternative


@alternative
def shares_by_sorting(real, fake, k=3):
    """Distances by differences, radii by sorting with the own row taken out."""

    def away(a, b):
        return (a.double()[:, None] - b.double()[None]).pow(2).sum(-1).sqrt()

    def radii(c):
        d = away(c, c)
        d.fill_diagonal_(math.inf)
        return d.sort(dim=1).values[:, k - 1]

    d = away(real, fake)
    precision = (d <= radii(real)[:, None]).any(dim=0).double().mean().item()
    recall = (d <= radii(fake)[None, :]).any(dim=1).double().mean().item()
    return precision, recall


@alternative
def shares_in_numpy_by_loops(real, fake, k=3):
    """Point by point, in NumPy; an array comes back."""

    def share(points, centres):
        points, centres = points.double().numpy(), centres.double().numpy()
        reach = [np.sort(np.linalg.norm(np.delete(centres, i, 0) - c, axis=1))[k - 1] for i, c in enumerate(centres)]
        hits = [bool((np.linalg.norm(centres - p, axis=1) <= reach).any()) for p in points]
        return float(np.mean(hits))

    return np.array([share(fake, real), share(real, fake)]).tolist()
