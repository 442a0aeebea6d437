"""Wrong answers to `train_round`, which a hidden test must catch. Each docstring says what the student believed."""

import torch
from torch import nn

from autograder.testing import mutant

# --- the draft's three faults, one at a time, and others


@mutant(caught_by="test_images_from_minus_one_to_one")
def shows_data_from_zero_to_one(G, D, opt_G, opt_D, x, z):
    """Repairs two of the faults; D is shown images from 0 to 1, and tells them by the paper."""
    softplus = nn.functional.softplus
    fake = G(z)
    d_loss = softplus(-D(x.reshape(-1, 1, 8, 8))).mean() + softplus(D(fake.detach())).mean()
    opt_D.zero_grad()
    d_loss.backward()
    opt_D.step()
    g_loss = softplus(-D(fake)).mean()
    opt_G.zero_grad()
    g_loss.backward()
    opt_G.step()
    return d_loss.item(), g_loss.item()


@mutant(caught_by="test_batches_of_their_own")
def saves_a_pass(G, D, opt_G, opt_D, x, z):
    """Repairs two of the faults; sends real and fake images through D together, to save a pass."""
    softplus = nn.functional.softplus
    real = 2 * x.reshape(-1, 1, 8, 8) - 1
    fake = G(z)
    logits = D(torch.cat([real, fake.detach()]))
    d_loss = softplus(-logits[: len(real)]).mean() + softplus(logits[len(real) :]).mean()
    opt_D.zero_grad()
    d_loss.backward()
    opt_D.step()
    g_loss = softplus(-D(fake)).mean()
    opt_G.zero_grad()
    g_loss.backward()
    opt_G.step()
    return d_loss.item(), g_loss.item()


@mutant(caught_by="test_where_d_lands")
def squashes_twice(G, D, opt_G, opt_D, x, z):
    """Repairs two of the faults; hands probabilities to a loss that wants logits."""
    softplus = nn.functional.softplus
    real = 2 * x.reshape(-1, 1, 8, 8) - 1
    fake = G(z)
    d_loss = softplus(-D(real).sigmoid()).mean() + softplus(D(fake.detach()).sigmoid()).mean()
    opt_D.zero_grad()
    d_loss.backward()
    opt_D.step()
    g_loss = softplus(-D(fake).sigmoid()).mean()
    opt_G.zero_grad()
    g_loss.backward()
    opt_G.step()
    return d_loss.item(), g_loss.item()


@mutant(caught_by="test_where_g_lands")
def squashes_twice_for_g_only(G, D, opt_G, opt_D, x, z):
    """Finds the sigmoid in D's step and overlooks the one in G's."""
    softplus = nn.functional.softplus
    real = 2 * x.reshape(-1, 1, 8, 8) - 1
    fake = G(z)
    d_loss = softplus(-D(real)).mean() + softplus(D(fake.detach())).mean()
    opt_D.zero_grad()
    d_loss.backward()
    opt_D.step()
    g_loss = softplus(-D(fake).sigmoid()).mean()
    opt_G.zero_grad()
    g_loss.backward()
    opt_G.step()
    return d_loss.item(), g_loss.item()


@mutant(caught_by="test_where_d_lands")
def never_clears(G, D, opt_G, opt_D, x, z):
    """Clears G's gradients only: D has none of its own before its step, or has it?"""
    softplus = nn.functional.softplus
    real = 2 * x.reshape(-1, 1, 8, 8) - 1
    fake = G(z)
    d_loss = softplus(-D(real)).mean() + softplus(D(fake.detach())).mean()
    d_loss.backward()
    opt_D.step()
    g_loss = softplus(-D(fake)).mean()
    opt_G.zero_grad()
    g_loss.backward()
    opt_G.step()
    return d_loss.item(), g_loss.item()


@mutant(caught_by="test_where_g_lands")
def minimises_the_saturating_loss(G, D, opt_G, opt_D, x, z):
    """Takes G's loss from the minimax game."""
    softplus = nn.functional.softplus
    real = 2 * x.reshape(-1, 1, 8, 8) - 1
    fake = G(z)
    d_loss = softplus(-D(real)).mean() + softplus(D(fake.detach())).mean()
    opt_D.zero_grad()
    d_loss.backward()
    opt_D.step()
    g_loss = -softplus(D(fake)).mean()
    opt_G.zero_grad()
    g_loss.backward()
    opt_G.step()
    return d_loss.item(), g_loss.item()


@mutant(caught_by="test_where_g_lands")
def makes_new_fakes(G, D, opt_G, opt_D, x, z):
    """Makes the fakes anew for G's step, which counts twice in its running statistics."""
    softplus = nn.functional.softplus
    real = 2 * x.reshape(-1, 1, 8, 8) - 1
    d_loss = softplus(-D(real)).mean() + softplus(D(G(z).detach())).mean()
    opt_D.zero_grad()
    d_loss.backward()
    opt_D.step()
    g_loss = softplus(-D(G(z))).mean()
    opt_G.zero_grad()
    g_loss.backward()
    opt_G.step()
    return d_loss.item(), g_loss.item()


@mutant(caught_by="test_where_g_lands")
def lets_g_answer_the_old_d(G, D, opt_G, opt_D, x, z):
    """Computes both losses first and then steps twice: at once instead of in turn."""
    softplus = nn.functional.softplus
    real = 2 * x.reshape(-1, 1, 8, 8) - 1
    fake = G(z)
    d_loss = softplus(-D(real)).mean() + softplus(D(fake.detach())).mean()
    g_loss = softplus(-D(fake)).mean()
    opt_G.zero_grad()
    g_loss.backward()
    opt_D.zero_grad()
    d_loss.backward()
    opt_D.step()
    opt_G.step()
    return d_loss.item(), g_loss.item()


@mutant(caught_by="test_images_from_minus_one_to_one")
def scales_in_place(G, D, opt_G, opt_D, x, z):
    """Scales the caller's data, which are from -3 to 1 a round later."""
    softplus = nn.functional.softplus
    real = x.mul_(2).sub_(1).reshape(-1, 1, 8, 8)
    fake = G(z)
    d_loss = softplus(-D(real)).mean() + softplus(D(fake.detach())).mean()
    opt_D.zero_grad()
    d_loss.backward()
    opt_D.step()
    g_loss = softplus(-D(fake)).mean()
    opt_G.zero_grad()
    g_loss.backward()
    opt_G.step()
    return d_loss.item(), g_loss.item()
