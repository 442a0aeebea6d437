"""Hidden tests of `train_round`: what D is shown, in whose company, where both networks land."""

import math

import torch

from autograder.testing import as_tensor, assert_close, inside, points, require

RATE = 0.1


@inside
def play(ns, g, d, x, z, old, rate):
    """One round with small networks: what D was shown, both networks afterwards, the losses, and how often G was called."""
    nn = torch.nn
    G = nn.Sequential(nn.Linear(3, 64), nn.BatchNorm1d(64), nn.Tanh(), nn.Unflatten(1, (1, 8, 8))).double()
    D = nn.Sequential(
        nn.Flatten(1), nn.Linear(64, 3), nn.BatchNorm1d(3), nn.Tanh(), nn.Linear(3, 1), nn.Flatten(0)
    ).double()
    for net, values in ((G, g), (D, d)):
        nn.utils.vector_to_parameters(values, net.parameters())
        for parameter in net.parameters():
            parameter.grad = None if old is None else torch.full_like(parameter, old)
    shown, calls = [], []
    D.register_forward_pre_hook(lambda module, inputs: shown.append(inputs[0].detach().clone()))
    G.register_forward_hook(lambda module, inputs, output: calls.append(output.detach().clone()))
    optimisers = [torch.optim.SGD(net.parameters(), lr=rate) for net in (G, D)]
    losses = ns.train_round(G, D, *optimisers, x, z)
    vectors = [nn.utils.parameters_to_vector(net.parameters()).detach() for net in (G, D)]
    return {"g": vectors[0], "d": vectors[1], "losses": losses, "shown": shown, "fakes": calls, "x": x}


def draw(rng, real=6, fake=9):
    """Parameters of both networks, real images, noise: more noise than images. Logits are large enough to matter."""
    g = torch.cat([rng.normal(64 * 3 + 64), 1 + 0.3 * rng.normal(64), 0.3 * rng.normal(64)])
    d = torch.cat(
        [0.3 * rng.normal(3 * 64 + 3), 1 + 0.3 * rng.normal(3), rng.normal(3), 2 * rng.normal(3), rng.normal(1)]
    )
    return g, d, rng.uniform(0, 1, (real, 64)), rng.normal(fake, 3)


def fakes_of(g, z):
    """The generator of the helper, as a function of its parameters."""
    h = torch.nn.functional.batch_norm(
        z @ g[:192].reshape(64, 3).T + g[192:256], None, None, g[256:320], g[320:384], training=True
    )
    return h.tanh()


def logits_of(d, images):
    """The discriminator of the helper, as a function of its parameters."""
    h = images @ d[:192].reshape(3, 64).T + d[192:195]
    h = torch.nn.functional.batch_norm(h, None, None, d[195:198], d[198:201], training=True)
    return h.tanh() @ d[201:204] + d[204]


def expect(g, d, x, z):
    """Both networks and both losses, by the docstring."""
    softplus = torch.nn.functional.softplus
    d = d.clone().requires_grad_()
    g = g.clone().requires_grad_()
    d_loss = softplus(-logits_of(d, 2 * x - 1)).mean() + softplus(logits_of(d, fakes_of(g, z).detach())).mean()
    d_new = d.detach() - RATE * torch.autograd.grad(d_loss, d)[0]
    g_loss = softplus(-logits_of(d_new, fakes_of(g, z))).mean()
    g_new = g.detach() - RATE * torch.autograd.grad(g_loss, g)[0]
    return d_new, g_new, torch.stack([d_loss.detach(), g_loss.detach()])


def watch(notebook, rng):
    """What was given, and what came of it: nothing counts in a round after which D or G is where it was."""
    g, d, x, z = draw(rng)
    after = notebook.run(play, g, d, x, z, None, RATE)
    for name, before in (("d", d), ("g", g)):
        moved = not torch.equal(as_tensor(after[name]), before)
        require(moved, f"{name.upper()} has not moved", hint="A round is a step of D and a step of G.")
    return x, z, after


