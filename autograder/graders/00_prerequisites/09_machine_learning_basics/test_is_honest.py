"""Hidden tests of `is_honest`: what it must accept, and the leaks that it must catch. Each test asks for both."""

import numpy as np

from autograder.testing import as_tensor, inside, points, require


@inside
def ask_about(ns, kind, X, y, train, test):
    """The verdict on a program of this kind, and the caller's arrays after the call."""
    X, y = np.array(X), np.array(y)

    def link(X, y):
        return (y - 0.5) @ X / len(y)

    def scaled(X, rows):
        return (X - X[rows].mean(axis=0)) / X[rows].std(axis=0)

    def program(X, y, train, test):
        everybody = np.arange(len(X))
        honest = scaled(X, train) @ link(scaled(X, train)[train], y[train])
        if kind == "scales with train":
            return honest[test]
        if kind == "nearest of train":
            distance = (((X[test][:, None] - X[train][None]) / X[train].std(axis=0)) ** 2).sum(axis=2)
            return y[train][distance.argmin(axis=1)]
        if kind == "chooses by train":
            best = np.abs(link(scaled(X, train)[train], y[train])).argmax()
            return scaled(X, train)[test][:, best]
        if kind == "says the mean":
            return np.full(len(test), y[train].mean())
        if kind == "says nothing":
            return np.zeros(len(test))
        if kind == "own features":
            return [float(np.sum(np.abs(row / X[train].std(axis=0)))) for row in X[test]]
        if kind == "writes":
            X -= X[train].mean(axis=0)
            X /= X[train].std(axis=0)
            weights = link(X[train], y[train])
            y -= 7.0
            train += 0 * train
            answer = X[test] @ weights
            test[:] = 0
            return answer
        if kind == "strict":
            if not np.isfinite(X).all() or not np.isin(y, (0.0, 1.0)).all() or len(X) != len(y):
                raise ValueError("features have to be finite, and labels 0 or 1")
            return honest[test]
        if kind == "rounds":
            return honest[test] + 1e-11 * (scaled(X, train)[test].std() + y[test].sum())
        if kind == "scales with all":
            return (scaled(X, everybody) @ link(scaled(X, train)[train], y[train]))[test]
        if kind == "scales with test":
            return (scaled(X, np.r_[test, train[:1]]) @ link(scaled(X, train)[train], y[train]))[test]
        if kind == "links with all":
            return scaled(X, train)[test] @ link(scaled(X, train), y)
        if kind == "prior of all":
            return honest[test] + y.mean()
        if kind == "own label":
            return honest[test] + 0.01 * y[test]
        if kind == "others' labels":
            return honest[test] + 0.01 * (y[test].sum() - y[test])
        if kind == "first":
            return honest[test] - honest[test[0]]
        if kind == "last label":
            return honest[test] + 0.05 * y[test[-1]]
        if kind == "largest":
            return np.minimum(honest[test], 0) + np.maximum(scaled(X, train)[test].max(), 3)
        if kind == "largest of the first":
            return honest[test] + np.maximum(scaled(X, train)[test, 0].max(), 2.5)
        if kind == "smallest":
            return honest[test] + np.minimum(scaled(X, train)[test].min(), -3)
        if kind == "ranks":
            mine = scaled(X, train)[test].sum(axis=1)
            return (mine[:, None] > mine[None, :]).sum(axis=1) / len(test)
        if kind == "wins and losses":  # a label moves one forecast up and another down
            return honest[test] + 0.1 * (y[test] - np.roll(y[test], 1))
        if kind == "last row":
            return honest[test] + 0.01 * scaled(X, train)[test[-1]].sum()
        if kind == "faintly":
            return honest[test] + 3e-4 * y[test]
        raise KeyError(kind)

    train, test = np.array(train, dtype=np.int64), np.array(test, dtype=np.int64)
    verdict = ns.is_honest(program, X, y, train, test)
    return verdict, X, y, train, test


