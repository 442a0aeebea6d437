"""Hidden tests of `train_autoencoder`: what the trained model knows of digits that it has never seen, through its code."""

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

CODE = 8
BLUR = 0.01  # of a number's own spread: what hides behind two digits is gone, and an honest copy hardly changes


@pytest.fixture(scope="module")
def data(module_rng):
    """Digits in a split and a disguise of this course's own."""
    return hidden_digits(module_rng("data"))


@trained("train_autoencoder")
def model(notebook, data, module_rng, device):
    """The student's model, trained once."""
    seed = int(module_rng("seed").integers(0, 2**31))
    return notebook.train_autoencoder(data.train, seed=seed, device=device)


@inside
def train_small(ns, x, probe, seed, k, epochs):
    """Train on little; the codes of other examples, their copies, and the data afterwards."""
    x = x.clone()
    model = ns.train_autoencoder(x, seed=seed, k=k, epochs=epochs)
    with torch.no_grad():
        codes = model.encode(probe)
        return codes.clone(), model.decode(codes).clone(), x


def encode(model, images):
    """Codes of the right shape, with gradients or without."""
    codes = as_tensor(model.encode(images), "the codes")
    hint = "encode returns k = 8 numbers for each image: the door."
    assert_shape(codes, (len(images), CODE), what="the matrix of codes", hint=hint)
    return codes


def copy_blurred(model, blind, images, rng):
    """The copies that another process draws from slightly blurred codes."""
    codes = encode(model, images)
    blurred = codes + BLUR * codes.std(dim=0) * rng.normal(*codes.shape)
    copies = as_tensor(blind.decode(blurred), "the copies")
    assert_shape(copies, tuple(images.shape), what="the copies")
    return copies


@points("train_autoencoder", 4)
def test_it_reconstructs_unseen_digits(model, data, threshold, picture, rng):
    """Digits that the model has never seen come back through eight slightly blurred numbers, better than by PCA."""
    copies = copy_blurred(model, model.apart(), data.test, rng)
    rows = torch.cat([data.reveal(data.test[:10]), data.reveal(copies[:10])])
    picture.images("ten unseen digits (top), and what came back through your code (bottom)", rows, columns=10)
    threshold.below(
        "reconstruction_mse",
        mean_squared_error(copies, data.test),
        what="the mean squared error on unseen digits",
        hint="Follow the recipe: learning rate 0.005, batches of 128, 60 epochs; the target of a batch is the batch.",
        two_sided=True,
    )


@points("train_autoencoder", 2)
def test_it_has_not_learnt_by_heart(model, data, threshold, rng):
    """Unseen digits come back nearly as well as those that the model was trained on: it learnt digits, not a list."""
    blind = model.apart()
    seen, unseen = (mean_squared_error(copy_blurred(model, blind, x, rng), x) for x in (data.train[:500], data.test))
    nothing = mean_squared_error(data.train.mean(dim=0).expand_as(data.test), data.test)
    message = "unseen digits come back no better than if every copy were the mean digit"
    require(
        bool(unseen < nothing), message, hint="A model that copies nothing has nothing by heart, and no digits either."
    )
    threshold.above(
        "seen_over_unseen_mse",
        float(seen) / max(float(unseen), 1e-12),
        what="the error on training digits, as a share of the error on unseen ones,",
        hint="Train on all that is given, a new order in each epoch; what is kept of the data is the weights alone.",
    )


@points("train_autoencoder", 2)
def test_each_image_has_its_own_code_of_eight_numbers(model, data, rng):
    """The code has eight numbers and depends on its image alone: not on the batch, its size, or what was asked before."""
    codes = encode(model, data.test)
    require(bool(torch.isfinite(codes).all()), "codes are NaN or infinite", hint="Did the training diverge?")
    hint = "The code of an image is the same whether it comes alone, among 500 or in another order."
    rows = torch.from_numpy(rng.numpy.permutation(len(data.test)))
    assert_close(encode(model, data.test[:1]), codes[:1], rtol=1e-6, what="the code of one image alone", hint=hint)
    for part in (rows[:7], rows[:128], rows):
        again = encode(model, data.test[part])
        assert_close(again, codes[part], rtol=1e-6, what="the code of an image in another batch", hint=hint)
    copies = as_tensor(model.decode(codes), "the copies")
    assert_shape(copies, tuple(data.test.shape), what="the copies")
    alone = model.decode(codes[rows[:3]])
    assert_close(
        alone, copies[rows[:3]], rtol=1e-6, what="the copy of a code that is decoded in another batch", hint=hint
    )


@points("train_autoencoder", 2)
def test_data_and_seed_decide(notebook, rng):
    """Data and seed decide about the model, and nothing else; k, epochs, width and dtype are as asked; the data survive."""
    x, other, probe = (rng.uniform(0, 1, (60, 20)) for _ in range(3))

    def train(data, seed=3, k=5, epochs=2):
        codes, copies, after = notebook.run(train_small, data, probe.to(data.dtype), seed, k, epochs)
        assert_shape(codes, (60, k), what=f"the matrix of codes for k = {k}", hint="k is an argument.")
        assert_shape(copies, (60, 20), what="the copies of examples of 20 numbers", hint="d is the width of the data.")
        assert_dtype(copies, data.dtype, what="the copies", hint="The model has the dtype of the data.")
        assert_close(after, data, dtype=data.dtype, what="the training data afterwards", hint="x must not change.")
        return as_tensor(copies, "the copies")

    first = train(x)
    hint = "Seed before the first layer is made, and draw nothing from elsewhere."
    assert_close(train(x), first, rtol=1e-6, what="what a second training with the same seed gives", hint=hint)
    hint = (
        "The model has to come from this data, this seed and so many epochs: nothing stored, nothing kept from a call."
    )
    changes = {
        "another seed": train(x, seed=4),
        "other data": train(other),
        "one epoch in place of two": train(x, epochs=1),
    }
    for name, copies in changes.items():
        require(float((copies - first).abs().max()) > 1e-6, f"training with {name} gives the same model", hint=hint)
    train(x.float(), k=2)
