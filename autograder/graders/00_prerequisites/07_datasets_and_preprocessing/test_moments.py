"""Hidden tests of `Moments`: whatever the batches, the result is that of all rows at once."""

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, inside, points, require


@inside
def gather(ns, D, batches, ddof):
    """All that a Moments knows after these batches, and whether a batch was changed."""
    moments = ns.Moments(D)
    before = [batch.clone() for batch in batches]
    for batch in batches:
        moments.update(batch)
    changed = any(not torch.equal(a, b) for a, b in zip(before, batches))  # noqa: B905 -- of one length
    covs = [moments.cov() if d is None else moments.cov(ddof=d) for d in ddof]
    return {"n": moments.n, "mean": moments.mean, "covs": covs, "std": moments.std(), "changed": changed}


@inside
def begin(ns, D):
    """Count and mean before anything came."""
    moments = ns.Moments(D)
    return moments.n, moments.mean


@inside
def weigh(ns, batch, times):
    """How many bytes a Moments is, after one batch and after many."""
    import pickle

    sizes = []
    for n in (1, times):
        moments = ns.Moments(batch.shape[1])
        for _ in range(n):
            moments.update(batch.clone())
        sizes.append(len(pickle.dumps(vars(moments))))
    return sizes


def check(notebook, rows, lengths, hint, rtol=1e-7):
    """Compare with the moments of all rows at once."""
    given = rows
    rows = rows.double()
    found = notebook.run(gather, rows.shape[1], list(given.split(lengths)), [None, 0, 1])
    require(not found["changed"], "update changes the batch", hint="Make new tensors: no `-=` on what was given.")
    count = as_tensor(found["n"], "n").reshape(-1)
    require(
        count.numel() == 1 and float(count) == len(rows), "n is not the number of rows that came", hint="Add len(x)."
    )
    assert_close(found["mean"], rows.mean(dim=0), rtol=rtol, what="the mean", hint=hint)
    centred = rows - rows.mean(dim=0)
    scatter = centred.T @ centred
    for name, cov, ddof in zip(("cov()", "cov(ddof=0)", "cov(ddof=1)"), found["covs"], (1, 0, 1), strict=True):
        assert_close(cov, scatter / (len(rows) - ddof), rtol=rtol, atol=0, what=name, hint=hint)
        assert_dtype(cov, torch.float64, what=name, hint="Gather in float64, whatever comes.")
    assert_dtype(found["mean"], torch.float64, what="the mean", hint="Gather in float64, whatever comes.")
    right = (scatter / len(rows)).diagonal().sqrt()
    assert_close(
        found["std"], right, rtol=rtol, atol=0, what="std()", hint="The root of the variance of these rows (ddof=0)."
    )


@points("Moments", 2)
def test_batches_of_equal_length(notebook, rng):
    """Batches with different means: variance between them counts as much as variance within them."""
    hint = "Equation (7): the scatter grows by that of the batch and by a part for the distance of the two means."
    for D in (3, 1, 5):
        rows = rng.normal(4, 25, D) + 3 * rng.normal(4, 1, D)
        check(notebook, rows.reshape(100, D), [25] * 4, hint)
    rows = torch.arange(4.0, dtype=torch.float64).repeat_interleave(10)[:, None] * torch.tensor(
        [[1.0, -2.0]], dtype=torch.float64
    )
    check(notebook, rows, [10] * 4, hint)
    check(notebook, rng.normal(30, 4), [30], hint)


@points("Moments", 1)
def test_batches_of_any_length(notebook, rng):
    """Batches of different lengths, of one row, and of none, also at the start; before the first row the mean is 0."""
    hint = "Weigh each batch by its number of rows; a batch without rows changes nothing."
    rows = rng.normal(60, 3) * rng.uniform(0.1, 4, (3,)) + torch.linspace(0, 5, 60, dtype=torch.float64)[:, None]
    for lengths in ([1] * 20 + [40], [0, 33, 0, 1, 26, 0], [2, 58], [59, 1]):
        check(notebook, rows, lengths, hint)
    n, mean = notebook.run(begin, 4)
    assert_close(mean, torch.zeros(4), what="the mean before the first row", hint="Zeros, of length D.")
    assert_dtype(mean, torch.float64, what="the mean before the first row", hint="Gather in float64 from the start.")
    require(float(as_tensor(n, "n")) == 0, "n is not 0 before the first row", hint="Begin to count at 0.")


@points("Moments", 2)
def test_large_numbers_and_other_dtypes(notebook, rng):
    """A small spread around a large mean is measured exactly, and bytes and float32 are gathered in float64."""
    hint = "The mean of squares minus the square of the mean loses its digits: gather distances from the mean instead."
    rows = 1e8 + torch.round(1024 * rng.normal(90, 2)) / 1024 + torch.arange(90.0, dtype=torch.float64)[:, None] / 64
    check(notebook, rows, [30, 50, 10], hint, rtol=1e-6)
    hint = "Convert a batch to float64 before you sum: bytes wrap around, and float32 forgets."
    check(notebook, rng.integers(100, 256, (200, 3)).to(torch.uint8), [60, 140], hint)
    check(notebook, (3000 + rng.normal(400, 2)).float(), [100] * 4, hint)
    check(notebook, 1e-9 * rng.normal(50, 2), [10, 40], "Nothing may be added or rounded: numbers can be tiny.")


@points("Moments", 1)
def test_it_keeps_numbers_and_not_the_data(notebook, rng):
    """It is as large after forty batches as after one, and right."""
    batch = rng.normal(300, 4)
    sizes = [int(size) for size in notebook.run(weigh, batch, 40)]
    hint = "Count, mean and scatter are enough. A stream does not fit into memory."
    require(sizes[1] < 2 * sizes[0], "a Moments grows with the data that it has seen", hint=hint)
    check(notebook, torch.cat([batch, batch + 1]), [300, 300], hint)
