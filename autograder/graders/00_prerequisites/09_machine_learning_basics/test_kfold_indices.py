"""Hidden tests of `kfold_indices`: what the parts hold, that they are shuffled, and what is refused."""

import numpy as np

from autograder.testing import as_tensor, inside, points, raises, require


@inside
def deal(ns, n, k, seed, times=1, noise=None):
    """The parts that are dealt from a generator with this seed, and of what kind the numbers are."""
    rng = np.random.default_rng(seed)
    if noise is not None:
        np.random.seed(noise)  # nothing may depend on the generator that everybody shares
    for _ in range(times):
        folds = list(ns.kfold_indices(n, k, rng))
    kinds = [np.asarray(part).dtype.kind for fold in folds for part in fold]
    return [[np.asarray(part) for part in fold] for fold in folds], kinds


def ask(notebook, n, k, seed, *rest):
    """A list of pairs of sorted lists."""
    folds, kinds = notebook.run(deal, n, k, seed, *rest)
    require(len(folds) == k, "there has to be one pair for each part")
    require(all(len(fold) == 2 for fold in folds), "each part is a pair", target="(train, val)")
    require(all(kind in ("i", "u") for kind in kinds), "numbers of examples have to be integers")
    pairs = []
    for train, val in folds:
        train, val = as_tensor(train, "train"), as_tensor(val, "val")
        require(train.ndim == 1 and val.ndim == 1, "train and val are plain lists of numbers")
        pairs.append((sorted(int(i) for i in train), sorted(int(i) for i in val)))
    return pairs


SIZES = ((10, 5), (10, 4), (11, 3), (7, 7), (2, 2), (9, 2), (23, 6), (5, 4))


@points("kfold_indices", 2)
def test_each_example_is_kept_back_once(notebook, rng):
    """The validation parts have no example in common, hold all of them, and differ in size by one at most."""
    for n, k in SIZES:
        folds = ask(notebook, n, k, int(rng.integers(0, 10**6)))
        held = sorted(i for _, val in folds for i in val)
        message = f"of {n} examples in {k} parts, not every one is kept back exactly once"
        require(held == list(range(n)), message, hint="What becomes of the remainder, if k does not divide n?")
        sizes = [len(val) for _, val in folds]
        message = f"the sizes of {k} parts of {n} examples differ by more than 1"
        require(max(sizes) - min(sizes) <= 1, message, hint="Share the remainder out: `np.array_split` does.")


@points("kfold_indices", 1)
def test_the_rest_is_learnt_from(notebook, rng):
    """Each training part holds exactly the examples that are not kept back."""
    for n, k in SIZES:
        for train, val in ask(notebook, n, k, int(rng.integers(0, 10**6))):
            require(not set(train) & set(val), "an example is in both parts of a pair", hint="Then the exam is known.")
            message = "a training part lacks examples, or has one twice"
            require(train == sorted(set(range(n)) - set(val)), message, hint="All the other parts, each once.")


@points("kfold_indices", 1)
def test_all_chance_comes_from_the_generator(notebook, rng):
    """Parts are shuffled; another seed deals others; the same generator in the same state deals the same."""
    n, k = 200, 4
    seeds = [int(s) for s in rng.integers(0, 10**6, (3,))]
    dealt = [frozenset(frozenset(val) for _, val in ask(notebook, n, k, seed)) for seed in seeds]
    length = n // k
    tidy = {
        frozenset(frozenset(range(i * length, (i + 1) * length)) for i in range(k)),
        frozenset(frozenset(range(i, n, k)) for i in range(k)),
    }
    require(not any(parts in tidy for parts in dealt), "the examples are not shuffled", hint="Files are often sorted.")
    require(len(set(dealt)) == len(dealt), "another seed deals the same parts", hint="Use the generator handed in.")
    for seed in seeds:  # how close numbers stay together, which is a matter of chance if they are shuffled
        near = sum(i + 1 in val for _, val in ask(notebook, n, k, seed) for i in val)
        message = "neighbours stay together, or are kept apart"
        require(12 <= near <= 88, message, hint="Every example may come into any part, with any others.")
    first = ask(notebook, n, k, seeds[0], 1, 1)
    again = ask(notebook, n, k, seeds[0], 1, 2)
    message = "the same generator in the same state deals other parts"
    require(first == again, message, hint="No chance from anywhere but `rng`.")
    second = ask(notebook, n, k, seeds[0], 2)
    message = "a second call with the same generator deals the same parts again"
    require(second != first, message, hint="Draw from `rng` itself: a copy, or one with a seed of yours, starts anew.")


@points("kfold_indices", 1)
def test_too_few_or_too_many_parts_are_refused(notebook, rng):
    """One part, none, and more parts than examples are refused with a ValueError; as many as examples are allowed."""
    seed = int(rng.integers(0, 10**6))
    ask(notebook, 4, 4, seed)
    ask(notebook, 3, 2, seed)
    for n, k in ((5, 1), (5, 0), (5, -2), (5, 6), (1, 2), (1, 1), (0, 2)):
        with raises("ValueError", what=f"a call with {n} examples and {k} parts", hint="2 <= k <= n."):
            notebook.run(deal, n, k, seed)
