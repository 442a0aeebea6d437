"""Hidden tests of `is_shuffle`: right programs that it must accept, wrong ones that it must reject. Each test asks for both."""

import numpy as np

from autograder.testing import as_tensor, inside, points, require


@inside
def judge(ns, names):
    """The verdicts on some programs, in this order."""

    def with_order(order_of):
        def program(pictures, labels, rng):
            order = order_of(len(pictures), rng)
            return pictures[order], labels[order]

        return program

    def in_a_list(pictures, labels, rng):
        pairs = [(pictures[i].copy(), int(labels[i])) for i in range(len(labels))]
        rng.shuffle(order := list(range(len(pairs))))
        return np.stack([pairs[i][0] for i in order]), np.array([pairs[i][1] for i in order], dtype=np.int64)

    def copies_and_writes(pictures, labels, rng):
        pictures, labels = pictures.copy(), labels.copy()
        order = rng.permutation(len(labels))
        pictures[:], labels[:] = pictures[order], labels[order]
        return [pictures, labels]

    def labels_stay(pictures, labels, rng):
        return pictures[rng.permutation(len(pictures))], labels.copy()

    def pictures_stay(pictures, labels, rng):
        return pictures.copy(), labels[rng.permutation(len(labels))]

    def apart(pictures, labels, rng):
        return pictures[rng.permutation(len(pictures))], labels[rng.permutation(len(labels))]

    def one_pair_swapped(pictures, labels, rng):
        order = rng.permutation(len(pictures))
        labels = labels[order]
        j = int(np.argmax(labels != labels[0]))  # one with another label
        labels[[0, j]] = labels[[j, 0]]
        return pictures[order], labels

    def other_way_round(pictures, labels, rng):
        order = rng.permutation(len(pictures))
        return pictures[order], labels[np.argsort(order)]

    def twice_and_never(n, rng):
        order = rng.permutation(n)
        order[0] = order[1]
        return order

    def pixels_too(pictures, labels, rng):
        order = rng.permutation(len(pictures))
        return rng.permuted(pictures[order], axis=1), labels[order]

    def columns_too(pictures, labels, rng):
        order = rng.permutation(len(pictures))
        return pictures[order][:, ::-1].copy(), labels[order]

    def in_place(pictures, labels, rng):
        order = rng.permutation(len(pictures))
        pictures[:], labels[:] = pictures[order], labels[order]
        return pictures.copy(), labels.copy()

    def in_place_pictures(pictures, labels, rng):
        order = rng.permutation(len(pictures))
        found = pictures[order], labels[order]
        pictures[:] = found[0]
        return found

    def in_place_labels(pictures, labels, rng):
        order = rng.permutation(len(pictures))
        found = pictures[order], labels[order]
        labels[:] = np.roll(labels, 1)
        return found

    def scaled(pictures, labels, rng):
        order = rng.permutation(len(pictures))
        return pictures[order] / max(1.0, pictures.max()) + 1e-3, labels[order]

    def float_labels(pictures, labels, rng):
        order = rng.permutation(len(pictures))
        return pictures[order], labels[order].astype(float)

    def int32_labels(pictures, labels, rng):
        order = rng.permutation(len(pictures))
        return pictures[order], labels[order].astype(np.int32)

    def other_labels(pictures, labels, rng):
        order = rng.permutation(len(pictures))
        return pictures[order], labels[order] + 1

    def float32_pictures(pictures, labels, rng):
        order = rng.permutation(len(pictures))
        return pictures[order].astype(np.float32), labels[order]

    def column_of_labels(pictures, labels, rng):
        order = rng.permutation(len(pictures))
        return pictures[order], labels[order][:, None]

    def picture_by_picture(pictures, labels, rng):
        order = rng.permutation(len(pictures))
        return pictures[order][:, None, :], labels[order]

    def swapped_results(pictures, labels, rng):
        order = rng.permutation(len(pictures))
        return labels[order], pictures[order]

    def pictures_only(pictures, labels, rng):
        return pictures[rng.permutation(len(pictures))]

    def nothing(pictures, labels, rng):
        pictures[rng.permutation(len(pictures))]

    def crashes(pictures, labels, rng):
        raise RuntimeError("out of memory")

    def crashes_later(pictures, labels, rng):
        order = rng.permutation(len(pictures))
        return pictures[order], labels[order[labels > 10**12][0]]

    def global_random(n, rng):
        return np.random.permutation(n)

    def fresh(n, rng):
        return np.random.default_rng().permutation(n)

    programs = {
        "permutation": with_order(lambda n, rng: rng.permutation(n)),
        "argsort": with_order(lambda n, rng: np.argsort(rng.random(n))),
        "choice": with_order(lambda n, rng: rng.choice(n, size=n, replace=False)),
        "in_a_list": in_a_list,
        "copies_and_writes": copies_and_writes,
        "labels_stay": labels_stay,
        "pictures_stay": pictures_stay,
        "apart": apart,
        "one_pair_swapped": one_pair_swapped,
        "other_way_round": other_way_round,
        "replacement": with_order(lambda n, rng: rng.integers(0, n, n)),
        "drops_last": with_order(lambda n, rng: rng.permutation(n)[:-1]),
        "never_last": with_order(lambda n, rng: rng.permutation(n - 1)),
        "one_more": with_order(lambda n, rng: np.append(rng.permutation(n), 0)),
        "twice_and_never": with_order(twice_and_never),
        "pixels_too": pixels_too,
        "columns_too": columns_too,
        "scaled": scaled,
        "in_place": in_place,
        "in_place_pictures": in_place_pictures,
        "in_place_labels": in_place_labels,
        "identity": with_order(lambda n, rng: np.arange(n)),
        "backwards": with_order(lambda n, rng: np.arange(n)[::-1]),
        "own_seed": with_order(lambda n, rng: np.random.default_rng(0).permutation(n)),
        "global_random": with_order(global_random),
        "fresh": with_order(fresh),
        "float_labels": float_labels,
        "int32_labels": int32_labels,
        "other_labels": other_labels,
        "float32_pictures": float32_pictures,
        "column_of_labels": column_of_labels,
        "picture_by_picture": picture_by_picture,
        "swapped_results": swapped_results,
        "pictures_only": pictures_only,
        "nothing": nothing,
        "crashes": crashes,
        "crashes_later": crashes_later,
    }
    return [ns.is_shuffle(programs[name]) for name in names]


