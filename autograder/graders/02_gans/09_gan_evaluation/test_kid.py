"""Hidden tests of `kid`: values, unequal sizes, no bias, no clamp."""

import torch

from autograder.testing import as_tensor, assert_close, points, require


def kid_by_definition(x, y):
    """Equation (5), over explicit pairs."""
    d = x.shape[1]

    def k(a, b):
        return (float(a @ b) / d + 1) ** 3

    def within(z):
        pairs = [k(a, b) for i, a in enumerate(z) for j, b in enumerate(z) if i != j]
        return sum(pairs) / len(pairs)

    return within(x) + within(y) - 2 * sum(k(a, b) for a in x for b in y) / (len(x) * len(y))


def ask(notebook, x, y):
    """One finite number."""
    value = as_tensor(notebook.kid(x, y), "KID")
    require(value.numel() == 1, "KID has to be one number", hint="Three means.")
    return value.reshape(())


@points("kid", 2)
def test_values(notebook, rng):
    """It is equation (5) for sets of one size, in one dimension and in many, and the same if the sets change places."""
    for n, d in ((2, 1), (5, 1), (8, 3), (6, 10)):
        x, y = rng.normal(n, d), 0.5 + 2 * rng.normal(n, d)
        hint = "The product of two features is divided by the number of features, then 1 is added, then the cube."
        found = ask(notebook, x, y)
        assert_close(found, kid_by_definition(x, y), rtol=1e-5, what=f"KID of {n} and {n} rows of {d}", hint=hint)
        assert_close(ask(notebook, y, x), found, rtol=1e-5, what="KID the other way round", hint="It is symmetric.")


@points("kid", 1)
def test_sets_of_unequal_size(notebook, rng):
    """The two sets may differ in size, and each mean is over its own number of pairs."""
    for n, m in ((3, 7), (9, 2), (12, 5)):
        x, y = rng.normal(n, 4), rng.normal(m, 4) - 0.5
        hint = "N (N - 1) pairs in the one set, M (M - 1) in the other, N M between: of these none is left out."
        found = ask(notebook, x, y)
        assert_close(found, kid_by_definition(x, y), rtol=1e-5, what=f"KID of {n} and {m} rows", hint=hint)


@points("kid", 2)
def test_no_bias_and_negative_values(notebook, rng):
    """Few samples of equal distributions have negative values now and then, and no bias."""
    sets = [(rng.normal(6, 3), rng.normal(4, 3)) for _ in range(60)]
    values = torch.stack([ask(notebook, x, y) for x, y in sets])
    hint = (
        "A row paired with itself is similar without saying anything: leave the diagonal out. And cut nothing off at 0."
    )
    require(bool((values < 0).any()), "it is never negative, so it cannot be unbiased", hint=hint)
    unbiased = sum(kid_by_definition(x, y) for x, y in sets) / len(sets)
    what = "the mean of KID over many pairs of small sets"
    assert_close(values.mean(), unbiased, rtol=1e-5, atol=1e-6, what=what, hint=hint)
