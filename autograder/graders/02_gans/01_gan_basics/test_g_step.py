"""Hidden tests of `g_step`: where G lands, what of D stays, old gradients, one step and its loss."""

import torch

from autograder.testing import assert_close, inside, points, require

MODES = ("minimax", "ns", "ls", "hinge", "wgan")
RATE = 0.2


@inside
def watch_g_step(ns, g, d, z, mode, old_g, old_d, rate):
    """One step on small networks; what everything is afterwards. Old gradients are constants, or None."""
    G = torch.nn.Linear(3, 2).double()
    D = torch.nn.Sequential(torch.nn.Linear(2, 4), torch.nn.Tanh(), torch.nn.Linear(4, 1), torch.nn.Flatten(0)).double()
    for net, values, old in ((G, g, old_g), (D, d, old_d)):
        torch.nn.utils.vector_to_parameters(values, net.parameters())
        for parameter in net.parameters():
            parameter.grad = None if old is None else torch.full_like(parameter, old)
    optimiser = torch.optim.SGD(G.parameters(), lr=rate)
    steps = []
    optimiser.register_step_post_hook(lambda *_: steps.append(1))
    loss = ns.g_step(G, D, optimiser, z, mode) if mode else ns.g_step(G, D, optimiser, z)
    return {
        "loss": loss,
        "g": torch.nn.utils.parameters_to_vector(G.parameters()).detach(),
        "d": torch.nn.utils.parameters_to_vector(D.parameters()).detach(),
        "frozen": [not parameter.requires_grad for net in (G, D) for parameter in net.parameters()],
        "steps": len(steps),
    }


def draw(rng):
    """Parameters of both networks, and noise."""
    return rng.normal(8), rng.normal(17), rng.normal(9, 3)


def expect(g, d, z, mode):
    """G's loss and its parameters after one step."""
    g = g.clone().requires_grad_()
    fake = z @ g[:6].reshape(2, 3).T + g[6:]
    f = torch.tanh(fake @ d[:8].reshape(4, 2).T + d[8:12]) @ d[12:16] + d[16]
    softplus = torch.nn.functional.softplus
    losses = {
        "minimax": lambda: -softplus(f).mean(),
        "ls": lambda: 0.5 * (f - 1).square().mean(),
        "hinge": lambda: -f.mean(),
        "wgan": lambda: -f.mean(),
    }
    loss = losses.get(mode, lambda: softplus(-f).mean())()
    (gradient,) = torch.autograd.grad(loss, g)
    return loss.detach(), g.detach() - RATE * gradient


@points("g_step", 2)
def test_g_moves_where_its_loss_sends_it(notebook, rng):
    """G lands where one step on `g_loss` of its fakes puts it, in every mode: the gradient comes through D."""
    for mode in (*MODES, ""):
        g, d, z = draw(rng)
        after = notebook.run(watch_g_step, g, d, z, mode, None, None, RATE)
        hint = "G goes down its own loss; here nothing may be cut between G and the loss; the mode has to be passed on."
        assert_close(
            after["g"], expect(g, d, z, mode)[1], what=f"G after a step (mode {mode or 'left out'})", hint=hint
        )


@points("g_step", 1)
def test_d_is_left_alone(notebook, rng):
    """D's parameters stay where they are, and no parameter is left frozen."""
    for old in (None, 0.5):
        g, d, z = draw(rng)
        after = notebook.run(watch_g_step, g, d, z, "ns", None, old, RATE)
        hint = "In this step only G moves: whose parameters does the optimiser hold that steps?"
        assert_close(after["d"], d, rtol=0, atol=0, what="the vector of D's parameters", hint=hint)
        hint = "If you switch requires_grad off for D, switch it on again: otherwise D never learns any more."
        require(not any(after["frozen"]), "some parameters no longer require a gradient", hint=hint)


@points("g_step", 1)
def test_old_gradients_do_not_count(notebook, rng):
    """What is in .grad from before, in G or in D, has no influence on where G lands."""
    g, d, z = draw(rng)
    after = notebook.run(watch_g_step, g, d, z, "ns", -2.0, 3.0, RATE)
    hint = ".grad adds up: clear G's before the backward pass, not after the step."
    assert_close(after["g"], expect(g, d, z, "ns")[1], what="G after a step with old gradients", hint=hint)


@points("g_step", 1)
def test_one_step_and_its_loss(notebook, rng):
    """The optimiser steps exactly once, and the loss from before the step is returned as a number."""
    g, d, z = draw(rng)
    after = notebook.run(watch_g_step, g, d, z, "minimax", None, None, RATE)
    require(after["steps"] == 1, "opt_G has to step exactly once", hint="One call, one step.", target="1 step")
    loss = after["loss"]
    require(isinstance(loss, float), "the loss is not returned as a Python float", hint="loss.item()")
    hint = "The loss that was minimised in this step, with the parameters from before it."
    assert_close(loss, expect(g, d, z, "minimax")[0], what="the loss that is returned", hint=hint)
