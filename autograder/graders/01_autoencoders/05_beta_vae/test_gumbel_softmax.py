"""Hidden tests of `gumbel_softmax`: relaxed samples, shares of one-hot ones, the gradient that is passed straight through."""

import torch

from autograder.testing import as_tensor, assert_close, inside, points, require, vjp


@inside
def gradient(ns, logits, tau, u, cotangent, hard):
    """Of a weighted sum of the samples, for the logits."""
    leaf = logits.clone().requires_grad_()
    drawn = ns.gumbel_softmax(leaf, tau, u, hard=hard)
    if not drawn.requires_grad:
        return torch.zeros_like(leaf)
    found = torch.autograd.grad((cotangent * drawn).sum(), leaf, allow_unused=True)[0]
    return torch.zeros_like(leaf) if found is None else found


def relaxed(logits, tau, u):
    """Equation (10)."""
    return ((logits - (-u.log()).log()) / tau).softmax(-1)


def uniform(rng, *shape):
    """Strictly between 0 and 1."""
    return rng.uniform(1e-6, 1 - 1e-6, shape)


@points("gumbel_softmax", 2)
def test_relaxed_samples(notebook, rng):
    """Relaxed samples are those of equations (9) and (10), row by row, at any temperature."""
    hint = "Two minus signs in (9); logits *and* noise are divided by tau; a softmax over the last axis."
    for shape, tau in (((9, 4), 1.0), ((9, 4), 0.3), ((3, 5, 6), 2.5)):
        logits, u = 2 * rng.normal(*shape), uniform(rng, *shape)
        assert_close(notebook.gumbel_softmax(logits, tau, u), relaxed(logits, tau, u), what="y", hint=hint)
    single, u = rng.normal(6, 3).float(), uniform(rng, 6, 3).float()
    found = notebook.gumbel_softmax(single, 0.7, u)
    expected = relaxed(single.double(), 0.7, u.double())
    assert_close(found, expected, rtol=1e-4, what="y in float32", dtype=torch.float32, hint=hint)


@points("gumbel_softmax", 2)
def test_shares_of_categories(notebook, rng):
    """One-hot samples have the categories' probabilities as shares, at every temperature: it only decides how soft y is."""
    n, k = 20_000, 4
    logits = rng.uniform(-0.2, 0.2, (k,))
    # One category leads: only then does noise that stands upside down have shares that are clearly others.
    logits[int(rng.integers(0, k))] += 2.0
    wanted, u = logits.softmax(0), uniform(rng, n, k)
    tolerance = float(6 * (wanted * (1 - wanted) / n).sqrt().max())
    for tau in (1.0, 0.2, 5.0):
        answer = notebook.gumbel_softmax(logits.expand(n, k).contiguous(), tau, u, hard=True)
        drawn = as_tensor(answer, "the samples")
        require(tuple(drawn.shape) == (n, k), "the samples do not have the shape of the logits", hint="One row each.")
        is_one_hot = bool(((drawn - drawn.round()).abs() < 1e-6).all() and (drawn.round().sum(1) == 1).all())
        require(is_one_hot, "hard samples are not one-hot", hint="What goes forward is the one-hot vector itself.")
        error = float((drawn.mean(0) - wanted).abs().max())
        hint = "The winner of (9) has the right shares. Is the noise the right way up, and in the same bracket as the logits?"
        require(error < tolerance, "the shares of the categories are not softmax(logits)", hint=hint)


@points("gumbel_softmax", 3)
def test_straight_through(notebook, rng):
    """Gradients reach the logits, and those of one-hot samples are exactly those of the relaxed ones."""
    for shape, tau in (((7, 5), 0.5), ((7, 5), 1.7), ((3, 4, 5), 0.8), ((5,), 1.2)):
        logits, u, weight = rng.normal(*shape), uniform(rng, *shape), rng.normal(*shape)
        leaf = logits.clone().requires_grad_()
        (expected,) = torch.autograd.grad((weight * relaxed(leaf, tau, u)).sum(), leaf)
        _, found = notebook.run(vjp, "gumbel_softmax", [logits, tau, u], weight)
        assert_close(found[0], expected, what="the gradient of relaxed samples", hint="Equation (10), with its tau.")
        found = notebook.run(gradient, logits, tau, u, weight, True)
        hint = "Forward the one-hot vector, backward the gradient of y: y - y.detach() is 0 and has a gradient."
        assert_close(found, expected, what="the gradient of one-hot samples", hint=hint)
        hard = as_tensor(notebook.gumbel_softmax(logits, tau, u, hard=True), "the samples")
        winner = torch.nn.functional.one_hot((logits - (-u.log()).log()).argmax(-1), 5).double()
        assert_close(hard, winner, atol=1e-6, what="the one-hot sample", hint="One-hot at the largest entry of y.")
