"""Wrong answers, each of which a hidden test must catch. Each docstring is what the student believed."""

import math

import torch
from torch import nn

from autograder.testing import mutant

d_loss = g_loss = d_step = g_step = Generator = Discriminator = None  # stand in the notebook

# --- optimal_discriminator


@mutant("optimal_discriminator", caught_by="test_best_probability_at_each_place")
def names_the_fakes(p_data, p_g):
    """Takes D's output for the probability that a point is fake."""
    total = p_data + p_g
    d_star = torch.where(total > 0, p_g / torch.where(total > 0, total, 1), 0.5)
    value = (torch.special.xlogy(p_data, 1 - d_star) + torch.special.xlogy(p_g, d_star)).sum(dim=-1)
    return d_star, value


@mutant("optimal_discriminator", caught_by="test_places_that_nobody_visits")
def believes_that_nothing_is_zero(p_data, p_g):
    """Writes the formulas down as they stand, where 0 / 0 and 0 log 0 are NaN."""
    d_star = p_data / (p_data + p_g)
    return d_star, (p_data * d_star.log() + p_g * (1 - d_star).log()).sum(dim=-1)


@mutant("optimal_discriminator", caught_by="test_value_is_the_best_that_can_be_had")
def forgets_the_two_of_the_mixture(p_data, p_g):
    """Puts p_data + p_g in the place of the mixture m, and adds -log 4 all the same."""
    total = p_data + p_g
    d_star = torch.where(total > 0, p_data / torch.where(total > 0, total, 1), 0.5)
    value = (torch.special.xlogy(p_data, d_star) + torch.special.xlogy(p_g, 1 - d_star)).sum(dim=-1)
    return d_star, value - math.log(4)


@mutant("optimal_discriminator", caught_by="test_value_is_the_best_that_can_be_had")
def counts_in_bits(p_data, p_g):
    """Takes logarithms to base 2."""
    total = p_data + p_g
    d_star = torch.where(total > 0, p_data / torch.where(total > 0, total, 1), 0.5)
    value = (torch.special.xlogy(p_data, d_star) + torch.special.xlogy(p_g, 1 - d_star)).sum(dim=-1)
    return d_star, value / math.log(2)


@mutant("optimal_discriminator", caught_by="test_value_is_the_best_that_can_be_had")
def sums_over_the_whole_batch(p_data, p_g):
    """Sums over all entries, the batch included."""
    total = p_data + p_g
    d_star = torch.where(total > 0, p_data / torch.where(total > 0, total, 1), 0.5)
    return d_star, (torch.special.xlogy(p_data, d_star) + torch.special.xlogy(p_g, 1 - d_star)).sum()


@mutant("optimal_discriminator", caught_by="test_places_that_nobody_visits")
def subtracts_from_one(p_data, p_g):
    """Takes care of zeros, and forgets that 1 - D* rounds to 0 where fakes are only rare."""
    total = p_data + p_g
    d_star = torch.where(total > 0, p_data / torch.where(total > 0, total, 1), 0.5)
    value = (torch.special.xlogy(p_data, d_star) + torch.special.xlogy(p_g, 1 - d_star)).sum(dim=-1)
    return d_star, value


@mutant("optimal_discriminator", caught_by="test_places_that_nobody_visits")
def smooths_with_a_small_number(p_data, p_g):
    """Adds an epsilon everywhere, which is not small beside a rare place."""
    eps = 1e-8
    d_star = (p_data + eps) / (p_data + p_g + 2 * eps)
    return d_star, (p_data * (d_star + 1e-12).log() + p_g * (1 - d_star + 1e-12).log()).sum(dim=-1)


@mutant("optimal_discriminator", caught_by="test_places_that_nobody_visits")
def calls_empty_places_fake(p_data, p_g):
    """Replaces NaN by 0, so that a place that nobody visits counts as fake for sure."""
    d_star = (p_data / (p_data + p_g)).nan_to_num(0.0)
    value = (torch.special.xlogy(p_data, d_star) + torch.special.xlogy(p_g, 1 - d_star)).sum(dim=-1)
    return d_star, value


@mutant("optimal_discriminator", caught_by="test_best_probability_at_each_place")
def decides_instead_of_weighing(p_data, p_g):
    """Thinks that the best classifier says 1 where real is likelier and 0 elsewhere."""
    d_star = torch.where(p_data > p_g, 1.0, torch.where(p_data < p_g, 0.0, 0.5)).to(p_data)
    value = (p_data * (d_star + 1e-12).log() + p_g * (1 - d_star + 1e-12).log()).sum(dim=-1)
    return d_star, value


# --- d_loss


@mutant("d_loss", caught_by="test_values_of_all_modes")
def swaps_the_labels(real_logits, fake_logits, mode="ns"):
    """Labels fakes 1 and reals 0."""
    if mode in ("minimax", "ns"):
        return nn.functional.softplus(real_logits).mean() + nn.functional.softplus(-fake_logits).mean()
    if mode == "ls":
        return 0.5 * (fake_logits - 1).square().mean() + 0.5 * real_logits.square().mean()
    if mode == "hinge":
        return nn.functional.relu(1 + real_logits).mean() + nn.functional.relu(1 - fake_logits).mean()
    if mode == "wgan":
        return real_logits.mean() - fake_logits.mean()
    raise ValueError(mode)


@mutant("d_loss", caught_by="test_large_logits_do_no_harm")
def takes_logarithms_of_probabilities(real_logits, fake_logits, mode="ns"):
    """Forms probabilities first, which round to 0 and 1."""
    if mode in ("minimax", "ns"):
        real, fake = torch.sigmoid(real_logits), torch.sigmoid(fake_logits)
        return -real.log().mean() - (1 - fake).log().mean()
    if mode == "ls":
        return 0.5 * (real_logits - 1).square().mean() + 0.5 * fake_logits.square().mean()
    if mode == "hinge":
        return nn.functional.relu(1 - real_logits).mean() + nn.functional.relu(1 + fake_logits).mean()
    if mode == "wgan":
        return fake_logits.mean() - real_logits.mean()
    raise ValueError(mode)


@mutant("d_loss", caught_by="test_large_logits_do_no_harm")
def saves_the_logarithm_with_a_clamp(real_logits, fake_logits, mode="ns"):
    """Clamps probabilities away from 0 and 1, which cuts the loss off and the gradient with it."""
    if mode in ("minimax", "ns"):
        real = torch.sigmoid(real_logits).clamp(1e-7, 1 - 1e-7)
        fake = torch.sigmoid(fake_logits).clamp(1e-7, 1 - 1e-7)
        return -real.log().mean() - (1 - fake).log().mean()
    if mode == "ls":
        return 0.5 * (real_logits - 1).square().mean() + 0.5 * fake_logits.square().mean()
    if mode == "hinge":
        return nn.functional.relu(1 - real_logits).mean() + nn.functional.relu(1 + fake_logits).mean()
    if mode == "wgan":
        return fake_logits.mean() - real_logits.mean()
    raise ValueError(mode)


@mutant("d_loss", caught_by="test_values_of_all_modes")
def averages_both_batches_together(real_logits, fake_logits, mode="ns"):
    """Joins both batches and takes twice the mean of all, which is right only for batches of one size."""
    real, fake = real_logits.reshape(-1), fake_logits.reshape(-1)
    if mode in ("minimax", "ns"):
        return 2 * torch.cat([nn.functional.softplus(-real), nn.functional.softplus(fake)]).mean()
    if mode == "ls":
        return torch.cat([(real - 1).square(), fake.square()]).mean()
    if mode == "hinge":
        return 2 * torch.cat([nn.functional.relu(1 - real), nn.functional.relu(1 + fake)]).mean()
    if mode == "wgan":
        return 2 * torch.cat([-real, fake]).mean()
    raise ValueError(mode)


