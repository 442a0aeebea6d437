"""Hidden tests of `log_prob`: sums of logarithms, what is impossible, and that all names together are certain."""

import itertools
import math

import numpy as np
import torch

from autograder.testing import assert_close, assert_dtype, inside, points


@inside
def judge(ns, p, names):
    """The logarithms, and the table after the call."""
    p = np.array(p)
    with np.errstate(all="ignore"):
        return ns.log_prob(p, list(names)), p


def ask(notebook, p, names):
    """One logarithm for each name; the caller's table must be as it was."""
    answer, after = notebook.run(judge, p.numpy(), names)
    assert_close(after, p, rtol=0, atol=0, what="the caller's table after the call")
    assert_dtype(
        answer, torch.float64, what="the list of logarithms", hint="An array of floats, also where the list is empty."
    )
    return answer


def reference(p, names):
    """Equation (6)."""
    totals = []
    for name in names:
        letters = [0, *(ord(letter) - 96 for letter in name), 0]
        totals.append(p[letters[:-1], letters[1:]].log().sum())
    return torch.stack(totals) if totals else torch.zeros(0, dtype=torch.float64)


def draw_table(rng):
    """Rows of shares, rough ones."""
    p = rng.uniform(0, 1, (27, 27)) ** 3 + 1e-6
    return p / p.sum(1, keepdim=True)


def draw_names(rng, count, longest=9):
    """Texts of random letters."""
    lengths = rng.integers(1, longest + 1, (count,)).tolist()
    return ["".join(chr(97 + int(k)) for k in rng.integers(0, 26, (length,))) for length in lengths]


@points("log_prob", 2)
def test_sum_over_pairs(notebook, rng):
    """Each name has its own sum, over all of its pairs, both boundaries included; no names have no sums."""
    hint = (
        "log p(j | i) of every pair: from the boundary to the first letter, ..., from the last letter to the boundary."
    )
    for count in (1, 2, 30):
        p, names = draw_table(rng), draw_names(rng, count)
        assert_close(ask(notebook, p, names), reference(p, names), rtol=1e-9, what="the list of logarithms", hint=hint)
    names = [chr(97 + int(rng.integers(0, 26)))]  # a single letter
    assert_close(ask(notebook, p, names), reference(p, names), rtol=1e-9, what="the logarithm of one letter", hint=hint)
    assert_close(ask(notebook, p, []), reference(p, []), what="the list for no names")


@points("log_prob", 2)
def test_long_and_impossible_names(notebook, rng):
    """A name of thousands of letters has a finite logarithm, however small a share is; one with an impossible pair has -inf."""
    p = draw_table(rng)
    names = ["".join(chr(97 + int(k)) for k in rng.integers(0, 26, (3000,))), *draw_names(rng, 3)]
    hint = "Add logarithms. A product of thousands of shares is 0 for a computer."
    assert_close(
        ask(notebook, p, names), reference(p, names), rtol=1e-9, what="the logarithm of a long name", hint=hint
    )
    p[3, 5] = 1e-300
    assert_close(
        ask(notebook, p, ["ace", "ce"]), reference(p, ["ace", "ce"]), rtol=1e-9, what="a tiny share", hint=hint
    )
    p[3, 5] = p[7, 0] = p[0, 26] = 0.0
    p[20] = 0.0
    names = ["ace", "a", "bag", "zebra", "gab", "atom", "fin"]
    hint = "log 0 is minus infinity, and it concerns only the names that need that pair."
    expected = reference(p, names)
    assert_close(
        ask(notebook, p, names), expected, rtol=1e-9, what="the list of logarithms, with impossible pairs,", hint=hint
    )


@points("log_prob", 1)
def test_all_names_together(notebook, rng):
    """Over three letters, the probabilities of all names up to a length are the probability to have ended by then."""
    p = torch.zeros(27, 27, dtype=torch.float64)
    own = [0, *(int(k) for k in 1 + rng.numpy.choice(26, 3, replace=False))]
    block = rng.uniform(0.1, 1, (4, 4))
    block[0, 0] = 0  # no name is empty
    block = block / block.sum(1, keepdim=True)
    for a, i in enumerate(own):
        p[i, own] = block[a]
    alphabet = [chr(96 + k) for k in own[1:]]
    names = ["".join(letters) for length in range(1, 6) for letters in itertools.product(alphabet, repeat=length)]
    alive, ended = block[0, 1:], 0.0
    for _ in range(5):
        ended, alive = ended + float(alive @ block[1:, 0]), alive @ block[1:, 1:]
    total = as_sum(ask(notebook, p, names))
    hint = "Every name needs its last factor, the boundary, or names that go on are counted in names that end."
    assert_close(total, ended, rtol=1e-9, what="the sum of the probabilities of all short names", hint=hint)


def as_sum(logs):
    """The sum of the probabilities."""
    return math.fsum(math.exp(min(float(log), 0.0)) for log in logs)
