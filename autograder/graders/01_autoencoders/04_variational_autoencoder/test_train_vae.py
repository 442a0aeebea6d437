"""Hidden tests of `train_vae`: the bound on unseen digits, the code, digits from dice, each picture on its own, the seed.

Nothing is believed that the model says about itself but its code, and that has its price: the bound is computed here, from
the code of one copy, noise drawn here, and what another copy decodes, which has seen nothing else. A model that passes too
much through the code pays in KL; one that passes it elsewhere meets an empty copy.
"""

import math

import pytest
import torch

from autograder.metrics import PcaFeatures, bernoulli_log_likelihood, digit_classifier, fpd, kl_to_standard_normal
from autograder.testing import as_tensor, assert_close, assert_shape, hidden_digits, inside, points, require, trained

NOISES = 4  # draws of the code of each test digit


@pytest.fixture(scope="module")
def data(module_rng):
    """Digits in ink or paper, in a split and a disguise of this course's own."""
    digits = hidden_digits(module_rng("data"))
    return digits, (digits.train > 0.5).double(), (digits.test > 0.5).double()


@trained("train_vae")
def model(notebook, data, module_rng, device):
    """What the student's recipe learns from them."""
    seed = int(module_rng("seed").integers(0, 2**31))
    return notebook.train_vae(data[1].float(), seed=seed, device=device)


@inside
def train_small(ns, x, probe, seed, steps):
    """Train on little, with three latents; what the model makes of other pictures, and the data afterwards."""
    x = x.clone()
    model = ns.train_vae(x, seed=seed, steps=steps, latents=3)
    if not hasattr(model, "encode"):
        return None
    with torch.no_grad():
        mu, log_var = model.encode(probe)
        return mu.clone(), log_var.clone(), model.decode(mu).clone(), x


def require_model(model):
    """What training returned has to be an object, not data."""
    hint = "Return the trained VAE. Is a `return` missing?"
    require(hasattr(model, "apart"), "`train_vae` does not return a model", hint=hint)


def encode(model, x):
    """The code, checked."""
    require_model(model)
    answer = model.encode(x.float())
    is_pair = isinstance(answer, tuple | list) and len(answer) == 2
    require(
        is_pair, "`encode` of your model does not return two things", hint="Return a VAE of section 5: (mu, log_var)."
    )
    mu, log_var = as_tensor(answer[0], "mu"), as_tensor(answer[1], "log_var")
    assert_shape(mu, (len(x), 8), what="mu", hint="8 latents for each example.")
    assert_shape(log_var, (len(x), 8), what="log_var", hint="8 latents for each example.")
    finite = bool(mu.isfinite().all() and log_var.isfinite().all())
    hint = "Something overflowed while training: did the loss become NaN? What are its signs, and its square roots?"
    require(finite, "the code is not finite", hint=hint)
    return mu, log_var


def decode(model, z):
    """Logits, checked."""
    logits = as_tensor(model.decode(z.float()), "the logits")
    assert_shape(logits, (len(z), 64), what="the table of logits", hint="One logit for each pixel.")
    require(bool(logits.isfinite().all()), "the logits are not finite", hint="Did the loss become NaN while training?")
    return logits


def noisy(mu, log_var, rng):
    """Several draws of each code, one below the other."""
    return torch.cat([mu + (log_var / 2).exp() * rng.normal(*mu.shape) for _ in range(NOISES)])


def typical(x, labels):
    """The row of one digit of each class, the nearest to its mean: easy to recognise with so few pixels."""
    rows = [(labels == digit).nonzero()[:, 0] for digit in range(10)]
    return [int(row[(x[row] - x[row].mean(0)).square().sum(1).argmin()]) for row in rows]


def on_paper(digits, images):
    """Upright, dark ink on white paper, as the lesson shows digits."""
    return 1 - digits.reveal(images)


@points("train_vae", 4)
def test_bound_on_unseen_digits(model, data, threshold, picture, rng):
    """The negative ELBO on digits that the model has never seen is low: little is lost, and the code is worth its price."""
    digits, _, x = data
    require_model(model)
    blind = model.apart()
    mu, log_var = encode(model, x)
    logits = decode(blind, noisy(mu, log_var, rng))
    shown = typical(x, digits.test_labels)
    pairs = on_paper(digits, torch.cat([x[shown], logits[shown].sigmoid()]))
    picture.images("Digits that your model has never seen, and what came back through 8 noisy numbers", pairs)
    bound = bernoulli_log_likelihood(x.repeat(NOISES, 1), logits) - kl_to_standard_normal(mu, log_var).repeat(NOISES)
    hint = "Sums over pixels and latents, sigma = exp(log_var / 2), weight 1 for the KL, logits that are not squashed twice?"
    what = "the negative ELBO on unseen digits, in nats,"
    threshold.below("negative_elbo", -bound.mean(), what=what, hint=hint, two_sided=True)


