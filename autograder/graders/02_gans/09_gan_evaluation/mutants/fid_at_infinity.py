"""Wrong answers to `fid_at_infinity`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_the_line_through_the_distances")
def fits_a_line_in_n(real, fake, sizes, orders):
    """Puts n on the horizontal axis, and reads the line at 0 samples."""
    d = []
    for n, order in zip(sizes, orders, strict=True):
        f = fake[order[:n]]
        d.append(frechet_distance(real.mean(0), torch.cov(real.T), f.mean(0), torch.cov(f.T)))
    A = torch.tensor([[1.0, float(n)] for n in sizes], dtype=torch.float64)
    line = torch.linalg.lstsq(A, torch.tensor(d, dtype=torch.float64)[:, None]).solution[:, 0]
    return float(line[0]), float(line[1])


@mutant(caught_by="test_takes_the_bias_off")
def trusts_the_largest_size(real, fake, sizes, orders):
    """Takes the distance at the largest size for that at infinity."""
    d = {}
    for n, order in zip(sizes, orders, strict=True):
        f = fake[order[:n]]
        d[n] = frechet_distance(real.mean(0), torch.cov(real.T), f.mean(0), torch.cov(f.T))
    small, large = min(d), max(d)
    return d[large], (d[small] - d[large]) / (1 / small - 1 / large)


@mutant(caught_by="test_which_rows_count")
def cuts_the_reference_too(real, fake, sizes, orders):
    """Compares equal sizes, and so cuts the reference to n as well."""
    d = []
    for n, order in zip(sizes, orders, strict=True):
        f, r = fake[order[:n]], real[:n]
        d.append(frechet_distance(r.mean(0), torch.cov(r.T), f.mean(0), torch.cov(f.T)))
    A = torch.tensor([[1.0, 1 / n] for n in sizes], dtype=torch.float64)
    line = torch.linalg.lstsq(A, torch.tensor(d, dtype=torch.float64)[:, None]).solution[:, 0]
    return float(line[0]), float(line[1])


@mutant(caught_by="test_which_rows_count")
def ignores_the_orders(real, fake, sizes, orders):
    """Takes the first n rows as they stand."""
    d = []
    for n in sizes:
        f = fake[:n]
        d.append(frechet_distance(real.mean(0), torch.cov(real.T), f.mean(0), torch.cov(f.T)))
    A = torch.tensor([[1.0, 1 / n] for n in sizes], dtype=torch.float64)
    line = torch.linalg.lstsq(A, torch.tensor(d, dtype=torch.float64)[:, None]).solution[:, 0]
    return float(line[0]), float(line[1])


@mutant(caught_by="test_the_line_through_the_distances")
def joins_the_two_ends(real, fake, sizes, orders):
    """Draws the line through the first and the last point."""
    d = []
    for n, order in zip(sizes, orders, strict=True):
        f = fake[order[:n]]
        d.append(frechet_distance(real.mean(0), torch.cov(real.T), f.mean(0), torch.cov(f.T)))
    slope = (d[0] - d[-1]) / (1 / sizes[0] - 1 / sizes[-1])
    return d[-1] - slope / sizes[-1], slope


@mutant(caught_by="test_the_line_through_the_distances")
def swaps_the_two(real, fake, sizes, orders):
    """Returns the slope first."""
    d = []
    for n, order in zip(sizes, orders, strict=True):
        f = fake[order[:n]]
        d.append(frechet_distance(real.mean(0), torch.cov(real.T), f.mean(0), torch.cov(f.T)))
    A = torch.tensor([[1.0, 1 / n] for n in sizes], dtype=torch.float64)
    line = torch.linalg.lstsq(A, torch.tensor(d, dtype=torch.float64)[:, None]).solution[:, 0]
    return float(line[1]), float(line[0])


@mutant(caught_by="test_the_line_through_the_distances")
def weighs_by_size(real, fake, sizes, orders):
    """Gives large subsets more weight, since they are measured better."""
    d = []
    for n, order in zip(sizes, orders, strict=True):
        f = fake[order[:n]]
        d.append(frechet_distance(real.mean(0), torch.cov(real.T), f.mean(0), torch.cov(f.T)))
    w = torch.tensor(sizes, dtype=torch.float64)[:, None]
    A = torch.tensor([[1.0, 1 / n] for n in sizes], dtype=torch.float64)
    line = torch.linalg.lstsq(w * A, w * torch.tensor(d, dtype=torch.float64)[:, None]).solution[:, 0]
    return float(line[0]), float(line[1]) * (1 + 1e-3)
