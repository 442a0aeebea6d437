"""Hidden tests of `overlap_map`: counts of stamps, and whether they are even."""

import torch
from torch import nn

from autograder.testing import as_tensor, assert_close, assert_shape, points, require

CASES = (
    (4, 3, 2),
    (5, 4, 2),
    (3, 5, 3),
    (6, 2, 2),
    (4, 3, 1),
    (3, 2, 5),
    (2, 7, 2),
    (1, 3, 2),
    (4, 6, 3),
    (3, 1, 1),
    (4, 1, 2),
)


def ask(notebook, n, k, s):
    """The student's two answers."""
    found = notebook.overlap_map(n, k, s)
    is_pair = isinstance(found, tuple | list) and len(found) == 2
    require(is_pair, "there are not two results", hint="Return the counts, and whether they are even.")
    counts, even = found
    answer = as_tensor(even, "whether it is even").reshape(-1)
    require(answer.numel() == 1, "whether it is even has to be one bool", hint="One answer for the whole map.")
    return as_tensor(counts, "the counts"), bool(answer[0])


@points("overlap_map", 2)
def test_counts(notebook, rng):
    """At each place of the plane stands how many inputs stamp it, borders and holes included."""
    hint = (
        "Along one axis count the inputs h with 0 <= t - s h < k; rows and columns are chosen independently: multiply."
    )
    for n, k, s in CASES:
        counts, _ = ask(notebook, n, k, s)
        side = (n - 1) * s + k
        assert_shape(counts, (side, side), what="the map of counts", hint="Equation (7) with a padding of 0.")
        ones = torch.ones(1, 1, n, n, dtype=torch.float64)
        expected = nn.functional.conv_transpose2d(ones, torch.ones(1, 1, k, k, dtype=torch.float64), stride=s)[0, 0]
        what = f"the counts for n = {n}, k = {k}, s = {s}"
        assert_close(counts, expected, what=what, hint=hint, rtol=1e-12)


@points("overlap_map", 1)
def test_even_or_not(notebook, rng):
    """Even are exactly those pairs of kernel and stride for which an endless input would stamp each place equally often."""
    hint = "Not the border decides. How many of t, t - s, t - 2 s, ... lie in 0 to k - 1: the same number for each t?"
    for s in range(1, 6):
        for k in range(1, 13):
            inputs = torch.arange(-20, 20)
            places = torch.arange(s)
            offsets = places[:, None] - s * inputs
            counts = ((offsets >= 0) & (offsets < k)).sum(dim=1)
            verdict = bool((counts == counts[0]).all())
            n = int(rng.integers(1, 4))
            message = f"the answer whether a kernel of {k} with a stride of {s} is even is wrong"
            require(ask(notebook, n, k, s)[1] == verdict, message, hint=hint)


@points("overlap_map", 1)
def test_every_stamp_is_counted(notebook, rng):
    """All stamps together are n^2 times k^2; the map is the same mirrored and transposed, and its corners are stamped once."""
    for _ in range(6):
        n, k, s = (int(rng.integers(low, high)) for low, high in ((2, 12), (1, 9), (1, 6)))
        counts, _ = ask(notebook, n, k, s)
        total = torch.tensor(float(n**2 * k**2))
        hint = "Each of the n by n inputs stamps k by k places: none may be lost at the border."
        assert_close(counts.sum(), total, what="the number of all stamps", hint=hint, rtol=1e-12)
        hint = "Rows and columns are treated alike, and so are the two ends of each."
        assert_close(counts.T, counts, what="the transposed map", hint=hint)
        assert_close(counts.flip(0), counts, what="the map upside down", hint=hint)
        corners = counts[[0, 0, -1, -1], [0, -1, 0, -1]]
        assert_close(corners, torch.ones(4), what="the count in the corners", hint=hint)
