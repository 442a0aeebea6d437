"""Hidden tests of `d_step`: where D lands, what of G stays, old gradients, one step and its loss."""

import torch

from autograder.testing import as_tensor, assert_close, inside, points, require

MODES = ("minimax", "ns", "ls", "hinge", "wgan")
RATE = 0.2


@inside
def watch_d_step(ns, g, d, x, z, mode, old_g, old_d, rate):
    """One step on small networks; what everything is afterwards. Old gradients are constants, or None."""
    G = torch.nn.Linear(3, 2).double()
    D = torch.nn.Sequential(torch.nn.Linear(2, 4), torch.nn.Tanh(), torch.nn.Linear(4, 1), torch.nn.Flatten(0)).double()
    for net, values, old in ((G, g, old_g), (D, d, old_d)):
        torch.nn.utils.vector_to_parameters(values, net.parameters())
        for parameter in net.parameters():
            parameter.grad = None if old is None else torch.full_like(parameter, old)
    optimiser = torch.optim.SGD(D.parameters(), lr=rate)
    steps = []
    optimiser.register_step_post_hook(lambda *_: steps.append(1))
    loss = ns.d_step(G, D, optimiser, x, z, mode) if mode else ns.d_step(G, D, optimiser, x, z)
    return {
        "loss": loss,
        "g": torch.nn.utils.parameters_to_vector(G.parameters()).detach(),
        "d": torch.nn.utils.parameters_to_vector(D.parameters()).detach(),
        "g_grads": [parameter.grad for parameter in G.parameters()],
        "frozen": [not parameter.requires_grad for net in (G, D) for parameter in net.parameters()],
        "steps": len(steps),
    }


def draw(rng):
    """Parameters of both networks, real points, noise: more noise than points."""
    return rng.normal(8), rng.normal(17), rng.normal(6, 2) + 1, rng.normal(9, 3)


def logits_of(d, x):
    """The discriminator of the helper, as a function of its parameters."""
    return torch.tanh(x @ d[:8].reshape(4, 2).T + d[8:12]) @ d[12:16] + d[16]


def expect(g, d, x, z, mode):
    """D's loss and its parameters after one step."""
    d = d.clone().requires_grad_()
    r, f = logits_of(d, x), logits_of(d, z @ g[:6].reshape(2, 3).T + g[6:])
    softplus = torch.nn.functional.softplus
    losses = {
        "ls": lambda: 0.5 * (r - 1).square().mean() + 0.5 * f.square().mean(),
        "hinge": lambda: (1 - r).clamp(min=0).mean() + (1 + f).clamp(min=0).mean(),
        "wgan": lambda: f.mean() - r.mean(),
    }
    loss = losses.get(mode, lambda: softplus(-r).mean() + softplus(f).mean())()
    (gradient,) = torch.autograd.grad(loss, d)
    return loss.detach(), d.detach() - RATE * gradient


@points("d_step", 2)
def test_d_moves_where_its_loss_sends_it(notebook, rng):
    """D lands where one step on `d_loss` of reals and fakes puts it, in every mode; there may be more noise than points."""
    for mode in (*MODES, ""):
        g, d, x, z = draw(rng)
        after = notebook.run(watch_d_step, g, d, x, z, mode, None, None, RATE)
        hint = (
            "Real points first, fakes second; D learns from both, so cut fakes off before D sees them, not behind it; "
            "the mode has to be passed on."
        )
        assert_close(
            after["d"], expect(g, d, x, z, mode)[1], what=f"D after a step (mode {mode or 'left out'})", hint=hint
        )


@points("d_step", 2)
def test_g_is_left_alone(notebook, rng):
    """Where D moves, G's parameters and what it had in .grad stay, be it nothing or something; nothing is left frozen."""
    for old in (None, 0.5):
        g, d, x, z = draw(rng)
        after = notebook.run(watch_d_step, g, d, x, z, "ns", old, None, RATE)
        assert_close(
            after["g"], g, rtol=0, atol=0, what="the vector of G's parameters", hint="In this step only D moves."
        )
        require(
            not torch.equal(as_tensor(after["d"]), d), "D has not moved", hint="Leaving G alone is half of a step of D."
        )
        hint = "Does the backward pass of D's loss run into G? To D, fakes are data: cut the graph. Clear only D's gradients."
        grads = after["g_grads"]
        if old is None:
            require(all(grad is None for grad in grads), "the step leaves gradients in G", hint=hint)
        else:
            require(all(grad is not None for grad in grads), "the step clears the gradients that G had", hint=hint)
            for grad in grads:
                what = "what G had in .grad"
                assert_close(grad, torch.full_like(as_tensor(grad), old), what=what, hint=hint)
        hint = "If you switch requires_grad off, switch it on again."
        require(not any(after["frozen"]), "some parameters no longer require a gradient", hint=hint)


@points("d_step", 1)
def test_old_gradients_do_not_count(notebook, rng):
    """What is in D's .grad from before, for example from the generator's step, has no influence."""
    g, d, x, z = draw(rng)
    after = notebook.run(watch_d_step, g, d, x, z, "ns", None, 3.0, RATE)
    hint = ".grad adds up: clear it before the backward pass, not after the step."
    assert_close(after["d"], expect(g, d, x, z, "ns")[1], what="D after a step with old gradients", hint=hint)


@points("d_step", 1)
def test_one_step_and_its_loss(notebook, rng):
    """The optimiser steps exactly once, and the loss from before the step is returned as a number."""
    g, d, x, z = draw(rng)
    after = notebook.run(watch_d_step, g, d, x, z, "hinge", None, None, RATE)
    require(after["steps"] == 1, "opt_D has to step exactly once", hint="One call, one step.", target="1 step")
    loss = after["loss"]
    require(isinstance(loss, float), "the loss is not returned as a Python float", hint="loss.item()")
    hint = "The loss that was minimised in this step, with the parameters from before it."
    assert_close(loss, expect(g, d, x, z, "hinge")[0], what="the loss that is returned", hint=hint)
