"""Hidden tests of `train_sae`: few entries and a small error together, planted features, a sum of atoms, each on its own,
the seed.

What counts as sparse is decided here, by what a code is worth to somebody else. Each code is rounded to hundredths of the
largest contribution to its example, what rounds to zero is not counted and not sent, and the rest is put together from
atoms that another copy of the model has named, which has seen no picture. Tiny entries and last decimals are lost on the
way; two large atoms that cancel each other make the steps of the rounding large, and cost more than they hide.
"""

import pytest
import torch

from autograder.metrics import mean_squared_error
from autograder.testing import as_tensor, assert_close, assert_shape, hidden_digits, inside, points, require, trained

UNITS, FEATURES, DIMENSIONS = 128, 32, 16
STEPS = 100  # the largest contribution to an example is this many steps of the rounding
ALONE = (
    60  # pictures that are encoded alone: each tells a code that is tidied in large batches with a probability near 0.6
)


@pytest.fixture(scope="module")
def data(module_rng):
    """Digits in a split and a disguise of this course's own."""
    return hidden_digits(module_rng("data"))


@pytest.fixture(scope="module")
def planted(module_rng):
    """Features in superposition, and examples in which each is present at times."""
    rng = module_rng("planted")
    features = rng.normal(FEATURES, DIMENSIONS)
    features = features / features.norm(dim=1, keepdim=True)
    present = rng.uniform(0, 1, (1500, FEATURES)) < 0.05
    return features, (present * rng.uniform(0.5, 1.5, (1500, FEATURES))) @ features


@trained("train_sae")
def model(notebook, data, module_rng, device):
    """What the student's recipe learns from the digits."""
    seed = int(module_rng("seed").integers(0, 2**31))
    return notebook.train_sae(data.train, seed=seed, device=device)


@trained("train_sae")
def finder(notebook, planted, module_rng, device):
    """What it learns from the planted features."""
    seed = int(module_rng("another seed").integers(0, 2**31))
    return notebook.train_sae(planted[1], seed=seed, device=device, n_units=FEATURES, lam=0.4)


@inside
def train_small(ns, x, probe, options):
    """Train on little; the codes of other examples, what the decoder makes of them, and the data afterwards."""
    x = x.clone()
    model = ns.train_sae(x, **options)
    if not hasattr(model, "encode"):
        return None
    with torch.no_grad():
        z = torch.as_tensor(model.encode(probe))
        return z.clone(), torch.as_tensor(model.decode(z)).clone(), x


def encode(model, x, units=UNITS):
    """Codes, checked."""
    z = as_tensor(model.encode(x), "the code")
    assert_shape(z, (len(x), units), what="the code", hint="One entry for each of the n_units atoms.")
    hint = "Something overflowed while training: did the loss become NaN?"
    require(bool(z.isfinite().all()), "the code has entries that are NaN or infinite", hint=hint)
    return z


def read_dictionary(blind, units, pixels):
    """The atoms and the offset of a copy that has seen nothing, asked for one at a time."""
    questions = torch.cat([torch.zeros(1, units, dtype=torch.float64), torch.eye(units, dtype=torch.float64)])
    answers = as_tensor(blind.decode(questions), "what was decoded")
    assert_shape(answers, (units + 1, pixels), what="what was decoded")
    hint = "Something overflowed while training: did the loss become NaN?"
    require(bool(answers.isfinite().all()), "the decoder says NaN or infinity", hint=hint)
    return answers[1:] - answers[0], answers[0]


def round_code(z, D):
    """The code as it is sent, and how many entries of each example are."""
    lengths = D.norm(dim=1)
    contributions = z * lengths
    step = contributions.abs().amax(dim=1, keepdim=True) / STEPS
    rounded = torch.where(step > 0, (contributions / step.clamp_min(1e-300)).round(), 0.0)
    return rounded * step / lengths.clamp_min(1e-300), (rounded != 0).sum(dim=1)


@points("train_sae", 4)
def test_few_entries_and_a_small_error(model, data, threshold, picture):
    """On unseen digits few entries of the code are in use, and, rounded, they are enough to draw the digits again."""
    z = encode(model, data.test)
    D, c = read_dictionary(model.apart(), UNITS, 64)
    sent, counts = round_code(z, D)
    drawn = sent @ D + c
    shown = [int((data.test_labels == digit).nonzero()[0]) for digit in range(10)]
    pairs = data.reveal(torch.cat([data.test[shown], drawn[shown]]))
    picture.images("Digits that your model has never seen, and what came back as a sum of few atoms", pairs)
    hint = "Does the penalty look at contributions, |z| times |d|, with a plus sign, summed over units?"
    what = "the number of entries in use on unseen digits"
    threshold.below("l0", counts.double().mean(), what=what, hint=hint)
    hint = "800 steps on batches of 128, a fresh gradient in each; the error is summed over pixels, as in equation (8)."
    error = mean_squared_error(drawn, data.test)
    threshold.below("mse", error, what="the mean squared error on unseen digits", hint=hint)


