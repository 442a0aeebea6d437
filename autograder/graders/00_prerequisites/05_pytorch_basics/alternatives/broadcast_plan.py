"""Other right answers to `broadcast_plan`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def asks_torch(a, b):
    """Lets torch find the shape, and finds the axes from the right; returns lists."""
    try:
        result = torch.broadcast_shapes(tuple(a), tuple(b))
    except RuntimeError:
        return None

    def axes(shape):
        return [i for i in range(len(result)) if i - len(result) < -len(shape) or shape[i - len(result)] != result[i]]

    return [list(result), axes(a), axes(b)]


@alternative
def walks_from_the_right(a, b):
    """One axis at a time from the right, with indices."""
    shape, axes_a, axes_b = [], [], []
    n = max(len(a), len(b))
    for back in range(1, n + 1):
        p = a[len(a) - back] if back <= len(a) else None
        q = b[len(b) - back] if back <= len(b) else None
        if p is not None and q is not None and p != q and p != 1 and q != 1:
            return None
        known = [size for size in (p, q) if size is not None]
        size = known[1] if len(known) == 2 and known[0] == 1 else known[0]
        if p != size:
            axes_a.append(n - back)
        if q != size:
            axes_b.append(n - back)
        shape.append(size)
    return tuple(shape[::-1]), tuple(axes_a[::-1]), tuple(axes_b[::-1])
