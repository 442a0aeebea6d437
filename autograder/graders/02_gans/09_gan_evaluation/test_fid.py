"""Hidden tests of `fid`: the features as they are, which images count, matrix roots, refused sizes."""

import torch

from autograder import metrics
from autograder.testing import as_tensor, assert_close, inside, points, raises, require


@inside
def measure(ns, real, fake, W, b, n, batch):
    """The student's distance with the features tanh(x W + b), and how many images the map was given at a time."""
    asked = []

    def features(x):
        asked.append(len(x))
        return torch.tanh(x.to(W.dtype) @ W + b)

    value = ns.fid(real, fake, features, n, batch) if batch else ns.fid(real, fake, features, n)
    return [value, asked]


def draw(rng, count, other=None):
    """Two sets of images and a feature map; the sets differ in mean and in spread."""
    mix = rng.normal(6, 6) / 2
    real, fake = rng.normal(count, 6), 0.4 + 0.7 * rng.normal(other or count, 6) @ mix
    return real, fake, rng.normal(6, 4) / 2, rng.normal(4) / 2


def expect(real, fake, W, b, n):
    """By the docstring."""
    return metrics.frechet_distance_of(*(torch.tanh(x[:n] @ W + b) for x in (real, fake)))


def ask(notebook, real, fake, W, b, n, batch):
    """The distance and the sizes of the batches, checked."""
    value, asked = notebook.run(measure, real, fake, W, b, n, batch)
    value = as_tensor(value, "the distance")
    require(value.numel() == 1, "the distance has to be one number", hint="What frechet_distance returns.")
    hint = "Roots of negative entries are NaN: roots of a covariance are matrix roots."
    require(bool(value.isfinite().all()), "the distance is NaN or infinite", hint=hint)
    return value.reshape(()), asked


@points("fid", 2)
def test_features_are_compared_as_they_are(notebook, rng):
    """Sets that differ in mean, in spread or in correlation are told apart by the right distance."""
    hint = "Features as they are, not standardised; covariances are of centred features; roots are matrix roots."
    for n, batch in ((64, 32), (96, 32), (128, 64)):
        real, fake, W, b = draw(rng, n)
        found, _ = ask(notebook, real, fake, W, b, n, batch)
        assert_close(found, expect(real, fake, W, b, n), rtol=3e-2, what="the distance of two unlike sets", hint=hint)
    moved, _ = ask(notebook, real, real + 0.5, W, b, n, batch)
    what = "the distance of a set and the same set, brighter"
    assert_close(moved, expect(real, real + 0.5, W, b, n), rtol=3e-2, what=what, hint=hint)


@points("fid", 2)
def test_the_first_n_of_each_set(notebook, rng):
    """Exactly the first n images of both sets count, whatever stands behind them."""
    for count, other, n in ((120, 90, 64), (64, 160, 64), (100, 100, 32)):
        real, fake, W, b = draw(rng, count, other)
        real[n:] += 3
        fake[n:] -= 3
        hint = "Which of the two sets is cut to n? Both have to be."
        found, _ = ask(notebook, real, fake, W, b, n, 32)
        what = f"the distance of the first {n} of {count} and {other}"
        assert_close(found, expect(real, fake, W, b, n), rtol=4e-2, what=what, hint=hint)


@points("fid", 2)
def test_every_image_in_batches(notebook, rng):
    """The last, smaller batch counts too, no batch is too large, and covariances divide by n - 1."""
    for n, batch in ((50, 16), (10, 64), (33, 32), (7, 3), (70, 0), (2, 4)):
        real, fake, W, b = draw(rng, n)
        found, asked = ask(notebook, real, fake, W, b, n, batch)
        hint = "What becomes of the images that do not fill a batch? Do covariances divide by n - 1?"
        what = f"the distance of {n} images in batches of {batch or 'the usual size'}"
        assert_close(found, expect(real, fake, W, b, n), rtol=1e-5, what=what, hint=hint)
        hint = "`images.split(batch)` makes them."
        require(max(asked) <= (batch or 64), "the feature map gets more images at a time than `batch`", hint=hint)


@points("fid", 1)
def test_too_few_images_are_refused(notebook, rng):
    """A set with fewer than n images, and an n below 2, are a ValueError: such numbers would not compare."""
    real, fake, W, b = draw(rng, 30, 20)
    for n in (21, 31, 1, 0):
        hint = "Look at len(real), len(fake) and n before anything else."
        with raises("ValueError", what="fid with more images asked for than there are, or with n below 2", hint=hint):
            notebook.run(measure, real, fake, W, b, n, 8)
