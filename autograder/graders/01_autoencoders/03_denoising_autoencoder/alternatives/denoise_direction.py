"""Other right answers to `denoise_direction`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def direction_by_loops(denoise, x_noisy, sigma):
    """One row at a time, with a condition."""
    score = (denoise(x_noisy) - x_noisy) * sigma**-2
    rows = []
    for row in score:
        if float(row.abs().max()) > 0:
            row = row / row.abs().max()
            row = row / row.norm()
        rows.append(row)
    return score, torch.stack(rows)


@alternative
def direction_by_hypot(denoise, x_noisy, sigma):
    """Lengths by hypot, entry by entry, which squares nothing that could vanish."""
    score = (denoise(x_noisy) - x_noisy) / sigma**2
    lengths = torch.zeros_like(score[:, 0])
    for column in score.T:
        lengths = torch.hypot(lengths, column)
    lengths = lengths[:, None]
    return score, torch.where(lengths > 0, score / lengths, torch.zeros_like(score))
