"""Hidden tests of `train_gan`: what it covers, whether samples are new, whether it is a continuous function of z alone, the
seed.

The ring is turned, moved and scaled by the salt, so a generator that was stored at home is worth nothing. All is measured
in the ring's own units, in which its radius is 2 and sigma 0.1.
"""

import math
from dataclasses import dataclass

import pytest
import torch

from autograder.metrics import mode_coverage, nearest_distances, sliced_wasserstein
from autograder.testing import (
    as_tensor,
    assert_close,
    assert_shape,
    inside,
    points,
    require,
    ring_centres,
    ring_of_gaussians,
    trained,
)

SIGMA = 0.1
SAMPLES = 4000
LEAST = SAMPLES // 100  # hits that a mode needs to count
LINES = 64
HALVINGS = 18  # of a line of z: its ends are then less than 1e-4 apart, and float32 still tells them from each other
LONGEST_JUMP = 0.5  # over such a distance; the modes are 1.5 apart, and no trained generator has a slope of thousands


@dataclass(frozen=True)
class Ring:
    """A ring in a place of its own."""

    train: torch.Tensor
    fresh: torch.Tensor
    turn: torch.Tensor
    scale: float
    shift: torch.Tensor

    def back(self, y):
        """Into the ring's own units."""
        return (y - self.shift) @ self.turn / self.scale


@pytest.fixture(scope="module")
def ring(module_rng):
    """Data to train on, and as many samples of the same distribution as the generator makes."""
    rng = module_rng("ring")
    # Never nearer than 12 degrees to the ring of the lesson, whose modes are 45 degrees apart.
    angle = float(rng.uniform(math.radians(12), math.radians(33)))
    turn = torch.tensor([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]], dtype=torch.float64)
    scale, shift = float(rng.uniform(0.85, 1.15)), rng.uniform(-0.4, 0.4, (2,))
    train = ring_of_gaussians(rng, 1000)
    return Ring(train @ turn.T * scale + shift, ring_of_gaussians(rng, SAMPLES), turn, scale, shift)


@trained("train_gan")
def model(notebook, ring, module_rng, device):
    """What the student's recipe learns from it."""
    seed = int(module_rng("seed").integers(0, 2**31))
    return notebook.train_gan(ring.train.float(), seed=seed, device=device)


@inside
def train_small(ns, x, z, seed, steps):
    """Train on little; what the generator makes of some noise, and the data afterwards."""
    x = x.clone()
    model = ns.train_gan(x, seed=seed, steps=steps)
    if not callable(model):
        return None
    with torch.no_grad():
        return torch.as_tensor(model(z)).clone(), x


def generate(model, ring, z):
    """Samples in the ring's own units, checked."""
    y = as_tensor(model(z.float()), "what your generator returns")
    assert_shape(y, (len(z), 2), what="what your generator returns", hint="One point for each row of z.")
    hint = "Did the losses become NaN? Are they computed from logits, with a learning rate of 0.003?"
    require(bool(y.isfinite().all()), "your generator makes points that are not finite", hint=hint)
    return ring.back(y)


