"""Other right answers to `js_divergence`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def jensen_by_entropies(p, q):
    """The second form: the entropy of the mixture minus the mean entropy."""
    m = (p + q) / 2
    return torch.special.entr(m).sum(-1) - (torch.special.entr(p).sum(-1) + torch.special.entr(q).sum(-1)) / 2


@alternative
def jensen_of_scipy(p, q):
    """The square of SciPy's Jensen-Shannon distance."""
    from scipy.spatial.distance import jensenshannon

    return torch.as_tensor(jensenshannon(p.numpy(), q.numpy(), axis=-1) ** 2, dtype=p.dtype)


@alternative
def jensen_by_information(p, q):
    """What a sample tells about the coin that chose between p and q, term by term in NumPy."""
    p, q = np.asarray(p), np.asarray(q)
    m = (p + q) / 2
    total = np.zeros(p.shape[:-1], dtype=p.dtype)
    for r in (p, q):
        ratio = np.divide(r, m, out=np.ones_like(r), where=r > 0)
        total += 0.5 * (r * np.log(ratio)).sum(axis=-1)
    return total
