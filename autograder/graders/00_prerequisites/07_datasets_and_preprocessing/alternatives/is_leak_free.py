"""Other right answers to `is_leak_free`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def compares_row_by_row_and_in_pairs(prepare):
    """Draws other data, of other sizes; each row alone, and with others; numpy compares."""
    rng = np.random.default_rng(3)
    train = torch.from_numpy(rng.normal(size=(12, 4)))

    def differs(a, b):
        a, b = np.asarray(a.detach(), dtype=float), np.asarray(b.detach(), dtype=float)
        return a.shape != b.shape or not np.allclose(a, b, rtol=0, atol=1e-6 * max(abs(a).max(), abs(b).max()))

    for scale in np.logspace(-2, 3, 8):
        test = torch.from_numpy(scale * rng.normal(size=(9, 4)))
        train_out, test_out = prepare(train, test)
        for i in range(9):
            for company in ([i], [i, (i + 4) % 9]):
                train_again, test_again = prepare(train, test[company])
                if differs(train_out, train_again) or differs(test_out[i], test_again[0]):
                    return False
    return True


@alternative
def a_mixed_company(prepare):
    """All sizes in one batch; each row alone, and the batch without it."""
    generator = torch.Generator().manual_seed(8)
    train = torch.randn(40, 3, generator=generator, dtype=torch.float64)
    sizes = torch.tensor([0.01, 0.1, 1, 10, 100, 1000, 0.02, 3], dtype=torch.float64)
    for factor in (sizes, sizes.clamp(max=1), sizes.clamp(max=0.1)):
        test = factor[:, None] * torch.randn(8, 3, generator=generator, dtype=torch.float64)
        whole = prepare(train, test)
        for i in range(8):
            keep = [j for j in range(8) if j != i]
            for rows in ([i], keep):
                for a, b in zip((whole[0], whole[1][rows]), prepare(train, test[rows]), strict=True):
                    if a.shape != b.shape:
                        return False
                    if float((a - b).abs().max()) > 2e-6 * float(a.abs().max()):
                        return False
    return True
