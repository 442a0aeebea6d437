"""Hidden tests of `train_few`: what the network makes of digits that stand where none stood in training."""

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

COMMON, RARE = 50, 15  # examples of a class in training, of the larger and of the smaller ones
TESTED = 40  # and in the test


def put_on_sheets(images, shift, scale):
    """Digits [N, 64] on sheets of 10 x 10, moved off the middle, in the scanner's units."""
    out = torch.zeros(len(images), 1, 10, 10, dtype=torch.float64)
    for sheet, image, (down, right) in zip(out, images.reshape(-1, 8, 8), shift.tolist(), strict=True):
        sheet[0, 1 + down : 9 + down, 1 + right : 9 + right] = image
    return scale * out


@pytest.fixture(scope="module")
def data(module_rng):
    """Uneven training data in the middle of the sheets, and even test data off the middle."""
    rng = module_rng("data")
    digits = hidden_digits(rng, disguise="mirror")
    scale = float(10 ** rng.uniform(3, 6))
    rare = set(rng.numpy.choice(10, 5, replace=False).tolist())
    train = [(digits.train_labels == c).nonzero().flatten()[: RARE if c in rare else COMMON] for c in range(10)]
    rows = torch.cat(train)[torch.from_numpy(rng.numpy.permutation(sum(len(part) for part in train)))]
    test = torch.cat([(digits.test_labels == c).nonzero().flatten()[:TESTED] for c in range(10)]).repeat(2)
    shift = rng.integers(-1, 2, (len(test), 2))
    shift[(shift == 0).all(dim=1)] = torch.tensor([1, -1])  # none in the middle
    return {
        "x": put_on_sheets(digits.train[rows], torch.zeros(len(rows), 2, dtype=torch.int64), scale),
        "y": digits.train_labels[rows],
        "test": put_on_sheets(digits.test[test], shift, scale),
        "test_labels": digits.test_labels[test],
        "scale": scale,
    }


@trained("train_few")
def model(notebook, data, module_rng, device):
    """The student's network, trained once."""
    seed = int(module_rng("seed").integers(0, 2**31))
    return notebook.train_few(data["x"], data["y"], seed=seed, device=device)


@inside
def train_small(ns, x, y, probe, seed, steps):
    """Train on little; the logits of other pictures, how many numbers are learnt, and whether x was changed."""
    before = x.clone()
    model = ns.train_few(x, y, seed=seed, steps=steps)
    with torch.no_grad():
        logits = model(probe).clone()
    count = sum(p.numel() for p in model.parameters()) if isinstance(model, torch.nn.Module) else -1
    return logits, count, not torch.equal(x, before)


def logits_of(model, images):
    """Logits of the right shape, finite."""
    logits = as_tensor(model(images), "the logits")
    assert_shape(logits, (len(images), 10), what="the table of logits", hint="Ten numbers for each picture.")
    require(bool(torch.isfinite(logits).all()), "logits are NaN or infinite", hint="Did the training diverge?")
    return logits


@points("train_few", 3)
def test_it_reads_digits_that_moved(model, data, threshold, picture):
    """The network reads unseen digits that stand where none stood in training."""
    logits = logits_of(model, data["test"])
    is_right = logits.argmax(dim=1) == data["test_labels"]
    wrong = data["test"][~is_right][:20] / data["scale"]
    if len(wrong):
        picture.images(
            "moved digits that your network misreads (mirrored or turned, as its training data)", wrong, columns=10
        )
    threshold.above(
        "accuracy",
        float(is_right.double().mean()),
        what="the share of unseen, moved digits that are read rightly",
        hint="Each batch is moved anew, by -1, 0 or 1 in both directions; 400 batches of 6 of each class.",
    )


@points("train_few", 2)
def test_rare_classes_are_heard(notebook, rng):
    """Pictures that look the same and have several labels: none of these is preferred, however often it comes."""
    classes = [int(c) for c in rng.numpy.choice(10, 3, replace=False)]
    x = rng.uniform(0, 300, (1, 1, 5, 5)).repeat(60, 1, 1, 1)
    y = torch.tensor([classes[0]] * 48 + [classes[1]] * 9 + [classes[2]] * 3)
    logits = as_tensor(notebook.run(train_small, x, y, x[:1], 5, 150)[0], "the logits")
    assert_shape(logits, (1, 10), what="the table of logits", hint="Ten numbers for each picture.")
    p = logits[0].softmax(dim=0)[classes]
    hint = "Draw batches by balanced_indices: equally many of each class that occurs, and labels of the same rows."
    require(bool(p.min() > 0.2), "a class that is rare in training is not heard", hint=hint)


