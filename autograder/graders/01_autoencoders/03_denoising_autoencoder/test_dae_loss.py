"""Hidden tests of `dae_loss`: its value, what is handed on, what must survive, and gradients."""

import torch

from autograder.testing import assert_close, assert_shape, inside, points, require


@inside
def ask(ns, x, noise, W, b, in_place):
    """Loss, gradients of the denoiser tanh(x W + b), what was corrupted and what was asked, and x afterwards."""
    x, calls, asked = x.clone(), [], []
    W, b = W.clone().requires_grad_(), b.clone().requires_grad_()

    def corrupt(clean):
        start = sum(len(each) for each in calls)
        own = noise[[(start + i) % len(noise) for i in range(len(clean))]]  # each example has its noise, in any batch
        calls.append(clean.detach().clone())
        return clean.add_(own) if in_place else clean + own

    def denoise(x_noisy):
        asked.append(x_noisy.detach().clone())
        return torch.tanh(x_noisy @ W + b)

    loss = ns.dae_loss(denoise, x, corrupt)
    if not torch.is_tensor(loss) or not loss.requires_grad:
        return loss, None, calls, asked, x
    return loss.detach(), torch.autograd.grad(loss, [W, b]), calls, asked, x


@inside
def ask_identity(ns, x, noise):
    """The loss of a network that copies what it is given."""
    rows = []

    def corrupt(clean):
        new = [(len(rows) + i) % len(noise) for i in range(len(clean))]  # each example has its noise, in any batch
        rows.extend(new)
        return clean + noise[new]

    return ns.dae_loss(lambda x_noisy: x_noisy, x.clone(), corrupt)


def draw(rng, n=6, d=5):
    """A batch, noise, and a small denoiser."""
    return rng.uniform(0, 1, (n, d)), 0.8 * rng.normal(n, d), rng.normal(d, d) / 2, rng.normal(d) / 2


def loss_of(x, noise, W, b):
    """Equation (8)."""
    return (torch.tanh((x + noise) @ W + b) - x).square().sum() / len(x)


@points("dae_loss", 2)
def test_error_against_the_clean_batch(notebook, rng):
    """The loss is the squared error against the CLEAN examples, summed over pixels, averaged over examples."""
    for n, d in ((6, 5), (1, 9), (12, 2)):
        x, noise, W, b = draw(rng, n, d)
        loss, *_ = notebook.run(ask, x, noise, W, b, False)
        assert_shape(loss, (), what="the loss", hint="One number for the whole batch.")
        hint = "Which picture is the target? Sum over pixels, mean over examples; corrupt first, then denoise."
        assert_close(loss, loss_of(x, noise, W, b), what="the loss", hint=hint)
    hint = "A network that copies has not cleaned anything: its loss is the noise."
    copied = notebook.run(ask_identity, x, noise)
    assert_close(copied, noise.square().sum() / len(x), what="the loss of a network that copies", hint=hint)
    x, noise, W, b = (part.float() for part in draw(rng))
    loss, *_ = notebook.run(ask, x, noise, W, b, False)
    expected = loss_of(x, noise, W, b)
    assert_close(loss, expected, dtype=torch.float32, rtol=1e-4, what="the loss for float32", hint="Keep the dtype.")


@points("dae_loss", 1)
def test_data_survive_a_corruption_in_place(notebook, rng):
    """A corruption that works in place spoils neither the data nor the target."""
    x, noise, W, b = draw(rng)
    loss, _, _, _, after = notebook.run(ask, x, noise, W, b, True)
    assert_close(after, x, what="x after the call", hint="corrupt may change what it is given: give it a copy.")
    hint = "The target has to be the picture as it was before corrupt was called."
    assert_close(loss, loss_of(x, noise, W, b), what="the loss with a corruption in place", hint=hint)


@points("dae_loss", 1)
def test_one_corruption_handed_on_as_it_is(notebook, rng):
    """corrupt is called once, with the whole clean batch, and denoise gets what it returned, with nothing cut off."""
    x, noise, W, b = draw(rng)
    _, _, calls, asked, _ = notebook.run(ask, x, noise, W, b, False)
    require(len(calls) == 1, "corrupt was not called exactly once", hint="Each call draws new noise: call it once.")
    require(len(asked) == 1, "denoise was not called exactly once", hint="All examples together, once.")
    assert_close(calls[0], x, what="what was handed to corrupt", hint="The clean batch, as it is.")
    hint = "No clamp: values below 0 and above 1 carry information, and equation (5) needs them."
    assert_close(asked[0], x + noise, what="what was handed to denoise", hint=hint)


@points("dae_loss", 1)
def test_gradients_reach_the_denoiser(notebook, rng):
    """Gradients flow through the denoiser to all of its parameters."""
    x, noise, W, b = draw(rng)
    _, found, *_ = notebook.run(ask, x, noise, W, b, False)
    require(found is not None, "no gradient flows from the loss", hint="Detach nothing, convert nothing to a float.")
    leaves = [W.clone().requires_grad_(), b.clone().requires_grad_()]
    expected = torch.autograd.grad(loss_of(x, noise, *leaves), leaves)
    for value, gradient, name in zip(found, expected, ("weights", "biases"), strict=True):
        hint = "The slope of equation (8): sum over pixels, mean over examples."
        assert_close(value, gradient, what=f"the gradient with respect to the {name}", hint=hint)
