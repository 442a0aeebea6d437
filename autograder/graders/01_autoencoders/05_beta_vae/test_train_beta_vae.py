"""Hidden tests of `train_beta_vae`: the costs of unseen dots at two prices, what the price takes away, each on its own,
the seed.

Nothing is believed that a model says about itself but its code, and that has its price: costs are computed here, from the
code of one copy, noise drawn here, and what another copy decodes, which has seen nothing else. A model that passes too much
through the code pays for it; one that passes it elsewhere meets an empty copy.
"""

import pytest
import torch

from autograder.metrics import kl_to_standard_normal
from autograder.testing import as_tensor, assert_close, assert_shape, inside, points, require, trained

SIDE, SIGMA, LATENTS = 12, 0.1, 6
CHEAP, DEAR = 1.0, 16.0
NOISES = 2  # draws of the code of each test picture


def draw_dots(factors):
    """Soft dots from factors in [0, 1]: across, down, size. As the lesson draws them."""
    across, down, size = 2.5 + 6 * factors[:, 0], 2.5 + 6 * factors[:, 1], 0.8 + 1.2 * factors[:, 2]
    at = torch.arange(SIDE, dtype=torch.float64)
    square = (at[None, None, :] - across[:, None, None]) ** 2 + (at[None, :, None] - down[:, None, None]) ** 2
    return torch.exp(-square / (2 * size[:, None, None] ** 2)).flatten(1)


@pytest.fixture(scope="module")
def data(module_rng):
    """Training and test dots, their pixels moved by one permutation, and the permutation."""
    rng = module_rng("data")
    order = torch.from_numpy(rng.numpy.permutation(SIDE**2))
    # Through float32, which is what the student's functions are given.
    train, test = (draw_dots(rng.uniform(0, 1, (n, 3)))[:, order].float().double() for n in (2000, 1000))
    return train, test, order


@trained("train_beta_vae")
def cheap(notebook, data, module_rng, device):
    """What the student's recipe learns where a nat of code costs one nat of picture."""
    seed = int(module_rng("seed").integers(0, 2**31))
    return notebook.train_beta_vae(data[0].float(), beta=CHEAP, seed=seed, device=device)


@trained("train_beta_vae")
def dear(notebook, data, module_rng, device):
    """What it learns where a nat of code costs sixteen."""
    seed = int(module_rng("another seed").integers(0, 2**31))
    return notebook.train_beta_vae(data[0].float(), beta=DEAR, seed=seed, device=device)


@inside
def train_small(ns, x, probe, beta, seed, steps):
    """Train on little, with three latents; what the model makes of other pictures, and the data afterwards."""
    x = x.clone()
    model = ns.train_beta_vae(x, beta=beta, seed=seed, steps=steps, latents=3)
    if not hasattr(model, "encode"):
        return None
    with torch.no_grad():
        mu, log_var = model.encode(probe)
        return mu.clone(), log_var.clone(), model.decode(mu).clone(), x


def encode(model, x):
    """The code, checked."""
    hint = "Return the trained BetaVAE. Is a `return` missing?"
    require(hasattr(model, "apart"), "`train_beta_vae` does not return a model", hint=hint)
    answer = model.encode(x.float())
    is_pair = isinstance(answer, tuple | list) and len(answer) == 2
    require(is_pair, "`encode` of your model does not return two things", hint="Return a BetaVAE: (mu, log_var).")
    parts = []
    for part, name in zip(answer, ("mu", "log_var"), strict=True):
        parts.append(as_tensor(part, name))
        assert_shape(parts[-1], (len(x), LATENTS), what=name, hint="6 latents for each example.")
    finite = all(bool(part.isfinite().all()) for part in parts)
    hint = "Something overflowed while training: did the loss become NaN? What are its signs, and its logarithms?"
    require(finite, "the code is not finite", hint=hint)
    return parts


def decode(model, z):
    """Pixels, checked."""
    x_hat = as_tensor(model.decode(z.float()), "the pictures")
    assert_shape(x_hat, (len(z), SIDE**2), what="the pictures", hint="One number for each pixel.")
    require(bool(x_hat.isfinite().all()), "the pictures are not finite", hint="Did the loss become NaN while training?")
    return x_hat


def measure(model, x, rng):
    """Squared error of each picture from a code with noise, decoded by a copy that has seen nothing else; and nats."""
    mu, log_var = encode(model, x)
    z = torch.cat([mu + (log_var / 2).exp() * rng.normal(*mu.shape) for _ in range(NOISES)])
    # In random order: where a code stands says nothing about which picture it is of.
    order = torch.from_numpy(rng.numpy.permutation(len(z)))
    x_hat = decode(model.apart(), z[order])[torch.argsort(order)]
    return (x_hat - x.repeat(NOISES, 1)).square().sum(1).mean(), kl_to_standard_normal(mu, log_var).mean(), x_hat


def on_paper(data, images):
    """Upright, dark ink on white paper, as the lesson shows dots."""
    return 1 - images[:, torch.argsort(data[2])].reshape(-1, SIDE, SIDE).clamp(0, 1)


HINT = "Sums over pixels and latents, 2 sigma^2 under the error, exp(log_var / 2) for the noise, the price on kl alone?"


@points("train_beta_vae", 3)
def test_cost_where_code_is_cheap(cheap, data, threshold, picture, rng):
    """At beta = 1 unseen dots cost little, picture and code together."""
    error, nats, x_hat = measure(cheap, data[1], rng)
    picture.images("Unseen dots, and what came back at beta = 1", on_paper(data, torch.cat([data[1][:10], x_hat[:10]])))
    cost = error / (2 * SIGMA**2) + CHEAP * nats
    what = "the cost of unseen dots at beta = 1, in nats,"
    threshold.below("cost_cheap", cost, what=what, hint=HINT, two_sided=True)


