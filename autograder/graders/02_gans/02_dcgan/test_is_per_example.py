"""Hidden tests of `is_per_example`: samplers that it must accept and samplers that it must reject. Each test asks for both."""

import math

import torch

from autograder.testing import as_tensor, inside, points, require

RIGHT = ("a plain network", "a network in evaluation mode", "one that rounds, by less than 1e-4", "float32 images")


@inside
def judge(ns, kind, number, z, matrix):
    """The student's verdict on one of the samplers below."""
    calls = [0]
    buffer = torch.zeros(len(z), matrix.shape[1], dtype=z.dtype)
    norm = torch.nn.BatchNorm1d(matrix.shape[1]).double()
    norm(3 + 2 * z @ matrix)

    def plain(z):
        return torch.tanh(z @ matrix)

    def shaped(z):
        return norm.eval()(z @ matrix).reshape(len(z), 1, -1, 2)

    def rounded(z):
        calls[0] += 1
        return plain(z) + (3e-5 if calls[0] % 2 else -3e-5)

    def single(z):
        return plain(z).float()

    def trains(z):
        return norm.train()(z @ matrix) if len(z) > 1 else norm.eval()(z @ matrix)

    def centres(z):
        return plain(z) - 0.1 * plain(z).mean(dim=0)

    def copies_a_neighbour(z):
        return plain(z) + 0.1 * plain(z).roll(1, dims=0)

    def sorts(z):
        return plain(z).sort(dim=0).values

    def ranks_by_maximum(z):
        return plain(z) / plain(z).abs().max()

    def noisy(z):
        return plain(z) + 0.01 * torch.randn(len(z), matrix.shape[1], dtype=z.dtype)

    def ages(z):
        calls[0] += 1
        return plain(z) * (1 + 0.01 * calls[0])

    def tires(z):
        calls[0] += 1
        return plain(z) if calls[0] < 4 else 0 * plain(z)

    def drifts(z):
        calls[0] += 1
        return plain(z) + 3e-4 * (calls[0] % 3)

    def remembers(z):
        old = buffer[0].clone()
        buffer[0] = plain(z)[0]
        return plain(z) + 0.1 * old

    def marks_the_first(z):
        images = plain(z)
        images[0] = 0
        return images

    def counts_rows(z):
        return plain(z) * len(z) ** 0.01

    def differs_alone(z):
        return plain(z) if len(z) > 1 else 0.5 * plain(z)

    def raises_alone(z):
        if len(z) == 1:
            raise ValueError("more than one row is needed; of a sampler that raises your check has to say False")
        return plain(z)

    def loses_numbers(z):
        return plain(z) * math.nan

    def drops_a_row(z):
        return plain(z)[:-1] if len(z) > 1 else plain(z)

    samplers = {
        "right": [plain, shaped, rounded, single],
        "company": [trains, centres, copies_a_neighbour, sorts, ranks_by_maximum],
        "memory": [noisy, ages, tires, remembers, drifts],
        "place": [marks_the_first, counts_rows, differs_alone, raises_alone, loses_numbers, drops_a_row],
    }
    return ns.is_per_example(samplers[kind][number], z)


def verdict(notebook, rng, kind, number):
    """One bool."""
    answer = notebook.run(judge, kind, number, rng.normal(8, 3), rng.normal(3, 4))
    answer = as_tensor(answer, "the verdict").reshape(-1)
    require(answer.numel() == 1, "the verdict has to be one bool", hint="True or False.")
    return bool(answer[0])


def examine(notebook, rng, kind, names, hint):
    """Right samplers are accepted, and each of the wrong ones is rejected."""
    for number, name in enumerate(RIGHT):
        hint_right = "Compare up to 1e-4, whatever shape and dtype examples have."
        message = f"your check rejects a right sampler: {name}"
        require(verdict(notebook, rng, "right", number), message, hint=hint_right)
    for number, name in enumerate(names):
        require(not verdict(notebook, rng, kind, number), f"your check accepts a sampler that {name}", hint=hint)


@points("is_per_example", 2)
def test_company(notebook, rng):
    """Samplers whose examples depend on the others of the batch are rejected; right ones are accepted."""
    names = (
        "has a batch norm in training mode",
        "subtracts a part of the batch's mean",
        "adds a tenth of the neighbour",
        "sorts its batch",
        "divides by the largest number of the batch",
    )
    examine(notebook, rng, "company", names, "Ask for the same rows in another order, and among fewer others.")


@points("is_per_example", 2)
def test_memory_and_dice(notebook, rng):
    """Samplers that draw noise, or remember earlier calls, are rejected; right ones are accepted."""
    names = (
        "draws noise of its own",
        "changes with every call",
        "gives out after a few calls",
        "adds something of the call before",
        "differs by a few times 1e-4 from call to call",
    )
    examine(notebook, rng, "memory", names, "Ask for the same thing again, also at the very end.")


@points("is_per_example", 1)
def test_place_and_number(notebook, rng):
    """Samplers that mind the place or the number of rows, raise or return NaN are rejected; right ones are accepted."""
    names = (
        "treats the first place in another way",
        "depends on the number of rows",
        "makes something else of a single row",
        "raises an exception for a single row",
        "returns NaN",
        "returns too few examples",
    )
    hint = "Other orders, fewer rows, a single one; inside `try`. NaN is close to nothing."
    examine(notebook, rng, "place", names, hint)
