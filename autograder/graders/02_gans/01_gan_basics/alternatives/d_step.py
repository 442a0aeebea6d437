"""Other right answers to `d_step`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def d_step_under_no_grad(G, D, opt_D, x, z, mode="ns"):
    """Makes fakes under no_grad, and clears to zeros instead of None."""
    with torch.no_grad():
        fake = G(z)
    opt_D.zero_grad(set_to_none=False)
    loss = d_loss(D(x), D(fake), mode=mode)
    loss.backward()
    opt_D.step()
    return float(loss)


@alternative
def d_step_in_one_batch(G, D, opt_D, x, z, mode="ns"):
    """Sends reals and fakes through D in one batch, and splits the logits."""
    fake = G(z).detach().to(x)
    logits = D(torch.cat([x, fake]))
    loss = d_loss(logits[: len(x)], logits[len(x) :], mode)
    D.zero_grad()
    loss.backward()
    opt_D.step()
    return loss.detach().cpu().item()


@alternative
def d_step_with_autograd(G, D, opt_D, x, z, mode="ns"):
    """Asks autograd for D's gradients only, and puts them into .grad."""
    loss = d_loss(D(x), D(G(z)), mode)
    parameters = list(D.parameters())
    for parameter, gradient in zip(parameters, torch.autograd.grad(loss, parameters), strict=True):
        parameter.grad = gradient
    opt_D.step()
    return loss.item()


@alternative
def d_step_that_freezes_g(G, D, opt_D, x, z, mode="ns"):
    """Switches G's gradients off, and on again afterwards."""
    G.requires_grad_(False)
    loss = d_loss(D(x), D(G(z)), mode)
    opt_D.zero_grad()
    loss.backward()
    opt_D.step()
    G.requires_grad_(True)
    return loss.item()
