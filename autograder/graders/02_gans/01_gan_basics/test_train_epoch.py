"""Hidden tests of `train_epoch`: which rows, in which order, whose steps, and what becomes of the rest."""

import torch

from autograder.testing import assert_close, inside, points, require

RATE = 0.3


@inside
def follow(ns, g, d, x, order, bank, batch, n_critic, rate):
    """One pass on small networks: parameters afterwards, and how much noise was asked for, call by call."""
    G = torch.nn.Linear(2, 2).double()
    D = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.Tanh(), torch.nn.Linear(3, 1), torch.nn.Flatten(0)).double()
    for net, values in ((G, g), (D, d)):
        torch.nn.utils.vector_to_parameters(values, net.parameters())
    asked = []

    def draw_z(rows):
        asked.append(int(rows))
        return bank[len(asked) - 1, :rows].clone()

    optimisers = [torch.optim.SGD(net.parameters(), lr=rate) for net in (G, D)]
    ns.train_epoch(G, D, *optimisers, x, order, draw_z, batch, n_critic)
    vectors = [torch.nn.utils.parameters_to_vector(net.parameters()).detach() for net in (G, D)]
    return [*vectors, asked, x]


def expect(g, d, x, order, bank, batch, n_critic):
    """The same pass, by the docstring."""
    softplus = torch.nn.functional.softplus
    calls = 0

    def logits(d, points):
        return torch.tanh(points @ d[:6].reshape(3, 2).T + d[6:9]) @ d[9:12] + d[12]

    def fakes(g, rows):
        nonlocal calls
        calls += 1
        return bank[calls - 1, :rows] @ g[:4].reshape(2, 2).T + g[4:]

    def step(values, loss_of):
        values = values.clone().requires_grad_()
        (gradient,) = torch.autograd.grad(loss_of(values), values)
        return values.detach() - RATE * gradient

    for rows in order.split(batch):
        real = x[rows]
        for _ in range(n_critic):
            fake = fakes(g, len(rows))
            d = step(d, lambda d, r=real, f=fake: softplus(-logits(d, r)).mean() + softplus(logits(d, f)).mean())
        g = step(g, lambda g, d=d, rows=rows: softplus(-logits(d, fakes(g, len(rows)))).mean())
    return g, d


def compare(notebook, rng, n, batch, n_critic, order, hint, about):
    """One pass of the student's, and by the docstring."""
    g, d, x = rng.normal(6), rng.normal(13), rng.normal(n, 2) + 1
    bank = rng.normal(200, max(n, batch), 2)
    found = notebook.run(follow, g, d, x, order, bank, batch, n_critic, RATE)
    sizes = [len(rows) for rows in order.split(batch) for _ in range(n_critic + 1)]
    wanted = expect(g, d, x, order, bank, batch, n_critic)
    calls = f"{hint} Noise is asked for once for each step, of D and of G."
    how = "often" if len(found[2]) > len(sizes) else "seldom"
    require(len(found[2]) == len(sizes), f"draw_z is called too {how} {about}", hint=calls)
    rows = "Every batch has `batch` rows, the last one what is left over; each noise has as many rows as its batch."
    require(found[2] == sizes, f"noise {about} has not as many rows as the batches should have", hint=rows)
    assert_close(found[1], wanted[1], what=f"D after a pass {about}", hint=hint)
    assert_close(found[0], wanted[0], what=f"G after a pass {about}", hint=hint)
    assert_close(found[3], x, what="the data after the pass", hint="The data are not to be changed.")


@points("train_epoch", 3)
def test_the_detective_gets_the_extra_steps(notebook, rng):
    """With n_critic above 1 it is D that takes more steps for each batch, each against fresh noise; then G takes one."""
    hint = "Around which of the two steps does the loop belong? All its rounds see one batch. Who must not run ahead?"
    for n_critic in (2, 3):
        compare(notebook, rng, 12, 4, n_critic, torch.arange(12), hint, f"with n_critic = {n_critic}")


@points("train_epoch", 2)
def test_batches_come_in_the_given_order(notebook, rng):
    """Batches are taken in the order of the shuffle, whatever order the data are stored in."""
    hint = (
        "Which rows make up a batch? The draft uses only the length of `order`. order[0] is the row that comes first."
    )
    for n in (12, 20):
        order = torch.from_numpy(rng.numpy.permutation(n))
        compare(notebook, rng, n, 4, 1, order, hint, "over shuffled data")


@points("train_epoch", 2)
def test_nothing_is_left_out(notebook, rng):
    """The last, smaller batch counts, and so do data that are fewer than one batch."""
    hint = "When the number of rows is no multiple of the batch, what happens to the rest?"
    for n, batch in ((11, 4), (9, 4), (5, 8), (9, 1)):
        compare(notebook, rng, n, batch, 1, torch.arange(n), hint, f"over {n} rows, {batch} at a time,")
