"""Hidden tests of `train_hvae`: the bound on unseen digits, what each level says, digits from dice, each picture on its own,
the seed.

Nothing is believed that a model says about itself but its two codes, and these have their price: the bound is computed here,
from noise drawn here, and what copies of the model answer about the numbers alone, which have never seen the pictures. A
model that passes too much through a code pays for it; one that passes it elsewhere meets an empty copy.
"""

import pytest
import torch

from autograder.metrics import PcaFeatures, bernoulli_log_likelihood, fpd, kl_diagonal, kl_to_standard_normal
from autograder.testing import as_tensor, assert_close, assert_shape, hidden_digits, inside, points, require, trained

NOISES = 4  # draws of the codes of each test digit
THROWS = 20  # of the top, to see what of it reaches the level below
TOP, BELOW, PIXELS = 4, 8, 64


@pytest.fixture(scope="module")
def data(module_rng):
    """Digits in ink or paper, in a split and a disguise of this course's own."""
    digits = hidden_digits(module_rng("data"))
    return digits, (digits.train > 0.5).double(), (digits.test > 0.5).double()


@trained("train_hvae")
def model(notebook, data, module_rng, device):
    """What the student's recipe learns from them."""
    seed = int(module_rng("seed").integers(0, 2**31))
    return notebook.train_hvae(data[1].float(), seed=seed, device=device)


@inside
def train_small(ns, x, probe, seed, steps, posterior):
    """Train on little; what the model makes of other pictures, and the data afterwards."""
    x = x.clone()
    model = ns.train_hvae(x, seed=seed, steps=steps, posterior=posterior)
    if not hasattr(model, "encode_top"):
        return None
    with torch.no_grad():
        top, top_log_var = model.encode_top(probe)
        below, below_log_var = model.encode_bottom(probe, top)
        return [part.clone() for part in (top, top_log_var, below, below_log_var, model.decode(below))], x


def pair(answer, n, width, what):
    """A mean and a log-variance, checked."""
    is_pair = isinstance(answer, tuple | list) and len(answer) == 2
    require(is_pair, f"`{what}` of your model does not return two things", hint="Return an HVAE: (mu, log_var).")
    parts = []
    for part, name in zip(answer, ("mu", "log_var"), strict=True):
        parts.append(as_tensor(part, f"{name} of `{what}`"))
        assert_shape(parts[-1], (n, width), what=f"{name} of `{what}`", hint="4 numbers on top, 8 below.")
    finite = all(bool(part.isfinite().all()) for part in parts)
    hint = "Something overflowed while training: did the loss become NaN? What are its signs, and its square roots?"
    require(finite, f"what `{what}` says is not finite", hint=hint)
    return parts


def top_of(model, x):
    """q(z_2 | x)."""
    return pair(model.encode_top(x.float()), len(x), TOP, "encode_top")


def bottom_of(model, x, z_2):
    """q(z_1 | x, z_2)."""
    return pair(model.encode_bottom(x.float(), z_2.float()), len(x), BELOW, "encode_bottom")


def prior_of(model, z_2):
    """p(z_1 | z_2)."""
    return pair(model.prior(z_2.float()), len(z_2), BELOW, "prior")


def decode(model, z_1):
    """Logits, checked."""
    logits = as_tensor(model.decode(z_1.float()), "the logits")
    assert_shape(logits, (len(z_1), PIXELS), what="the logits", hint="One logit for each pixel.")
    require(bool(logits.isfinite().all()), "the logits are not finite", hint="Did the loss become NaN while training?")
    return logits


def sample(mu, log_var, rng):
    """One throw for each row, rounded as the model will see it."""
    return (mu + (log_var / 2).exp() * rng.normal(*mu.shape)).float().double()


def codes(model, x, rng):
    """Both levels of each picture, several times: what q says about them, and a throw of each."""
    wide = x.repeat(NOISES, 1)
    top = [part.repeat(NOISES, 1) for part in top_of(model, x)]
    z_2 = sample(*top, rng)
    below = bottom_of(model, wide, z_2)
    return top, z_2, below, sample(*below, rng)


def without_pictures(model, z_2, z_1, rng):
    """p(z_1 | z_2) and the logits of z_1, from a copy that sees nothing else, in random order."""
    blind = model.apart()
    order = torch.from_numpy(rng.numpy.permutation(len(z_2)))
    back = torch.argsort(order)
    prior = [part[back] for part in prior_of(blind, z_2[order])]
    return prior, decode(blind, z_1[order])[back]


