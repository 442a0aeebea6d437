"""Other right answers to `log_softmax`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def with_logsumexp(z):
    """torch's own sum of exponentials."""
    return z - torch.logsumexp(z, dim=-1, keepdim=True)