@points("train_sae", 3)
def test_finds_the_planted_features(finder, planted, threshold, picture):
    """Of 32 features hidden in 16 numbers, each has an atom that points in its direction."""
    features, examples = planted
    encode(finder, examples[:50], FEATURES)
    D, _ = read_dictionary(finder.apart(), FEATURES, DIMENSIONS)
    unit = D / D.norm(dim=1, keepdim=True).clamp_min(1e-300)
    cosines = unit @ features.T
    rows = torch.cat([features[:16], unit[cosines.argmax(dim=0)[:16]]])
    picture.images("Planted features, and the atoms that come closest", 0.5 + rows / 1.5, columns=16)
    hint = "Does the function use lam and n_units, and the data that it is given? Does the penalty see the atoms?"
    what = "the mean cosine between a planted feature and the atom that comes closest"
    threshold.above("recovered", cosines.amax(dim=0).mean(), what=what, hint=hint)


@points("train_sae", 1)
def test_decoding_adds_atoms_up(model, data, rng):
    """Decoding is a sum of atoms, each times its entry of the code, plus an offset: nothing is cut off or bent."""
    blind = model.apart()
    D, c = read_dictionary(blind, UNITS, 64)
    z = torch.cat([encode(model, data.test[:100]), 3 * rng.normal(100, UNITS)])
    z = z[torch.from_numpy(rng.numpy.permutation(200))]
    hint = "decode is z D + c with fixed D and c: no clamp, no second layer, nothing that depends on the other codes."
    drawn = blind.decode(z)
    assert_close(drawn, z @ D + c, rtol=1e-4, atol=1e-4, what="what was decoded", hint=hint)


@points("train_sae", 1)
def test_each_picture_on_its_own(model, data, rng):
    """The code of a picture depends on nothing else: not on the batch, not on what was asked before."""
    together = encode(model, data.test)
    rows = torch.from_numpy(rng.numpy.permutation(len(data.test))[:ALONE])
    lonely = model.fork()
    alone = torch.cat([encode(lonely, data.test[row : row + 1]) for row in rows.tolist()])
    hint = "The code of a picture must not depend on the other pictures of the batch, or on calls before."
    what = "the code of a picture that is encoded alone"
    assert_close(alone, together[rows], rtol=1e-4, atol=1e-5, what=what, hint=hint)
    few = encode(model.fork(), data.train[:7])
    hint = "Encoding must not change the model."
    encode(model, data.test[200:300])
    again = encode(model, data.train[:7])
    assert_close(again, few, rtol=1e-4, atol=1e-5, what="the code of pictures that were encoded before", hint=hint)


@points("train_sae", 1)
def test_data_and_seed_decide(notebook, rng):
    """Data, seed, price, steps and learning rate decide about the model, and nothing else does; the data survive."""
    x, other, probe = (rng.uniform(0, 1, (60, 20)) for _ in range(3))

    def train(data, units=30, **changes):
        options = {"seed": 3, "n_units": units, "lam": 0.1, "steps": 12, "batch": 16, "lr": 1e-2}
        answer = notebook.run(train_small, data, probe, options | changes)
        message = "`train_sae` does not return a model"
        require(answer is not None, message, hint="Return the trained model. Is a `return` missing?")
        z, x_hat, after = answer
        hint = "n_units is an argument, and d is the width of the data."
        assert_shape(z, (60, units), what=f"the codes for n_units = {units}", hint=hint)
        assert_shape(x_hat, (60, 20), what="what is decoded, of examples of 20 numbers", hint=hint)
        assert_close(after, data, what="the training data afterwards", hint="x must not change.")
        found = torch.cat([as_tensor(z), as_tensor(x_hat)], dim=1)
        hint = "Did the loss become NaN? Are there roots in it?"
        require(bool(found.isfinite().all()), "codes or copies are not finite after a few steps", hint=hint)
        return found

    first = train(x)
    hint = "All random numbers come from the seed: first atoms and minibatches. Draw nothing from elsewhere."
    assert_close(
        train(x), first, rtol=1e-4, atol=1e-6, what="what a second training with the same seed gives", hint=hint
    )
    changes = {
        "another seed": train(x, seed=4),
        "other data": train(other),
        "half of the steps": train(x, steps=6),
        "another price": train(x, lam=2.0),
        "another learning rate": train(x, lr=1e-3),
        "larger batches": train(x, batch=40),
    }
    hint = "The model has to come from this data, this seed and the other arguments: nothing stored, nothing kept."
    for name, found in changes.items():
        require(float((found - first).abs().max()) > 1e-4, f"training with {name} gives the same model", hint=hint)
    train(x, units=7)
