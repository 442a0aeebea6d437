"""Hidden tests of `evaluate_vae`: the likelihood of unseen digits, and whether what is reported is what is there.

The likelihood is computed here: codes from one copy of the model, noise drawn here, logits from another copy that has seen
nothing else. As each code is decoded on its own, the bound holds for what the decoder draws from dice, and cannot be forged.
What student code reports is compared with that, and earns nothing by itself.
"""

import math

import pytest
import torch

from autograder.metrics import bernoulli_log_likelihood, iwae_bound, normal_log_density
from autograder.testing import as_tensor, assert_close, assert_shape, hidden_digits, points, require, trained

K, GROUPS, HALF = 100, 3, 250


@pytest.fixture(scope="module")
def data(module_rng):
    """Digits in ink or paper, in a split and a disguise of this course's own: train, given to the student, kept back."""
    digits = hidden_digits(module_rng("data"))
    test = (digits.test > 0.5).double()
    return digits, (digits.train > 0.5).double(), test[:HALF], test[HALF:]


@trained("evaluate_vae")
def answer(notebook, data, module_rng, device):
    """The student's model and estimate."""
    seed = int(module_rng("seed").integers(0, 2**31))
    return notebook.evaluate_vae(data[1].float(), data[2].float(), seed=seed, device=device)


def unpack(answer):
    """Model and estimate, checked."""
    is_pair = isinstance(answer, tuple | list) and len(answer) == 2
    require(is_pair, "`evaluate_vae` does not return two things", hint="return model, estimate")
    estimate = as_tensor(answer[1], "the estimate")
    require(estimate.numel() == 1, "the estimate is not one number", hint="The mean over x_test comes last.")
    return answer[0], float(estimate)


def encode(model, x):
    """The code, checked."""
    pair = model.encode(x.float())
    is_pair = isinstance(pair, tuple | list) and len(pair) == 2
    require(is_pair, "`encode` of your model does not return two things", hint="Return the VAE of `train_vae`.")
    mu, log_var = as_tensor(pair[0], "mu"), as_tensor(pair[1], "log_var")
    assert_shape(mu, (len(x), 8), what="mu", hint="8 latents for each example.")
    assert_shape(log_var, (len(x), 8), what="log_var", hint="8 latents for each example.")
    require(
        bool(mu.isfinite().all() and log_var.isfinite().all()), "the code is not finite", hint="Did the loss diverge?"
    )
    return mu, log_var


def decode(model, z):
    """Logits, checked."""
    logits = as_tensor(model.decode(z.float()), "the logits")
    assert_shape(logits, (len(z), 64), what="the logits", hint="One logit for each pixel.")
    require(bool(logits.isfinite().all()), "the logits are not finite", hint="Did the loss diverge?")
    return logits