def examine_trained(y):
    """There must be something to examine before a property of it is worth anything."""
    modes, _ = mode_coverage(y, ring_centres(), SIGMA, least=max(1, len(y) // 100))
    require(modes >= 4, "your generator covers too few modes for this to be looked at", hint="See the first test.")


@points("train_gan", 4)
def test_covers_the_ring(model, ring, threshold, picture, rng):
    """Samples lie at the modes of data that are turned, moved and scaled, at all of them, and in the right proportions."""
    blind = model.apart()
    y = generate(blind, ring, rng.normal(SAMPLES, 2))
    picture.points("Data (grey) and what your generator makes", y, reference=ring.fresh)
    modes, share = mode_coverage(y, ring_centres(), SIGMA, least=LEAST)
    hint = "Does D learn, and does G? Who takes how many steps, with which labels, at which learning rate?"
    threshold.above("modes", modes, what="the number of modes covered", hint=hint)
    hint = "Bridges cannot be avoided, a smear can: the recipe has 1600 rounds, batches of 256, falling learning rates."
    threshold.above("share", share, what="the share of samples that hit a mode", hint=hint, tiers=True)
    distance = sliced_wasserstein(y, ring.fresh)
    hint = "Some modes have far more samples than others, or all are off: do both learning rates fall to 0?"
    threshold.below("swd", distance, what="the sliced Wasserstein distance to fresh data", hint=hint, tiers=True)
    examine_jumps(blind, ring, rng)  # what is looked up is worth nothing, however well it lies


@points("train_gan", 2)
def test_samples_are_new(model, ring, threshold, rng):
    """Samples that hit a mode are about as far from the nearest training point as fresh data are: they are no copies."""
    y = generate(model.apart(), ring, rng.normal(SAMPLES, 2))
    examine_trained(y)
    train = ring.back(ring.train)

    def median_distance(samples):
        hits = nearest_distances(samples, ring_centres()) <= 3 * SIGMA
        return nearest_distances(samples[hits], train).median()

    hint = "Are training points returned, perhaps with a little noise? A generator makes its points from z."
    what = "the distance to the nearest training point, over that of fresh data,"
    threshold.above("novelty", median_distance(y) / median_distance(ring.fresh), what=what, hint=hint)


@points("train_gan", 3)
def test_is_a_continuous_function_of_z(model, ring, rng):
    """Each point depends on its own z alone, is the same whenever it is asked for, and moves little where z moves little."""
    z = rng.normal(1000, 2)
    y = generate(model, ring, z)
    examine_trained(y)
    order = torch.from_numpy(rng.numpy.permutation(1000))
    blind = model.apart()
    hint = "A generator is a function: no randomness of its own, no memory, no look at the other rows of the batch."
    shuffled = generate(blind, ring, z[order])
    assert_close(shuffled, y[order], rtol=1e-4, atol=1e-4, what="the same z in another order", hint=hint)
    for few in (1, 7, 130):
        part = generate(blind, ring, z[:few])
        assert_close(part, y[:few], rtol=1e-4, atol=1e-4, what="the same z in a smaller batch", hint=hint)
    examine_jumps(blind, ring, rng)


@points("train_gan", 1)
def test_data_and_seed_decide(notebook, rng):
    """Data, seed and rounds decide about the generator, and nothing else does; the data survive."""
    x, other, z = (rng.normal(60, 2).float() for _ in range(3))

    def train(data, seed=3, steps=12):
        answer = notebook.run(train_small, data, z, seed, steps)
        message = "`train_gan` does not return a generator"
        require(answer is not None, message, hint="Return the trained `Generator`. Is a `return` missing?")
        y, after = answer
        assert_shape(y, (60, 2), what="what your generator returns", hint="One point for each row of z.")
        assert_close(after, data, what="the training data afterwards", hint="x must not change.")
        found = as_tensor(y)
        hint = "Did the losses become NaN? Are they computed from logits?"
        require(bool(found.isfinite().all()), "points are not finite after a few rounds", hint=hint)
        return found

    first = train(x)
    hint = "Seed torch before the networks are made, and draw nothing from elsewhere."
    assert_close(train(x), first, rtol=1e-5, what="what a second training with the same seed gives", hint=hint)
    changes = {
        "another seed": train(x, seed=4),
        "other data": train(other + 1),
        "half of the rounds": train(x, steps=6),
    }
    hint = "The generator has to come from this data, this seed and so many rounds: nothing stored, nothing kept."
    for name, found in changes.items():
        require(float((found - first).abs().max()) > 1e-4, f"training with {name} gives the same generator", hint=hint)


def examine_jumps(model, ring, rng):
    """A trained generator is continuous, and has bridges between modes; one that looks points up jumps."""
    places = torch.from_numpy(rng.numpy.permutation(SAMPLES)[:LINES])
    jump = longest_jump(model, ring, rng.normal(LINES, 2), rng.normal(LINES, 2), (rng.normal(SAMPLES, 2), places))
    hint = "Between two modes a trained generator makes a bridge (section 5). Does yours look points up instead?"
    require(jump < LONGEST_JUMP, "your generator jumps where z hardly moves", hint=hint)


def longest_jump(model, ring, a, b, hidden_in):
    """Halve lines from a to b, each time keeping the half over which the sample moves further; how far it moves at last.

    The lines are asked about in the same rows of a batch as large as that which is judged: nobody can tell them apart.
    """
    batch, places = hidden_in

    def ask(z):
        return generate(model, ring, batch.index_copy(0, places, z))[places]

    y_a, y_b = ask(a), ask(b)
    for _ in range(HALVINGS):
        middle = (a + b) / 2
        y = ask(middle)
        first = ((y - y_a).norm(dim=1) > (y_b - y).norm(dim=1))[:, None]
        a, y_a = torch.where(first, a, middle), torch.where(first, y_a, y)
        b, y_b = torch.where(first, middle, b), torch.where(first, y, y_b)
    return float((y_a - y_b).norm(dim=1).max())
