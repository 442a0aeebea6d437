"""Hidden tests of `kid`: values, unequal sizes, no bias, no clamp."""

import torch

from autograder.testing import as_tensor, assert_close, points, require

ROUNDING = 1e-5  # of the mean size of a similarity: the three terms nearly cancel, and float32 will do


def kid_by_definition(x, y):
    """Equation (5), over explicit pairs, and how far rounding may lead from it."""
    d = x.shape[1]

    def k(a, b):
        return (float(a @ b) / d + 1) ** 3

    def mean(pairs):
        return sum(pairs) / len(pairs)

    def within(z):
        return [k(a, b) for i, a in enumerate(z) for j, b in enumerate(z) if i != j]

    between = [k(a, b) for a in x for b in y]
    size = max(
        mean([abs(k(a, b)) for a in z for b in z]) for z in (x, y)
    )  # whoever takes the trace off has it in a sum
    return mean(within(x)) + mean(within(y)) - 2 * mean(between), ROUNDING * size


def ask(notebook, x, y):
    """One finite number."""
    value = as_tensor(notebook.kid(x, y), "KID")
    require(value.numel() == 1, "KID has to be one number", hint="Three means.")
    return value.reshape(())


@points("kid", 2)
def test_values(notebook, rng):
    """It is equation (5) for sets of one size, in one dimension and in many, and the same if the sets change places."""
    for n, d in ((2, 1), (5, 1), (8, 3), (6, 10)):
        x, y = rng.uniform(-1, 1, (n, d)), rng.uniform(-1, 2, (n, d))
        hint = "Product over the number of features, plus 1, cubed. Between the sets every pair counts. No root at the end."
        found = ask(notebook, x, y)
        wanted, rounding = kid_by_definition(x, y)
        assert_close(found, wanted, atol=rounding, what=f"KID of {n} and {n} rows of {d}", hint=hint)
        single = ask(notebook, x.float(), y.float())
        assert_close(single, wanted, atol=rounding, what="KID of float32 features", hint=hint)
        turned = ask(notebook, y, x)
        assert_close(turned, found, atol=2 * rounding, what="KID the other way round", hint="It is symmetric.")


@points("kid", 1)
def test_sets_of_unequal_size(notebook, rng):
    """The two sets may differ in size, and each mean is over its own number of pairs."""
    for n, m in ((3, 7), (9, 2), (12, 5)):
        x, y = rng.normal(n, 4), rng.normal(m, 4) - 0.5
        hint = "N (N - 1) pairs in the one set, M (M - 1) in the other, N M between: of these none is left out."
        found = ask(notebook, x, y)
        wanted, rounding = kid_by_definition(x, y)
        assert_close(found, wanted, atol=rounding, what=f"KID of {n} and {m} rows", hint=hint)


@points("kid", 2)
def test_no_bias_and_negative_values(notebook, rng):
    """Few samples of equal distributions have negative values now and then, and no bias."""
    sets = [(rng.normal(6, 3), rng.normal(4, 3)) for _ in range(60)]
    values = torch.stack([ask(notebook, x, y) for x, y in sets])
    hint = (
        "A row paired with itself is similar without saying anything: leave the diagonal out. And cut nothing off at 0."
    )
    require(bool((values < 0).any()), "it is never negative, so it cannot be unbiased", hint=hint)
    unbiased, rounding = (
        sum(part) / len(sets) for part in zip(*(kid_by_definition(x, y) for x, y in sets), strict=True)
    )
    what = "the mean of KID over many pairs of small sets"
    assert_close(values.mean(), unbiased, atol=rounding, what=what, hint=hint)
