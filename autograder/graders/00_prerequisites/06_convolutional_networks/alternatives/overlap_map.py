"""Other right answers to `overlap_map`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def stamps_ones(n, k, s):
    """Lets the transposed convolution stamp ones."""
    ones = torch.ones(1, 1, n, n, dtype=torch.float64)
    counts = conv_transpose2d(ones, torch.ones(1, 1, k, k, dtype=torch.float64), s)
    return torch.as_tensor(counts)[0, 0].round().long(), k / s == k // s


@alternative
def counts_in_plain_python(n, k, s):
    """Counts in loops, and returns lists."""
    line = [0] * ((n - 1) * s + k)
    for h in range(n):
        for i in range(k):
            line[s * h + i] += 1
    return [[a * b for b in line] for a in line], not k % s
