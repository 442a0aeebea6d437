"""Other right answers to `tweedie`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def tweedie_row_by_row(x_noisy, score, sigma):
    """A loop over examples."""
    levels = list(sigma) if torch.is_tensor(sigma) and sigma.ndim else [sigma] * len(x_noisy)
    return torch.stack([x + s * float(level) ** 2 for x, s, level in zip(x_noisy, score, levels)])  # noqa: B905
