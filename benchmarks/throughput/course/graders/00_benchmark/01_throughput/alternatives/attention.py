"""Other right answers to `attention`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def with_torch(Q, K, V, causal=False):
    """torch's own attention."""
    return torch.nn.functional.scaled_dot_product_attention(Q, K, V, is_causal=causal)
