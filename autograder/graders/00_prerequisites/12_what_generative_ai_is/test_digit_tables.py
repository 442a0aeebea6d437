"""Hidden tests of `DigitTables`: counts, the joint probability, reading, drawing, and digits."""

import numpy as np
import torch

from autograder.metrics import digit_classifier
from autograder.testing import as_tensor, assert_close, assert_dtype, hidden_digits, inside, points, require


@inside
def count(ns, x, y, alpha):
    """The two tables, and the data after the call."""
    x, y = np.array(x), np.array(y)
    model = ns.DigitTables(x, y, alpha)
    return model.p_label, model.p_level, x, y


@inside
def use(ns, what, p_label, p_level, x, y, u):
    """What a model with these tables says or makes, and all arguments after the call."""
    p_label, p_level, x, y, u = (np.array(part) for part in (p_label, p_level, x, y, u))
    model = ns.DigitTables(np.zeros((1, p_level.shape[1]), dtype=np.int64), np.zeros(1, dtype=np.int64), 1.0)
    model.p_label, model.p_level = p_label, p_level
    answer = model.sample(y, u) if what == "sample" else getattr(model, what)(x)
    return answer, (p_label, p_level, x, y, u)


@inside
def learn(ns, x, y, alpha, x_new, labels, u):
    """What a model of these images reads and draws."""
    model = ns.DigitTables(x, y, alpha)
    return model.classify(x_new), model.sample(labels, u)


def reference(x, y, alpha):
    """The two tables."""
    n_label = torch.stack([(y == k).sum() for k in range(10)]).double() + alpha
    one_hot = torch.nn.functional.one_hot(x, 17).double()
    n_level = torch.stack([one_hot[y == k].sum(0) for k in range(10)]) + alpha
    return n_label / n_label.sum(), n_level / n_level.sum(2, keepdim=True)


def joint_of(p_label, p_level, x):
    """Equation (12)."""
    pixels = torch.arange(x.shape[1])
    return p_label.log() + torch.stack([table[pixels, x].log().sum(1) for table in p_level], 1)


def draw_tables(rng, pixels, uneven=3.0):
    """Rough rows of shares."""
    p_label, p_level = rng.uniform(0.05, 1, (10,)) ** uneven, rng.uniform(0.01, 1, (10, pixels, 17)) ** uneven
    return p_label / p_label.sum(), p_level / p_level.sum(2, keepdim=True)


def ask(notebook, what, p_label, p_level, x=None, y=None, u=None):
    """The answer of one method of a model with these tables; the arguments must be as they were."""
    none = torch.zeros(0)
    given = [none.numpy() if part is None else part.numpy() for part in (p_label, p_level, x, y, u)]
    answer, after = notebook.run(use, what, *given)
    hint = "Methods read tables and arguments, and leave them alone."
    for name, left, was in zip(("p_label", "p_level", "x", "y", "u"), after, given, strict=True):
        assert_close(left, was, rtol=0, atol=0, what=f"{name} after a call of {what}", hint=hint)
    return answer


@points("DigitTables", 2)
def test_counts(notebook, rng):
    """Labels and levels are counted, by pixel and label, and smoothed; labels that do not occur are left with alpha."""
    for count_images, pixels, labels, alpha in (
        (40, 5, 10, 0.5),
        (1, 3, 10, 0.01),
        (200, 1, 2, 2.0),
        (30, 16, 4, 1e-6),
    ):
        x, y = rng.integers(0, 17, (count_images, pixels)), rng.integers(0, labels, (count_images,))
        x[:, 0] = torch.where(rng.uniform(0, 1, (count_images,)) < 0.7, 16, 0)  # one cell is hit by many images
        p_label, p_level, x_after, y_after = notebook.run(count, x.numpy(), y.numpy(), alpha)
        assert_close(x_after, x, rtol=0, atol=0, what="the images after counting")
        assert_close(y_after, y, rtol=0, atol=0, what="the labels after counting")
        expected_label, expected_level = reference(x, y, alpha)
        hint = "alpha for each of the ten labels, too."
        assert_close(p_label, expected_label, rtol=1e-9, what="p_label", hint=hint, dtype=torch.float64)
        hint = "Each image adds 1 to one cell of each pixel, in its label's table; then each row of 17 is divided by its sum."
        assert_close(p_level, expected_level, rtol=1e-9, what="p_level", hint=hint, dtype=torch.float64)


