"""Right: it is a minimum if no choice of as many eigenvectors has a smaller loss (compared with room for rounding).

By the claim in the text there are no other minima; math.isclose has a relative tolerance of 1e-9.
"""

import math
from itertools import combinations


def predict_linear_ae(eigenvalues, chosen):
    values = eigenvalues.tolist()
    total = math.fsum(values)

    def loss(some):
        return math.fsum(value for i, value in enumerate(values) if i not in some)

    best = min(loss(some) for some in combinations(range(len(values)), len(chosen)))
    mine = loss(chosen)
    outside = [values[i] for i in range(len(values)) if i not in chosen]
    curvature = 2 * (min(values[i] for i in chosen) - max(outside))
    return mine, curvature, math.isclose(mine, best, abs_tol=1e-12 * total)
