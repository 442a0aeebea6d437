"""Hidden tests of `train_dcgan`: what it draws, whether that is new, whether it is a continuous function of z alone.

The digits are split by the salt, and turned or mirrored so that rows become columns, which a convolution does not mind: a
generator that was stored at home draws upright ones, and those are far away. All samples come from copies of the model that
have seen nothing else.
"""

import itertools
import math

import pytest
import torch

from autograder.metrics import PcaFeatures, digit_classifier, fpd, nearest_neighbour_ratio
from autograder.testing import as_tensor, assert_close, assert_shape, hidden_digits, inside, points, require, trained

SAMPLES, Z_DIM, SIDE = 500, 16, 8
HALVINGS = 18  # of a line of z: its ends are then less than 1e-4 apart, and float32 still tells them from each other
LONGEST_JUMP = 0.3  # over such a distance; images of two digits are 3 to 5 apart, and no trained generator is so steep
# How far the average moves in round 2: (1 - 0.98) * 0.002 or a bit more; G itself 0.002, a decay of 0.999 less than 5e-6.
LEAST_STEP, MOST_STEP = 1e-5, 2.5e-4
LEAST_SPREAD = 0.5  # of images around their mean, where real digits have 2.2: so much there must be to look at


@pytest.fixture(scope="module")
def data(module_rng):
    """Digits in a split of this course's own and one of the four symmetries of a square that make rows into columns.

    (In the other three digits look too much like digits: upside down a zero, an eight, even a one stay what they are.)
    """
    for attempt in itertools.count():
        digits = hidden_digits(module_rng(f"data {attempt}"), disguise="mirror")
        if abs(int(digits.order[1] - digits.order[0])) == SIDE:  # neighbours in a row stood one above the other
            return digits


@trained("train_dcgan")
def model(notebook, data, module_rng, device):
    """What the student's recipe learns from them."""
    seed = int(module_rng("seed").integers(0, 2**31))
    return notebook.train_dcgan(data.train.float(), seed=seed, device=device)


@inside
def train_briefly(ns, x, seed, device, steps):
    """All that there is to learn in a generator after a few rounds, in one row."""
    values = [
        p.detach().cpu().reshape(-1) for p in ns.train_dcgan(x, seed=seed, device=device, steps=steps).parameters()
    ]
    return torch.cat(values) if values else torch.zeros(0)


def generate(model, z):
    """Images as rows from 0 to 1, checked."""
    y = as_tensor(model(z.float()), "what your generator returns")
    hint = "One image of one channel for each row of z: [N, 1, 8, 8]."
    assert_shape(y, (len(z), 1, 8, 8), what="what your generator returns", hint=hint)
    hint = "Did the losses become NaN? Are they computed from logits, with a learning rate of 0.002?"
    require(bool(y.isfinite().all()), "your generator makes images that are not finite", hint=hint)
    hint = (
        "The generator ends in a tanh; data from 0 to 1 have to be moved to its range for D, not its images to theirs."
    )
    require(bool((y.abs() <= 1 + 1e-6).all()), "your generator makes images beyond -1 and 1", hint=hint)
    return ((y + 1) / 2).flatten(1)


def require_variety(y):
    """There must be something to examine before a property of it is worth anything."""
    spread = float((y - y.mean(0)).norm(dim=1).mean())
    hint = "All images are nearly alike: see what the first test says."
    require(spread > LEAST_SPREAD, "your generator makes too little for this to be looked at", hint=hint)


@points("train_dcgan", 4)
def test_draws_digits(model, data, threshold, picture, rng):
    """Images drawn from fresh noise are near to digits that were never seen, in pixels and in strokes, and of all ten kinds."""
    y = generate(model.apart(), rng.normal(SAMPLES, Z_DIM))
    picture.images("What your generator draws", data.reveal(y[:50]))
    hint = "Is D shown real and fake images apart, from -1 to 1? Is the average returned, in evaluation mode?"
    what = "the Fréchet distance of principal components to digits that were not trained on"
    threshold.below("fpd", fpd(PcaFeatures.fit(data.train, 16), data.test, y), what=what, hint=hint, tiers=True)
    # A Gaussian with the mean and covariance of the data beats every GAN at that; a classifier sees that it draws no strokes.
    distance = fpd(digit_classifier(), data.reveal(data.test), data.reveal(y))
    what = "the Fréchet distance of a classifier's features to digits that were not trained on"
    hint = "Mean and spread of the pixels are right, and strokes are not: did it train for all of its rounds?"
    threshold.below("features", distance, what=what, hint=hint, tiers=True)
    shares = torch.bincount(digit_classifier().probs(data.reveal(y)).argmax(1), minlength=10) / SAMPLES
    classes = math.exp(float(torch.special.entr(shares).sum()))
    hint = "Some digits are hardly ever drawn: are batches taken from all of the data, and z from a standard normal?"
    threshold.above("classes", classes, what="the (effective) number of digits", hint=hint, tiers=True)


