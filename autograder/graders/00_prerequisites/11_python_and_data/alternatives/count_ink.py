"""Other right answers to `count_ink`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def ink_by_counting(pictures, level):
    """NumPy's own counting."""
    return np.count_nonzero(pictures > level, axis=-1)


@alternative
def ink_by_torch(pictures, level):
    """A tensor, with a product of tables instead of a sum."""
    import torch

    dark = torch.from_numpy(np.greater(pictures, level)).long()
    return dark @ torch.ones(dark.shape[1], dtype=torch.int64)
