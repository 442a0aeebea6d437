"""Hidden tests of `train_digits`: what the returned weights read, and each ingredient of the recipe by itself."""

import numpy as np
import pytest
import torch

from autograder.testing import (
    as_tensor,
    assert_close,
    assert_dtype,
    assert_shape,
    hidden_digits,
    inside,
    points,
    require,
    trained,
)

SECONDS = 30  # several small trainings
MEMORISED = 0.05  # nats: right answers come forty times below


@pytest.fixture(scope="module")
def data(module_rng):
    """Digits in a split and a disguise of this course's own, for training in the order of their labels."""
    return hidden_digits(module_rng("data"))


@trained("train_digits")
def params(notebook, data, module_rng):
    """The student's weights, trained once."""
    seed = int(module_rng("seed").integers(0, 2**31))
    order = data.train_labels.argsort(stable=True)
    return notebook.train_digits(data.train[order].numpy(), data.train_labels[order].numpy(), seed=seed)


@inside
def train(ns, x, y, seed, options):
    """The weights, and the data after the call."""
    x, y = np.array(x), np.array(y)
    return ns.train_digits(x, y, seed=seed, **options), x, y


def read(answer, inputs):
    """The four arrays that were returned, as float64 tensors."""
    is_list = isinstance(answer, tuple | list) and len(answer) == 2
    require(
        is_list, "the network has to be a list of two pairs", hint="As `mlp_loss` takes it: [(W_1, b_1), (W_2, b_2)]."
    )
    is_paired = all(isinstance(pair, tuple | list) and len(pair) == 2 for pair in answer)
    require(is_paired, "each layer has to be a pair", hint="(W, b)")
    parts = []
    shapes = ((64, inputs), (64,), (10, 64), (10,))
    for name, part, shape in zip(
        ("W_1", "b_1", "W_2", "b_2"), [a for pair in answer for a in pair], shapes, strict=True
    ):
        assert_shape(part, shape, what=name, hint="One hidden layer of 64 units, ten logits.")
        assert_dtype(part, torch.float64, what=name, hint="float64 in, float64 out.")
        found = as_tensor(part, name)
        require(bool(torch.isfinite(found).all()), f"{name} is not finite", hint="Did the training diverge?")
        parts.append(found)
    return parts


def logits_of(parts, x):
    """What the network says."""
    W_1, b_1, W_2, b_2 = parts
    return (x @ W_1.T + b_1).relu() @ W_2.T + b_2


def ask(notebook, x, y, seed, **options):
    """Train on this; the data must be as they were."""
    answer, x_after, y_after = notebook.run(train, x.numpy(), y.numpy(), seed, options)
    for before, after in ((x, x_after), (y, y_after)):
        what = "the caller's data after training"
        assert_close(after, before, rtol=0, atol=0, what=what, hint="np.random.shuffle works in place.")
    return read(answer, x.shape[1])


def follow(start, x, y, steps):
    """Steps of momentum by the recipe, on all of the data at once, by autograd."""
    parts, velocities = start, [torch.zeros_like(part) for part in start]
    for _ in range(steps):
        leaves = [part.clone().requires_grad_() for part in parts]
        loss = torch.nn.functional.cross_entropy(logits_of(leaves, x), y)
        gradients = torch.autograd.grad(loss, leaves)
        velocities = [0.9 * v + g for v, g in zip(velocities, gradients, strict=True)]
        parts = [part - 0.1 * v for part, v in zip(parts, velocities, strict=True)]
    return parts


def draw_seed(rng):
    """A seed."""
    return int(rng.integers(0, 2**31))


@points("train_digits", 3, seconds=SECONDS)
def test_it_reads_unseen_digits(params, data, threshold, picture):
    """The network reads digits that it has never seen, though those for training came in the order of their labels."""
    logits = logits_of(read(params, 64), data.test)
    is_right = logits.argmax(dim=1) == data.test_labels
    wrong = data.test[~is_right][:20]
    if len(wrong):
        picture.images("unseen digits that your network misreads", data.reveal(wrong), columns=10)
    threshold.above(
        "accuracy",
        float(is_right.double().mean()),
        what="the share of unseen digits that are read rightly",
        hint="Follow the recipe: a new random order in each of 20 epochs, batches of 32, random weights to start from.",
    )


