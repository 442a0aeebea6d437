"""Other right answers to `masked_mean`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def mean_by_loops(values, mask):
    """Row by row, in a loop."""
    rows = values.reshape(-1, values.shape[-1]) if values.shape[-1] else np.zeros((int(np.prod(values.shape[:-1])), 0))
    masks = mask.reshape(rows.shape)
    means = [row[counted].mean() if counted.any() else 0.0 for row, counted in zip(rows, masks, strict=True)]
    return np.array(means, dtype=np.float64).reshape(values.shape[:-1])


@alternative
def mean_by_numpy(values, mask):
    """NumPy's own mean with `where`, which warns about rows in which nothing counts."""
    with np.errstate(all="ignore"):
        total = values.sum(axis=-1, where=mask, dtype=np.float64)
        return np.where(mask.any(axis=-1), total / mask.sum(axis=-1), 0.0)


@alternative
def mean_by_torch(values, mask):
    """torch, with masked_fill."""
    import torch

    x, m = torch.from_numpy(values).double(), torch.from_numpy(mask)
    return x.masked_fill(~m, 0).sum(dim=-1) / m.sum(dim=-1).clamp(min=1)
