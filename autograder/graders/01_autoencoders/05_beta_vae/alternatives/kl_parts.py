"""Other right answers to `kl_parts`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def parts_by_entropies(q, p_1, p_2):
    """Entropies by `torch.special.entr`, and the last part as what remains of the whole."""

    def entropy(p):
        return torch.special.entr(p).sum()

    whole = q.mean(0)
    q_1, q_2 = whole.sum(1), whole.sum(0)
    each = torch.stack([entropy(table) for table in q]).mean()
    information, total = entropy(whole) - each, entropy(q_1) + entropy(q_2) - entropy(whole)
    mean_kl = -each - (whole * torch.outer(p_1, p_2).log()).sum()
    return information, total, mean_kl - information - total


@alternative
def parts_in_numpy(q, p_1, p_2):
    """NumPy and loops over values; returns floats."""
    import numpy as np

    q, p_1, p_2 = (np.asarray(part) for part in (q, p_1, p_2))
    whole = q.mean(axis=0)
    q_1, q_2 = whole.sum(axis=1), whole.sum(axis=0)
    information = total = rest = 0.0
    for a in range(len(p_1)):
        for b in range(len(p_2)):
            for table in q:
                if table[a, b] > 0:
                    information += table[a, b] * np.log(table[a, b] / whole[a, b]) / len(q)
            if whole[a, b] > 0:
                total += whole[a, b] * np.log(whole[a, b] / (q_1[a] * q_2[b]))
    for margin, prior in ((q_1, p_1), (q_2, p_2)):
        rest += sum(m * np.log(m / p) for m, p in zip(margin, prior, strict=True) if m > 0)
    return float(information), float(total), float(rest)