def negative_log_likelihood(model, blind, x, rng, groups=1):
    """-L_100, averaged over groups of samples and pictures: codes from one copy, logits from the other, noise from here."""
    mu, log_var = encode(model, x)
    rows = []
    for _ in range(groups * K // 10):
        z = mu + (log_var / 2).exp() * rng.normal(10, *mu.shape)
        logits = decode(blind, z.reshape(-1, 8)).reshape(10, len(x), 64)
        log_prior = normal_log_density(z, torch.zeros_like(z), torch.zeros_like(z))
        rows.append(bernoulli_log_likelihood(x, logits) + log_prior - normal_log_density(z, mu, log_var))
    return -float(torch.stack([iwae_bound(group) for group in torch.cat(rows).split(K)]).mean())


@points("evaluate_vae", 3)
def test_likelihood_of_unseen_digits(answer, data, threshold, picture, rng):
    """Digits that nobody but the grader has are probable under the trained model."""
    model, _ = unpack(answer)
    digits, _, _, x = data
    blind = model.apart()
    drawn = decode(model.apart(), rng.normal(10, 8)).sigmoid()
    picture.images("Digits that nobody wrote, drawn by your model from dice", 1 - digits.reveal(drawn))
    value = negative_log_likelihood(model, blind, x, rng)
    hint = "The model is what `train_vae` makes of x_train, with beta = 1 and all its steps."
    what = "the negative log-likelihood of unseen digits, in nats,"
    threshold.below("negative_log_likelihood", value, what=what, hint=hint, two_sided=True)


@points("evaluate_vae", 3)
def test_the_report_is_true(answer, data, threshold, rng):
    """The estimate is what the grader finds for the same model and the same pictures, up to the noise of samples."""
    model, estimate = unpack(answer)
    require(math.isfinite(estimate), "the estimate is not finite", hint="Stay with logarithms all along.")
    value = negative_log_likelihood(model, model.apart(), data[2], rng, GROUPS)
    hint = "Groups of K = 100, on x_test, minus the mean over pictures, summed over pixels: which of these differs in yours?"
    what = "the difference between your estimate and the grader's, in nats,"
    threshold.below("report_error", abs(estimate - value), what=what, hint=hint)


@points("evaluate_vae", 2, seconds=60)
def test_the_report_follows_and_the_model_does_not(notebook, data, rng):
    """After few steps, and for other test pictures, the estimate is what is measured; the model does not depend on them."""
    _, train, given, kept = data
    seed = int(rng.integers(0, 2**31))
    blank = (rng.uniform(0, 1, (HALF, 64)) < 0.5).double()  # no digits at all
    models = []
    for x, steps in ((kept, 12), (blank, 12), (given, 60)):
        model, estimate = unpack(notebook.evaluate_vae(train.float(), x.float(), seed=seed, steps=steps))
        value = negative_log_likelihood(model, model.apart(), x, rng)
        hint = "The estimate has to be computed from the model that is returned, and from the pictures that were given."
        message = f"after {steps} steps the estimate is not what the grader measures for these pictures"
        require(math.isfinite(estimate) and abs(estimate - value) < 0.01 * value, message, hint=hint)
        models.append(model)
    one, other, longer = (encode(model, given) for model in models)
    moved = bool((one[0] - longer[0]).abs().max() > 1e-3)
    require(moved, "12 steps and 60 make the same model", hint="`steps` says how many steps to train.")
    hint = "The same seed and the same training pictures: x_test is for the estimate alone."
    assert_close(one[0], other[0], rtol=1e-4, atol=1e-5, what="mu after training beside other test pictures", hint=hint)
    assert_close(one[1], other[1], rtol=1e-4, atol=1e-5, what="log_var after training beside others", hint=hint)


@points("evaluate_vae", 2)
def test_each_picture_on_its_own(answer, data, rng):
    """A picture's code, and what a code decodes to, depend on nothing else: not on the batch, not on what was asked before."""
    model, _ = unpack(answer)
    x = data[3]
    mu, log_var = encode(model, x)
    z = rng.normal(300, 8)
    together = decode(model, z)
    for row in (3, 141, 59):
        alone = encode(model.fork(), x[row : row + 1])
        hint = "The code of a picture must not depend on the other pictures of the batch, or on calls before."
        assert_close(alone[0], mu[row : row + 1], rtol=1e-4, atol=1e-4, what="mu of a picture alone", hint=hint)
        assert_close(alone[1], log_var[row : row + 1], rtol=1e-4, atol=1e-4, what="log_var of one alone", hint=hint)
        alone = decode(model.apart(), z[row : row + 1])
        hint = "What a code decodes to must not depend on the other codes of the batch, or on calls before."
        what = "a code decoded in a batch, and not alone,"
        assert_close(together[row : row + 1], alone, rtol=1e-3, atol=1e-3, what=what, hint=hint)
    encode(model, x.flip(0))
    again = decode(model, z)
    what = "what a code decodes to once other pictures have been encoded"
    assert_close(again, together, rtol=1e-3, atol=1e-3, what=what, hint="The decoder sees the code, and nothing else.")
