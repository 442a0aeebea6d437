"""Wrong answers to `d_step`, which a hidden test must catch. Each docstring says what the student believed."""

from autograder.testing import mutant


@mutant(caught_by="test_g_is_left_alone")
def does_not_detach(G, D, opt_D, x, z, mode="ns"):
    """Believes that it is enough that only D's optimiser steps."""
    loss = d_loss(D(x), D(G(z)), mode)
    opt_D.zero_grad()
    loss.backward()
    opt_D.step()
    return loss.item()


@mutant(caught_by="test_old_gradients_do_not_count")
def never_clears(G, D, opt_D, x, z, mode="ns"):
    """Forgets that gradients add up."""
    loss = d_loss(D(x), D(G(z).detach()), mode)
    loss.backward()
    opt_D.step()
    return loss.item()


@mutant(caught_by="test_old_gradients_do_not_count")
def clears_after_the_step(G, D, opt_D, x, z, mode="ns"):
    """Tidies up afterwards, and so steps on what the generator's step has left."""
    loss = d_loss(D(x), D(G(z).detach()), mode)
    loss.backward()
    opt_D.step()
    opt_D.zero_grad()
    return loss.item()


@mutant(caught_by="test_d_moves_where_its_loss_sends_it")
def swaps_real_and_fake(G, D, opt_D, x, z, mode="ns"):
    """Passes fakes first."""
    loss = d_loss(D(G(z).detach()), D(x), mode)
    opt_D.zero_grad()
    loss.backward()
    opt_D.step()
    return loss.item()


@mutant(caught_by="test_d_moves_where_its_loss_sends_it")
def forgets_the_mode(G, D, opt_D, x, z, mode="ns"):
    """Does not pass the mode on."""
    loss = d_loss(D(x), D(G(z).detach()))
    opt_D.zero_grad()
    loss.backward()
    opt_D.step()
    return loss.item()


@mutant(caught_by="test_d_moves_where_its_loss_sends_it")
def computes_without_gradients(G, D, opt_D, x, z, mode="ns"):
    """Detaches behind D instead of before it: D learns nothing from fakes."""
    loss = d_loss(D(x), D(G(z)).detach(), mode)
    opt_D.zero_grad()
    loss.backward()
    opt_D.step()
    return loss.item()


@mutant(caught_by="test_g_is_left_alone")
def freezes_g_for_good(G, D, opt_D, x, z, mode="ns"):
    """Switches G's gradients off and never on again."""
    for parameter in G.parameters():
        parameter.requires_grad_(False)
    loss = d_loss(D(x), D(G(z)), mode)
    opt_D.zero_grad()
    loss.backward()
    opt_D.step()
    return loss.item()


@mutant(caught_by="test_g_is_left_alone")
def clears_both_players(G, D, opt_D, x, z, mode="ns"):
    """Clears everybody's gradients, to be on the safe side."""
    loss = d_loss(D(x), D(G(z).detach()), mode)
    G.zero_grad()
    D.zero_grad()
    loss.backward()
    opt_D.step()
    return loss.item()


@mutant(caught_by="test_one_step_and_its_loss")
def returns_the_loss_afterwards(G, D, opt_D, x, z, mode="ns"):
    """Reports the loss of the D that has learnt already."""
    fake = G(z).detach()
    loss = d_loss(D(x), D(fake), mode)
    opt_D.zero_grad()
    loss.backward()
    opt_D.step()
    return d_loss(D(x), D(fake), mode).item()
