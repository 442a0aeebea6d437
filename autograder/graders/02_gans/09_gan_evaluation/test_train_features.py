"""Hidden tests of `train_features`: unseen digits, what its distances see, one fixed map, logits that mean something, the
seed.

All numbers are computed here, from features and logits alone; the digits have a split and a disguise of their own. Accuracy is
asked on digits with a little grain: a notebook that knows all digits by heart finds none of them again.
"""

import math
from dataclasses import dataclass

import pytest
import torch

from autograder.metrics import frechet_distance_of
from autograder.testing import as_tensor, assert_close, assert_shape, hidden_digits, inside, points, require, trained

TRAINED_ON = 797  # the rest of the training digits is what sets are compared with
NOISE = 0.2  # of the recipe: its standard deviation
MOST_OFF = 0.08  # from Bayes' probabilities, on average: right recipes are off by 0.02, the nearest wrong ones by 0.18


@dataclass(frozen=True)
class Exam:
    """Digits to train on, unseen ones to compare with, and unseen ones that sets are made of."""

    x: torch.Tensor
    labels: torch.Tensor
    reference: torch.Tensor
    test: torch.Tensor
    test_labels: torch.Tensor
    reveal: object


@pytest.fixture(scope="module")
def data(module_rng):
    """In a split and a disguise of this course's own."""
    digits = hidden_digits(module_rng("data"))
    known, rest = digits.train[:TRAINED_ON], digits.train[TRAINED_ON:]
    return Exam(known, digits.train_labels[:TRAINED_ON], rest, digits.test, digits.test_labels, digits.reveal)


@trained("train_features")
def model(notebook, data, module_rng, device):
    """What the student's recipe learns from them."""
    seed = int(module_rng("seed").integers(0, 2**31))
    return notebook.train_features(data.x.float(), data.labels, seed=seed, device=device)


@inside
def train_small(ns, x, labels, probe, seed, steps):
    """Train on little; features and logits of other pictures, and the data afterwards."""
    x, labels = x.clone(), labels.clone()
    model = ns.train_features(x, labels, seed=seed, steps=steps)
    if not hasattr(model, "features"):
        return None
    with torch.no_grad():
        return [torch.as_tensor(part).clone() for part in (model.features(probe), model(probe))], x, labels


def check(values, rows, columns, what):
    """Of the right shape, and finite."""
    tensor = as_tensor(values, what)
    assert_shape(tensor, (rows, columns), what=what, hint=f"{columns} numbers for each image.")
    hint = "Did the loss become NaN? Is a standard deviation of 0 divided by? The recipe has a learning rate of 0.005."
    require(bool(tensor.isfinite().all()), f"{what} are not finite", hint=hint)
    return tensor


def features(model, x):
    """Of images, checked."""
    return check(model.features(x.float()), len(x), 16, "the features")


def logits(model, x):
    """Of images, checked."""
    return check(model(x.float()), len(x), 10, "the logits")


def add_grain(x, scale, rng):
    """Noise on every pixel, between paper and ink."""
    return (x + scale * rng.normal(*x.shape)).clamp(0, 1)


@points("train_features", 2)
def test_names_unseen_digits(model, data, threshold, picture, rng):
    """The network names digits that it has never seen, with a little grain on them."""
    grainy = add_grain(data.test, 0.1, rng)
    found = logits(model.apart(), grainy).argmax(dim=1)
    wrong = (found != data.test_labels).nonzero()[:20, 0]
    if len(wrong):
        picture.images("Unseen digits that your network gives a wrong name", 1 - data.reveal(grainy[wrong]))
    accuracy = (found == data.test_labels).double().mean()
    hint = "Do labels and images come from the same rows? Are gradients set to zero in each step? All 800 steps?"
    threshold.above("accuracy", accuracy, what="the accuracy on unseen digits", hint=hint)


@points("train_features", 3)
def test_distances_see_what_matters(model, data, threshold, picture, rng):
    """In the features, sets without half of the digits are far from real ones, and sets with grain are near."""
    half = torch.from_numpy(rng.numpy.permutation(10))
    sets = [add_grain(data.test, 0.3, rng)]
    for kept in (half[:5], half[5:]):
        rows = torch.isin(data.test_labels, kept).nonzero()[:, 0]
        sets.append(data.test[rows[rng.integers(0, len(rows), (len(data.test),))]])
    shown = torch.cat([each[:10] for each in sets])
    picture.images("Grain; half of the digits missing; the other half missing", 1 - data.reveal(shown))
    # All in one batch, in random order: nobody can tell which set an image belongs to.
    everything = torch.cat([data.reference, *sets])
    order = torch.from_numpy(rng.numpy.permutation(len(everything)))
    found = features(model.apart(), everything[order])[torch.argsort(order)]
    parts = found.split([len(data.reference), *map(len, sets)])
    distances = [frechet_distance_of(parts[0], part) for part in parts[1:]]
    hint = "Are these the features of the trained network, or of one before training? Are they constant?"
    missing = (distances[1] + distances[2]) / 2
    require(missing > 0, "sets without half of the digits are at distance 0 from real ones", hint=hint)
    what = "the distance of grain over that of missing digits"
    threshold.below("grain_over_missing", distances[0] / missing, what=what, hint=hint)


