"""Hidden tests of `train_epoch`: each step of one epoch, from given weights and in a given order."""

import torch

from autograder.testing import as_tensor, assert_close, inside, points, require


@inside
def run_epochs(ns, weights, x, orders, batch_size, rule):
    """Train a small network from given weights with the notebook's epoch; the weights afterwards and what it returned."""
    nn = torch.nn
    net = nn.Sequential(
        nn.Linear(x.shape[1], len(weights[0])), nn.Tanh(), nn.Linear(len(weights[0]), x.shape[1])
    ).double()
    with torch.no_grad():
        for parameter, value in zip(net.parameters(), weights):  # noqa: B905 -- as many, by construction
            parameter.copy_(value)
            parameter.grad = torch.ones_like(parameter)  # left behind by somebody else
    if rule == "adam":
        optimiser = torch.optim.Adam(net.parameters(), lr=0.02)
    else:
        optimiser = torch.optim.SGD(net.parameters(), lr=0.5, momentum=0.5)
    returned = [ns.train_epoch(net, optimiser, x, order, batch_size) for order in orders]
    holds_graph = any(getattr(value, "requires_grad", False) for value in returned)
    return [parameter.detach().clone() for parameter in net.parameters()], returned, holds_graph


def reference(weights, x, orders, batch_size, rule):
    """The same, rightly."""
    leaves = [value.clone().requires_grad_() for value in weights]
    optimiser = torch.optim.Adam(leaves, lr=0.02) if rule == "adam" else torch.optim.SGD(leaves, lr=0.5, momentum=0.5)
    returned = []
    for order in orders:
        total = 0.0
        for batch in (x[indices] for indices in order.split(batch_size)):
            copies = torch.tanh(batch @ leaves[0].T + leaves[1]) @ leaves[2].T + leaves[3]
            loss = (copies - batch).square().mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += float(loss.detach()) * len(batch)
        returned.append(total / len(order))
    return [leaf.detach() for leaf in leaves], torch.tensor(returned, dtype=torch.float64)


def draw_case(rng, n, d, hidden):
    """Examples and weights to start from."""
    weights = [rng.normal(hidden, d), rng.normal(hidden), rng.normal(d, hidden) / hidden, rng.normal(d)]
    return rng.uniform(0, 1, (n, d)), weights


def permutation(rng, n):
    """A random order."""
    return torch.from_numpy(rng.numpy.permutation(n))


def check(notebook, case, orders, batch_size, rule, hint):
    """The weights after these epochs must be the reference's; returns what was returned, and the right values."""
    x, weights = case
    found, returned, holds_graph = notebook.run(run_epochs, weights, x, orders, batch_size, rule)
    expected, values = reference(weights, x, orders, batch_size, rule)
    for after, right, name in zip(found, expected, ("W", "b", "W", "b"), strict=True):
        assert_close(after, right, rtol=1e-6, what=f"a layer's {name} after training", hint=hint)
    return returned, values, holds_graph


@points("train_epoch", 2)
def test_the_target_is_the_batch_itself(notebook, rng):
    """In a shuffled order each example is compared with itself: the weights move as the gradient of equation (7) says."""
    hint = "A step is one on the error (7) of its batch: the same rows of x as input and as target, a mean, no old gradients."
    case = draw_case(rng, 24, 5, 3)
    check(notebook, case, [permutation(rng, 24)], 8, "sgd", hint)
    check(notebook, case, [permutation(rng, 24), permutation(rng, 24)], 6, "adam", hint)


@points("train_epoch", 1)
def test_each_step_has_gradients_of_its_own(notebook, rng):
    """A step uses the gradient of its own batch: nothing that was left behind before the epoch or by another batch."""
    hint = "backward() adds to the gradients that are there. They have to be cleared before it, once for each batch."
    case = draw_case(rng, 12, 4, 3)
    check(notebook, case, [torch.arange(12)], 12, "sgd", hint)
    check(notebook, case, [torch.arange(12)], 4, "sgd", hint)


@points("train_epoch", 1)
def test_the_last_batch_and_a_part_of_the_data(notebook, rng):
    """Every index of the order is used, also in a last batch that is small; those that are not in the order are not."""
    hint = "The last batch has what is left. How far to go depends on the order, not on x."
    for n, m, batch_size in ((13, 13, 5), (16, 9, 4), (10, 3, 8), (11, 11, 10)):
        check(notebook, draw_case(rng, n, 4, 2), [permutation(rng, n)[:m]], batch_size, "sgd", hint)


@points("train_epoch", 2)
def test_the_returned_error(notebook, rng):
    """What is returned is the mean over examples of their error when used: each example counts alike, and no graph is held."""
    hint = "A batch of 3 counts for 3 of the examples: sum loss times length, and divide by the number of examples."
    for m, batch_size in ((20, 5), (11, 4), (7, 6)):
        orders = [permutation(rng, m) for _ in range(2)]
        returned, values, holds_graph = check(notebook, draw_case(rng, m, 5, 3), orders, batch_size, "sgd", "")
        message = "what is returned holds on to a graph"
        require(not holds_graph, message, hint="`loss.item()` is a number; `loss` keeps all that it was computed from.")
        assert_close(
            as_tensor(returned, "the returned errors").reshape(-1), values, what="the returned error", hint=hint
        )