def rows_of(shown):
    """All images that D was shown, one in each row."""
    return [as_tensor(batch).reshape(len(batch), -1) for batch in shown]


@points("train_round", 2)
def test_images_from_minus_one_to_one(notebook, rng):
    """D is shown the real images in the range of the generator: paper is -1, ink is 1; the data themselves stay."""
    x, _, after = watch(notebook, rng)
    require(len(after["shown"]) > 0, "D is not shown any images", hint="D is called with real images, and with fakes.")
    images = torch.cat(rows_of(after["shown"]))
    distances = torch.cdist(2 * x - 1, images).amin(dim=1)
    hint = (
        "Data come with pixels from 0 to 1; the generator ends in a tanh. D could tell them apart by the range alone."
    )
    require(bool((distances < 1e-6).all()), "D is not shown the real images from -1 to 1", hint=hint)
    assert_close(after["x"], x, what="the data after the round", hint="`x *= 2` writes into the caller's data.")


@points("train_round", 2)
def test_batches_of_their_own(notebook, rng):
    """No batch that D is shown has both real and fake images in it, and each has all of its kind."""
    x, z, after = watch(notebook, rng)
    batches = rows_of(after["shown"])
    require(len(after["fakes"]) > 0, "G does not make any images", hint="The fakes are G(z).")
    fakes = torch.cat(rows_of(after["fakes"]))
    kinds = [torch.cdist(batch, fakes).amin(dim=1) < 1e-6 for batch in batches]
    hint = "Section 4: batch norm in D normalises together whatever shares a batch."
    apart = all(bool(kind.all()) or not bool(kind.any()) for kind in kinds)
    require(apart, "real and fake images share a batch of D", hint=hint)
    hint = "D is called with all real images, and with all fakes."
    for is_fake, name in ((False, "real images"), (True, "fakes")):
        shown = any(bool(kind.all()) == is_fake for kind in kinds)
        require(shown, f"D is not shown {name} in a batch of their own", hint=hint)
    whole = all(
        len(batch) == (len(z) if bool(kind.all()) else len(x)) for batch, kind in zip(batches, kinds, strict=True)
    )
    require(whole, "D is shown batches that are not whole", hint=hint)


@points("train_round", 2)
def test_where_d_lands(notebook, rng):
    """D lands where one step on L_D puts it, logits being logits, whatever .grad held before."""
    for old in (None, 0.7):
        g, d, x, z = draw(rng)
        after = notebook.run(play, g, d, x, z, old, RATE)
        hint = (
            "Equation (5): both means added, of softplus on logits, which no sigmoid has squashed. Clear old gradients."
        )
        assert_close(after["d"], expect(g, d, x, z)[0], rtol=1e-5, what="D after a round", hint=hint)


@points("train_round", 2)
def test_where_g_lands(notebook, rng):
    """G lands where one step on L_G puts it, against D as it is by then; fakes are made once; both losses are returned."""
    for old in (None, 0.7):
        g, d, x, z = draw(rng)
        after = notebook.run(play, g, d, x, z, old, RATE)
        _, g_new, losses = expect(g, d, x, z)
        hint = (
            "L_G of equation (5), which does not saturate, asks the D that has just learnt about the same fakes, on logits; "
            "clear G's old gradients."
        )
        # The first layer's bias stands before a batch norm, and its gradient is rounding.
        assert_close(after["g"], g_new, rtol=1e-5, what="G after a round", hint=hint)
        assert_close(as_tensor(after["losses"], "the losses"), losses, rtol=1e-5, what="the pair of losses", hint=hint)
        hint = "The same fakes serve for both steps: detached for D, attached for G."
        require(len(after["fakes"]) == 1, "G makes fakes more than once in a round", hint=hint)
    require(all(math.isfinite(float(loss)) for loss in after["losses"]), "a loss is not finite", hint="On logits.")
