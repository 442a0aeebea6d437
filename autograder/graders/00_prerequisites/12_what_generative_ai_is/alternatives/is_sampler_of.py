"""Other right answers to `is_sampler_of`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def check_with_one_long_run(sample, p):
    """One table of pairs tells the shares, too; 90,000 draws in one call and a second call with as many."""
    n, K = 90_000, len(p)
    x = sample(n)
    if np.shape(x) != (n,):
        return False
    if any(value not in range(K) for value in np.unique(x).tolist()):
        return False
    x = np.asarray(x).astype(int)
    table = np.bincount(K * x[:-1] + x[1:], minlength=K * K).reshape(K, K) / (n - 1)
    shares = np.bincount(x, minlength=K) / n
    if any(share > 0 and wanted == 0 for share, wanted in zip(shares, p, strict=True)):
        return False
    if max(abs(shares - p)) > 0.025 or np.max(np.abs(table - p[:, None] * p)) > 0.025:
        return False
    return max(p) == 1 or bool(np.any(np.asarray(sample(n)).astype(int) != x))


@alternative
def check_promise_by_promise(sample, p):
    """One promise after the other, in loops, each with draws of its own."""
    n = 50_000
    possible = [k for k in range(len(p)) if p[k] > 0]
    x = np.array(sample(n))
    if x.ndim != 1 or len(x) != n or not np.all(np.isfinite(x)):
        return False
    if not set(x.tolist()) <= set(possible):
        return False
    for k in possible:
        if not p[k] - 0.022 < np.count_nonzero(x == k) / n < p[k] + 0.022:
            return False
    x = np.array(sample(n))
    for i in possible:
        after = x[1:][x[:-1] == i]
        for j in possible:
            if abs(np.count_nonzero(after == j) / (n - 1) - p[i] * p[j]) > 0.022:
                return False
    return len(possible) == 1 or list(sample(2000)) != list(sample(2000))
