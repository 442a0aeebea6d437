"""Hidden tests of `train_one_epoch`: each step of one epoch, from given weights, and what it returns."""

import torch

from autograder.testing import as_tensor, assert_close, inside, points, require


@inside
def run_epochs(ns, weights, batches, epochs, rule, as_generator, in_eval, dropout):
    """Train a small network with the notebook's epoch: weights afterwards, what it returned, and in which state it is."""
    nn = torch.nn
    hidden, d = weights[0].shape
    net = nn.Sequential(
        nn.Linear(d, hidden), nn.Tanh(), nn.Dropout(dropout), nn.Linear(hidden, len(weights[3]))
    ).double()
    with torch.no_grad():
        for parameter, value in zip(net.parameters(), weights):  # noqa: B905 -- as many, by construction
            parameter.copy_(value)
            parameter.grad = torch.ones_like(parameter)  # left behind by somebody else
    net.train(not in_eval)
    if rule == "adam":
        optimiser = torch.optim.Adam(net.parameters(), lr=0.02)
    else:
        optimiser = torch.optim.SGD(net.parameters(), lr=0.3, momentum=0.5)
    calls = []

    def loss_fn(predicted, y):
        calls.append([len(y), net.training, y.requires_grad])
        return (predicted - y).square().mean()

    returned = []
    for _ in range(epochs):
        loader = ((x, y) for x, y in batches) if as_generator else [(x, y) for x, y in batches]
        returned.append(ns.train_one_epoch(net, loader, optimiser, loss_fn))
    holds_graph = any(torch.is_tensor(value) and value.requires_grad for value in returned)
    found = {
        "weights": [p.detach().clone() for p in net.parameters()],
        "returned": returned,
        "holds_graph": holds_graph,
    }
    return {**found, "training": net.training, "calls": calls}


def reference(weights, batches, epochs, rule):
    """The same without dropout, rightly."""
    leaves = [value.clone().requires_grad_() for value in weights]
    optimiser = torch.optim.Adam(leaves, lr=0.02) if rule == "adam" else torch.optim.SGD(leaves, lr=0.3, momentum=0.5)
    returned = []
    for _ in range(epochs):
        total, count = 0.0, 0
        for x, y in batches:
            predicted = torch.tanh(x @ leaves[0].T + leaves[1]) @ leaves[2].T + leaves[3]
            loss = (predicted - y).square().mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total, count = total + float(loss.detach()) * len(x), count + len(x)
        returned.append(total / count)
    return [leaf.detach() for leaf in leaves], torch.tensor(returned, dtype=torch.float64)


def draw_case(rng, lengths, d=4, hidden=5, out=2):
    """Weights to start from, and batches of these lengths, the losses of which differ a lot."""
    weights = [rng.normal(hidden, d), rng.normal(hidden), rng.normal(out, hidden) / hidden, rng.normal(out)]
    return weights, [(rng.normal(n, d), (1 + i) * rng.normal(n, out)) for i, n in enumerate(lengths)]


def run(notebook, case, *, epochs=1, rule="sgd", as_generator=False, in_eval=False, dropout=0.0):
    """What the student's epoch did."""
    return notebook.run(run_epochs, *case, epochs, rule, as_generator, in_eval, dropout)


def check_weights(found, case, epochs, rule, hint):
    """The weights must be the reference's; returns the right losses."""
    expected, losses = reference(*case, epochs, rule)
    for after, right, name in zip(found["weights"], expected, ("W", "b", "W", "b"), strict=True):
        assert_close(after, right, what=f"a layer's {name} after training", hint=hint)
    return losses


@points("train_one_epoch", 2)
def test_one_step_for_each_batch(notebook, rng):
    """The weights move by one step for each batch, along the gradient of that batch alone: what was in .grad does not count."""
    hint = "zero_grad before backward, once for each batch; step after it."
    for lengths, epochs, rule in (([6], 1, "sgd"), ([5, 5, 5], 2, "sgd"), ([4, 4, 4, 4], 2, "adam")):
        case = draw_case(rng, lengths)
        found = run(notebook, case, epochs=epochs, rule=rule)
        check_weights(found, case, epochs, rule, hint)
        order = "Most losses are not the same from either side: cross-entropy is not."
        is_swapped = any(swapped for _, _, swapped in found["calls"])
        require(not is_swapped, "the loss is given the targets first, and the predictions second", hint=order)


@points("train_one_epoch", 1)
def test_any_loader(notebook, rng):
    """All batches are used, also a short last one, and also where the loader can be run through only once."""
    hint = "Ask the loader for nothing but its batches, once: a generator has no length, and is empty the second time."
    for lengths in ([4, 4, 1], [7, 2], [3]):
        case = draw_case(rng, lengths)
        found = run(notebook, case, as_generator=True)
        check_weights(found, case, 1, "sgd", hint)
        require(len(found["calls"]) >= len(lengths), "the loss is not computed for each batch", hint=hint)


@points("train_one_epoch", 2)
def test_the_returned_loss(notebook, rng):
    """What is returned is the mean over examples of their loss when used, as in (6): a number that holds no graph."""
    hint = "A batch of 3 counts for 3 examples: add up loss (before the step) times length, divide by the number of examples."
    for lengths, rule in (([5, 5], "sgd"), ([6, 6, 1], "sgd"), ([2, 7, 3], "adam")):
        case = draw_case(rng, lengths)
        found = run(notebook, case, epochs=2, rule=rule)
        message = "what is returned holds on to a graph"
        require(not found["holds_graph"], message, hint="`loss.item()` is a number; `loss` keeps all it was made from.")
        losses = reference(*case, 2, rule)[1]
        returned = as_tensor(found["returned"], "the returned losses").reshape(-1)
        assert_close(returned, losses, what="the returned loss", hint=hint)


@points("train_one_epoch", 1)
def test_training_mode(notebook, rng):
    """A model that comes in evaluation mode is trained in training mode, and left in it."""
    hint = "Somebody has evaluated the model before. model.train() turns dropout on again."
    for in_eval in (True, False):
        found = run(notebook, draw_case(rng, [4, 4]), in_eval=in_eval, dropout=0.5)
        require(bool(found["calls"]), "the loss is never computed", hint="loss_fn(model(x), y)")
        modes = [training for _, training, _ in found["calls"]]
        require(all(modes), "a batch is computed in evaluation mode: dropout is not at work", hint=hint)
        require(found["training"] is True, "the model is left in evaluation mode", hint="See the docstring.")
