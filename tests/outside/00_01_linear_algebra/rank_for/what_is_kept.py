"""Wrong: from what is kept, sqrt(1 - kept / total), as explained variance is computed everywhere.

The same on paper; but 1 - 0.9999999999999999 has no digits left, and an error of 1e-9 comes out as 0 or 1e-8.
"""


def rank_for(sigma, tolerance):
    total = sigma.square().sum()
    if total == 0:
        return 0
    kept = torch.cat([torch.zeros(1, dtype=sigma.dtype), sigma.square().cumsum(0)]) / total
    errors = (1 - kept).clamp(min=0).sqrt()
    return int((errors > tolerance).sum())
