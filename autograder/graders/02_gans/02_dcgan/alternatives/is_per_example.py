"""Other right answers to `is_per_example`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def check_at_random(f, z):
    """Many random selections, as NumPy arrays; the verdict is NumPy's."""
    generator = torch.Generator().manual_seed(0)
    try:
        first = np.array(f(z).detach())
        for trial in range(60):
            count = 1 + trial % len(z)
            rows = torch.randperm(len(z), generator=generator)[:count]
            again = np.array(f(z[rows]).detach())
            if again.shape != first[rows.numpy()].shape or not np.all(np.abs(again - first[rows.numpy()]) <= 1e-4):
                return np.bool_(False)
    except Exception:
        return np.bool_(False)
    return np.bool_(True)


@alternative
def check_against_single_rows(f, z):
    """Takes rows alone for the truth, and compares batches with them, twice."""
    try:
        alone = torch.cat([f(row[None]).double() for row in z])
        if len(alone) != len(z):
            return torch.tensor(False)
        verdict = True
        for rows in [list(range(len(z))), list(range(len(z)))[::-1], [1, 0], [2], [0, 2, 3], list(range(len(z)))] * 2:
            difference = f(z[rows]).double() - alone[rows]
            verdict = verdict and bool(difference.abs().max() <= 1e-4)
        return torch.tensor(verdict)
    except Exception:
        return torch.tensor(False)