@points("train_beta_vae", 3)
def test_cost_where_code_is_dear(dear, data, threshold, picture, rng):
    """At beta = 16 unseen dots cost little, with every nat of code counted sixteen times, and are still dots."""
    x = data[1]
    error, nats, x_hat = measure(dear, x, rng)
    picture.images("Unseen dots, and what came back at beta = 16", on_paper(data, torch.cat([x[:10], x_hat[:10]])))
    explained = 1 - error / (x - data[0].mean(0)).square().sum(1).mean()
    hint = "Is the code so dear that nothing is said any more? What is averaged, and what is summed?"
    threshold.above("explained", explained, what="the explained share of the pixels' variance at beta = 16", hint=hint)
    cost = error / (2 * SIGMA**2) + DEAR * nats
    what = "the cost of unseen dots at beta = 16, in nats,"
    threshold.below("cost_dear", cost, what=what, hint=HINT + " Does beta arrive there?", two_sided=True)


@points("train_beta_vae", 3)
def test_price_takes_nats_away(cheap, dear, data, threshold, picture):
    """A code that costs sixteen times as much says less: the nats in it fall, and not to nothing."""
    nats = [kl_to_standard_normal(*encode(model, data[1])).mean() for model in (cheap, dear)]
    # A share, since it hardly depends on the seed: a code with more nats at the low price gives up more of them.
    saved = 1 - nats[1] / nats[0].clamp(min=1e-9)
    mu, log_var = encode(dear, data[1])
    share = (0.5 * (mu**2 + log_var.exp() - 1 - log_var)).mean(0)
    walks = []
    for latent in share.argsort(descending=True)[:4].tolist():
        z = mu[:1].repeat(10, 1)
        z[:, latent] = torch.linspace(-2, 2, 10, dtype=torch.float64)
        walks.append(z)
    x_hat = decode(dear.apart(), torch.cat(walks))
    picture.images("At beta = 16: one latent walks in each row, the busiest first", on_paper(data, x_hat))
    hint = "Is beta in your loss, and is it the one that was asked for? And is a nat a nat in both?"
    what = "the share of its nats that a price of 16 takes away"
    threshold.above("share_saved", saved, what=what, hint=hint, two_sided=True)


@points("train_beta_vae", 2)
def test_each_picture_on_its_own(cheap, dear, data, rng):
    """A picture's code, and what a code decodes to, depend on nothing else: not on the batch, not on what was asked before."""
    x, few = data[1], [3, 141, 592]
    for model in (cheap, dear):
        together = encode(model, x)
        hint = "The code of a picture must not depend on the other pictures of the batch, or on calls before."
        for row in few:
            alone = encode(model.fork(), x[row : row + 1])
            for got, want, name in zip(alone, together, ("mu", "log_var"), strict=True):
                assert_close(
                    got, want[row : row + 1], rtol=1e-4, atol=1e-4, what=f"{name} of a picture alone", hint=hint
                )
        z = rng.normal(1000, LATENTS)
        drawn = decode(model, z)
        hint = "What a code decodes to must not depend on the other codes of the batch, or on calls before."
        for row in few:
            alone = decode(model.apart(), z[row : row + 1])
            what = "a code decoded in a batch, and not alone,"
            assert_close(drawn[row : row + 1], alone, rtol=1e-3, atol=1e-3, what=what, hint=hint)
        encode(model, x.flip(0))
        what = "what a code decodes to once other pictures have been encoded"
        assert_close(decode(model, z), drawn, rtol=1e-3, atol=1e-3, what=what, hint=hint)


@points("train_beta_vae", 1)
def test_data_and_seed_decide(notebook, rng):
    """Data, seed, price and steps decide about the model, and nothing else does; latents and pixels are as asked."""
    x, other, probe = (rng.uniform(0, 1, (60, 20)).float() for _ in range(3))

    def train(data, beta=2.0, seed=3, steps=12):
        answer = notebook.run(train_small, data, probe, beta, seed, steps)
        message = "`train_beta_vae` does not return a model"
        require(answer is not None, message, hint="Return the trained BetaVAE. Is a `return` missing?")
        names = ("mu of three latents", "log_var of three latents", "the table of twenty pixels")
        for part, width, name in zip(answer[:3], (3, 3, 20), names, strict=True):
            assert_shape(part, (60, width), what=name, hint="P is the width of the data, and `latents` is an argument.")
        assert_close(answer[3], data, what="the training data afterwards", hint="x must not change.")
        found = torch.cat([as_tensor(part) for part in answer[:3]], dim=1)
        hint = "Did the loss become NaN? What are its signs, and its logarithms?"
        require(bool(found.isfinite().all()), "codes or pictures are not finite after a few steps", hint=hint)
        return found

    first = train(x)
    hint = "Seed torch before the model is made, and draw nothing from elsewhere."
    assert_close(train(x), first, rtol=1e-5, what="what a second training with the same seed gives", hint=hint)
    changes = {
        "another seed": train(x, seed=4),
        "other pictures": train(other),
        "another price": train(x, beta=200.0),
        "half of the steps": train(x, steps=6),
    }
    hint = (
        "The model has to come from this data, this seed, this price and so many steps: nothing stored, nothing kept."
    )
    for name, found in changes.items():
        require(float((found - first).abs().max()) > 1e-4, f"training with {name} gives the same model", hint=hint)
