"""Hidden tests of `train_dae`: unseen digits under the grader's own noise, nothing by heart, each picture on its own.

The noise is drawn here, and what is judged is asked of a copy of the model that has seen no other question. A denoiser made of
stored pictures cleans unseen digits nearly as well as a trained one; what tells is how well it cleans those that it stored.
"""

import pytest
import torch

from autograder.metrics import mean_squared_error
from autograder.testing import (
    as_tensor,
    assert_close,
    assert_dtype,
    assert_shape,
    hidden_digits,
    inside,
    points,
    require,
    trained,
)

SIGMA = 0.3


@pytest.fixture(scope="module")
def data(module_rng):
    """Digits in a split and a disguise of this course's own."""
    return hidden_digits(module_rng("data"))


@trained("train_dae")
def model(notebook, data, module_rng, device):
    """What the student's recipe learns from the digits."""
    seed = int(module_rng("seed").integers(0, 2**31))
    return notebook.train_dae(data.train, seed=seed, device=device)


@inside
def train_small(ns, x, probe, seed, sigma, epochs):
    """Train on little; what the model makes of other examples, and the data afterwards."""
    x = x.clone()
    model = ns.train_dae(x, seed=seed, sigma=sigma, epochs=epochs)
    with torch.no_grad():
        return torch.as_tensor(model.denoise(probe)).clone(), x


def clean(model, x_noisy):
    """Guesses, checked."""
    guess = as_tensor(model.denoise(x_noisy), "the guesses")
    assert_shape(
        guess, tuple(x_noisy.shape), what="the guesses", hint="denoise returns a clean guess for each picture."
    )
    hint = "Something overflowed while training: did the loss become NaN?"
    require(bool(guess.isfinite().all()), "there are NaN or infinite guesses", hint=hint)
    return guess


@points("train_dae", 4)
def test_it_cleans_unseen_digits(model, data, threshold, picture, rng):
    """Digits that the model has never seen, under noise that nobody else knows, come back cleaner than by any linear rule."""
    noisy = data.test + SIGMA * rng.normal(*data.test.shape)
    guess = clean(model.apart(), noisy)
    rows = torch.cat([data.reveal(part[:10]) for part in (data.test, noisy.clamp(0, 1), guess.clamp(0, 1))])
    picture.images("ten unseen digits, the same with noise, and what your model made of them", rows, columns=10)
    threshold.below(
        "denoised_mse",
        mean_squared_error(guess, data.test),
        what="the mean squared error on unseen digits",
        hint="The target is clean, the noise of each batch is new and has the standard deviation sigma; 100 epochs.",
        two_sided=True,
    )


@points("train_dae", 2)
def test_it_has_not_learnt_by_heart(model, data, threshold, rng):
    """Unseen digits are cleaned nearly as well as those that the model was trained on: it learnt digits, not a list."""
    noise = SIGMA * rng.normal(1000, data.test.shape[1])
    blind = model.apart()
    seen = mean_squared_error(clean(blind, data.train[:500] + noise[:500]), data.train[:500])
    unseen = mean_squared_error(clean(blind, data.test + noise[500:]), data.test)
    idle = mean_squared_error((data.test + noise[500:]).clamp(0, 1), data.test)
    hint = "A model that cleans nothing has nothing by heart, and no digits either."
    require(bool(unseen < 0.8 * idle), "unseen digits are hardly cleaner than the noisy ones, cut off", hint=hint)
    threshold.above(
        "seen_over_unseen_mse",
        float(seen) / max(float(unseen), 1e-12),
        what="the error on training digits, spoilt anew, as a share of the error on unseen ones,",
        hint="What is kept of the data is the weights alone. Is the noise new in each step?",
    )


@points("train_dae", 2)
def test_each_picture_on_its_own(model, data, rng):
    """A guess depends on its picture alone: not on the batch, its size or order, nor on what was asked before."""
    first, second = (data.test + SIGMA * rng.normal(*data.test.shape) for _ in range(2))
    together = clean(model, first)
    hint = "The guess for a picture is the same whether it comes alone, among 500, in another order, or again."
    for rows in (torch.tensor([3]), torch.from_numpy(rng.numpy.permutation(500)[:40])):
        alone = clean(model.fork(), first[rows])
        assert_close(alone, together[rows], rtol=1e-5, atol=1e-6, what="the guess in another batch", hint=hint)
    hint = "Cleaning must not change the model: nothing that was asked may be kept."
    fresh = clean(model.apart(), second[:60])
    again = clean(model, second[:60])
    assert_close(again, fresh, rtol=1e-5, atol=1e-6, what="the guess for other noise on the same pictures", hint=hint)
    assert_close(clean(model, first), together, rtol=1e-5, atol=1e-6, what="the guess for the same again", hint=hint)


@points("train_dae", 2)
def test_data_and_seed_decide(notebook, rng):
    """Data, seed, sigma and epochs decide about the model, and nothing else does; the data survive."""
    x, other, probe = (rng.uniform(0, 1, (60, 20)) for _ in range(3))

    def train(data, seed=3, sigma=0.3, epochs=2):
        guess, after = notebook.run(train_small, data, probe.to(data.dtype), seed, sigma, epochs)
        assert_shape(guess, (60, 20), what="the guesses for examples of 20 numbers", hint="D is the width of the data.")
        assert_dtype(guess, data.dtype, what="the guesses", hint="The model has the dtype of the data.")
        assert_close(after, data, dtype=data.dtype, what="the training data afterwards", hint="x must not change.")
        return as_tensor(guess, "the guesses")

    first = train(x)
    hint = "Seed before the first layer is made, and draw nothing from elsewhere."
    assert_close(train(x), first, rtol=1e-6, what="what a second training with the same seed gives", hint=hint)
    changes = {
        "another seed": train(x, seed=4),
        "other data": train(other),
        "another sigma": train(x, sigma=1.0),
        "one epoch in place of two": train(x, epochs=1),
    }
    hint = "The model has to come from this data, seed, sigma and so many epochs: nothing stored, nothing kept."
    for name, guess in changes.items():
        require(float((guess - first).abs().max()) > 1e-6, f"training with {name} gives the same model", hint=hint)
    train(x.float())
