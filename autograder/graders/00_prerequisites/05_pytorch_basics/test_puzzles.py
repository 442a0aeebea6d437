"""Hidden tests of `Puzzles`: each function on fresh inputs, and that none of them loops over entries."""

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, inside, points, require


@inside
def solve(ns, name, args):
    """What one of the functions returns, and whether it has changed what it was given."""
    before = [value.clone() if torch.is_tensor(value) else value for value in args]
    found = getattr(ns.Puzzles, name)(*args)
    changed = any(torch.is_tensor(value) and not torch.equal(value, old) for value, old in zip(args, before))  # noqa: B905
    return found, changed


@inside
def count_operations(ns, name, cases):
    """How many tensor operations one of the functions asks for, for each of several inputs."""

    class Counter(torch.overrides.TorchFunctionMode):
        count = 0

        def __torch_function__(self, function, types, args=(), kwargs=None):
            self.count += 1
            return function(*args, **(kwargs or {}))

    counts = []
    for args in cases:
        with Counter() as counter:
            getattr(ns.Puzzles, name)(*args)
        counts.append(counter.count)
    return counts


def ask(notebook, name, *args):
    """What the student's function returns; it may not have changed its inputs."""
    found, changed = notebook.run(solve, name, list(args))
    require(not changed, f"{name} changes what it is given", hint="An operation ending in _ works in place.")
    return found


def random_labels(rng, n, k):
    """Labels from 0 to k - 1."""
    return rng.integers(0, k, (n,))


@points("Puzzles", 1)
def test_one_hot(notebook, rng):
    """one_hot has a 1 at each row's label and 0 elsewhere, in float32, also for labels that do not occur."""
    for n, k, used in ((9, 4, 4), (5, 12, 9), (1, 1, 1), (6, 6, 6)):
        labels = random_labels(rng, n, used)
        found = ask(notebook, "one_hot", labels, k)
        right = torch.zeros(n, k, dtype=torch.float64)
        for row, label in enumerate(labels.tolist()):
            right[row, label] = 1
        assert_close(found, right, what="one_hot", hint="Compare a column of labels with the row of all k classes.")
        assert_dtype(found, torch.float32, what="one_hot", hint="A comparison is bool; `.float()` makes it float32.")


@points("Puzzles", 1)
def test_pick(notebook, rng):
    """pick takes from each row the entry that its label points at, and keeps the dtype."""
    for n, k in ((8, 5), (7, 7), (1, 3)):
        table, labels = rng.normal(n, k), random_labels(rng, n, k)
        right = torch.stack([row[label] for row, label in zip(table, labels.tolist(), strict=True)])
        hint = "One entry for each row: a pair of index tensors, row numbers and labels."
        assert_close(ask(notebook, "pick", table, labels), right, what="pick", hint=hint)
        assert_dtype(ask(notebook, "pick", table.float(), labels), torch.float32, what="pick", hint=hint)


@points("Puzzles", 1)
def test_squared_distances(notebook, rng):
    """squared_distances has one number for each pair of rows: the sum of squared differences."""
    for n, m, d in ((6, 4, 3), (5, 5, 5), (3, 7, 1), (4, 2, 20)):
        x, y = rng.normal(n, d), rng.normal(m, d)
        right = torch.stack([torch.stack([((a - b) ** 2).sum() for b in y]) for a in x])
        hint = "Pairs: x gets an axis for the rows of y. The square of the distance is a sum over the D numbers."
        assert_close(ask(notebook, "squared_distances", x, y), right, what="squared_distances", hint=hint)


@points("Puzzles", 1)
def test_causal_mask(notebook, rng):
    """causal_mask is True exactly where the column is not later than the row."""
    for n in (1, 2, int(rng.integers(5, 12))):
        right = torch.tensor([[j <= i for j in range(n)] for i in range(n)])
        found = ask(notebook, "causal_mask", n)
        hint = "The row looks, the column is looked at; a position may look at itself."
        assert_close(as_tensor(found), right.double(), what="causal_mask", hint=hint)
        assert_dtype(found, torch.bool, what="causal_mask", hint=hint)


@points("Puzzles", 1)
def test_lift(notebook, rng):
    """lift multiplies all numbers of an example by the example's own factor, however many axes x has."""
    hint = "t belongs to the first axis of x. Flush right, without further axes, it would meet the last one."
    for shape in ((4,), (5, 5), (6, 3), (3, 3, 3), (4, 2, 3, 5), (2, 1, 3, 2, 2)):
        t, x = rng.normal(shape[0]), rng.normal(*shape)
        right = torch.stack([factor * example for factor, example in zip(t.tolist(), x, strict=True)])
        assert_close(ask(notebook, "lift", t, x), right, what="lift", hint=hint)
    assert_dtype(ask(notebook, "lift", t.float(), x.float()), torch.float32, what="lift", hint="The dtype of x.")


@points("Puzzles", 1)
def test_patches(notebook, rng):
    """patches cuts images into tiles, in reading order, and each tile's pixels stand in reading order."""
    hint = "A reshape alone keeps the order in which pixels are read, and a tile is not read without a break."
    for n, height, width, p in ((2, 6, 9, 3), (3, 4, 4, 2), (1, 8, 2, 2), (2, 3, 5, 1), (2, 4, 4, 4)):
        images = rng.normal(n, height, width)
        tiles = [
            images[:, i : i + p, j : j + p].reshape(n, -1) for i in range(0, height, p) for j in range(0, width, p)
        ]
        assert_close(ask(notebook, "patches", images, p), torch.stack(tiles, dim=1), what="patches", hint=hint)


@points("Puzzles", 1)
def test_the_work_does_not_grow(notebook, rng):
    """The number of tensor operations does not grow with the size of the input: nothing loops over rows or pixels."""
    hint = "No Python loop over entries: axes of size 1 and one operation for all of them."

    def cases(small, large):
        return [list(small), list(large)]

    inputs = {
        "one_hot": [(random_labels(rng, n, n), n) for n in (3, 40)],
        "pick": [(rng.normal(n, 5), random_labels(rng, n, 5)) for n in (3, 40)],
        "squared_distances": [(rng.normal(n, 3), rng.normal(n, 3)) for n in (3, 20)],
        "causal_mask": [(3,), (40,)],
        "lift": [(rng.normal(n), rng.normal(n, 3, 2)) for n in (3, 40)],
        "patches": [(rng.normal(n, 2 * n, 2 * n), 2) for n in (2, 12)],
    }
    for name, (small, large) in inputs.items():
        few, many = notebook.run(count_operations, name, cases(small, large))
        require(many <= few + 2, f"{name} asks for more operations the larger its input is", hint=hint)
