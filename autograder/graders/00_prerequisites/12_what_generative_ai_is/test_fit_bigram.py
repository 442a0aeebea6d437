"""Hidden tests of `fit_bigram`: counts of pairs, boundaries, and smoothing."""

from itertools import pairwise

import torch

from autograder.testing import assert_close, assert_dtype, inside, points


@inside
def fit(ns, names, alpha):
    """The table, and the names after the call."""
    names = list(names)
    return ns.fit_bigram(names, alpha), names


def codes_of(name):
    """Numbers of letters, with boundaries."""
    return [0, *(ord(letter) - 96 for letter in name), 0]


def reference(names, alpha):
    """Equation (5)."""
    counts = torch.full((27, 27), float(alpha), dtype=torch.float64)
    for name in names:
        letters = codes_of(name)
        for i, j in pairwise(letters):
            counts[i, j] += 1
    return counts / counts.sum(1, keepdim=True)


def draw_names(rng, count, letters=26, longest=8):
    """Texts of random letters."""
    lengths = rng.integers(1, longest + 1, (count,)).tolist()
    return ["".join(chr(97 + int(k)) for k in rng.integers(0, letters, (length,))) for length in lengths]


def ask(notebook, names, alpha):
    """The table of shares."""
    p, after = notebook.run(fit, names, alpha)
    assert after == names, "the caller's list has changed"
    assert_dtype(p, torch.float64, what="the table")
    return p


@points("fit_bigram", 2)
def test_pairs_are_counted(notebook, rng):
    """Every pair of neighbours counts, as often as it occurs: in rows the first letter, in columns the next."""
    hint = "Each letter with the one right after it is a pair, and each pair counts; rows are divided by their sums at the end."
    for count, letters in ((40, 26), (200, 3), (30, 1), (1, 26)):
        names = draw_names(rng, count, letters)
        alpha = float(rng.uniform(0.1, 2))
        assert_close(ask(notebook, names, alpha), reference(names, alpha), what="the table", hint=hint)
    names = draw_names(rng, 5) * 3  # what stands in the list three times counts three times
    assert_close(ask(notebook, names, 0.5), reference(names, 0.5), what="the table of repeated names", hint=hint)


@points("fit_bigram", 2)
def test_boundaries_are_letters_too(notebook, rng):
    """How names begin and how they end is counted; nothing goes from the end of a name to the next name's first letter."""
    first, last = (chr(97 + int(k)) for k in rng.numpy.choice(26, 2, replace=False))
    names = [first, last, first + last] * 4
    p, expected = ask(notebook, names, 0.01), reference(names, 0.01)
    hint = "A name of one letter has two pairs: from the boundary to it, and from it to the boundary."
    assert_close(p[0], expected[0], what="the row of the boundary", hint=hint)
    assert_close(p[:, 0], expected[:, 0], what="the column of the boundary", hint=hint)
    hint = "The boundary stands between names: their letters are no neighbours."
    assert_close(p, expected, what="the table of short names", hint=hint)


@points("fit_bigram", 1)
def test_smoothing(notebook, rng):
    """Each of the 27 cells of a row gets alpha, little or much; rows without counts are uniform."""
    names = draw_names(rng, 10, 5)
    hint = "Add alpha to every count before you divide: 27 alphas in each row, the boundary's cell included."
    for alpha in (1e-9, 1e-3, 1.0, 27.0, 1e6):
        assert_close(ask(notebook, names, alpha), reference(names, alpha), rtol=1e-9, what="the table", hint=hint)
    uniform = torch.full((27, 27), 1 / 27, dtype=torch.float64)
    for alpha in (1e-9, 2.5):
        assert_close(ask(notebook, [], alpha), uniform, what="the table of no names", hint=hint)
