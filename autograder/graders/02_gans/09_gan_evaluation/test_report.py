"""Hidden tests of `report`: quality against fresh data, copies against the training images, one size for all."""

import torch

from autograder import metrics
from autograder.testing import as_tensor, assert_close, inside, points, require

QUALITY = ("fid", "kid", "precision", "recall")


@inside
def measure(ns, W, train, fresh, fake, k):
    """The student's report, with the features tanh(x W)."""

    def features(x):
        return torch.tanh(x @ W)

    return ns.report(features, train, fresh, fake, k) if k else ns.report(features, train, fresh, fake)


def ask(notebook, W, train, fresh, fake, k=0):
    """The report as plain numbers."""
    row = notebook.run(measure, W, train, fresh, fake, k)
    names = {*QUALITY, "copies"}
    hint = "A dict with the keys of the docstring. Is a `return` missing?"
    require(isinstance(row, dict) and set(row) == names, "the report has not the five names", hint=hint)
    for name in names:
        require(as_tensor(row[name], name).numel() == 1, f"{name} has to be one number", hint="A float.")
    return {name: as_tensor(value).reshape(()) for name, value in row.items()}


def draw(rng, n_fresh, n_fake, n_train=60):
    """A feature map, training images, fresh images and samples that are a little off."""
    fresh, fake = rng.normal(n_fresh, 5), 0.3 + 1.1 * rng.normal(n_fake, 5)
    return rng.normal(5, 3), rng.normal(n_train, 5), fresh, fake


def quality(W, fresh, fake, k):
    """The first four, by definition."""
    f_fresh, f_fake = torch.tanh(fresh @ W), torch.tanh(fake @ W)
    precision, recall = metrics.precision_recall(f_fresh, f_fake, k)
    distances = metrics.frechet_distance_of(f_fresh, f_fake), metrics.kernel_distance(f_fresh, f_fake)
    return dict(zip(QUALITY, (*distances, precision, recall), strict=True))


@points("report", 2)
def test_quality_against_fresh_images(notebook, rng):
    """Distances, precision and recall compare the features of samples with those of fresh images, with the given k."""
    for n, k in ((31, 0), (25, 1), (41, 5)):
        W, train, fresh, fake = draw(rng, n, n)
        row, wanted = ask(notebook, W, train, fresh, fake, k), quality(W, fresh, fake, k or 3)
        for name in QUALITY:
            hint = "Against fresh, not against train; in features, not in pixels; real first, fake second; k passed on."
            assert_close(row[name], wanted[name], rtol=1e-4, atol=1e-5, what=name, hint=hint)


@points("report", 2)
def test_copies_are_found(notebook, rng):
    """Samples that are training images have a ratio near 0, fresh ones 1; the distances are those of pixels to all of train."""
    for n in (25, 41):
        W, train, fresh, fake = draw(rng, n, n)
        row = ask(notebook, W, train, fresh, fake)
        hint = "Equation (7): the median distance of samples over that of fresh images, each to its nearest training image."
        wanted = metrics.nearest_neighbour_ratio(fake, train, fresh)
        assert_close(row["copies"], wanted, rtol=1e-4, what="copies", hint=hint)
        stolen = ask(notebook, W, train, fresh, train[:n] + 1e-3 * rng.normal(n, 5))
        require(float(stolen["copies"]) < 0.05, "copies of training images are not found", hint=hint)
        same = ask(notebook, W, train, fresh, fresh.clone())
        assert_close(same["copies"], 1.0, rtol=1e-4, what="copies of fresh images", hint=hint)


@points("report", 1)
def test_one_size_for_everything(notebook, rng):
    """The larger of the two sets is cut to the size of the smaller, for all five numbers."""
    for n_fresh, n_fake in ((21, 60), (60, 21)):
        W, train, fresh, fake = draw(rng, n_fresh, n_fake)
        fresh[21:] += 2
        fake[21:] -= 2
        row = ask(notebook, W, train, fresh, fake)
        wanted = quality(W, fresh[:21], fake[:21], 3)
        wanted["copies"] = metrics.nearest_neighbour_ratio(fake[:21], train, fresh[:21])
        for name, value in wanted.items():
            hint = "n is the smaller of the two sizes; only the first n images of each set count, for copies too."
            assert_close(row[name], value, rtol=1e-4, atol=1e-5, what=f"{name} of unequal sets", hint=hint)