@points("train_digits", 1, seconds=SECONDS)
def test_it_starts_as_he_says(notebook, rng):
    """No epochs return the start: normal weights of He's standard deviation for each layer, and biases of zero."""
    x, y = rng.normal(5, 100), rng.integers(0, 10, (5,))
    starts = [ask(notebook, x, y, draw_seed(rng), epochs=0) for _ in range(6)]
    for which, (index, n_in, tolerance) in {"first": (0, 100, 0.05), "second": (2, 64, 0.08)}.items():
        W = torch.stack([start[index] for start in starts]).reshape(-1)
        hint = "Normal numbers times the standard deviation that `plan_init` has for this layer."
        ratio = float(W.std()) * (n_in / 2) ** 0.5
        message = f"the weights of the {which} layer do not have He's standard deviation"
        require(abs(ratio - 1) < tolerance, message, hint=hint)
        message = f"the weights of the {which} layer do not average to zero"
        require(abs(float(W.mean())) * (n_in / 2) ** 0.5 < 6 / len(W) ** 0.5, message, hint=hint)
        message = f"some weights of the {which} layer are the same number: every one is drawn by itself"
        require(len(W.unique()) == len(W), message, hint="And another seed draws others.")
    W = torch.stack([start[0] for start in starts]).reshape(-1)
    tails = float((W / W.std()).pow(4).mean())
    require(2.4 < tails < 3.6, "the weights are not drawn from a normal distribution", hint="rng.normal")
    for start in starts:
        for bias in (start[1], start[3]):
            require(not bool(bias.any()), "the biases do not start at zero", hint="np.zeros")


@points("train_digits", 2, seconds=SECONDS)
def test_every_step(notebook, rng):
    """The steps are those of momentum: on one batch, over epochs, and as many in each epoch as there are batches of 32."""
    seed = draw_seed(rng)
    x, y = rng.uniform(0, 1, (24, 12)), rng.integers(0, 10, (24,))
    start = ask(notebook, x, y, seed, epochs=0)
    hint = "Learning rate 0.1, momentum 0.9, velocities from zero once and for all, and the gradient of the mean loss."
    for epochs in (1, 2, 5):
        found, right = ask(notebook, x, y, seed, epochs=epochs), follow(start, x, y, epochs)
        for name, one, other, begun in zip(("W_1", "b_1", "W_2", "b_2"), found, right, start, strict=True):
            what = f"how far {name} has moved after {epochs} epochs of one batch"
            assert_close(one - begun, other - begun, rtol=1e-7, atol=1e-12, what=what, hint=hint)
    hint = "Batches of 32 in each epoch, and a smaller one at the end if something is left."
    for count, steps in ((70, 3), (64, 2), (33, 2), (32, 1), (1, 1)):  # all examples alike: the order does not matter
        x, y = rng.uniform(0, 1, (1, 8)).expand(count, 8).contiguous(), rng.integers(0, 10, (1,)).repeat(count)
        start = ask(notebook, x, y, seed, epochs=0)
        found, right = ask(notebook, x, y, seed, epochs=2), follow(start, x, y, 2 * steps)
        for name, one, other, begun in zip(("W_1", "b_1", "W_2", "b_2"), found, right, start, strict=True):
            what = f"how far {name} has moved in two epochs over {count} examples that are all alike"
            assert_close(one - begun, other - begun, rtol=1e-7, atol=1e-12, what=what, hint=hint)


@points("train_digits", 1, seconds=SECONDS)
def test_it_learns_32_by_heart(notebook, data, rng):
    """Three hundred steps on 32 digits leave hardly any loss: the sanity check of every training program."""
    rows = torch.from_numpy(rng.numpy.permutation(len(data.train))[:32])
    x, y = data.train[rows], data.train_labels[rows]
    parts = ask(notebook, x, y, draw_seed(rng), epochs=300)
    loss = float(torch.nn.functional.cross_entropy(logits_of(parts, x), y))
    hint = "All four arrays take 300 steps by the recipe, each against its own gradient."
    require(loss < MEMORISED, "it does not learn 32 digits by heart", hint=hint, target=f"a loss below {MEMORISED}")


@points("train_digits", 1, seconds=SECONDS)
def test_every_example_in_each_epoch_and_nothing_else(notebook, rng):
    """Each epoch uses every example; data, seed and epochs decide about the network, and nothing else does."""
    seed, count = draw_seed(rng), 40
    x, y = (
        5 * torch.eye(count, dtype=torch.float64),
        rng.integers(0, 10, (count,)),
    )  # each example has a column of its own
    start, first = ask(notebook, x, y, seed, epochs=0), ask(notebook, x, y, seed, epochs=1)
    is_used = (first[0] != start[0]).any(dim=0)
    hint = "Cut one random order of all examples into batches; the last, smaller one is used, too."
    require(bool(is_used.all()), "an epoch leaves examples out", hint=hint)
    hint = "np.random.default_rng(seed) at the start of the function, and no other source of chance."
    again = ask(notebook, x, y, seed, epochs=1)
    assert_close(again[0], first[0], rtol=1e-9, what="W_1 of a second training with the same seed", hint=hint)
    others = {
        "another seed": ask(notebook, x, y, seed + 1, epochs=1),
        "other labels": ask(notebook, x, (y + 1) % 10, seed, epochs=1),
        "other images": ask(notebook, x.flip(0).contiguous(), y, seed, epochs=1),
        "another epoch": ask(notebook, x, y, seed, epochs=2),
    }
    for name, other in others.items():
        message = f"training with {name} gives the same network"
        require(float((other[0] - first[0]).abs().max()) > 1e-9, message, hint="It comes from this data and this seed.")