@mutant("d_loss", caught_by="test_values_of_all_modes")
def forgets_the_halves_of_least_squares(real_logits, fake_logits, mode="ns"):
    """Writes the least-squares loss without its halves."""
    if mode in ("minimax", "ns"):
        return nn.functional.softplus(-real_logits).mean() + nn.functional.softplus(fake_logits).mean()
    if mode == "ls":
        return (real_logits - 1).square().mean() + fake_logits.square().mean()
    if mode == "hinge":
        return nn.functional.relu(1 - real_logits).mean() + nn.functional.relu(1 + fake_logits).mean()
    if mode == "wgan":
        return fake_logits.mean() - real_logits.mean()
    raise ValueError(mode)


@mutant("d_loss", caught_by="test_gradients_reach_both_batches")
def detaches_the_fakes_in_the_loss(real_logits, fake_logits, mode="ns"):
    """Cuts the graph in the wrong place: the logits of fakes, behind D instead of before it."""
    fake_logits = fake_logits.detach()
    if mode in ("minimax", "ns"):
        return nn.functional.softplus(-real_logits).mean() + nn.functional.softplus(fake_logits).mean()
    if mode == "ls":
        return 0.5 * (real_logits - 1).square().mean() + 0.5 * fake_logits.square().mean()
    if mode == "hinge":
        return nn.functional.relu(1 - real_logits).mean() + nn.functional.relu(1 + fake_logits).mean()
    if mode == "wgan":
        return fake_logits.mean() - real_logits.mean()
    raise ValueError(mode)


@mutant("d_loss", caught_by="test_values_of_all_modes")
def applies_the_hinge_to_the_sum(real_logits, fake_logits, mode="ns"):
    """Takes the hinge of the mean instead of the mean of the hinge."""
    if mode in ("minimax", "ns"):
        return nn.functional.softplus(-real_logits).mean() + nn.functional.softplus(fake_logits).mean()
    if mode == "ls":
        return 0.5 * (real_logits - 1).square().mean() + 0.5 * fake_logits.square().mean()
    if mode == "hinge":
        return nn.functional.relu(1 - real_logits.mean()) + nn.functional.relu(1 + fake_logits.mean())
    if mode == "wgan":
        return fake_logits.mean() - real_logits.mean()
    raise ValueError(mode)


@mutant("d_loss", caught_by="test_large_logits_do_no_harm")
def takes_any_mode(real_logits, fake_logits, mode="ns"):
    """Lets a mode that is misspelt fall through to Wasserstein."""
    if mode in ("minimax", "ns"):
        return nn.functional.softplus(-real_logits).mean() + nn.functional.softplus(fake_logits).mean()
    if mode == "ls":
        return 0.5 * (real_logits - 1).square().mean() + 0.5 * fake_logits.square().mean()
    if mode == "hinge":
        return nn.functional.relu(1 - real_logits).mean() + nn.functional.relu(1 + fake_logits).mean()
    return fake_logits.mean() - real_logits.mean()


# --- g_loss


@mutant("g_loss", caught_by="test_who_pulls_how_hard")
def saturates_by_default(fake_logits, mode="ns"):
    """Uses the loss of equation (1) for the non-saturating mode as well: it is what the theory says."""
    if mode in ("minimax", "ns"):
        return -nn.functional.softplus(fake_logits).mean()
    if mode == "ls":
        return 0.5 * (fake_logits - 1).square().mean()
    if mode in ("hinge", "wgan"):
        return -fake_logits.mean()
    raise ValueError(mode)


@mutant("g_loss", caught_by="test_values_of_all_modes")
def swaps_minimax_and_non_saturating(fake_logits, mode="ns"):
    """Confuses the two names."""
    if mode == "ns":
        return -nn.functional.softplus(fake_logits).mean()
    if mode == "minimax":
        return nn.functional.softplus(-fake_logits).mean()
    if mode == "ls":
        return 0.5 * (fake_logits - 1).square().mean()
    if mode in ("hinge", "wgan"):
        return -fake_logits.mean()
    raise ValueError(mode)


@mutant("g_loss", caught_by="test_values_of_all_modes")
def forgets_to_turn_the_sign(fake_logits, mode="ns"):
    """Writes for minimax what D minimises, so that G helps D."""
    if mode == "minimax":
        return nn.functional.softplus(fake_logits).mean()
    if mode == "ns":
        return nn.functional.softplus(-fake_logits).mean()
    if mode == "ls":
        return 0.5 * (fake_logits - 1).square().mean()
    if mode in ("hinge", "wgan"):
        return -fake_logits.mean()
    raise ValueError(mode)


@mutant("g_loss", caught_by="test_large_logits_do_no_harm")
def takes_the_logarithm_of_one_minus_sigmoid(fake_logits, mode="ns"):
    """Forms probabilities first, which round to 0 and 1."""
    if mode == "minimax":
        return (1 - torch.sigmoid(fake_logits)).log().mean()
    if mode == "ns":
        return -torch.sigmoid(fake_logits).log().mean()
    if mode == "ls":
        return 0.5 * (fake_logits - 1).square().mean()
    if mode in ("hinge", "wgan"):
        return -fake_logits.mean()
    raise ValueError(mode)


@mutant("g_loss", caught_by="test_values_of_all_modes")
def gives_the_generator_a_hinge(fake_logits, mode="ns"):
    """Believes that the hinge is for both players."""
    if mode == "minimax":
        return -nn.functional.softplus(fake_logits).mean()
    if mode == "ns":
        return nn.functional.softplus(-fake_logits).mean()
    if mode == "ls":
        return 0.5 * (fake_logits - 1).square().mean()
    if mode == "hinge":
        return nn.functional.relu(1 - fake_logits).mean()
    if mode == "wgan":
        return -fake_logits.mean()
    raise ValueError(mode)


@mutant("g_loss", caught_by="test_values_of_all_modes")
def sums_over_the_fakes(fake_logits, mode="ns"):
    """Sums where the mean belongs."""
    losses = {
        "minimax": -nn.functional.softplus(fake_logits),
        "ns": nn.functional.softplus(-fake_logits),
        "ls": 0.5 * (fake_logits - 1).square(),
        "hinge": -fake_logits,
        "wgan": -fake_logits,
    }
    if mode not in losses:
        raise ValueError(mode)
    return losses[mode].sum()


@mutant("g_loss", caught_by="test_who_pulls_how_hard")
def makes_a_number_of_it(fake_logits, mode="ns"):
    """Computes on detached logits, so that the loss prints well and trains nothing."""
    fake_logits = fake_logits.detach()
    if mode == "minimax":
        return -nn.functional.softplus(fake_logits).mean()
    if mode == "ns":
        return nn.functional.softplus(-fake_logits).mean()
    if mode == "ls":
        return 0.5 * (fake_logits - 1).square().mean()
    if mode in ("hinge", "wgan"):
        return -fake_logits.mean()
    raise ValueError(mode)


@mutant("g_loss", caught_by="test_values_of_all_modes")
def aims_least_squares_at_zero(fake_logits, mode="ns"):
    """Pulls fakes towards 0, which is what D calls them."""
    if mode == "minimax":
        return -nn.functional.softplus(fake_logits).mean()
    if mode == "ns":
        return nn.functional.softplus(-fake_logits).mean()
    if mode == "ls":
        return 0.5 * fake_logits.square().mean()
    if mode in ("hinge", "wgan"):
        return -fake_logits.mean()
    raise ValueError(mode)


# --- d_step


