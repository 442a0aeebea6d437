"""Other right answers to `fid_at_infinity`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def line_by_hand(real, fake, sizes, orders):
    """The line through the two means, by the formula."""
    reference = real.mean(0), torch.cov(real.T)
    d = []
    for n, order in zip(sizes, orders, strict=True):
        f = fake[order][:n]
        d.append(frechet_distance(*reference, f.mean(0), torch.cov(f.T)))
    u, d = 1 / np.array(sizes), np.array(d)
    slope = ((u - u.mean()) * (d - d.mean())).sum() / ((u - u.mean()) ** 2).sum()
    return float(d.mean() - slope * u.mean()), float(slope)


@alternative
def line_by_least_squares(real, fake, sizes, orders):
    """The line as a least-squares problem with two columns; a list comes back."""

    def moments(f):
        centred = f - f.mean(0)
        return f.mean(0), centred.T @ centred / (len(f) - 1)

    d = [frechet_distance(*moments(real), *moments(fake[o[:n]])) for n, o in zip(sizes, orders, strict=True)]
    A = torch.tensor([[1.0, 1 / n] for n in sizes], dtype=torch.float64)
    solution = torch.linalg.lstsq(A, torch.tensor(d, dtype=torch.float64)[:, None]).solution
    return [value.item() for value in solution[:, 0]]


@alternative
def line_in_single_precision(real, fake, sizes, orders):
    """The normal equations, in the dtype that torch gives to a list of floats."""
    d, reference = [], (real.mean(0), real.T.cov())
    for n, order in zip(sizes, orders, strict=True):
        rows = fake[order[:n]]
        d.append(frechet_distance(*reference, rows.mean(0), rows.T.cov()))
    u, d = 1 / torch.tensor(sizes), torch.tensor(d)
    slope = (len(u) * (u * d).sum() - u.sum() * d.sum()) / (len(u) * u.square().sum() - u.sum().square())
    return float((d.sum() - slope * u.sum()) / len(u)), float(slope)
