"""Wrong answers to `g_step`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_g_moves_where_its_loss_sends_it")
def detaches_here_too(G, D, opt_G, z, mode="ns"):
    """Detaches the fakes in both steps, and makes up for it so that backward does not complain."""
    loss = g_loss(D(G(z).detach().requires_grad_()), mode)
    opt_G.zero_grad()
    loss.backward()
    opt_G.step()
    return loss.item()


@mutant(caught_by="test_d_is_left_alone")
def lets_d_move_along(G, D, opt_G, z, mode="ns"):
    """Steps along all gradients that there are, D's as well."""
    loss = g_loss(D(G(z)), mode)
    opt_G.zero_grad()
    D.zero_grad()
    loss.backward()
    opt_G.step()
    with torch.no_grad():
        for parameter in D.parameters():
            parameter -= 0.1 * parameter.grad
    return loss.item()


@mutant(caught_by="test_old_gradients_do_not_count")
def clears_only_d(G, D, opt_G, z, mode="ns"):
    """Clears the gradients of D, through which it goes, instead of G's."""
    loss = g_loss(D(G(z)), mode)
    D.zero_grad()
    loss.backward()
    opt_G.step()
    return loss.item()


@mutant(caught_by="test_d_is_left_alone")
def freezes_d_for_good(G, D, opt_G, z, mode="ns"):
    """Switches D's gradients off and never on again."""
    for parameter in D.parameters():
        parameter.requires_grad_(False)
    loss = g_loss(D(G(z)), mode)
    opt_G.zero_grad()
    loss.backward()
    opt_G.step()
    return loss.item()


@mutant(caught_by="test_g_moves_where_its_loss_sends_it")
def always_does_not_saturate(G, D, opt_G, z, mode="ns"):
    """Does not pass the mode on."""
    loss = g_loss(D(G(z)))
    opt_G.zero_grad()
    loss.backward()
    opt_G.step()
    return loss.item()


@mutant(caught_by="test_g_moves_where_its_loss_sends_it")
def climbs(G, D, opt_G, z, mode="ns"):
    """Believes that G has to make its loss large, because it plays against D."""
    loss = g_loss(D(G(z)), mode)
    opt_G.zero_grad()
    (-loss).backward()
    opt_G.step()
    return loss.item()


@mutant(caught_by="test_one_step_and_its_loss")
def returns_a_tensor(G, D, opt_G, z, mode="ns"):
    """Returns the loss with its whole graph, which fills the memory when it is kept in a list."""
    loss = g_loss(D(G(z)), mode)
    opt_G.zero_grad()
    loss.backward()
    opt_G.step()
    return loss


@mutant(caught_by="test_one_step_and_its_loss")
def steps_twice(G, D, opt_G, z, mode="ns"):
    """Gives G a second step, because it is so weak."""
    loss = g_loss(D(G(z)), mode)
    opt_G.zero_grad()
    loss.backward()
    opt_G.step()
    opt_G.step()
    return loss.item()
