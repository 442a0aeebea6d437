"""Other right answers to `corrupt_mask`, which must have full marks. Each docstring says how it differs."""

from autograder.testing import alternative


@alternative
def mask_by_assignment(x, p, u):
    """A copy in which the hidden entries are overwritten."""
    x = x.clone()
    x[u >= p] = 0
    return x
