"""Other right answers to `ridge`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def with_more_rows(X, y, penalty):
    """Least squares with the penalty as rows of its own."""
    d = X.shape[1]
    tall = torch.cat([X, penalty**0.5 * torch.eye(d, dtype=X.dtype)])
    return torch.linalg.lstsq(tall, torch.cat([y, torch.zeros(d, dtype=X.dtype)])[:, None]).solution[:, 0]