@points("train_vae", 2)
def test_code_says_something(model, data, threshold):
    """The code carries information: its KL divergence has not collapsed, and the latents vary with the picture."""
    mu, log_var = encode(model, data[2])
    hint = (
        "Posterior collapse: the KL term weighs too much against the reconstruction. What is averaged, and over what?"
    )
    kl = kl_to_standard_normal(mu, log_var).mean()
    threshold.above("kl", kl, what="the information in the code, in nats,", hint=hint)
    active = int((mu.var(0) > 0.01).sum())
    threshold.above("active_units", active, what="the number of latents that vary with the picture", hint=hint)


@points("train_vae", 3)
def test_digits_from_dice(model, data, threshold, picture, rng):
    """Codes thrown with dice decode to pictures that look like digits, of all kinds."""
    digits, train, x = data
    mu, log_var = encode(model, x)
    # Dice and codes come in one batch, in random order: whoever decodes cannot treat them differently.
    order = torch.from_numpy(rng.numpy.permutation(1000))
    z = torch.cat([rng.normal(500, 8), mu + (log_var / 2).exp() * rng.normal(500, 8)])
    probabilities = decode(model.apart(), z[order]).sigmoid()[torch.argsort(order)][:500]
    picture.images("Digits that nobody wrote: decoded from dice", on_paper(digits, probabilities[:50]))
    drawn = (rng.uniform(0, 1, (500, 64)) < probabilities).double()
    hint = "Where the codes of real digits leave holes, dice decode to anything: does the KL term pull them to N(0, I)?"
    distance = fpd(PcaFeatures.fit(train, 16), x, drawn)
    threshold.below("fpd", distance, what="the Fréchet distance of digits from dice to real ones", hint=hint)
    shares = torch.bincount(digit_classifier().probs(digits.reveal(probabilities)).argmax(1), minlength=10) / 500
    classes = math.exp(float(torch.special.entr(shares).sum()))
    threshold.above("classes", classes, what="the (effective) number of digits among them", hint=hint)


@points("train_vae", 2)
def test_each_picture_on_its_own(model, data, rng):
    """A picture's code, and what a code decodes to, depend on nothing else: not on the batch, not on what was asked before."""
    _, _, x = data
    mu, log_var = encode(model, x)
    few = [3, 141, 59]
    hint = "The code of a picture must not depend on the other pictures of the batch, or on calls before."
    for row in few:
        alone = encode(model.fork(), x[row : row + 1])
        assert_close(alone[0], mu[row : row + 1], rtol=1e-4, atol=1e-4, what="mu of a picture alone", hint=hint)
        assert_close(
            alone[1], log_var[row : row + 1], rtol=1e-4, atol=1e-4, what="log_var of a picture alone", hint=hint
        )
    z = rng.normal(300, 8)
    together = decode(model, z)
    hint = "What a code decodes to must not depend on the other codes of the batch, or on calls before."
    for row in few:
        alone = decode(model.apart(), z[row : row + 1])
        what = "a code decoded in a batch, and not alone,"
        assert_close(together[row : row + 1], alone, rtol=1e-3, atol=1e-3, what=what, hint=hint)
    encode(model, x.flip(0))
    again = decode(model, z)
    what = "what a code decodes to once other pictures have been encoded"
    assert_close(again, together, rtol=1e-3, atol=1e-3, what=what, hint=hint)


@points("train_vae", 1)
def test_data_and_seed_decide(notebook, rng):
    """Data, seed and steps decide about the model, and nothing else does; latents and pixels are as asked; the data survive."""
    x, other = (rng.integers(0, 2, (60, 20)).float() for _ in range(2))
    probe = rng.integers(0, 2, (9, 20)).float()

    def train(data, seed=3, steps=12):
        answer = notebook.run(train_small, data, probe, seed, steps)
        message = "`train_vae` does not return a model"
        require(answer is not None, message, hint="Return the trained VAE. Is a `return` missing?")
        names = ("mu of three latents", "log_var of three latents", "the table of logits of twenty pixels")
        for part, width, name in zip(answer[:3], (3, 3, 20), names, strict=True):
            assert_shape(part, (9, width), what=name, hint="P is the width of the data, and `latents` is an argument.")
        assert_close(answer[3], data, what="the training data afterwards", hint="x must not change.")
        found = torch.cat([as_tensor(part) for part in answer[:3]], dim=1)
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
    }
    hint = "The model has to come from this data, this seed and so many steps: nothing stored, nothing kept."
    for name, found in changes.items():
        require(float((found - first).abs().max()) > 1e-4, f"training with {name} gives the same model", hint=hint)