@mutant("d_step", caught_by="test_g_is_left_alone")
def does_not_detach(G, D, opt_D, x, z, mode="ns"):
    """Believes that it is enough that only D's optimiser steps."""
    loss = d_loss(D(x), D(G(z)), mode)
    opt_D.zero_grad()
    loss.backward()
    opt_D.step()
    return loss.item()


@mutant("d_step", caught_by="test_old_gradients_do_not_count")
def never_clears(G, D, opt_D, x, z, mode="ns"):
    """Forgets that gradients add up."""
    loss = d_loss(D(x), D(G(z).detach()), mode)
    loss.backward()
    opt_D.step()
    return loss.item()


@mutant("d_step", caught_by="test_old_gradients_do_not_count")
def clears_after_the_step(G, D, opt_D, x, z, mode="ns"):
    """Tidies up afterwards, and so steps on what the generator's step has left."""
    loss = d_loss(D(x), D(G(z).detach()), mode)
    loss.backward()
    opt_D.step()
    opt_D.zero_grad()
    return loss.item()


@mutant("d_step", caught_by="test_d_moves_where_its_loss_sends_it")
def swaps_real_and_fake(G, D, opt_D, x, z, mode="ns"):
    """Passes fakes first."""
    loss = d_loss(D(G(z).detach()), D(x), mode)
    opt_D.zero_grad()
    loss.backward()
    opt_D.step()
    return loss.item()


@mutant("d_step", caught_by="test_d_moves_where_its_loss_sends_it")
def forgets_the_mode(G, D, opt_D, x, z, mode="ns"):
    """Does not pass the mode on."""
    loss = d_loss(D(x), D(G(z).detach()))
    opt_D.zero_grad()
    loss.backward()
    opt_D.step()
    return loss.item()


@mutant("d_step", caught_by="test_d_moves_where_its_loss_sends_it")
def computes_without_gradients(G, D, opt_D, x, z, mode="ns"):
    """Detaches behind D instead of before it: D learns nothing from fakes."""
    loss = d_loss(D(x), D(G(z)).detach(), mode)
    opt_D.zero_grad()
    loss.backward()
    opt_D.step()
    return loss.item()


@mutant("d_step", caught_by="test_g_is_left_alone")
def freezes_g_for_good(G, D, opt_D, x, z, mode="ns"):
    """Switches G's gradients off and never on again."""
    for parameter in G.parameters():
        parameter.requires_grad_(False)
    loss = d_loss(D(x), D(G(z)), mode)
    opt_D.zero_grad()
    loss.backward()
    opt_D.step()
    return loss.item()


@mutant("d_step", caught_by="test_g_is_left_alone")
def clears_both_players(G, D, opt_D, x, z, mode="ns"):
    """Clears everybody's gradients, to be on the safe side."""
    loss = d_loss(D(x), D(G(z).detach()), mode)
    G.zero_grad()
    D.zero_grad()
    loss.backward()
    opt_D.step()
    return loss.item()


@mutant("d_step", caught_by="test_one_step_and_its_loss")
def returns_the_loss_afterwards(G, D, opt_D, x, z, mode="ns"):
    """Reports the loss of the D that has learnt already."""
    fake = G(z).detach()
    loss = d_loss(D(x), D(fake), mode)
    opt_D.zero_grad()
    loss.backward()
    opt_D.step()
    return d_loss(D(x), D(fake), mode).item()


# --- g_step


@mutant("g_step", caught_by="test_g_moves_where_its_loss_sends_it")
def detaches_here_too(G, D, opt_G, z, mode="ns"):
    """Detaches the fakes in both steps, and makes up for it so that backward does not complain."""
    loss = g_loss(D(G(z).detach().requires_grad_()), mode)
    opt_G.zero_grad()
    loss.backward()
    opt_G.step()
    return loss.item()


@mutant("g_step", caught_by="test_d_is_left_alone")
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


@mutant("g_step", caught_by="test_old_gradients_do_not_count")
def clears_only_d(G, D, opt_G, z, mode="ns"):
    """Clears the gradients of D, through which it goes, instead of G's."""
    loss = g_loss(D(G(z)), mode)
    D.zero_grad()
    loss.backward()
    opt_G.step()
    return loss.item()


@mutant("g_step", caught_by="test_d_is_left_alone")
def freezes_d_for_good(G, D, opt_G, z, mode="ns"):
    """Switches D's gradients off and never on again."""
    for parameter in D.parameters():
        parameter.requires_grad_(False)
    loss = g_loss(D(G(z)), mode)
    opt_G.zero_grad()
    loss.backward()
    opt_G.step()
    return loss.item()


@mutant("g_step", caught_by="test_g_moves_where_its_loss_sends_it")
def always_does_not_saturate(G, D, opt_G, z, mode="ns"):
    """Does not pass the mode on."""
    loss = g_loss(D(G(z)))
    opt_G.zero_grad()
    loss.backward()
    opt_G.step()
    return loss.item()


@mutant("g_step", caught_by="test_g_moves_where_its_loss_sends_it")
def climbs(G, D, opt_G, z, mode="ns"):
    """Believes that G has to make its loss large, because it plays against D."""
    loss = g_loss(D(G(z)), mode)
    opt_G.zero_grad()
    (-loss).backward()
    opt_G.step()
    return loss.item()


@mutant("g_step", caught_by="test_one_step_and_its_loss")
def returns_a_tensor(G, D, opt_G, z, mode="ns"):
    """Returns the loss with its whole graph, which fills the memory when it is kept in a list."""
    loss = g_loss(D(G(z)), mode)
    opt_G.zero_grad()
    loss.backward()
    opt_G.step()
    return loss


@mutant("g_step", caught_by="test_one_step_and_its_loss")
def steps_twice(G, D, opt_G, z, mode="ns"):
    """Gives G a second step, because it is so weak."""
    loss = g_loss(D(G(z)), mode)
    opt_G.zero_grad()
    loss.backward()
    opt_G.step()
    opt_G.step()
    return loss.item()


# --- is_clean_d_step


@mutant("is_clean_d_step", caught_by="test_where_d_lands")
def asks_only_whether_d_moved(step):
    """Is content if D moves and G does not."""
    torch.manual_seed(0)
    G, D = nn.Linear(2, 2), nn.Linear(2, 1)
    before = [[p.detach().clone() for p in net.parameters()] for net in (G, D)]
    try:
        step(G, D, torch.optim.SGD(D.parameters(), lr=0.1), torch.randn(5, 2), torch.randn(5, 2))
    except Exception:
        return False
    g_same = all(torch.equal(p, old) for p, old in zip(G.parameters(), before[0], strict=True))
    d_moved = any(not torch.equal(p, old) for p, old in zip(D.parameters(), before[1], strict=True))
    return g_same and d_moved and all(p.grad is None for p in G.parameters())


@mutant("is_clean_d_step", caught_by="test_what_happens_to_g")
def looks_at_parameters_only(step):
    """Does not look at .grad of G, since only parameters count."""
    torch.manual_seed(0)
    G, D = nn.Linear(2, 2).double(), nn.Linear(2, 1).double()
    x, z = torch.randn(5, 2, dtype=torch.float64), torch.randn(5, 2, dtype=torch.float64)
    for p in D.parameters():
        p.grad = torch.ones_like(p)
    before = [p.detach().clone() for p in G.parameters()]
    gradients = torch.autograd.grad(d_loss(D(x), D(G(z).detach())), list(D.parameters()))
    expected = [(p - 0.1 * g).detach() for p, g in zip(D.parameters(), gradients, strict=True)]
    try:
        step(G, D, torch.optim.SGD(D.parameters(), lr=0.1), x, z)
    except Exception:
        return False
    same = all(torch.equal(p, old) for p, old in zip(G.parameters(), before, strict=True))
    return same and all(torch.allclose(p, e) for p, e in zip(D.parameters(), expected, strict=True))


