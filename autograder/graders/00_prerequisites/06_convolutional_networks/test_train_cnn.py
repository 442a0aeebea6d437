"""Hidden tests of `train_cnn`: digits that were moved to where no training digit stood, logits, and what decides."""

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

MARGIN = 2


def on_canvas(images, moves):
    """Digits on paper of 12 by 12, each moved from the middle by its own number of pixels down and to the right."""
    side = 8 + 2 * MARGIN
    canvas = torch.zeros(len(images), 1, side, side)
    for picture, image, (down, right) in zip(canvas, images.reshape(-1, 8, 8).float(), moves.tolist(), strict=True):
        picture[0, MARGIN + down : MARGIN + down + 8, MARGIN + right : MARGIN + right + 8] = image
    return canvas


@pytest.fixture(scope="module")
def data(module_rng):
    """Digits in a split of this course's own, mirrored or turned: neighbours stay neighbours."""
    return hidden_digits(module_rng("data"), disguise="mirror")


@pytest.fixture(scope="module")
def moved(data, module_rng):
    """Unseen digits, each moved by up to two pixels in either direction."""
    return on_canvas(data.test, module_rng("moves").integers(-MARGIN, MARGIN + 1, (len(data.test), 2)))


@trained("train_cnn")
def model(notebook, data, module_rng, device):
    """The student's network, trained once, on digits in the middle."""
    seed = int(module_rng("seed").integers(0, 2**31))
    middle = torch.zeros(len(data.train), 2, dtype=torch.int64)
    return notebook.train_cnn(on_canvas(data.train, middle), data.train_labels, seed=seed, device=device)


@inside
def train_small(ns, x, y, probe, seed, epochs):
    """Train on little; the logits of other pictures, and whether the data was changed."""
    before = x.clone(), y.clone()
    net = ns.train_cnn(x, y, seed=seed, epochs=epochs)
    with torch.no_grad():
        logits = net(probe).clone()
    return logits, not (torch.equal(before[0], x) and torch.equal(before[1], y))


def logits_of(model, pictures):
    """Logits of the right shape and finite."""
    logits = model(pictures)
    assert_dtype(logits, torch.float32, what="the table of logits", hint="float32 in, float32 out.")
    logits = as_tensor(logits, "the logits")
    assert_shape(logits, (len(pictures), 10), what="the table of logits", hint="Ten numbers for each picture.")
    require(bool(torch.isfinite(logits).all()), "logits are NaN or infinite", hint="Did the training diverge?")
    return logits


@points("train_cnn", 3)
def test_it_reads_moved_digits(model, data, moved, threshold, picture):
    """The network reads unseen digits that stand where no training digit has stood."""
    logits = logits_of(model, moved)
    is_right = logits.argmax(dim=1) == data.test_labels
    wrong = moved[~is_right][:20]
    if len(wrong):
        picture.images("moved digits that your network misreads", wrong, columns=10)
    threshold.above(
        "moved_accuracy",
        float(is_right.double().mean()),
        what="the share of moved digits that are read rightly",
        hint="Follow the recipe: all strides are 1, padding keeps the size, and the last map is reduced by its maximum.",
    )


@points("train_cnn", 2)
def test_its_logits_say_how_sure_it_is(model, data, moved, threshold):
    """The cross-entropy of what the network returns, taken as logits, is small on moved digits."""
    log_p = logits_of(model, moved).log_softmax(dim=1)
    threshold.below(
        "moved_cross_entropy",
        float(-log_p[torch.arange(len(log_p)), data.test_labels].mean()),
        what="the cross-entropy on moved digits",
        hint="cross_entropy takes logits and applies the softmax itself: none before it, and none in what you return.",
    )


@points("train_cnn", 1)
def test_each_picture_is_read_alone(model, moved, rng):
    """The logits of a picture depend on it alone: not on the batch, its size, or what was asked before."""
    logits = logits_of(model, moved)
    hint = "After training the network is in training mode and normalises by the batch: eval() before you return it."
    rows = torch.from_numpy(rng.numpy.permutation(len(moved)))
    for part in (rows[:1], rows[:7], rows):
        again = logits_of(model, moved[part])
        what = "the table of logits of the same pictures in another batch"
        assert_close(again, logits[part], rtol=1e-4, what=what, hint=hint)


@points("train_cnn", 2)
def test_data_and_seed_decide(notebook, rng):
    """Data, labels, seed and epochs decide about the network, and nothing else does; pictures may have any size."""
    x, other = (rng.uniform(0, 1, (70, 1, 9, 8)).float() for _ in range(2))
    y, probe = rng.integers(0, 10, (70,)), rng.uniform(0, 1, (5, 1, 8, 11)).float()

    def train(x, y, seed=3, epochs=2):
        logits, changed = notebook.run(train_small, x, y, probe, seed, epochs)
        assert_shape(
            logits, (5, 10), what="the table of logits", hint="Ten logits for each picture, whatever its size."
        )
        require(not changed, "the data was changed", hint="Make new tensors: no `+=` on what was given.")
        return as_tensor(logits, "the logits")

    first = train(x, y)
    hint = "Seed before the first layer is made, and draw nothing from elsewhere."
    assert_close(train(x, y), first, rtol=1e-4, what="what a second training with the same seed gives", hint=hint)
    changes = {
        "another seed": train(x, y, seed=4),
        "other pictures": train(other, y),
        "other labels": train(x, (y + 1) % 10),
        "one epoch in place of two": train(x, y, epochs=1),
    }
    for name, logits in changes.items():
        hint = (
            "The network comes from this data, this seed and so many epochs: nothing stored, nothing kept from a call."
        )
        require(float((logits - first).abs().max()) > 1e-3, f"training with {name} gives the same network", hint=hint)