def typical(x, labels):
    """The row of one digit of each class, the nearest to its mean: easy to recognise with so few pixels."""
    rows = [(labels == digit).nonzero()[:, 0] for digit in range(10)]
    return [int(row[(x[row] - x[row].mean(0)).square().sum(1).argmin()]) for row in rows]


def on_paper(digits, images):
    """Upright, dark ink on white paper, as the lesson shows digits."""
    return 1 - digits.reveal(images)


@points("train_hvae", 3)
def test_bound_on_unseen_digits(model, data, threshold, picture, rng):
    """The negative ELBO on digits that the model has never seen is low: little is lost, both codes are worth it."""
    digits, _, x = data
    top, z_2, below, z_1 = codes(model, x, rng)
    prior, logits = without_pictures(model, z_2, z_1, rng)
    shown = typical(x, digits.test_labels)
    pairs = on_paper(digits, torch.cat([x[shown], logits[shown].sigmoid()]))
    picture.images("Digits that your model has never seen, and what came back through both levels", pairs)
    price = kl_diagonal(*below, *prior) + kl_to_standard_normal(*top)
    bound = bernoulli_log_likelihood(x.repeat(NOISES, 1), logits) - price
    hint = (
        "Sums over pixels and latents, sigma = exp(log_var / 2), both levels sampled from q, and level 1's own prior?"
    )
    what = "the negative ELBO on unseen digits, in nats,"
    threshold.below("negative_elbo", -bound.mean(), what=what, hint=hint, two_sided=True)


@points("train_hvae", 3)
def test_both_levels_work(model, data, threshold, rng):
    """Neither level is asleep, and what the top says about a picture reaches the level below."""
    x = data[2]
    top, z_2, below, _ = codes(model, x, rng)
    price_2 = kl_to_standard_normal(*top).mean()
    hint = "The top is asleep. Do gradients of the picture and of level 1 reach it? Is its price weighed as the others are?"
    # The price itself differs much from run to run; this is bounded, and tells sleep (1) from work just as well.
    what = "e to the power of minus the price of the top level"
    threshold.below("top_cloud", torch.exp(-price_2), what=what, hint=hint)
    blind = model.apart()
    price_1 = kl_diagonal(*below, *prior_of(blind, z_2)).mean()
    hint = "Level 1 says no more than its prior. From which of the two is z_1 drawn while you train?"
    threshold.above("kl_bottom", price_1, what="the price of the level below, in nats,", hint=hint)
    # Equation (13): which share of z_1, thrown without another look at the picture, is decided by the picture.
    mu, log_var = top_of(model, x)
    thrown = torch.cat([sample(mu, log_var, rng) for _ in range(THROWS)])
    order = torch.from_numpy(rng.numpy.permutation(len(thrown)))
    mu_p, log_var_p = (part[torch.argsort(order)] for part in prior_of(blind, thrown[order]))
    mu_p, log_var_p = (part.reshape(THROWS, len(x), BELOW) for part in (mu_p, log_var_p))
    between = mu_p.mean(0).var(0)
    share = between / (between + mu_p.var(0).mean(0) + log_var_p.exp().mean((0, 1)))
    hint = "The top pays, but what it says does not arrive: does it differ from picture to picture, and does the prior listen?"
    what = "the root of the share of a latent of level 1 that is decided by what the top says about the picture"
    threshold.above("top_correlation", share.max().sqrt(), what=what, hint=hint)


@points("train_hvae", 3)
def test_digits_from_dice(model, data, threshold, picture, rng):
    """Thrown top-down, from dice alone, the model draws pictures that are distributed like digits."""
    digits, train, x = data
    # Dice and codes come in one batch, in random order: whoever decodes cannot treat them differently.
    _, real_2, _, real_1 = codes(model, x, rng)
    n = len(x)
    dice_2 = rng.normal(n, TOP).float().double()
    order = torch.from_numpy(rng.numpy.permutation(2 * n))
    blind = model.apart()
    prior = prior_of(blind, torch.cat([dice_2, real_2[:n]])[order])
    mu_p, log_var_p = (part[torch.argsort(order)][:n] for part in prior)
    z_1 = torch.cat([sample(mu_p, log_var_p, rng), real_1[:n]])
    probabilities = decode(blind, z_1[order]).sigmoid()[torch.argsort(order)][:n]
    picture.images("Digits that nobody wrote: thrown top-down, from dice", on_paper(digits, probabilities[:50]))
    drawn = (rng.uniform(0, 1, (n, PIXELS)) < probabilities).double()
    distance = fpd(PcaFeatures.fit(train, 16), x, drawn)
    hint = "Where the codes of real digits are not where dice fall, dice decode to anything: does each level pay its price?"
    threshold.below("fpd", distance, what="the Fréchet distance of digits from dice to real ones", hint=hint)