@points("train_features", 2)
def test_one_fixed_map(model, data):
    """Features are standardised on the training images, once: an image has the same ones in whatever company it comes."""
    known = features(model, data.x)
    hint = "Mean and standard deviation of what `body` says about all training images, without noise, after training."
    zeros, ones = torch.zeros(16), torch.ones(16)
    assert_close(
        known.mean(dim=0), zeros, atol=0.02, what="the mean of each feature over the training images", hint=hint
    )
    what = "the standard deviation of each feature over the training images"
    assert_close(known.std(dim=0), ones, atol=0.03, what=what, hint=hint)
    together, named = features(model, data.test), logits(model, data.test)
    hint = "Nothing may be computed from the batch that happens to be asked for, or be remembered from one call to the next."
    for rows in ([3], [141, 59], list(range(100, 130)), list(range(499, -1, -1))):
        blind = model.apart()
        for whole, ask, what in ((together, features, "the features"), (named, logits, "the logits")):
            alone = ask(blind, data.test[rows])
            what = f"{what} of an image in other company"
            assert_close(alone, whole[rows], rtol=1e-4, atol=1e-4, what=what, hint=hint)


@points("train_features", 1, seconds=60)
def test_logits_say_how_sure(notebook, data, module_rng):
    """One picture that is called 3 in three of four cases and 7 in the fourth gets probabilities near 0.75 and 0.25."""
    picture, labels = data.x[:1].float().repeat(400, 1), torch.tensor([3, 3, 3, 7] * 100)
    model = notebook.train_features(picture, labels, seed=int(module_rng("sure").integers(0, 2**31)))
    probabilities = logits(model, picture[:1]).softmax(dim=1)[0]
    hint = (
        "Cross-entropy takes logits and does the softmax itself: with a second one the network is always too sure. And has it"
        " seen the same noise again and again?"
    )
    wanted = torch.tensor([0.75, 0.25], dtype=torch.float64)
    assert_close(probabilities[[3, 7]], wanted, rtol=0, atol=0.12, what="the probabilities of 3 and 7", hint=hint)


@points("train_features", 1, seconds=60)
def test_noise_is_as_loud_as_the_recipe_says(notebook, data, module_rng):
    """Two pictures that differ little beside the noise can be told apart, under fresh noise, only as surely as that allows."""
    rng = module_rng("noise")
    towards = rng.normal(data.x.shape[1]).abs()
    difference = NOISE * math.sqrt(2 * math.log(3)) * towards / towards.norm()
    pair = torch.stack(
        [torch.zeros_like(difference), difference]
    )  # nearly all paper: noise that is cut off is half a noise
    labels, seed = torch.tensor([3, 7] * 200), int(rng.integers(0, 2**31))
    model = notebook.train_features(pair.float().repeat(200, 1), labels, seed=seed)
    seen = pair.repeat(200, 1) + NOISE * rng.normal(400, len(towards))
    found = logits(model, seen).softmax(dim=1)[:, 7]
    wanted = torch.sigmoid((seen - difference / 2) @ difference / NOISE**2)  # by Bayes
    message = "your network is not as sure of noisy pictures as the recipe's noise allows"
    hint = "Fresh noise on every batch and pixel, of STANDARD DEVIATION 0.2, not cut off. Old noise is learnt by heart."
    require(float((found - wanted).abs().mean()) < MOST_OFF, message, hint=hint)


@points("train_features", 1)
def test_data_and_seed_decide(notebook, rng):
    """Pictures, labels, seed and steps decide about the network, and nothing else does; the data survive."""
    x, other, probe = (rng.uniform(0, 1, (60, 20)).float() for _ in range(3))
    labels, others = (rng.integers(0, 10, (60,)) for _ in range(2))

    def train(images, names=labels, seed=3, steps=12):
        answer = notebook.run(train_small, images, names, probe, seed, steps)
        message = "`train_features` does not return a network with features"
        require(answer is not None, message, hint="Return the trained FeatureNet. Is a `return` missing?")
        (features, logits), images_after, names_after = answer
        assert_close(images_after, images, what="the images afterwards", hint="x must not change.")
        assert_close(names_after, names, what="the labels afterwards", hint="Labels must not change.")
        return torch.cat([check(features, 60, 16, "the features"), check(logits, 60, 10, "the logits")], dim=1)

    first = train(x)
    hint = "Seed torch before the network is made, and draw nothing from elsewhere."
    assert_close(
        train(x), first, rtol=1e-4, atol=1e-5, what="what a second training with the same seed gives", hint=hint
    )
    changes = {
        "another seed": train(x, seed=4),
        "other images": train(other),
        "other labels": train(x, others),
        "half of the steps": train(x, steps=6),
    }
    hint = (
        "The network has to come from these images, labels, this seed and so many steps: nothing stored, nothing kept."
    )
    for name, found in changes.items():
        require(float((found - first).abs().max()) > 1e-3, f"training with {name} gives the same network", hint=hint)
