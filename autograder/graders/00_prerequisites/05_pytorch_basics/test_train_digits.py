"""Hidden tests of `train_digits`: what the trained network makes of digits that it has never seen."""

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

EASY = 0.3  # nats: right answers stay ten times below, those with a slope that is too small three times above


@pytest.fixture(scope="module")
def data(module_rng):
    """Digits in a split and a disguise of this course's own."""
    return hidden_digits(module_rng("data"))


@trained("train_digits")
def model(notebook, data, module_rng, device):
    """The student's network, trained once."""
    seed = int(module_rng("seed").integers(0, 2**31))
    return notebook.train_digits(data.train, data.train_labels, seed=seed, device=device)


@inside
def train_small(ns, x, y, probe, seed, epochs):
    """Train on little; the logits of other examples, how many numbers are learnt, and whether x was changed."""
    before = x.clone()
    model = ns.train_digits(x, y, seed=seed, epochs=epochs)
    with torch.no_grad():
        logits = model(probe).clone()
    count = sum(p.numel() for p in model.parameters()) if isinstance(model, torch.nn.Module) else -1
    return logits, count, not torch.equal(x, before)


def logits_of(model, images):
    """Logits of the right shape, finite."""
    logits = as_tensor(model(images), "the logits")
    assert_shape(logits, (len(images), 10), what="the table of logits", hint="Ten numbers for each image.")
    require(bool(torch.isfinite(logits).all()), "logits are NaN or infinite", hint="Did the training diverge?")
    return logits


@points("train_digits", 2)
def test_it_reads_unseen_digits(model, data, threshold, picture):
    """The network reads digits that it has never seen."""
    logits = logits_of(model, data.test)
    is_right = logits.argmax(dim=1) == data.test_labels
    wrong = data.test[~is_right][:20]
    if len(wrong):
        picture.images("unseen digits that your network misreads", data.reveal(wrong), columns=10)
    threshold.above(
        "accuracy",
        float(is_right.double().mean()),
        what="the share of unseen digits that are read rightly",
        hint="Follow the recipe: 128 hidden units, learning rate 0.05, momentum 0.9, batches of 64, 30 epochs.",
    )


@points("train_digits", 2)
def test_it_knows_how_sure_it_may_be(model, data, threshold):
    """The cross-entropy of the network's logits on unseen digits is small: it is sure where it may be."""
    logits = logits_of(model, data.test)
    log_p = logits - logits.logsumexp(dim=1, keepdim=True)
    surprise = -log_p[torch.arange(len(log_p)), data.test_labels].mean()
    threshold.below(
        "cross_entropy",
        float(surprise),
        what="the cross-entropy on unseen digits",
        hint="cross_entropy takes logits and applies the softmax itself: no softmax before it, and none in what you return.",
    )


@points("train_digits", 1)
def test_it_learns_what_is_easy(notebook, rng):
    """Six steps by the recipe make it nearly sure of what is easy: 64 examples that are all of one kind."""
    hint = "Learning rate 0.05, momentum 0.9, and the cross-entropy of the logits: a softmax before it leaves hardly a slope."
    for _ in range(2):
        x, kind = rng.uniform(0, 1, (64, 20)), int(rng.integers(0, 10))
        labels = torch.full((64,), kind)
        logits = as_tensor(notebook.run(train_small, x, labels, x, 5, 6)[0], "the logits")
        assert_shape(logits, (64, 10), what="the table of logits", hint="Ten numbers for each image.")
        surprise = float((logits.logsumexp(dim=1) - logits[:, kind]).mean())
        require(surprise < EASY, "after six steps it is far from sure of what is easy", hint=hint)


@points("train_digits", 1)
def test_each_image_is_read_alone(model, data, rng):
    """The logits of an image depend on it alone: not on chance, the batch, its size, or what was asked before."""
    logits = logits_of(model, data.test)
    hint = "After training the network is in training mode, and dropout at work: eval() before you return it."
    assert_close(model(data.test), logits, rtol=1e-5, what="the logits when asked a second time", hint=hint)
    rows = torch.from_numpy(rng.numpy.permutation(len(data.test)))
    for part in (rows[:1], rows[:7], rows):
        again = logits_of(model, data.test[part])
        assert_close(again, logits[part], rtol=1e-5, what="the logits of an image in another batch", hint=hint)


@points("train_digits", 2)
def test_data_and_seed_decide(notebook, rng):
    """Data and seed decide about the network, and nothing else does; epochs, the width and the dtype are as asked."""
    x, other, probe = (rng.uniform(0, 1, (70, 12)) for _ in range(3))
    y, labels = rng.integers(0, 10, (70,)), rng.integers(0, 10, (70,))

    def train(x=x, y=y, seed=3, epochs=2):
        logits, count, changed = notebook.run(train_small, x, y, probe.to(x.dtype), seed, epochs)
        assert_shape(
            logits, (70, 10), what="the logits of 70 examples of 12 numbers", hint="D is the width of the data."
        )
        assert_dtype(logits, x.dtype, what="the logits", hint="The network has the dtype of the data.")
        message = "the network has more or fewer parameters than the recipe says"
        require(count == 12 * 128 + 128 + 128 * 10 + 10, message, hint="One hidden layer of 128 units, ten logits.")
        require(not changed, "the training data is changed", hint="x is only read.")
        return as_tensor(logits, "the logits")

    first = train()
    hint = "Seed before the first layer is made, and draw nothing from elsewhere."
    assert_close(train(), first, what="what a second training with the same seed gives", hint=hint)
    hint = "The network comes from this data, this seed and so many epochs: nothing stored, nothing kept from a call."
    changes = {"another seed": train(seed=4), "other images": train(x=other), "other labels": train(y=labels)}
    changes["one epoch in place of two"] = train(epochs=1)
    for name, logits in changes.items():
        require(float((logits - first).abs().max()) > 1e-6, f"training with {name} gives the same network", hint=hint)
    train(x=x.float())