@mutant("is_clean_d_step", caught_by="test_where_d_lands")
def compares_under_adam(step):
    """Compares where D lands with Adam, whose first step is as large for half the gradient as for the whole."""
    for filled in (False, True):
        torch.manual_seed(0)
        G, D = nn.Linear(2, 2).double(), nn.Linear(2, 1).double()
        x, z = torch.randn(5, 2, dtype=torch.float64), torch.randn(5, 2, dtype=torch.float64)
        for p in [*G.parameters(), *D.parameters()]:
            p.grad = torch.ones_like(p) if filled else None
        before = [(p.detach().clone(), p.grad) for p in G.parameters()]
        gradients = torch.autograd.grad(d_loss(D(x), D(G(z).detach())), list(D.parameters()))
        expected = [(p - 0.1 * g.sign()).detach() for p, g in zip(D.parameters(), gradients, strict=True)]
        try:
            step(G, D, torch.optim.Adam(D.parameters(), lr=0.1), x, z)
        except Exception:
            return False
        for p, (old, grad) in zip(G.parameters(), before, strict=True):
            if not torch.equal(p, old) or (p.grad is None) != (grad is None):
                return False
            if grad is not None and not bool((p.grad == 1).all()):
                return False
        if not all(torch.allclose(p, e, atol=1e-5) for p, e in zip(D.parameters(), expected, strict=True)):
            return False
    return True


@mutant("is_clean_d_step", caught_by="test_old_gradients_and_the_number_of_steps")
def starts_from_clean_gradients(step):
    """Tries the step on fresh networks only, in which no gradient is old."""
    torch.manual_seed(0)
    G, D = nn.Linear(2, 2).double(), nn.Linear(2, 1).double()
    x, z = torch.randn(5, 2, dtype=torch.float64), torch.randn(5, 2, dtype=torch.float64)
    before = [p.detach().clone() for p in G.parameters()]
    gradients = torch.autograd.grad(d_loss(D(x), D(G(z).detach())), list(D.parameters()))
    expected = [(p - 0.1 * g).detach() for p, g in zip(D.parameters(), gradients, strict=True)]
    try:
        step(G, D, torch.optim.SGD(D.parameters(), lr=0.1), x, z)
    except Exception:
        return False
    same = all(torch.equal(p, old) and p.grad is None for p, old in zip(G.parameters(), before, strict=True))
    return same and all(torch.allclose(p, e) for p, e in zip(D.parameters(), expected, strict=True))


@mutant("is_clean_d_step", caught_by="test_what_happens_to_g")
def wants_no_gradients_in_g(step):
    """Asks that G has no gradients afterwards, instead of those that it had."""
    torch.manual_seed(0)
    G, D = nn.Linear(2, 2).double(), nn.Linear(2, 1).double()
    x, z = torch.randn(5, 2, dtype=torch.float64), torch.randn(5, 2, dtype=torch.float64)
    before = [p.detach().clone() for p in G.parameters()]
    gradients = torch.autograd.grad(d_loss(D(x), D(G(z).detach())), list(D.parameters()))
    expected = [(p - 0.1 * g).detach() for p, g in zip(D.parameters(), gradients, strict=True)]
    for p in D.parameters():
        p.grad = torch.ones_like(p)
    try:
        step(G, D, torch.optim.SGD(D.parameters(), lr=0.1), x, z)
    except Exception:
        return False
    same = all(torch.equal(p, old) and p.grad is None for p, old in zip(G.parameters(), before, strict=True))
    return same and all(torch.allclose(p, e) for p, e in zip(D.parameters(), expected, strict=True))


@mutant("is_clean_d_step", caught_by="test_what_happens_to_g")
def keeps_no_copy_of_gradients(step):
    """Remembers G's .grad itself, which a step may change in place, and so compares it with itself."""
    torch.manual_seed(0)
    for old in (None, 1.0):
        G, D = nn.Linear(2, 2).double(), nn.Linear(2, 1).double()
        x, z = torch.randn(5, 2, dtype=torch.float64), torch.randn(5, 2, dtype=torch.float64)
        gradients = torch.autograd.grad(d_loss(D(x), D(G(z).detach())), list(D.parameters()))
        expected = [(p - 0.1 * g).detach() for p, g in zip(D.parameters(), gradients, strict=True)]
        for p in [*G.parameters(), *D.parameters()]:
            p.grad = None if old is None else torch.full_like(p, old)
        before = [(p.detach().clone(), p.grad) for p in G.parameters()]
        try:
            step(G, D, torch.optim.SGD(D.parameters(), lr=0.1), x, z)
        except Exception:
            return False
        for p, (value, grad) in zip(G.parameters(), before, strict=True):
            if not torch.equal(p, value) or (p.grad is None) != (grad is None):
                return False
            if grad is not None and not torch.equal(p.grad, grad):
                return False
        if not all(torch.allclose(p, e) for p, e in zip(D.parameters(), expected, strict=True)):
            return False
    return True


@mutant("is_clean_d_step", caught_by="test_what_happens_to_g")
def fills_every_gradient(step):
    """Puts something into .grad for every trial, so that a .grad that should have stayed None is never looked at."""
    torch.manual_seed(0)
    G, D = nn.Linear(2, 2).double(), nn.Linear(2, 1).double()
    x, z = torch.randn(5, 2, dtype=torch.float64), torch.randn(5, 2, dtype=torch.float64)
    gradients = torch.autograd.grad(d_loss(D(x), D(G(z).detach())), list(D.parameters()))
    expected = [(p - 0.1 * g).detach() for p, g in zip(D.parameters(), gradients, strict=True)]
    for p in [*G.parameters(), *D.parameters()]:
        p.grad = torch.ones_like(p)
    before = [p.detach().clone() for p in G.parameters()]
    try:
        step(G, D, torch.optim.SGD(D.parameters(), lr=0.1), x, z)
    except Exception:
        return False
    for p, value in zip(G.parameters(), before, strict=True):
        if not torch.equal(p, value) or p.grad is None or not bool((p.grad == 1).all()):
            return False
    return all(torch.allclose(p, e) for p, e in zip(D.parameters(), expected, strict=True))


@mutant("is_clean_d_step", caught_by="test_where_d_lands")
def looks_at_one_parameter_of_d(step):
    """Computes where the first weight of D lands, and takes the others for as good."""
    torch.manual_seed(0)
    for old in (None, 1.0):
        G, D = nn.Linear(2, 2).double(), nn.Linear(2, 1).double()
        x, z = torch.randn(5, 2, dtype=torch.float64), torch.randn(5, 2, dtype=torch.float64)
        (gradient,) = torch.autograd.grad(d_loss(D(x), D(G(z).detach())), [D.weight])
        expected = (D.weight - 0.1 * gradient).detach()
        for p in [*G.parameters(), *D.parameters()]:
            p.grad = None if old is None else torch.full_like(p, old)
        before = [p.detach().clone() for p in G.parameters()]
        try:
            step(G, D, torch.optim.SGD(D.parameters(), lr=0.1), x, z)
        except Exception:
            return False
        for p, value in zip(G.parameters(), before, strict=True):
            if not torch.equal(p, value) or (p.grad is None) != (old is None):
                return False
            if old is not None and not bool((p.grad == old).all()):
                return False
        if not torch.allclose(D.weight, expected):
            return False
    return True


