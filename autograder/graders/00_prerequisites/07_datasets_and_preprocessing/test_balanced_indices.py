"""Hidden tests of `balanced_indices`: each class equally often, each example as evenly as can be, and chance for the rest."""

import torch

from autograder.testing import as_tensor, assert_dtype, assert_shape, inside, points, require

SIGMAS = 6.5  # of a binomial count: beyond it by accident in less than one test of ten million


@inside
def draw(ns, labels, per_class, seed, global_seed):
    """The indices for a generator with this seed; whether the labels and the global generator were left alone."""
    torch.manual_seed(global_seed)
    state, before = torch.get_rng_state(), labels.clone()
    indices = ns.balanced_indices(labels, per_class, torch.Generator().manual_seed(seed))
    return indices, not torch.equal(before, labels), not torch.equal(state, torch.get_rng_state())


@inside
def count_many(ns, labels, per_class, seeds):
    """How often each example comes, and how often it stands first, over many generators."""
    counts = torch.zeros(2, len(labels), dtype=torch.float64)
    for seed in seeds:
        indices = ns.balanced_indices(labels, per_class, torch.Generator().manual_seed(seed))
        counts[0] += torch.bincount(indices, minlength=len(labels))
        counts[1, indices[0]] += 1
    return counts


def ask(notebook, labels, per_class, seed=0, global_seed=0):
    """The student's indices, each a valid one."""
    indices, changed, _ = notebook.run(draw, labels, per_class, seed, global_seed)
    require(not changed, "the labels are changed", hint="They are only read.")
    assert_dtype(indices, torch.int64, what="the indices", hint="Indices are int64.")
    shape = (len(labels.unique()) * per_class,)
    assert_shape(indices, shape, what="the indices", hint="per_class for each class that occurs.")
    indices = as_tensor(indices, "the indices").long()
    require(
        bool((indices >= 0).all() and (indices < len(labels)).all()),
        "an index is none of an example",
        hint="From 0 to N - 1.",
    )
    return indices


@points("balanced_indices", 2)
def test_equally_many_and_evenly_dealt(notebook, rng):
    """Of each class exactly as many as asked, and no example of a class more than once more often than another."""
    cases = [([40, 7, 3, 1], 5), ([6, 6], 6), ([9, 2], 1), ([5, 12], 17), ([1, 4], 8), ([3], 10), ([30, 8, 8], 8)]
    for sizes, per_class in cases:
        names = torch.from_numpy(rng.numpy.choice(1000, len(sizes), replace=False)) - 500
        labels = torch.cat([name.expand(size) for name, size in zip(names, sizes, strict=True)])
        labels = labels[torch.from_numpy(rng.numpy.permutation(len(labels)))]
        times = torch.bincount(ask(notebook, labels, per_class, int(rng.integers(0, 1000))), minlength=len(labels))
        for name in names:
            mine = times[labels == name]
            hint = "Classes are the values that occur; of each exactly per_class."
            require(int(mine.sum()) == per_class, "a class comes more or less often than asked", hint=hint)
            hint = "Deal out the whole class before anybody comes again."
            require(
                int(mine.max() - mine.min()) <= 1,
                "an example comes twice while another has not come as often",
                hint=hint,
            )


@points("balanced_indices", 1)
def test_chance_decides_the_rest(notebook, rng):
    """Over many generators each example of a class comes equally often, and any class may stand at the front."""
    sizes, per_class, repeats = [8, 3, 4], 4, 500
    labels = torch.cat([torch.full((size,), label) for label, size in enumerate(sizes)])
    first = int(rng.integers(0, 10**6))
    seeds = list(range(first, first + repeats))
    times, front = as_tensor(notebook.run(count_many, labels, per_class, seeds), "the counts")
    for label, size in enumerate(sizes):
        share = per_class / size - per_class // size  # of the last round, in which not all can come
        slack = SIGMAS * (repeats * share * (1 - share)) ** 0.5
        far = (times[labels == label] - repeats * per_class / size).abs().max()
        hint = "Who comes, or comes once more, is drawn from the generator: shuffle before you cut."
        require(float(far) <= slack + 1e-6, "some examples come more often than others of their class", hint=hint)
        stands = float(front[labels == label].sum())
        slack = SIGMAS * (repeats / 3 * (2 / 3)) ** 0.5
        hint = "Shuffle once more when all classes are together: a batch is cut from the front."
        require(abs(stands - repeats / 3) <= slack, "the order is not random over all classes", hint=hint)


@points("balanced_indices", 1)
def test_the_generator_is_all_the_chance(notebook, rng):
    """The same generator gives the same indices, another one others, and the global generator is neither asked nor changed."""
    labels = rng.integers(0, 3, (80,))
    indices = ask(notebook, labels, 7, 11, global_seed=1)
    hint = "`torch.randperm(n, generator=generator)`, each time; without it the global generator is asked."
    require(
        torch.equal(indices, ask(notebook, labels, 7, 11, global_seed=2)),
        "the same generator gives other indices",
        hint=hint,
    )
    other = ask(notebook, labels, 7, 12)
    require(set(indices.tolist()) != set(other.tolist()), "another generator gives the same examples", hint=hint)
    _, _, touched = notebook.run(draw, labels, 7, 11, 1)
    require(not touched, "the global generator is used or seeded", hint=hint)