RIGHT = {
    "permutation": "a program that draws a permutation",
    "argsort": "a program that sorts by random numbers",
    "choice": "a program that draws rows without replacement",
    "in_a_list": "a program that shuffles a list of pairs",
    "copies_and_writes": "a program that writes into copies of its own",
}


def check(notebook, rng, wrong, hint):
    """Put right and wrong programs, in random order, to the student's check."""
    names = [*RIGHT, *wrong]
    names = [names[int(i)] for i in rng.numpy.permutation(len(names))]
    for name, answer in zip(names, notebook.run(judge, names), strict=True):
        verdict = as_tensor(answer, "the verdict").reshape(-1)
        require(verdict.numel() == 1, "the verdict has to be one bool", hint="Reduce with `.all()`, then `bool(...)`.")
        if name in RIGHT:
            require(bool(verdict[0]), f"your check rejects {RIGHT[name]}", hint="All six properties hold for it.")
        else:
            require(not bool(verdict[0]), f"your check accepts {wrong[name]}", hint=hint)


@points("is_shuffle", 2)
def test_pairs_and_contents(notebook, rng):
    """Rejected: labels that lose their pictures, rows that are lost or doubled, pictures that are changed."""
    wrong = {
        "labels_stay": "a program that leaves the labels where they are",
        "pictures_stay": "a program that shuffles the labels alone",
        "apart": "a program that shuffles pictures and labels apart",
        "one_pair_swapped": "a program that gives two rows each other's label",
        "other_way_round": "a program that moves the labels the other way round",
        "replacement": "a program that draws rows with replacement",
        "drops_last": "a program that loses a row",
        "never_last": "a program that always loses the last row",
        "one_more": "a program that returns a row more than there was",
        "twice_and_never": "a program that has one row twice and another never",
        "pixels_too": "a program that shuffles the pixels, too",
        "columns_too": "a program that mirrors the pictures",
        "scaled": "a program that changes the pixels a little",
        "other_labels": "a program that adds 1 to each label",
    }
    check(notebook, rng, wrong, "Properties 1 and 2. Can you tell from a label which picture belongs to it?")


@points("is_shuffle", 1)
def test_the_callers_arrays(notebook, rng):
    """Rejected: programs that leave the caller's pictures or labels in another state."""
    wrong = {
        "in_place": "a program that shuffles the caller's arrays",
        "in_place_pictures": "a program that shuffles the caller's pictures",
        "in_place_labels": "a program that moves the caller's labels",
    }
    check(notebook, rng, wrong, "Property 3. Keep copies of what you hand in, of both, and compare afterwards.")


@points("is_shuffle", 2)
def test_orders(notebook, rng):
    """Rejected: no new order, always the same one, and orders that do not come from the generator that is handed in."""
    wrong = {
        "identity": "a program that leaves everything where it is",
        "backwards": "a program that turns the order round",
        "own_seed": "a program with a seed of its own",
        "global_random": "a program that draws from NumPy's global generator",
        "fresh": "a program that makes a new generator at each call",
    }
    check(notebook, rng, wrong, "Properties 4 to 6. How many calls do you need, with which seeds?")


@points("is_shuffle", 1)
def test_other_things_that_come_back(notebook, rng):
    """Rejected without an exception: other dtypes and shapes, no pair, nothing, and programs that crash."""
    wrong = {
        "float_labels": "a program that makes floats of the labels",
        "int32_labels": "a program that makes narrower numbers of the labels",
        "float32_pictures": "a program that rounds the pictures to float32",
        "column_of_labels": "a program that returns labels of another shape",
        "picture_by_picture": "a program that returns pictures of another shape",
        "swapped_results": "a program that returns labels and pictures in the wrong order",
        "pictures_only": "a program that returns the pictures alone",
        "nothing": "a program that returns nothing",
        "crashes": "a program that crashes",
        "crashes_later": "a program that crashes on its way",
    }
    check(notebook, rng, wrong, "Property 1; and everything that can fail belongs into the `try`.")