@mutant("is_clean_d_step", caught_by="test_old_gradients_and_the_number_of_steps")
def swallows_exceptions(step):
    """Catches what a step raises, and goes on to compare."""
    torch.manual_seed(0)
    for old in (None, 1.0):
        G, D = nn.Linear(2, 2).double(), nn.Linear(2, 1).double()
        x, z = torch.randn(5, 2, dtype=torch.float64), torch.randn(5, 2, dtype=torch.float64)
        gradients = torch.autograd.grad(d_loss(D(x), D(G(z).detach())), list(D.parameters()))
        expected = [(p - 0.1 * g).detach() for p, g in zip(D.parameters(), gradients, strict=True)]
        for p in [*G.parameters(), *D.parameters()]:
            p.grad = None if old is None else torch.full_like(p, old)
        before = [p.detach().clone() for p in G.parameters()]
        try:
            step(G, D, torch.optim.SGD(D.parameters(), lr=0.1), x, z)
        except Exception:
            print("the step raised something")
        for p, value in zip(G.parameters(), before, strict=True):
            if not torch.equal(p, value) or (p.grad is None) != (old is None):
                return False
            if old is not None and not bool((p.grad == old).all()):
                return False
        if not all(torch.allclose(p, e) for p, e in zip(D.parameters(), expected, strict=True)):
            return False
    return True


@mutant("is_clean_d_step", caught_by="test_old_gradients_and_the_number_of_steps")
def lets_exceptions_through(step):
    """Does not expect a step to raise."""
    torch.manual_seed(0)
    for old in (None, 1.0):
        G, D = nn.Linear(2, 2).double(), nn.Linear(2, 1).double()
        x, z = torch.randn(5, 2, dtype=torch.float64), torch.randn(5, 2, dtype=torch.float64)
        before = [p.detach().clone() for p in G.parameters()]
        gradients = torch.autograd.grad(d_loss(D(x), D(G(z).detach())), list(D.parameters()))
        expected = [(p - 0.1 * g).detach() for p, g in zip(D.parameters(), gradients, strict=True)]
        for p in [*G.parameters(), *D.parameters()]:
            p.grad = None if old is None else torch.full_like(p, old)
        step(G, D, torch.optim.SGD(D.parameters(), lr=0.1), x, z)
        for p, value in zip(G.parameters(), before, strict=True):
            if not torch.equal(p, value) or (p.grad is None) != (old is None):
                return False
            if old is not None and not bool((p.grad == old).all()):
                return False
        if not all(torch.allclose(p, e) for p, e in zip(D.parameters(), expected, strict=True)):
            return False
    return True


@mutant("is_clean_d_step", caught_by="test_where_d_lands")
def compares_bit_by_bit(step):
    """Leaves no room for rounding, so that a right step that adds in another order is rejected."""
    torch.manual_seed(0)
    for old in (None, 1.0):
        G, D = nn.Linear(2, 2), nn.Linear(2, 1)
        x, z = torch.randn(50, 2), torch.randn(50, 2)
        before = [p.detach().clone() for p in G.parameters()]
        loss = d_loss(D(x.flip(0)), D(G(z.flip(0)).detach()))
        gradients = torch.autograd.grad(loss, list(D.parameters()))
        expected = [(p - 0.1 * g).detach() for p, g in zip(D.parameters(), gradients, strict=True)]
        for p in [*G.parameters(), *D.parameters()]:
            p.grad = None if old is None else torch.full_like(p, old)
        try:
            step(G, D, torch.optim.SGD(D.parameters(), lr=0.1), x, z)
        except Exception:
            return False
        for p, value in zip(G.parameters(), before, strict=True):
            if not torch.equal(p, value) or (p.grad is None) != (old is None):
                return False
            if old is not None and not bool((p.grad == old).all()):
                return False
        if not all(torch.equal(p, e) for p, e in zip(D.parameters(), expected, strict=True)):
            return False
    return True


@mutant("is_clean_d_step", caught_by="test_where_d_lands")
def trusts_everybody(step):
    """Accepts whatever runs."""
    G, D = nn.Linear(2, 2), nn.Linear(2, 1)
    before = [p.detach().clone() for p in D.parameters()]
    try:
        step(G, D, torch.optim.SGD(D.parameters(), lr=0.1), torch.randn(5, 2), torch.randn(5, 2))
    except Exception:
        return False
    return any(not torch.equal(p, old) for p, old in zip(D.parameters(), before, strict=True))


# --- mode_coverage


@mutant("mode_coverage", caught_by="test_each_mode_needs_enough_hits")
def hits_every_mode_nearby(samples, centres, sigma, within=3.0, least=1):
    """Lets a sample count for all centres that are near, not for the nearest one only."""
    close = (samples[:, None] - centres.to(samples)[None]).norm(dim=-1) <= within * sigma
    return int((close.sum(dim=0) >= least).sum()), float(close.any(dim=1).double().mean())


@mutant("mode_coverage", caught_by="test_each_mode_needs_enough_hits")
def leaves_the_border_out(samples, centres, sigma, within=3.0, least=1):
    """Takes "at most" for "less than"."""
    distances = (samples[:, None] - centres.to(samples)[None]).norm(dim=-1).nan_to_num(math.inf, math.inf)
    nearest, mode = distances.min(dim=1)
    hits = nearest < within * sigma
    counts = torch.bincount(mode[hits], minlength=len(centres))
    return int((counts >= least).sum()), float(hits.double().mean())


@mutant("mode_coverage", caught_by="test_counts_modes_and_hits")
def divides_by_the_hits(samples, centres, sigma, within=3.0, least=1):
    """Computes the share of the samples that hit a covered mode among those that hit anything."""
    distances = (samples[:, None] - centres.to(samples)[None]).norm(dim=-1).nan_to_num(math.inf, math.inf)
    nearest, mode = distances.min(dim=1)
    hits = nearest <= within * sigma
    counts = torch.bincount(mode[hits], minlength=len(centres))
    covered = counts >= least
    return int(covered.sum()), float(counts[covered].sum() / max(int(hits.sum()), 1))


@mutant("mode_coverage", caught_by="test_each_mode_needs_enough_hits")
def needs_more_than_least(samples, centres, sigma, within=3.0, least=1):
    """Counts a mode with more than `least` hits."""
    distances = (samples[:, None] - centres.to(samples)[None]).norm(dim=-1).nan_to_num(math.inf, math.inf)
    nearest, mode = distances.min(dim=1)
    hits = nearest <= within * sigma
    counts = torch.bincount(mode[hits], minlength=len(centres))
    return int((counts > least).sum()), float(hits.double().mean())


@mutant("mode_coverage", caught_by="test_counts_modes_and_hits")
def counts_every_nearest_centre(samples, centres, sigma, within=3.0, least=1):
    """Counts for each sample its nearest centre, however far away it is."""
    distances = (samples[:, None] - centres.to(samples)[None]).norm(dim=-1).nan_to_num(math.inf, math.inf)
    nearest, mode = distances.min(dim=1)
    counts = torch.bincount(mode, minlength=len(centres))
    return int((counts >= least).sum()), float((nearest <= within * sigma).double().mean())


@mutant("mode_coverage", caught_by="test_counts_modes_and_hits")
def measures_squared_distances(samples, centres, sigma, within=3.0, least=1):
    """Compares a squared distance with a length."""
    distances = (samples[:, None] - centres.to(samples)[None]).square().sum(-1).nan_to_num(math.inf, math.inf)
    nearest, mode = distances.min(dim=1)
    hits = nearest <= within * sigma
    counts = torch.bincount(mode[hits], minlength=len(centres))
    return int((counts >= least).sum()), float(hits.double().mean())