@points("train_few", 1)
def test_units_do_not_matter(notebook, rng):
    """In other units, other ones for each channel, the same network comes out: statistics are those of each channel."""
    x, y = rng.uniform(0, 1, (40, 2, 4, 4)), rng.integers(0, 10, (40,))
    units = torch.tensor([1024.0, 0.25], dtype=torch.float64).reshape(2, 1, 1)  # powers of two: nothing is rounded
    first = notebook.run(train_small, x, y, x[:9], 3, 12)[0]
    assert_shape(first, (9, 10), what="the table of logits", hint="Ten numbers for each picture.")
    found = notebook.run(train_small, units * x, y, units * x[:9], 3, 12)[0]
    hint = "Standardise, in the network, by each channel's mean and standard deviation over the training set."
    assert_close(found, as_tensor(first), rtol=1e-5, what="the logits in other units", hint=hint)
    balanced = torch.cat([x - 0.5, 0.5 - x])  # of mean 0, which nothing may be divided by
    logits = as_tensor(notebook.run(train_small, balanced, y.repeat(2), balanced[:9], 3, 12)[0], "the logits")
    is_moderate = bool(torch.isfinite(logits).all()) and float(logits.abs().max()) < 1e3
    require(is_moderate, "where the mean is 0, the logits are enormous", hint=hint)


@points("train_few", 1)
def test_each_picture_is_read_alone(model, data, rng):
    """The logits of a picture depend on it alone: not on chance, the batch, its size, or what was asked before."""
    logits = logits_of(model, data["test"])
    hint = "The statistics are those of the training set; nothing is augmented when the network is used."
    assert_close(model(data["test"]), logits, rtol=1e-5, what="the logits when asked a second time", hint=hint)
    rows = torch.from_numpy(rng.numpy.permutation(len(data["test"])))
    for part in (rows[:1], rows[:7], rows):
        again = logits_of(model, data["test"][part])
        assert_close(again, logits[part], rtol=1e-5, what="the logits of a picture in another batch", hint=hint)


@points("train_few", 1)
def test_data_and_seed_decide(notebook, rng):
    """Data and seed decide about the network, and nothing else does; steps, the width and the dtype are as asked."""
    x, other, probe = (rng.uniform(0, 9, (50, 2, 3, 5)) for _ in range(3))
    y, labels = rng.integers(0, 10, (50,)), rng.integers(0, 10, (50,))

    def train(x=x, y=y, seed=3, steps=4):
        logits, count, changed = notebook.run(train_small, x, y, probe.to(x.dtype), seed, steps)
        assert_shape(logits, (50, 10), what="the logits of 50 pictures of 2 x 3 x 5", hint="Any C, H and W may come.")
        assert_dtype(logits, x.dtype, what="the logits", hint="The network has the dtype of the data.")
        message = "the network has more or fewer parameters than the recipe says"
        require(
            count == 30 * 128 + 128 + 128 * 10 + 10,
            message,
            hint="One hidden layer of 128 units; mean and std are buffers.",
        )
        require(not changed, "the training data is changed", hint="x is only read.")
        return as_tensor(logits, "the logits")

    first = train()
    hint = "Seed before the first layer is made, and draw nothing from elsewhere."
    assert_close(train(), first, what="what a second training with the same seed gives", hint=hint)
    hint = "The network comes from this data, this seed and so many steps: nothing stored, nothing kept from a call."
    changes = {"another seed": train(seed=4), "other pictures": train(x=other), "other labels": train(y=labels)}
    changes["three steps in place of four"] = train(steps=3)
    for name, logits in changes.items():
        require(float((logits - first).abs().max()) > 1e-6, f"training with {name} gives the same network", hint=hint)
    moved = float((train(steps=1) - train(steps=0)).abs().max())
    require(moved > 1e-6, "one step gives the same network as none", hint="As many batches as `steps` says.")
    train(x=x.float())