@points("train_dcgan", 2)
def test_images_are_new(model, data, threshold, rng):
    """Images are at least as far from the nearest training image as digits that were never seen: they are no copies."""
    y = generate(model.apart(), rng.normal(SAMPLES, Z_DIM))
    require_variety(y)
    hint = "Are training images returned, perhaps with a little noise? A generator makes its images from z."
    what = "the distance to the nearest training image, over that of fresh digits,"
    threshold.above("novelty", nearest_neighbour_ratio(y, data.train, data.test), what=what, hint=hint)


@points("train_dcgan", 2)
def test_is_a_continuous_function_of_z(model, rng):
    """Each image depends on its own z alone, is the same whenever it is asked for, and changes little where z does."""
    z = rng.normal(600, Z_DIM)
    y = generate(model, z)
    require_variety(y)
    order = torch.from_numpy(rng.numpy.permutation(600))
    blind = model.apart()
    hint = "Return the generator in evaluation mode: no batch statistics, no randomness of its own, no memory."
    shuffled = generate(blind, z[order])
    assert_close(shuffled, y[order], rtol=1e-4, atol=1e-4, what="the same z in another order", hint=hint)
    for few in (1, 7, 130):
        what = "the same z in a smaller batch"
        assert_close(generate(blind, z[:few]), y[:few], rtol=1e-4, atol=1e-4, what=what, hint=hint)
    again = generate(model, z[:50])
    assert_close(again, y[:50], rtol=1e-4, atol=1e-4, what="the same z, asked again", hint=hint)
    jump = longest_jump(blind, z[:64], z[64:128])
    hint = "A generator is a film between any two of its images. Does yours look images up instead?"
    require(jump < LONGEST_JUMP, "your generator jumps where z hardly moves", hint=hint)


@points("train_dcgan", 2)
def test_first_rounds(notebook, data, rng, device):
    """In a round the generator moves as far as the recipe's average does; it depends on data and seed, not on chance."""
    x, seed = data.train.float(), int(rng.integers(0, 2**31))
    first, second, others = (
        as_tensor(notebook.run(train_briefly, rows, seed, device, steps))
        for rows, steps in ((x[:640], 1), (x[:640], 2), (x[640:1280], 2))
    )
    hint = "The averaged network itself is returned, with its parameters: see the recipe."
    require(
        0 < len(first) == len(second) == len(others), "what is returned has no parameters of a generator", hint=hint
    )
    step = float((second - first).abs().median())
    hint = "Is the generator returned that is trained, instead of its average? Is it the decay or the learning rate?"
    require(step < MOST_STEP, "in its second round your generator moves much further than an average does", hint=hint)
    hint = "Does every round update the average? Is the optimiser of G given G's parameters, and `steps` obeyed?"
    require(step > LEAST_STEP, "in its second round your generator hardly moves", hint=hint)
    hint = "Two rounds on other images gave the very same generator. Learn from `x`."
    require(float((second - others).abs().mean()) > 1e-8, "your generator does not depend on the data", hint=hint)


def longest_jump(model, a, b):
    """Halve lines from a to b, each time keeping the half over which the image changes more; by how much it does at last."""
    y_a, y_b = generate(model, a), generate(model, b)
    for _ in range(HALVINGS):
        middle = (a + b) / 2
        y = generate(model, middle)
        first = ((y - y_a).norm(dim=1) > (y_b - y).norm(dim=1))[:, None]
        a, y_a = torch.where(first, a, middle), torch.where(first, y_a, y)
        b, y_b = torch.where(first, middle, b), torch.where(first, y, y_b)
    return float((y_a - y_b).norm(dim=1).max())