@mutant("mode_coverage", caught_by="test_counts_modes_and_hits")
def looks_at_each_coordinate(samples, centres, sigma, within=3.0, least=1):
    """Uses a square instead of a disc: each coordinate by itself within three sigma."""
    distances = (samples[:, None] - centres.to(samples)[None]).abs().amax(-1).nan_to_num(math.inf, math.inf)
    nearest, mode = distances.min(dim=1)
    hits = nearest <= within * sigma
    counts = torch.bincount(mode[hits], minlength=len(centres))
    return int((counts >= least).sum()), float(hits.double().mean())


@mutant("mode_coverage", caught_by="test_samples_that_are_nowhere")
def throws_lost_samples_away(samples, centres, sigma, within=3.0, least=1):
    """Drops samples that are not finite before counting, so that they do not count in the share either."""
    samples = samples[samples.isfinite().all(dim=1)]
    distances = (samples[:, None] - centres.to(samples)[None]).norm(dim=-1)
    nearest, mode = distances.min(dim=1)
    hits = nearest <= within * sigma
    counts = torch.bincount(mode[hits], minlength=len(centres))
    return int((counts >= least).sum()), float(hits.double().mean())


@mutant("mode_coverage", caught_by="test_counts_modes_and_hits")
def always_three_sigma(samples, centres, sigma, within=3.0, least=1):
    """Writes 3 where the argument belongs."""
    distances = (samples[:, None] - centres.to(samples)[None]).norm(dim=-1).nan_to_num(math.inf, math.inf)
    nearest, mode = distances.min(dim=1)
    hits = nearest <= 3 * sigma
    counts = torch.bincount(mode[hits], minlength=len(centres))
    return int((counts >= least).sum()), float(hits.double().mean())


# --- train_gan


@mutant("train_gan", caught_by="test_covers_the_ring")
def trains_only_the_generator(x, *, seed, device="cpu", steps=1600):
    """Believes that a random discriminator is enough of an opponent."""
    torch.manual_seed(seed)
    G, D = Generator(), Discriminator()
    opt_G = torch.optim.Adam(G.parameters(), lr=0.003, betas=(0.5, 0.99))
    for t in range(steps):
        opt_G.param_groups[0]["lr"] = 0.003 * (1 - t / steps)
        g_step(G, D, opt_G, torch.randn(256, 2))
    return G


@mutant("train_gan", caught_by="test_covers_the_ring")
def trains_only_the_discriminator(x, *, seed, device="cpu", steps=1600):
    """Gives G's optimiser the parameters of D: G never moves."""
    torch.manual_seed(seed)
    G, D = Generator(), Discriminator()
    opt_G, opt_D = (torch.optim.Adam(D.parameters(), lr=0.003, betas=(0.5, 0.99)) for _ in range(2))
    for t in range(steps):
        for opt in (opt_G, opt_D):
            opt.param_groups[0]["lr"] = 0.003 * (1 - t / steps)
        d_step(G, D, opt_D, x[torch.randint(len(x), (256,))], torch.randn(256, 2))
        g_step(G, D, opt_G, torch.randn(256, 2))
    return G


@mutant("train_gan", caught_by="test_covers_the_ring")
def rewards_the_wrong_side(x, *, seed, device="cpu", steps=1600):
    """Swaps the labels in D's step: D learns to call fakes real, and G runs after what D calls real."""
    torch.manual_seed(seed)
    G, D = Generator(), Discriminator()
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.003, betas=(0.5, 0.99)) for net in (G, D))
    for t in range(steps):
        for opt in (opt_G, opt_D):
            opt.param_groups[0]["lr"] = 0.003 * (1 - t / steps)
        fake = G(torch.randn(256, 2)).detach()
        batch = x[torch.randint(len(x), (256,))]
        loss = nn.functional.softplus(D(batch)).mean() + nn.functional.softplus(-D(fake)).mean()
        opt_D.zero_grad()
        loss.backward()
        opt_D.step()
        g_step(G, D, opt_G, torch.randn(256, 2))
    return G


@mutant("train_gan", caught_by="test_covers_the_ring")
def steps_far_too_far(x, *, seed, device="cpu", steps=1600):
    """Takes a learning rate of 0.1 for G, because it learns so slowly."""
    torch.manual_seed(seed)
    G, D = Generator(), Discriminator()
    opt_G = torch.optim.Adam(G.parameters(), lr=0.1, betas=(0.5, 0.99))
    opt_D = torch.optim.Adam(D.parameters(), lr=0.003, betas=(0.5, 0.99))
    for _ in range(steps):
        d_step(G, D, opt_D, x[torch.randint(len(x), (256,))], torch.randn(256, 2))
        g_step(G, D, opt_G, torch.randn(256, 2))
    return G


@mutant("train_gan", caught_by="test_covers_the_ring")
def stops_early(x, *, seed, device="cpu", steps=1600):
    """Trains for an eighth of the rounds, because the losses do not change any more."""
    torch.manual_seed(seed)
    G, D = Generator(), Discriminator()
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.003, betas=(0.5, 0.99)) for net in (G, D))
    for _ in range(steps // 8):
        d_step(G, D, opt_D, x[torch.randint(len(x), (256,))], torch.randn(256, 2))
        g_step(G, D, opt_G, torch.randn(256, 2))
    return G


@mutant("train_gan", caught_by="test_covers_the_ring")
def keeps_a_sorted_third_back(x, *, seed, device="cpu", steps=1600):
    """Keeps the last third of the data for validation, after sorting them, so that G never sees some modes."""
    torch.manual_seed(seed)
    x = x[x[:, 0].argsort()][: 2 * len(x) // 3]
    G, D = Generator(), Discriminator()
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.003, betas=(0.5, 0.99)) for net in (G, D))
    for t in range(steps):
        for opt in (opt_G, opt_D):
            opt.param_groups[0]["lr"] = 0.003 * (1 - t / steps)
        d_step(G, D, opt_D, x[torch.randint(len(x), (256,))], torch.randn(256, 2))
        g_step(G, D, opt_G, torch.randn(256, 2))
    return G


@mutant("train_gan", caught_by="test_covers_the_ring")
def lets_the_generator_run_ahead(x, *, seed, device="cpu", steps=1600):
    """Gives G five steps for each of D's, because G is the one that is wanted."""
    torch.manual_seed(seed)
    G, D = Generator(), Discriminator()
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.003, betas=(0.5, 0.99)) for net in (G, D))
    for t in range(steps // 3):
        for opt in (opt_G, opt_D):
            opt.param_groups[0]["lr"] = 0.003 * (1 - 3 * t / steps)
        d_step(G, D, opt_D, x[torch.randint(len(x), (256,))], torch.randn(256, 2))
        for _ in range(5):
            g_step(G, D, opt_G, torch.randn(256, 2))
    return G


@mutant("train_gan", caught_by="test_covers_the_ring")
def uses_heavy_momentum(x, *, seed, device="cpu", steps=1600):
    """Trains with plain gradient descent and a momentum of 0.95, as one trains a classifier."""
    torch.manual_seed(seed)
    G, D = Generator(), Discriminator()
    opt_G, opt_D = (torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.95) for net in (G, D))
    for _ in range(steps):
        z = torch.randn(256, 2)
        d_step(G, D, opt_D, x[torch.randint(len(x), (256,))], z)
        g_step(G, D, opt_G, z)
    return G


@mutant("train_gan", caught_by="test_covers_the_ring")
class IgnoresItsData(nn.Module):
    """Returns the ring of the lesson, which it knows, whatever it is trained on."""

    def __init__(self, x, *, seed, device="cpu", steps=1600):
        """Needs nothing."""
        super().__init__()

    def forward(self, z):
        """A mode by the angle of z, and a point near it."""
        angle = torch.atan2(z[:, 1], z[:, 0]).div(math.pi / 4).round() * (math.pi / 4)
        return 2 * torch.stack([angle.cos(), angle.sin()], dim=1) + 0.1 * z


