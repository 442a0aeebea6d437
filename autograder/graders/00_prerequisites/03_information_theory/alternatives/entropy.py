"""Other right answers to `entropy`, which must have full marks. Each docstring says how it differs."""

import math

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def entropy_in_numpy(p, base=math.e):
    """NumPy, choosing what is possible with `where`; returns an array."""
    p = np.asarray(p)
    logs = np.log(p, out=np.zeros_like(p), where=p > 0)
    return (-(p * logs).sum(axis=-1) / math.log(base)).astype(p.dtype)


@alternative
def entropy_of_torch(p, base=math.e):
    """torch's own `entr`."""
    return torch.special.entr(p).sum(-1) / math.log(base)


@alternative
def entropy_by_clamping(p, base=math.e):
    """Clamps inside the logarithm at the smallest number there is: zero times that logarithm is zero."""
    smallest = torch.finfo(p.dtype).tiny
    return torch.einsum("...k,...k->...", p, p.clamp_min(smallest).log()) / -math.log(base)


@alternative
def entropy_of_torch_distributions(p, base=math.e):
    """A loop over all distributions, in the dtype of p."""
    flat = p.reshape(-1, p.shape[-1])
    values = [sum(-t * torch.log(t) for t in row if t > 0) for row in flat]
    return torch.stack([torch.as_tensor(v, dtype=p.dtype) for v in values]).reshape(p.shape[:-1]) / math.log(base)
