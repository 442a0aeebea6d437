"""Hidden tests of `train_digits`: unseen digits, data of other kinds, and that all images are counted in the end."""

import numpy as np
import torch

from autograder.testing import as_tensor, assert_close, hidden_digits, inside, points, require

ALPHAS = (0.001, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0)
ALLOWED = 0.5  # nats for an image with its label


@inside
def train(ns, x, y, alphas):
    """The tables of the trained model, and the data after the call."""
    x, y = np.array(x), np.array(y)
    model = ns.train_digits(x, y) if alphas is None else ns.train_digits(x, y, alphas)
    return model.p_label, model.p_level, x, y


def fit(x, y, alpha):
    """The two tables, counted here."""
    n_label = torch.stack([(y == k).sum() for k in range(10)]).double() + alpha
    one_hot = torch.nn.functional.one_hot(x, 17).double()
    n_level = torch.stack([one_hot[y == k].sum(0) for k in range(10)]) + alpha
    return n_label / n_label.sum(), n_level / n_level.sum(2, keepdim=True)


def likelihood_of(tables, x, y):
    """The mean of (12) over images with their labels."""
    p_label, p_level = tables
    levels = p_level[y[:, None], torch.arange(x.shape[1]), x]
    return float((p_label[y].log() + levels.log().sum(1)).mean())


def ask(notebook, x, y, alphas=None):
    """The two tables of the student's model: shares, and none of them 0."""
    p_label, p_level, x_after, y_after = notebook.run(train, x.numpy(), y.numpy(), alphas)
    assert_close(x_after, x, rtol=0, atol=0, what="the images after training")
    assert_close(y_after, y, rtol=0, atol=0, what="the labels after training")
    p_label, p_level = as_tensor(p_label, "p_label"), as_tensor(p_level, "p_level")
    right = tuple(p_label.shape) == (10,) and tuple(p_level.shape) == (10, x.shape[1], 17)
    require(
        right, "the model does not have the tables of a DigitTables", hint="Return the model that was counted last."
    )
    ones = torch.ones(10, x.shape[1], dtype=torch.float64)
    assert_close(p_label.sum(), 1.0, what="the sum of p_label")
    assert_close(p_level.sum(2), ones, what="the sums of p_level")
    return p_label, p_level


def judge(tables, train_set, test_set, alphas, what):
    """The mean log-likelihood of unseen images is near that of the best alpha."""
    best = max(likelihood_of(fit(*train_set, alpha), *test_set) for alpha in alphas)
    found = likelihood_of(tables, *test_set)
    hint = "Choose the alpha with the highest log-likelihood of images that were NOT counted; then count all of them with it."
    gap = best - found
    measured = "more than 10 below" if gap > 10 else f"about {gap:.1f} below"
    require(
        bool(gap <= ALLOWED),
        f"{what} are less likely than the best alpha makes them",
        hint=hint,
        measured=measured,
        target="at most 0.5 below",
    )


def synthetic(rng, number, pixels, sharpness):
    """Images of ten labels from tables that are almost uniform (near 0) or almost certain (large)."""
    p = torch.softmax(sharpness * rng.normal(10, pixels, 17), 2)
    y = rng.integers(0, 10, (number,))
    x = (p[y].cumsum(2) <= rng.uniform(0, 1, (number, pixels))[..., None]).sum(2).clamp(max=16)
    return x, y


@points("train_digits", 2, seconds=60)
def test_unseen_digits(notebook, rng):
    """Unseen digits are nearly as likely as under the best amount of smoothing, and the model tells one label from another."""
    data = hidden_digits(rng)
    x, x_new = (torch.round(16 * part).long() for part in (data.train, data.test))
    p_label, p_level = ask(notebook, x, data.train_labels)
    judge((p_label, p_level), (x, data.train_labels), (x_new, data.test_labels), ALPHAS, "unseen digits")


@points("train_digits", 2, seconds=60)
def test_other_data_want_other_smoothing(notebook, rng):
    """Where images are mostly noise much smoothing is right, where they are nearly certain very little; both are found."""
    for number, pixels, sharpness, alphas, name in (
        (400, 60, 0.05, None, "unseen noisy images"),
        (600, 60, 12.0, (10.0, 1.0, 0.01, 0.001), "unseen images that are nearly certain"),
        (300, 40, 0.3, (30.0, 0.001, 2.0), "unseen images, with another list of alphas,"),
    ):
        x, y = synthetic(rng, number + 500, pixels, sharpness)
        seen, unseen = (x[:number], y[:number]), (x[number:], y[number:])
        judge(ask(notebook, *seen, alphas), seen, unseen, ALPHAS if alphas is None else alphas, name)


@points("train_digits", 2, seconds=60)
def test_all_images_are_counted(notebook, rng):
    """The model that comes back has counted every image, those that were put aside too, with one of the alphas."""
    for number, alphas in ((150, (0.5, 0.05, 5.0)), (101, (0.2,)), (230, (3.0, 0.01))):
        x, y = synthetic(rng, number, 12, 2.0)
        p_label, p_level = ask(notebook, x, y, alphas)
        candidates = [fit(x, y, alpha) for alpha in alphas]
        near = [float((p_label - a).abs().max() + (p_level - b).abs().max()) < 1e-9 for a, b in candidates]
        message = "the model was not made of all images with one of the alphas"
        hint = "When alpha is chosen, put the validation set back: count x and y whole."
        require(any(near), message, hint=hint)