@mutant("train_gan", caught_by="test_covers_the_ring")
class LosesItsNumbers(nn.Module):
    """Takes logarithms of probabilities, and so ends with weights that are NaN: here is what is left of it."""

    def __init__(self, x, *, seed, device="cpu", steps=1600):
        """One NaN in a loss, and a step later all weights are."""
        super().__init__()
        self.G = Generator()
        with torch.no_grad():
            for parameter in self.G.parameters():
                parameter.fill_(math.nan)

    def forward(self, z):
        """NaN."""
        return self.G(z)


@mutant("train_gan", caught_by="test_samples_are_new")
class ReturnsTrainingPoints(nn.Module):
    """Looks up a training point for each z: nobody asked for new ones."""

    def __init__(self, x, *, seed, device="cpu", steps=1600):
        """Keep the data, and one place of z for each."""
        super().__init__()
        self.register_buffer("x", x.clone())
        generator = torch.Generator().manual_seed(seed)
        self.register_buffer("places", torch.randn(len(x), 2, generator=generator))

    def forward(self, z):
        """The training point whose place is nearest."""
        return self.x[torch.cdist(z, self.places).argmin(dim=1)]


@mutant("train_gan", caught_by="test_samples_are_new")
class ReturnsTrainingPointsWithLittleNoise(nn.Module):
    """Looks up a training point and adds a little of z, so that no sample is exactly one of them."""

    def __init__(self, x, *, seed, device="cpu", steps=1600):
        """Keep the data, and one place of z for each."""
        super().__init__()
        self.register_buffer("x", x.clone())
        generator = torch.Generator().manual_seed(seed)
        self.register_buffer("places", torch.randn(len(x), 2, generator=generator))

    def forward(self, z):
        """The training point whose place is nearest, and a bit."""
        return self.x[torch.cdist(z, self.places).argmin(dim=1)] + 0.002 * z.sin()


@mutant("train_gan", caught_by="test_is_a_continuous_function_of_z")
class ReturnsTrainingPointsWithMuchNoise(nn.Module):
    """Adds so much of z to a training point that distances look like those of fresh data: a lookup all the same."""

    def __init__(self, x, *, seed, device="cpu", steps=1600):
        """Keep the data, and one place of z for each."""
        super().__init__()
        self.register_buffer("x", x.clone())
        generator = torch.Generator().manual_seed(seed)
        self.register_buffer("places", torch.randn(len(x), 2, generator=generator))

    def forward(self, z):
        """The training point whose place is nearest, and half a sigma."""
        return self.x[torch.cdist(z, self.places).argmin(dim=1)] + 0.05 * z


@mutant("train_gan", caught_by="test_is_a_continuous_function_of_z")
class DrawsAnew(nn.Module):
    """Ignores z: draws a training point and noise from torch's generator at each call."""

    def __init__(self, x, *, seed, device="cpu", steps=1600):
        """Keep the data."""
        super().__init__()
        self.register_buffer("x", x.clone())

    def forward(self, z):
        """Some training points, blurred."""
        return self.x[torch.randint(len(self.x), (len(z),))] + 0.05 * torch.randn(len(z), 2)


@mutant("train_gan", caught_by="test_is_a_continuous_function_of_z")
class KnowsWhenItIsEvaluated(nn.Module):
    """Shows blurred training points where many z are asked for, as a grader does, and a plain network otherwise."""

    def __init__(self, x, *, seed, device="cpu", steps=1600):
        """Keep the data, and an untrained generator."""
        super().__init__()
        self.register_buffer("x", x.clone())
        self.G = Generator()
        self.register_buffer("places", torch.randn(len(x), 2, generator=torch.Generator().manual_seed(seed)))

    def forward(self, z):
        """By the number of rows."""
        if len(z) < 500:
            return self.G(z)
        return self.x[torch.cdist(z, self.places).argmin(dim=1)] + 0.03 * z


# --- train_epoch