@points("train_hvae", 2, seconds=60)
def test_each_picture_on_its_own(model, data, rng):
    """What is said about a picture or a code depends on nothing else: not on the batch, not on what was asked before."""
    x, few = data[2], [3, 141, 59]
    z_2, z_1 = rng.normal(len(x), TOP).float().double(), rng.normal(len(x), BELOW).float().double()

    def answers(of, rows):
        """All that the model says, one tensor for each kind."""
        found = [*top_of(of, x[rows]), *bottom_of(of, x[rows], z_2[rows]), *prior_of(of, z_2[rows])]
        return [*found, decode(of, z_1[rows])]

    everything = list(range(len(x)))
    together = answers(model.fork(), everything)
    names = ("mu of the top", "log_var of the top", "mu of level 1", "log_var of level 1")
    names += ("the prior's mu", "the prior's log_var", "the logits")
    hint = "An answer must not depend on the rest of the batch, or on calls before."
    other = model.apart()
    for row in few:
        alone = answers(other, [row])
        for got, want, name in zip(alone, together, names, strict=True):
            what = f"{name}, asked for alone,"
            assert_close(got, want[row : row + 1], rtol=1e-3, atol=1e-3, what=what, hint=hint)
    # A copy that has seen other pictures, and then answers about numbers.
    later = model.fork()
    top_of(later, x.flip(0))
    bottom_of(later, x.flip(0), z_2)
    got = [*prior_of(later, z_2), decode(later, z_1)]
    for found, want, name in zip(got, together[4:], names[4:], strict=True):
        what = f"{name}, asked for once other pictures have been encoded,"
        assert_close(found, want, rtol=1e-3, atol=1e-3, what=what, hint=hint)


@points("train_hvae", 1)
def test_data_and_seed_decide(notebook, rng):
    """Data, seed, steps and posterior decide about the model, and nothing else does; the pixels are as many as the data's."""
    x, other = (rng.integers(0, 2, (60, 20)).float() for _ in range(2))
    probe = rng.integers(0, 2, (9, 20)).float()

    def train(data, seed=3, steps=12, posterior="direct"):
        answer = notebook.run(train_small, data, probe, seed, steps, posterior)
        message = "`train_hvae` does not return a model"
        require(answer is not None, message, hint="Return the trained HVAE. Is a `return` missing?")
        parts, after = answer
        names = (
            "mu of the top",
            "log_var of the top",
            "mu of level 1",
            "log_var of level 1",
            "the logits of 20 pixels",
        )
        for part, width, name in zip(parts, (TOP, TOP, BELOW, BELOW, 20), names, strict=True):
            assert_shape(part, (9, width), what=name, hint="P is the width of the data: 4 latents on top, 8 below.")
        assert_close(after, data, what="the training data afterwards", hint="x must not change.")
        found = torch.cat([as_tensor(part) for part in parts], dim=1)
        hint = "Did the loss become NaN? What are its signs, and its square roots?"
        require(bool(found.isfinite().all()), "codes or logits are not finite after a few steps", hint=hint)
        return found

    first = train(x)
    hint = "Seed torch before the model is made, and draw nothing from elsewhere."
    assert_close(train(x), first, rtol=1e-5, what="what a second training with the same seed gives", hint=hint)
    changes = {
        "another seed": train(x, seed=4),
        "other pictures": train(other),
        "half of the steps": train(x, steps=6),
        "the other posterior": train(x, posterior="residual"),
    }
    hint = "The model has to come from this data, seed and posterior, and so many steps: nothing stored, nothing kept."
    for name, found in changes.items():
        require(float((found - first).abs().max()) > 1e-4, f"training with {name} gives the same model", hint=hint)
