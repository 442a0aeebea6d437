"""Other right answers to `is_auc`, which must have full marks. Each docstring says how it differs."""

import math

import torch

from autograder.testing import alternative


@alternative
def check_by_ranks(auc):
    """Equation (9) by a loop, on inputs written out by hand."""
    sets = [
        ([0.0], [0.0]),
        ([1, 1, 1, 2], [1, 2, 2]),
        ([3, 5, 5, 9, -4], [2, 5, -7]),
        ([-3, -3, 40], [40, -3, -8, 2, 2, 17]),
        ([2.0], [1, 2, 3, 3]),
        ([6, 5, 4, 3, 3, 3], [5.0]),
        ([0.5, 0.5000001], [0.50000005, 0.5, 0.3]),
        ([10, 20, 30], [1, 2, 3, 20]),
    ]
    for normal, odd in sets:
        a, b = torch.tensor(normal, dtype=torch.float64), torch.tensor(odd, dtype=torch.float64)
        both = list(b.tolist()) + list(a.tolist())
        ranks = [1 + sum(v < u for v in both) + (sum(v == u for v in both) - 1) / 2 for u in both]
        n, m = len(odd), len(normal)
        right = (sum(ranks[:n]) - n * (n + 1) / 2) / (n * m)
        before = a.clone(), b.clone()
        try:
            found = float(auc(a, b))
        except Exception:
            return False
        if math.isnan(found) or abs(found - right) > 1e-6 or not all(map(torch.equal, before, (a, b))):
            return False
    return True