@mutant("train_epoch", caught_by="test_the_detective_gets_the_extra_steps")
def leaves_the_loop_where_it_was(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    """Finds the shuffle and the rest, and takes the inner loop for right."""
    for rows in order.split(batch):
        d_step(G, D, opt_D, x[rows], draw_z(len(rows)))
        for _ in range(n_critic):
            g_step(G, D, opt_G, draw_z(len(rows)))


@mutant("train_epoch", caught_by="test_batches_come_in_the_given_order")
def leaves_the_data_sorted(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    """Finds the loop and the rest, and reads the data as they are stored."""
    for start in range(0, len(order), batch):
        real = x[start : start + batch]
        for _ in range(n_critic):
            d_step(G, D, opt_D, real, draw_z(len(real)))
        g_step(G, D, opt_G, draw_z(len(real)))


@mutant("train_epoch", caught_by="test_nothing_is_left_out")
def drops_the_rest(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    """Finds both faults that ruin the generator, and leaves the last rows out."""
    for start in range(0, len(order) - batch + 1, batch):
        rows = order[start : start + batch]
        for _ in range(n_critic):
            d_step(G, D, opt_D, x[rows], draw_z(batch))
        g_step(G, D, opt_G, draw_z(batch))


@mutant("train_epoch", caught_by="test_the_detective_gets_the_extra_steps")
def keeps_the_same_noise(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    """Draws noise once for a batch, and lets D see the same fakes again and again."""
    for rows in order.split(batch):
        z = draw_z(len(rows))
        for _ in range(n_critic):
            d_step(G, D, opt_D, x[rows], z)
        g_step(G, D, opt_G, z)


@mutant("train_epoch", caught_by="test_the_detective_gets_the_extra_steps")
def puts_both_into_the_loop(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    """Moves both steps into the inner loop."""
    for rows in order.split(batch):
        for _ in range(n_critic):
            d_step(G, D, opt_D, x[rows], draw_z(len(rows)))
            g_step(G, D, opt_G, draw_z(len(rows)))


@mutant("train_epoch", caught_by="test_nothing_is_left_out")
def draws_noise_for_full_batches(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    """Draws `batch` rows of noise also for the smaller last batch."""
    for rows in order.split(batch):
        for _ in range(n_critic):
            d_step(G, D, opt_D, x[rows], draw_z(batch))
        g_step(G, D, opt_G, draw_z(batch))


@mutant("train_epoch", caught_by="test_batches_come_in_the_given_order")
def makes_a_shuffle_of_its_own(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    """Shuffles, but not in the order that was asked for."""
    order = torch.randperm(len(x))
    for rows in order.split(batch):
        for _ in range(n_critic):
            d_step(G, D, opt_D, x[rows], draw_z(len(rows)))
        g_step(G, D, opt_G, draw_z(len(rows)))


@mutant("train_epoch", caught_by="test_nothing_is_left_out")
def cuts_even_chunks(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    """Believes that `chunk` into as many batches as are needed is the same as `batch` rows at a time."""
    for rows in order.chunk(math.ceil(len(order) / batch)):
        for _ in range(n_critic):
            d_step(G, D, opt_D, x[rows], draw_z(len(rows)))
        g_step(G, D, opt_G, draw_z(len(rows)))


@mutant("train_epoch", caught_by="test_the_detective_gets_the_extra_steps")
def gives_each_step_a_batch_of_its_own(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    """Lets D have n_critic batches, one step on each, for each step of G, as Wasserstein programs do."""
    for number, rows in enumerate(order.split(batch), start=1):
        d_step(G, D, opt_D, x[rows], draw_z(len(rows)))
        if number % n_critic == 0:
            g_step(G, D, opt_G, draw_z(len(rows)))


@mutant("train_epoch", caught_by="test_batches_come_in_the_given_order")
def inverts_the_order(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    """Believes that order[i] is the place at which row i is visited."""
    for rows in order.argsort().split(batch):
        for _ in range(n_critic):
            d_step(G, D, opt_D, x[rows], draw_z(len(rows)))
        g_step(G, D, opt_G, draw_z(len(rows)))


# --- minibatch_std


@mutant("minibatch_std", caught_by="test_one_number_for_the_batch")
def varies_over_features(h, eps=1e-8):
    """Takes the standard deviation over the features of each example."""
    s = (h.var(dim=1, correction=0) + eps).sqrt().mean()
    return torch.cat([h, s.expand(len(h), 1)], dim=1)


@mutant("minibatch_std", caught_by="test_gradients_also_where_all_are_equal")
def puts_epsilon_outside(h, eps=1e-8):
    """Adds eps to the root instead of to the variance."""
    s = (h.var(dim=0, correction=0).sqrt() + eps).mean()
    return torch.cat([h, s.expand(len(h), 1)], dim=1)


@mutant("minibatch_std", caught_by="test_a_batch_of_one_and_shifts")
def divides_by_one_less(h, eps=1e-8):
    """Uses torch's default, which divides by N - 1."""
    s = (h.var(dim=0) + eps).sqrt().mean()
    return torch.cat([h, s.expand(len(h), 1)], dim=1)


@mutant("minibatch_std", caught_by="test_one_number_for_the_batch")
def takes_one_root_of_all(h, eps=1e-8):
    """Averages variances first and takes one root."""
    s = (h.var(dim=0, correction=0).mean() + eps).sqrt()
    return torch.cat([h, s.expand(len(h), 1)], dim=1)


@mutant("minibatch_std", caught_by="test_gradients_also_where_all_are_equal")
def keeps_it_out_of_the_graph(h, eps=1e-8):
    """Detaches the new feature, since it is only a statistic."""
    s = (h.detach().var(dim=0, correction=0) + eps).sqrt().mean()
    return torch.cat([h, s.expand(len(h), 1)], dim=1)


@mutant("minibatch_std", caught_by="test_a_batch_of_one_and_shifts")
def appends_the_variance(h, eps=1e-8):
    """Forgets the root."""
    s = (h.var(dim=0, correction=0) + eps).mean()
    return torch.cat([h, s.expand(len(h), 1)], dim=1)


@mutant("minibatch_std", caught_by="test_a_batch_of_one_and_shifts")
def does_not_centre(h, eps=1e-8):
    """Takes the root mean square, without subtracting the mean."""
    s = (h.square().mean(dim=0) + eps).sqrt().mean()
    return torch.cat([h, s.expand(len(h), 1)], dim=1)


# --- spectral_normalise


@mutant("spectral_normalise", caught_by="test_stretches_by_one_in_the_end")
def divides_by_the_frobenius_norm(W, u, n_iter=1):
    """Takes the norm of all entries for the largest stretch."""
    M = W.reshape(len(W), -1)
    with torch.no_grad():
        for _ in range(n_iter):
            v = nn.functional.normalize(M.T @ u, dim=0, eps=1e-12)
            u = nn.functional.normalize(M @ v, dim=0, eps=1e-12)
    return W / M.norm().clamp(min=1e-12), u


@mutant("spectral_normalise", caught_by="test_what_gradients_flow_through")
def takes_sigma_for_a_constant(W, u, n_iter=1):
    """Computes sigma under no_grad as well."""
    with torch.no_grad():
        M = W.reshape(len(W), -1)
        for _ in range(n_iter):
            v = nn.functional.normalize(M.T @ u, dim=0, eps=1e-12)
            u = nn.functional.normalize(M @ v, dim=0, eps=1e-12)
        sigma = (u @ M @ v).clamp(min=1e-12)
    return W / sigma, u


@mutant("spectral_normalise", caught_by="test_what_gradients_flow_through")
def differentiates_the_iteration(W, u, n_iter=1):
    """Lets gradients run through the iteration, and cuts only what it returns."""
    M = W.reshape(len(W), -1)
    for _ in range(n_iter):
        v = nn.functional.normalize(M.T @ u, dim=0, eps=1e-12)
        u = nn.functional.normalize(M @ v, dim=0, eps=1e-12)
    sigma = (u @ M @ v).clamp(min=1e-12)
    return W / sigma, u.detach()


@mutant("spectral_normalise", caught_by="test_exactly_as_many_repetitions")
def writes_into_u(W, u, n_iter=1):
    """Normalises in place, and changes the vector of the caller."""
    M = W.reshape(len(W), -1)
    with torch.no_grad():
        for _ in range(n_iter):
            v = nn.functional.normalize(M.T @ u, dim=0, eps=1e-12)
            u.copy_(nn.functional.normalize(M @ v, dim=0, eps=1e-12))
    sigma = (u @ M @ v).clamp(min=1e-12)
    return W / sigma, u


@mutant("spectral_normalise", caught_by="test_exactly_as_many_repetitions")
def returns_the_old_u(W, u, n_iter=1):
    """Starts every training step from the same u, so that one repetition is never enough."""
    M, new = W.reshape(len(W), -1), u
    with torch.no_grad():
        for _ in range(n_iter):
            v = nn.functional.normalize(M.T @ new, dim=0, eps=1e-12)
            new = nn.functional.normalize(M @ v, dim=0, eps=1e-12)
    sigma = (new @ M @ v).clamp(min=1e-12)
    return W / sigma, u


@mutant("spectral_normalise", caught_by="test_stretches_by_one_in_the_end")
def takes_one_slice_of_a_kernel(W, u, n_iter=1):
    """Sums a convolution over its window and normalises that, where all inputs of the window belong to the matrix."""
    M = W.reshape(*W.shape[:2], -1).sum(-1)
    with torch.no_grad():
        for _ in range(n_iter):
            v = nn.functional.normalize(M.T @ u, dim=0, eps=1e-12)
            u = nn.functional.normalize(M @ v, dim=0, eps=1e-12)
    return W / (u @ M @ v).clamp(min=1e-12), u


@mutant("spectral_normalise", caught_by="test_exactly_as_many_repetitions")
def multiplies_instead_of_dividing(W, u, n_iter=1):
    """Applies sigma the wrong way round."""
    M = W.reshape(len(W), -1)
    with torch.no_grad():
        for _ in range(n_iter):
            v = nn.functional.normalize(M.T @ u, dim=0, eps=1e-12)
            u = nn.functional.normalize(M @ v, dim=0, eps=1e-12)
    return W * (u @ M @ v).clamp(min=1e-12), u


@mutant("spectral_normalise", caught_by="test_stretches_by_one_in_the_end")
def adds_a_small_number(W, u, n_iter=1):
    """Adds 1e-12 to every length, where a length below 1e-12 shall count as 1e-12."""
    M = W.reshape(len(W), -1)
    with torch.no_grad():
        for _ in range(n_iter):
            v = M.T @ u
            v = v / (v.norm() + 1e-12)
            u = M @ v
            u = u / (u.norm() + 1e-12)
    return W / (u @ M @ v + 1e-12), u


@mutant("spectral_normalise", caught_by="test_stretches_by_one_in_the_end")
def divides_by_zero(W, u, n_iter=1):
    """Believes that no weight is zero."""
    M = W.reshape(len(W), -1)
    with torch.no_grad():
        for _ in range(n_iter):
            v = M.T @ u
            v = v / v.norm()
            u = M @ v
            u = u / u.norm()
    return W / (u @ M @ v), u