@points("DigitTables", 2)
def test_log_joint(notebook, rng):
    """The score of an image under a label is (12), for any tables; over all images it sums to the probability of the label."""
    for number, pixels in ((20, 6), (1, 1), (2, 64), (3, 300)):
        p_label, p_level = draw_tables(rng, pixels)
        x = rng.integers(0, 17, (number, pixels))
        scores = ask(notebook, "log_joint", p_label, p_level, x)
        hint = "log p(y), plus the logarithm of the share of each pixel's level, summed over pixels: one score for each label."
        assert_close(scores, joint_of(p_label, p_level, x), rtol=1e-9, what="log_joint", hint=hint, dtype=torch.float64)
    p_label, p_level = draw_tables(rng, 1)
    x = torch.arange(17)[:, None]
    scores = ask(notebook, "log_joint", p_label, p_level, x)
    what = "the sum of the probabilities of all images of one pixel, under each label"
    assert_close(as_tensor(scores).exp().sum(0), p_label, rtol=1e-9, what=what)


@points("DigitTables", 2)
def test_classify(notebook, rng):
    """An image gets the label under which image and label together are likeliest, common labels and rare ones considered."""
    for number, pixels, uneven in ((60, 4, 1.0), (40, 1, 4.0), (1, 9, 2.0)):
        p_label, p_level = draw_tables(rng, pixels, uneven)
        p_label = torch.tensor([0.3, 0.001, 0.2, 0.001, 0.1, 0.001, 0.3, 0.002, 0.094, 0.001], dtype=torch.float64)
        x = rng.integers(0, 17, (number, pixels))
        expected = joint_of(p_label, p_level, x)
        best = expected.topk(2, dim=1).values
        clear = best[:, 0] - best[:, 1] > 1e-6
        labels = ask(notebook, "classify", p_label, p_level, x)
        assert_dtype(labels, torch.int64, what="the labels")
        found = as_tensor(labels, "the labels")
        require(tuple(found.shape) == (number,), "there has to be one label for each image")
        message = "images get other labels than (13) says"
        hint = "The largest of the ten scores log p(x, y); p(y) counts as much as the pixels do."
        require(bool((found[clear] == expected.argmax(1)[clear]).all()), message, hint=hint)


@points("DigitTables", 2)
def test_sample(notebook, rng):
    """Pixel j of image i is drawn with u[i, j] from its own row of the table of label i."""
    for number, pixels in ((12, 7), (1, 5), (9, 1)):
        p_label, p_level = draw_tables(rng, pixels, 2.0)
        p_level[:, :, 3] = 0.0  # a level that never comes
        p_level = p_level / p_level.sum(2, keepdim=True)
        y, u = rng.integers(0, 10, (number,)), rng.uniform(0, 1, (number, pixels))
        ends = p_level[y].cumsum(2)
        near = ((ends - u[..., None]).abs() < 1e-9).any(2)
        u = torch.where(near, (u + 1e-6) % 1, u)
        images = ask(notebook, "sample", p_label, p_level, y=y, u=u)
        assert_dtype(images, torch.int64, what="the images")
        hint = "The label chooses the table, the pixel the row, and each draw has its own u."
        expected = (ends <= u[..., None]).sum(2)
        assert_close(images, expected.double(), rtol=0, atol=0, what="the array of drawn images", hint=hint)
        if number == 12:
            u = torch.zeros_like(u)
            p_level[:, :, 0] = 0.0
            images = ask(notebook, "sample", p_label, p_level, y=y, u=u)
            require(bool((as_tensor(images) == 1).all()), "for u = 0 a level is drawn that has the probability 0")


@points("DigitTables", 2, seconds=40)
def test_digits(notebook, rng, picture):
    """Counted on 1297 digits, it reads most of 500 unseen ones; and a classifier can read what it draws."""
    data = hidden_digits(rng)
    x, x_new = (torch.round(16 * part).long() for part in (data.train, data.test))
    asked = torch.arange(60) % 10
    u = rng.uniform(0, 1, (60, 64))
    labels, drawn = notebook.run(
        learn, x.numpy(), data.train_labels.numpy(), 0.3, x_new.numpy(), asked.numpy(), u.numpy()
    )
    right = float((as_tensor(labels, "the labels") == data.test_labels).double().mean())
    hint = "Is each label's table counted from its own images, and are all pixels used?"
    require(
        right > 0.85,
        "too many unseen digits are misread",
        hint=hint,
        measured=f"{right:.0%} right",
        target="above 85 %",
    )
    drawn = as_tensor(drawn, "the images that are drawn")
    upright = data.reveal(drawn / 16).clamp(0, 1)
    picture.images("digits that your tables drew", upright[:20].reshape(-1, 8, 8), columns=10)
    read = digit_classifier().probs(upright).argmax(1)
    share = float((read == asked).double().mean())
    hint = "Each image is drawn from the table of the label that was asked for."
    require(
        share > 0.5, "a classifier cannot read the digits that are drawn", hint=hint, target="more than half of them"
    )
