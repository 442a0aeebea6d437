"""Hidden tests of `stratified_split`: nothing is lost, each class is dealt out fairly, and by the chance that is handed in."""

import torch

from autograder.testing import as_tensor, assert_dtype, inside, points, require

SIGMAS = 6.5  # of a binomial count: beyond it by accident in less than one test of ten million


@inside
def split(ns, labels, fractions, seed, global_seed):
    """The parts for a generator with this seed; whether the labels and the global generator were left alone."""
    torch.manual_seed(global_seed)
    state, before = torch.get_rng_state(), labels.clone()
    parts = ns.stratified_split(labels, fractions, torch.Generator().manual_seed(seed))
    return list(parts), not torch.equal(before, labels), not torch.equal(state, torch.get_rng_state())


@inside
def count_first(ns, labels, fractions, seeds):
    """How often each example comes into the first part, over many generators."""
    counts = torch.zeros(len(labels), dtype=torch.float64)
    for seed in seeds:
        part = ns.stratified_split(labels, fractions, torch.Generator().manual_seed(seed))[0]
        counts[torch.as_tensor(part, dtype=torch.int64)] += 1
    return counts


def ask(notebook, labels, fractions, seed, global_seed=0):
    """The student's parts, as lists of indices, each example in exactly one of them."""
    parts, changed, _ = notebook.run(split, labels, fractions, seed, global_seed)
    require(not changed, "the labels are changed", hint="They are only read.")
    require(
        len(parts) == len(fractions), "there are not as many parts as fractions", hint="A list with a part for each."
    )
    for part in parts:
        assert_dtype(part, torch.int64, what="a part", hint="Indices are int64 tensors, also of an empty part.")
        require(
            as_tensor(part, "a part").ndim == 1, "a part has more or less than one axis", hint="Flatten the indices."
        )
    parts = [[int(i) for i in as_tensor(part, "a part").tolist()] for part in parts]
    together = sorted(i for part in parts for i in part)
    hint = "Cut each class at boundaries: what one part begins with is what the one before ends with, and the last ends at n_c."
    require(together == list(range(len(labels))), "some examples are in no part, or in more than one", hint=hint)
    return parts


def check_shares(labels, fractions, parts):
    """Each class comes into each part in proportion, up to one example."""
    for label in labels.unique():
        n = int((labels == label).sum())
        for part, fraction in zip(parts, fractions, strict=True):
            count = sum(int(labels[i]) == int(label) for i in part)
            hint = "Deal out each class by itself, and round the boundaries, not the sizes."
            message = "a class is more than one example away from its share of a part"
            require(abs(count - fraction * n) <= 1 + 1e-9, message, hint=hint)


@points("stratified_split", 2)
def test_each_class_in_proportion(notebook, rng):
    """Every example is in one part, and every class is within one example of its share of each part."""
    cases = [
        ([40, 17, 3, 1], (0.8, 0.1, 0.1)),
        ([11, 11, 11], (0.24, 0.24, 0.24, 0.28)),
        ([100, 10], (0.5, 0.5)),
        ([9, 25], (0.15, 0.0, 0.35, 0.5)),
        ([7], (1.0,)),
        ([13, 6], (0.19, 0.19, 0.19, 0.19, 0.24)),
        ([11, 33], (0.3, 0.3, 0.3, 0.1)),
    ]
    for sizes, fractions in cases:
        names = torch.from_numpy(rng.numpy.choice(1000, len(sizes), replace=False)) - 500
        labels = torch.cat([name.expand(size) for name, size in zip(names, sizes, strict=True)])
        for order in (torch.arange(len(labels)), torch.from_numpy(rng.numpy.permutation(len(labels)))):
            parts = ask(notebook, labels[order], fractions, int(rng.integers(0, 1000)))
            check_shares(labels[order], fractions, parts)


@points("stratified_split", 2)
def test_chance_decides_who_comes_where(notebook, rng):
    """Over many generators each example comes into a part as often as any other of its class."""
    sizes, fractions, repeats = [10, 5, 20], (0.2, 0.8), 400
    labels = torch.cat([torch.full((size,), label) for label, size in enumerate(sizes)])
    first = int(rng.integers(0, 10**6))
    counts = as_tensor(notebook.run(count_first, labels, fractions, list(range(first, first + repeats))), "the counts")
    slack = SIGMAS * (repeats * 0.2 * 0.8) ** 0.5
    hint = "Shuffle each class before it is cut, by a permutation drawn from the generator."
    far = (counts - 0.2 * repeats).abs().max()
    require(float(far) <= slack, "some examples come into a part more often than others of their class", hint=hint)


@points("stratified_split", 1)
def test_the_generator_is_all_the_chance(notebook, rng):
    """The same generator gives the same parts, another one others, and the global generator is neither asked nor changed."""
    labels = rng.integers(0, 3, (60,))
    fractions = [0.7, 0.3]
    parts = ask(notebook, labels, fractions, 11, global_seed=1)
    hint = "`torch.randperm(n, generator=generator)`; without it the global generator is asked."
    again = ask(notebook, labels, fractions, 11, global_seed=2)
    require(parts == again, "the same generator gives other parts", hint=hint)
    require(
        [set(part) for part in parts] != [set(part) for part in ask(notebook, labels, fractions, 12)],
        "another generator gives the same parts",
        hint=hint,
    )
    _, _, touched = notebook.run(split, labels, fractions, 11, 1)
    require(not touched, "the global generator is used or seeded", hint=hint)
