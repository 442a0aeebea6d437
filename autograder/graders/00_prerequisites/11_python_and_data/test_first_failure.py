"""Hidden tests of `first_failure`: where a notebook stops, what it leaves in memory, and that the sets stay as they were."""

from autograder.testing import inside, points, require

ORDER = "Go through the cells from top to bottom; what stands further down does not help."


@inside
def replay(ns, notebooks):
    """For each notebook what the student predicts, as lists, and whether the given sets were changed."""
    found = []
    for cells in notebooks:
        given = [(set(reads), set(writes)) for reads, writes in cells]
        answer = ns.first_failure(given)
        changed = given != [(set(reads), set(writes)) for reads, writes in cells]
        if not isinstance(answer, (tuple, list)) or len(answer) != 2:
            found.append((False, None, None, changed))
            continue
        stop, names = answer
        is_collection = isinstance(names, (set, frozenset, list, tuple, dict))
        names = sorted(str(name) for name in names) if is_collection else None
        found.append((True, None if stop is None else int(stop), names, changed))
    return found


def reference(cells):
    """What happens."""
    names = set()
    for i, (reads, writes) in enumerate(cells):
        if set(reads) - names:
            return i, sorted(names)
        names |= set(writes)
    return None, sorted(names)


def draw(rng, n, *, forward):
    """A notebook of n cells: each writes a name of its own, and reads some from above, or one from below."""
    cells = []
    for i in range(n):
        reads = [f"v{j}" for j in range(i) if rng.integers(0, 3) == 0]
        cells.append([reads, [f"v{i}"]])
    if forward:
        at = int(rng.integers(0, n - 1))
        cells[at][0].append(f"v{int(rng.integers(at + 1, n))}")
        if rng.integers(0, 2) == 0:  # a second one, further down
            cells[n - 1][0].append("nowhere")
    return cells


def ask(notebook, notebooks):
    """Predictions beside what happens."""
    found = notebook.run(replay, notebooks)
    for is_pair, _, names, _ in found:
        require(is_pair, "what is returned is not two things", hint="Is a `return` missing?")
        require(names is not None, "the second thing is not a set of names")
    return [(each, reference(cells)) for each, cells in zip(found, notebooks, strict=True)]


@points("first_failure", 2)
def test_the_order_on_the_page(notebook, rng):
    """The notebook stops at the first cell that reads a name which no cell above it has written, or not at all."""
    notebooks = [draw(rng, n, forward=forward) for n in (2, 3, 5, 8) for forward in (True, False, True)]
    notebooks += [[[["x"], ["a"]], [["a"], ["b"]]], [[[], ["a"]], [["a", "zz"], ["b"]]]]
    notebooks += [[[["a"], ["b"]]], [[[], ["a"]], [[], ["b"]], [["a"], ["c"]]], [[[], []], [["a"], []], [[], ["a"]]]]
    for (_, stop, _, _), (right, _) in ask(notebook, notebooks):
        if right is None:
            require(stop is None, "your answer stops a notebook that runs to its end", hint=ORDER)
        else:
            require(stop is not None, "your answer lets a notebook run that stops with a NameError", hint=ORDER)
            require(stop == right, "your answer stops at the wrong cell", hint=ORDER + " Positions count from 0.")


@points("first_failure", 1)
def test_a_cell_reads_before_it_writes(notebook, rng):
    """A cell that reads a name and writes it needs it from above: counters stop where nobody has begun to count."""
    names = [f"n{int(i)}" for i in rng.integers(0, 1000, (3,))]
    a, b, c = names[0], names[1] + "b", names[2] + "c"
    notebooks = [
        [[[a], [a]]],
        [[[], [b]], [[a, b], [a]], [[a], [c]]],
        [[[], [a]], [[a], [a]], [[a], [b]]],
        [[[], [a]], [[a], [a, b]], [[c], [c]], [[], [c]]],
        [[[], [a]], [[a, b], [b]]],
    ]
    hint = "In `x = x * 3` the right side is worked out first."
    for (_, stop, _, _), (right, _) in ask(notebook, notebooks):
        require(stop == right, "a cell that reads and writes the same name is judged wrongly", hint=hint)


@points("first_failure", 1)
def test_what_is_in_memory(notebook, rng):
    """In memory is what the cells above the stop have written, each name once, or all; and the given sets stay as they were."""
    notebooks = [draw(rng, n, forward=forward) for n in (2, 4, 7) for forward in (True, False)]
    notebooks += [[], [[[], []]], [[[], ["a", "b"]], [["a"], ["a", "c"]], [["d"], ["e"]], [[], ["f"]]]]
    for (_, _, names, changed), (_, right) in ask(notebook, notebooks):
        more, fewer = set(names) - set(right), set(right) - set(names)
        hint = "The cell that stops writes nothing, and no cell below it is run."
        require(not more, "there are names in your memory that nobody has written", hint=hint)
        require(not fewer, "names are missing in your memory", hint="Every cell above the stop leaves what it writes.")
        require(names == right, "a name is in your memory twice", hint="A set has each of its names once.")
        require(not changed, "the sets that were given have been changed", hint="`a |= b` changes a; `a | b` does not.")