def draw(rng, count=24, tests=4, units=1.0):
    """Features without outliers, labels (half of each part are ones), and a split."""
    order = rng.numpy.permutation(count)
    test, train = order[:tests], order[tests:]
    y = np.zeros(count)
    y[test[: tests // 2]] = 1.0
    y[train[: (count - tests) // 2]] = 1.0
    X = rng.numpy.uniform(-1, 1, (count, 3)) * units + 2 * units
    return X, y, np.sort(train), rng.numpy.permutation(test)


def judge(notebook, case, kind, verdict, hint):
    """Put one program to the student's check."""
    X, y, train, test = case
    answer, *after = notebook.run(ask_about, kind, X, y, train, test)
    answer = as_tensor(answer, "the verdict").reshape(-1)
    require(answer.numel() == 1, "the verdict has to be one bool", hint="Reduce with `.any()`, then `bool(...)`.")
    message = f"your check {'rejects an honest' if verdict else 'accepts a leaking'} program ({kind})"
    require(bool(answer[0]) == verdict, message, hint=hint)
    same = all(np.array_equal(as_tensor(a).numpy(), b) for a, b in zip(after, case, strict=True))
    require(same, "the caller's arrays have changed", hint="Hand out copies, of all of them, in every call.")


@points("is_honest", 2)
def test_labels_that_must_not_matter(notebook, rng):
    """Programs that learn from train are accepted; those that use any test label, one or all of them, are caught."""
    for kind in ("scales with train", "nearest of train", "says the mean"):
        hint = "It uses training rows and each row's own features: no forecast may be called moved that has not moved."
        judge(notebook, draw(rng), kind, True, hint)
    for kind in (
        "own label",
        "others' labels",
        "prior of all",
        "links with all",
        "last label",
        "wins and losses",
        "faintly",
    ):
        hint = "Flip one test label at a time: then look at all forecasts. Effects of several flips can cancel."
        judge(notebook, draw(rng), kind, False, hint)
    for label in (0.0, 1.0):
        X, y, train, test = draw(rng, tests=1)
        y[test] = label
        hint = "A test part may be a single row, with either label."
        judge(notebook, (X, y, train, test), "own label", False, hint)
    judge(notebook, draw(rng, tests=1), "links with all", False, "A test part may be a single row.")


@points("is_honest", 2)
def test_features_of_others_must_not_matter(notebook, rng):
    """Forecasts that depend on their own row only are accepted; those that see other test rows are caught, in any units."""
    units = np.array([1e4, 1e-4, 1.0])
    for kind in ("own features", "chooses by train", "scales with train"):
        hint = "A forecast may depend on its own row: leave that out when you look at what has moved."
        judge(notebook, draw(rng), kind, True, hint)
        judge(notebook, draw(rng, units=units), kind, True, hint)
    for kind in ("scales with all", "scales with test", "first", "largest", "smallest", "ranks", "last row"):
        hint = "Move one test row at a time, by widths of its columns, up and down; then look at the other forecasts."
        judge(notebook, draw(rng), kind, False, hint)
    judge(notebook, draw(rng, units=units), "scales with all", False, "Columns have units: move by widths of theirs.")
    for unit in (1e6, 1e-8):
        judge(
            notebook, draw(rng, units=unit), "scales with test", False, "Columns have units: move by widths of theirs."
        )
    X, y, train, test = draw(rng)
    wide = np.column_stack([1e3 * (X[:, 0] - 2), rng.numpy.uniform(-1, 1, (len(X), 59))])
    wide[test, 0] *= 0.5  # far from the largest: a move by widths of the other columns is too small to show anything
    hint = "Columns have units, each its own: move each by widths of that column."
    judge(notebook, (wide, y, train, test), "largest of the first", False, hint)
    judge(notebook, draw(rng, count=20, tests=2), "first", False, "Two test rows are enough for a leak.")
    judge(notebook, draw(rng, tests=1), "own features", True, "A single test row has no others.")


@points("is_honest", 2)
def test_splits_and_programs_with_manners_of_their_own(notebook, rng):
    """Programs that write into their arrays, refuse strange values or round are accepted; overlapping splits are not."""
    hint = "Hand out copies of everything, in every call: a program may write into what it gets."
    judge(notebook, draw(rng), "writes", True, hint)
    judge(notebook, draw(rng), "strict", True, "Labels stay 0 or 1, features finite, and rows as many as they were.")
    judge(notebook, draw(rng), "rounds", True, "Rounding is no leak: forgive 1e-9.")
    X, y, train, test = draw(rng)
    hint = "Look at the split itself: a row on both sides has been seen."
    judge(notebook, (X, y, np.r_[train, test[-1:]], test), "scales with train", False, hint)
    judge(notebook, (X, y, np.r_[test[:1], train], test), "says the mean", False, hint)
    judge(notebook, (X, y, np.r_[train, test[1:2]], test), "says nothing", False, hint)
    judge(notebook, (X, y, train, test), "says nothing", True, "It says the same of every row, whatever they hold.")
    judge(notebook, (X, y, train, test), "faintly", False, "A leak of 1e-4 is a leak.")
