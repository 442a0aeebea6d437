"""Wrong answers that the hidden tests must catch. Each docstring says what the student believed."""

# ruff: noqa: F821 - names of the notebook, which are there when these run

import math

import torch
from torch import nn
from torch.nn import functional

from autograder.testing import mutant

# --- sample_top_down


@mutant("sample_top_down", caught_by="test_follows_the_story")
def throws_level_1_from_dice(prior, decode, eps_2, eps_1, temperature=1.0):
    """Believes that every level is drawn from N(0, I), as in a flat VAE."""
    z_1 = temperature * eps_1
    return temperature * eps_2, z_1, decode(z_1)


@mutant("sample_top_down", caught_by="test_follows_the_story")
def takes_the_variance_for_sigma(prior, decode, eps_2, eps_1, temperature=1.0):
    """Believes that exp(log_var) is the standard deviation."""
    z_2 = temperature * eps_2
    mu, log_var = prior(z_2)
    z_1 = mu + temperature * log_var.exp() * eps_1
    return z_2, z_1, decode(z_1)


@mutant("sample_top_down", caught_by="test_follows_the_story")
def decodes_the_mean(prior, decode, eps_2, eps_1, temperature=1.0):
    """Believes that only the top is random."""
    z_2 = temperature * eps_2
    mu, _ = prior(z_2)
    return z_2, mu, decode(mu)


@mutant("sample_top_down", caught_by="test_temperature")
def shrinks_the_whole_level(prior, decode, eps_2, eps_1, temperature=1.0):
    """Believes that the temperature multiplies the sample, mean and all."""
    z_2 = temperature * eps_2
    mu, log_var = prior(z_2)
    z_1 = temperature * (mu + (0.5 * log_var).exp() * eps_1)
    return z_2, z_1, decode(z_1)


@mutant("sample_top_down", caught_by="test_temperature")
def shrinks_the_variance(prior, decode, eps_2, eps_1, temperature=1.0):
    """Believes that the temperature is a factor of the variance."""
    z_2 = math.sqrt(temperature) * eps_2
    mu, log_var = prior(z_2)
    z_1 = mu + math.sqrt(temperature) * (0.5 * log_var).exp() * eps_1
    return z_2, z_1, decode(z_1)


@mutant("sample_top_down", caught_by="test_temperature")
def shrinks_the_top_alone(prior, decode, eps_2, eps_1, temperature=1.0):
    """Believes that the temperature belongs to the dice of the top."""
    z_2 = temperature * eps_2
    mu, log_var = prior(z_2)
    z_1 = mu + (0.5 * log_var).exp() * eps_1
    return z_2, z_1, decode(z_1)


@mutant("sample_top_down", caught_by="test_no_dice_of_its_own")
def writes_into_the_noise(prior, decode, eps_2, eps_1, temperature=1.0):
    """Believes that the noise is not needed afterwards."""
    eps_2 *= temperature
    mu, log_var = prior(eps_2)
    z_1 = mu + temperature * (0.5 * log_var).exp() * eps_1
    return eps_2, z_1, decode(z_1)


# --- kl_per_level


@mutant("kl_per_level", caught_by="test_price_of_each_level")
def averages_over_latents(q, p):
    """Believes that the price of a level is a mean over its latents."""
    return torch.stack([kl_diagonal(*a, *b) / a[0].shape[1] for a, b in zip(q, p, strict=True)], dim=1)


@mutant("kl_per_level", caught_by="test_price_of_each_level")
def counts_every_level_from_dice(q, p):
    """Believes that every level is measured against N(0, I)."""
    return torch.stack([kl_diagonal(*a, 0 * a[0], 0 * a[0]) for a in q], dim=1)


@mutant("kl_per_level", caught_by="test_price_of_each_level")
def the_other_way_round(q, p):
    """Believes that the direction does not matter."""
    return torch.stack([kl_diagonal(*b, *a) for a, b in zip(q, p, strict=True)], dim=1)


@mutant("kl_per_level", caught_by="test_price_of_each_level")
def puts_the_top_first(q, p):
    """Believes that the levels are counted from the top."""
    return torch.stack([kl_diagonal(*a, *b) for a, b in zip(q, p, strict=True)][::-1], dim=1)


@mutant("kl_per_level", caught_by="test_price_of_each_level")
def one_row_for_each_level(q, p):
    """Believes that levels stand in rows."""
    return torch.stack([kl_diagonal(*a, *b) for a, b in zip(q, p, strict=True)])


@mutant("kl_per_level", caught_by="test_price_of_each_level")
def fills_a_table_of_its_own(q, p):
    """Believes that a table of zeros has the dtype of what is written into it."""
    table = torch.zeros(len(q[0][0]), len(q))
    for level, (a, b) in enumerate(zip(q, p, strict=True)):
        table[:, level] = kl_diagonal(*a, *b)
    return table


@mutant("kl_per_level", caught_by="test_adds_up_to_the_whole")
def charges_the_top_for_each_level(q, p):
    """Believes that the prices are cumulative: what a level costs contains the levels above."""
    each = torch.stack([kl_diagonal(*a, *b) for a, b in zip(q, p, strict=True)], dim=1)
    return each.flip(1).cumsum(1).flip(1)


@mutant("kl_per_level", caught_by="test_gradients_to_both")
def holds_the_prior_still(q, p):
    """Believes that the prior is a target, which is detached."""
    return torch.stack([kl_diagonal(*a, *(part.detach() for part in b)) for a, b in zip(q, p, strict=True)], dim=1)


# --- nats_per_level


@mutant("nats_per_level", caught_by="test_price_of_each_level")
def counts_information_twice(a, s):
    """Believes that a level costs all that it knows about the picture, whatever is known above."""
    squared = torch.cat([torch.ones(1, dtype=a.dtype), (a**2).cumprod(dim=0)]) / (1 + s**2)
    return -0.5 * torch.log1p(-squared)


@mutant("nats_per_level", caught_by="test_price_of_each_level")
def forgets_the_square(a, s):
    """Believes that correlations go into the logarithm as they are."""
    rho = torch.cat([torch.ones(1, dtype=a.dtype), a.cumprod(dim=0)]) / math.sqrt(1 + s**2)
    information = -0.5 * torch.log1p(-rho.clamp(max=1 - 1e-9))
    return information - torch.cat([information[1:], torch.zeros(1, dtype=a.dtype)])


@mutant("nats_per_level", caught_by="test_price_of_each_level")
def forgets_the_half(a, s):
    """Believes that mutual information is -log(1 - rho^2)."""
    squared = torch.cat([torch.ones(1, dtype=a.dtype), (a**2).cumprod(dim=0)]) / (1 + s**2)
    information = -torch.log1p(-squared)
    return information - torch.cat([information[1:], torch.zeros(1, dtype=a.dtype)])


@mutant("nats_per_level", caught_by="test_price_of_each_level")
def counts_from_the_top(a, s):
    """Believes that the top stands first."""
    squared = torch.cat([torch.ones(1, dtype=a.dtype), (a**2).cumprod(dim=0)]) / (1 + s**2)
    information = -0.5 * torch.log1p(-squared)
    return (information - torch.cat([information[1:], torch.zeros(1, dtype=a.dtype)])).flip(0)


@mutant("nats_per_level", caught_by="test_price_of_each_level")
def returns_numbers_of_python(a, s):
    """Believes that a tensor made of Python's floats has the dtype of the links."""
    here, prices = 1 / (1 + s**2), []
    for link in [*a.tolist(), 0.0]:
        prices.append(0.5 * (math.log1p(-here * link**2) - math.log1p(-here)))
        here *= link**2
    return torch.tensor(prices)


@mutant("nats_per_level", caught_by="test_total_does_not_depend_on_the_links")
def lets_the_top_go_free(a, s):
    """Believes that the top costs nothing, since nothing stands above it."""
    squared = torch.cat([torch.ones(1, dtype=a.dtype), (a**2).cumprod(dim=0)]) / (1 + s**2)
    information = -0.5 * torch.log1p(-squared)
    return torch.cat([information[:-1] - information[1:], torch.zeros(1, dtype=a.dtype)])


@mutant("nats_per_level", caught_by="test_perfect_encoder_pays_that")
def looks_at_neighbours_only(a, s):
    """Believes that a level costs what it shares with its neighbour below."""
    squared = torch.cat([torch.ones(1, dtype=a.dtype) / (1 + s**2), a**2])
    return -0.5 * torch.log1p(-squared)


@mutant("nats_per_level", caught_by="test_links_of_nought_and_one")
def takes_the_logarithm_of_a_difference(a, s):
    """Believes that 1 - rho^2 has all its digits."""
    squared = torch.cat([torch.ones(1, dtype=a.dtype), (a**2).cumprod(dim=0)]) / (1 + s**2)
    information = -0.5 * torch.log(1 - squared)
    return information - torch.cat([information[1:], torch.zeros(1, dtype=a.dtype)])


# --- combine_normals


@mutant("combine_normals", caught_by="test_proportional_to_the_product")
def averages_the_two(mu_1, log_var_1, mu_2, log_var_2):
    """Believes that two opinions are averaged."""
    return (mu_1 + mu_2) / 2 + 0 * log_var_1, (log_var_1 + log_var_2) / 2


@mutant("combine_normals", caught_by="test_proportional_to_the_product")
def weighs_by_the_variances(mu_1, log_var_1, mu_2, log_var_2):
    """Believes that the larger variance has the larger say."""
    share = torch.sigmoid(log_var_1 - log_var_2)
    return share * mu_1 + (1 - share) * mu_2, -torch.logaddexp(-log_var_1, -log_var_2)


@mutant("combine_normals", caught_by="test_proportional_to_the_product")
def adds_the_variables(mu_1, log_var_1, mu_2, log_var_2):
    """Believes that a product of densities is the distribution of a sum: variances add."""
    return mu_1 + mu_2, torch.logaddexp(log_var_1, log_var_2)


@mutant("combine_normals", caught_by="test_proportional_to_the_product")
def weighs_by_standard_deviations(mu_1, log_var_1, mu_2, log_var_2):
    """Believes that precision is one over the standard deviation."""
    share = torch.sigmoid((log_var_2 - log_var_1) / 2)
    return share * mu_1 + (1 - share) * mu_2, -2 * torch.logaddexp(-log_var_1 / 2, -log_var_2 / 2)


@mutant("combine_normals", caught_by="test_certainty_of_any_size")
def exponentiates_precisions(mu_1, log_var_1, mu_2, log_var_2):
    """Believes that precisions fit into a float."""
    tau_1, tau_2 = (-log_var_1).exp(), (-log_var_2).exp()
    return (tau_1 * mu_1 + tau_2 * mu_2) / (tau_1 + tau_2), -(tau_1 + tau_2).log()


@mutant("combine_normals", caught_by="test_certainty_of_any_size")
def clamps_the_log_variances(mu_1, log_var_1, mu_2, log_var_2):
    """Believes that log-variances beyond 10 do not occur."""
    log_var_1, log_var_2 = log_var_1.clamp(-10, 10), log_var_2.clamp(-10, 10)
    share = torch.sigmoid(log_var_2 - log_var_1)
    return share * mu_1 + (1 - share) * mu_2, -torch.logaddexp(-log_var_1, -log_var_2)


@mutant("combine_normals", caught_by="test_gradients_to_all_four")
def holds_the_shares_still(mu_1, log_var_1, mu_2, log_var_2):
    """Believes that shares are constants."""
    share = torch.sigmoid(log_var_2 - log_var_1).detach()
    return share * mu_1 + (1 - share) * mu_2, -torch.logaddexp(-log_var_1, -log_var_2)


# --- residual_posterior


@mutant("residual_posterior", caught_by="test_relative_to_the_prior")
def moves_in_standard_deviations(mu_p, log_var_p, delta_mu, delta_log_var):
    """Believes that delta_mu counts the prior's standard deviations."""
    kl = 0.5 * (delta_mu**2 + delta_log_var.exp() - 1 - delta_log_var).sum(dim=1)
    return mu_p + (0.5 * log_var_p).exp() * delta_mu, log_var_p + delta_log_var, kl


@mutant("residual_posterior", caught_by="test_relative_to_the_prior")
def adds_the_variances(mu_p, log_var_p, delta_mu, delta_log_var):
    """Believes that a difference of spreads is added to the variance."""
    kl = 0.5 * (delta_mu**2 / log_var_p.exp() + delta_log_var.exp() - 1 - delta_log_var).sum(dim=1)
    return mu_p + delta_mu, torch.logaddexp(log_var_p, delta_log_var), kl


@mutant("residual_posterior", caught_by="test_price")
def pays_from_dice(mu_p, log_var_p, delta_mu, delta_log_var):
    """Believes that the price counts from N(0, I)."""
    mu_q, log_var_q = mu_p + delta_mu, log_var_p + delta_log_var
    return mu_q, log_var_q, 0.5 * (mu_q**2 + log_var_q.exp() - 1 - log_var_q).sum(dim=1)


@mutant("residual_posterior", caught_by="test_price")
def forgets_the_priors_spread(mu_p, log_var_p, delta_mu, delta_log_var):
    """Believes that a difference costs the same whatever the prior's spread."""
    kl = 0.5 * (delta_mu**2 + delta_log_var.exp() - 1 - delta_log_var).sum(dim=1)
    return mu_p + delta_mu, log_var_p + delta_log_var, kl


@mutant("residual_posterior", caught_by="test_price")
def averages_the_price(mu_p, log_var_p, delta_mu, delta_log_var):
    """Believes that the price is a mean over latents."""
    kl = 0.5 * (delta_mu**2 / log_var_p.exp() + delta_log_var.exp() - 1 - delta_log_var).mean(dim=1)
    return mu_p + delta_mu, log_var_p + delta_log_var, kl


@mutant("residual_posterior", caught_by="test_no_digits_lost")
def subtracts_what_it_has_added(mu_p, log_var_p, delta_mu, delta_log_var):
    """Believes that mu_q - mu_p is delta_mu."""
    mu_q, log_var_q = mu_p + delta_mu, log_var_p + delta_log_var
    return mu_q, log_var_q, kl_diagonal(mu_q, log_var_q, mu_p, log_var_p)


@mutant("residual_posterior", caught_by="test_gradients_to_all_four")
def holds_the_prior_of_the_price_still(mu_p, log_var_p, delta_mu, delta_log_var):
    """Believes that the price is to teach the posterior alone."""
    spread = log_var_p.detach().exp()
    kl = 0.5 * (delta_mu**2 / spread + delta_log_var.exp() - 1 - delta_log_var).sum(dim=1)
    return mu_p + delta_mu, log_var_p + delta_log_var, kl


# --- hierarchical_elbo


@mutant("hierarchical_elbo", caught_by="test_price_of_each_level")
def counts_level_1_from_dice(model, x, eps_2, eps_1):
    """Believes that every level's prior is N(0, I)."""
    top = model.encode_top(x)
    z_2 = reparameterise(*top, eps_2)
    below = model.encode_bottom(x, z_2)
    rec = log_bernoulli(x, model.decode(reparameterise(*below, eps_1)))
    kl_1 = kl_diagonal(*below, 0 * below[0], 0 * below[0])
    kl_2 = kl_diagonal(*top, 0 * top[0], 0 * top[0])
    return rec - kl_1 - kl_2, rec, kl_1, kl_2


@mutant("hierarchical_elbo", caught_by="test_price_of_each_level")
def asks_the_encoder_about_the_mean(model, x, eps_2, eps_1):
    """Believes that q(z_1 | x, z_2) may look at the top's mean while the prior looks at the sample."""
    top = model.encode_top(x)
    below, prior = model.encode_bottom(x, top[0]), model.prior(reparameterise(*top, eps_2))
    rec = log_bernoulli(x, model.decode(reparameterise(*below, eps_1)))
    kl_1, kl_2 = kl_diagonal(*below, *prior), kl_diagonal(*top, 0 * top[0], 0 * top[0])
    return rec - kl_1 - kl_2, rec, kl_1, kl_2


@mutant("hierarchical_elbo", caught_by="test_price_of_each_level")
def averages_the_tops_price(model, x, eps_2, eps_1):
    """Believes that the top's price is a mean over its latents."""
    top = model.encode_top(x)
    z_2 = reparameterise(*top, eps_2)
    below = model.encode_bottom(x, z_2)
    rec = log_bernoulli(x, model.decode(reparameterise(*below, eps_1)))
    kl_1 = kl_diagonal(*below, *model.prior(z_2))
    kl_2 = kl_diagonal(*top, 0 * top[0], 0 * top[0]) / top[0].shape[1]
    return rec - kl_1 - kl_2, rec, kl_1, kl_2


@mutant("hierarchical_elbo", caught_by="test_price_of_each_level")
def measures_from_the_prior(model, x, eps_2, eps_1):
    """Believes that the direction of the divergence does not matter."""
    top = model.encode_top(x)
    z_2 = reparameterise(*top, eps_2)
    below = model.encode_bottom(x, z_2)
    rec = log_bernoulli(x, model.decode(reparameterise(*below, eps_1)))
    kl_1, kl_2 = kl_diagonal(*model.prior(z_2), *below), kl_diagonal(*top, 0 * top[0], 0 * top[0])
    return rec - kl_1 - kl_2, rec, kl_1, kl_2


@mutant("hierarchical_elbo", caught_by="test_price_of_each_level")
def decodes_what_the_prior_throws(model, x, eps_2, eps_1):
    """Believes that z_1 is drawn from the prior while training too: that is how the model will be used."""
    top = model.encode_top(x)
    z_2 = reparameterise(*top, eps_2)
    below, prior = model.encode_bottom(x, z_2), model.prior(z_2)
    rec = log_bernoulli(x, model.decode(reparameterise(*prior, eps_1)))
    kl_1, kl_2 = kl_diagonal(*below, *prior), kl_diagonal(*top, 0 * top[0], 0 * top[0])
    return rec - kl_1 - kl_2, rec, kl_1, kl_2


@mutant("hierarchical_elbo", caught_by="test_learns_by_every_path")
def cuts_the_top_off(model, x, eps_2, eps_1):
    """Believes that the prior takes z_2 as a given input, which is detached."""
    top = model.encode_top(x)
    z_2 = reparameterise(*top, eps_2)
    below = model.encode_bottom(x, z_2)
    rec = log_bernoulli(x, model.decode(reparameterise(*below, eps_1)))
    kl_1, kl_2 = kl_diagonal(*below, *model.prior(z_2.detach())), kl_diagonal(*top, 0 * top[0], 0 * top[0])
    return rec - kl_1 - kl_2, rec, kl_1, kl_2


@mutant("hierarchical_elbo", caught_by="test_never_above_the_evidence")
def forgets_level_1(model, x, eps_2, eps_1):
    """Believes that only the top is compared with a prior."""
    top = model.encode_top(x)
    z_2 = reparameterise(*top, eps_2)
    below = model.encode_bottom(x, z_2)
    rec = log_bernoulli(x, model.decode(reparameterise(*below, eps_1)))
    kl_1, kl_2 = kl_diagonal(*below, *model.prior(z_2)), kl_diagonal(*top, 0 * top[0], 0 * top[0])
    return rec - kl_2, rec, kl_1, kl_2


@mutant("hierarchical_elbo", caught_by="test_bound_of_each_example")
def returns_the_loss(model, x, eps_2, eps_1):
    """Believes that the bound is what is minimised."""
    top = model.encode_top(x)
    z_2 = reparameterise(*top, eps_2)
    below = model.encode_bottom(x, z_2)
    rec = log_bernoulli(x, model.decode(reparameterise(*below, eps_1)))
    kl_1, kl_2 = kl_diagonal(*below, *model.prior(z_2)), kl_diagonal(*top, 0 * top[0], 0 * top[0])
    return kl_1 + kl_2 - rec, rec, kl_1, kl_2


# --- train_hvae: misconceptions


@mutant("train_hvae", caught_by="test_both_levels_work")
def keeps_the_top_from_learning(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that z_2 is data for the level below, and detaches it: only the top's price reaches the top."""
    torch.manual_seed(seed)
    model = HVAE(x.shape[1])
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        top = model.encode_top(batch)
        z_2 = reparameterise(*top, torch.randn(128, 4)).detach()
        below = model.encode_bottom(batch, z_2)
        rec = log_bernoulli(batch, model.decode(reparameterise(*below, torch.randn(128, 8))))
        kl_1, kl_2 = kl_diagonal(*below, *model.prior(z_2)), kl_diagonal(*top, 0 * top[0], 0 * top[0])
        optimiser.zero_grad()
        (kl_1 + kl_2 - rec).mean().backward()
        optimiser.step()
    return model


@mutant("train_hvae", caught_by="test_both_levels_work")
def counts_level_1_from_dice_while_training(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that each level's KL counts from N(0, I): the prior is never trained, and the top is of no use."""
    torch.manual_seed(seed)
    model = HVAE(x.shape[1])
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        top = model.encode_top(batch)
        below = model.encode_bottom(batch, reparameterise(*top, torch.randn(128, 4)))
        rec = log_bernoulli(batch, model.decode(reparameterise(*below, torch.randn(128, 8))))
        kl_1, kl_2 = kl_diagonal(*below, 0 * below[0], 0 * below[0]), kl_diagonal(*top, 0 * top[0], 0 * top[0])
        optimiser.zero_grad()
        (kl_1 + kl_2 - rec).mean().backward()
        optimiser.step()
    return model


@mutant("train_hvae", caught_by="test_both_levels_work")
def weighs_the_top_four_times(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that the top needs a stronger regulariser; the bound hardly shows it."""
    torch.manual_seed(seed)
    model = HVAE(x.shape[1])
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        _, rec, kl_1, kl_2 = hierarchical_elbo(model, batch, torch.randn(128, 4), torch.randn(128, 8))
        optimiser.zero_grad()
        (kl_1 + 4 * kl_2 - rec).mean().backward()
        optimiser.step()
    return model


@mutant("train_hvae", caught_by="test_both_levels_work")
def makes_the_posterior_residual(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that a residual posterior is always the better one, whatever was asked for; the top falls asleep."""
    torch.manual_seed(seed)
    model = HVAE(x.shape[1], posterior="residual")
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        bound = hierarchical_elbo(model, batch, torch.randn(128, 4), torch.randn(128, 8))[0]
        optimiser.zero_grad()
        (-bound).mean().backward()
        optimiser.step()
    return model


@mutant("train_hvae", caught_by="test_both_levels_work")
def throws_level_1_from_the_prior(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that z_1 is drawn from p(z_1 | z_2) while training, for so it will be when sampling."""
    torch.manual_seed(seed)
    model = HVAE(x.shape[1])
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        top = model.encode_top(batch)
        z_2 = reparameterise(*top, torch.randn(128, 4))
        below, prior = model.encode_bottom(batch, z_2), model.prior(z_2)
        rec = log_bernoulli(batch, model.decode(reparameterise(*prior, torch.randn(128, 8))))
        kl_1, kl_2 = kl_diagonal(*below, *prior), kl_diagonal(*top, 0 * top[0], 0 * top[0])
        optimiser.zero_grad()
        (kl_1 + kl_2 - rec).mean().backward()
        optimiser.step()
    return model


@mutant("train_hvae", caught_by="test_bound_on_unseen_digits")
def averages_over_pixels_and_latents(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that all terms of a loss are means."""
    torch.manual_seed(seed)
    model = HVAE(x.shape[1])
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        _, rec, kl_1, kl_2 = hierarchical_elbo(model, batch, torch.randn(128, 4), torch.randn(128, 8))
        optimiser.zero_grad()
        (kl_1 / 8 + kl_2 / 4 - rec / x.shape[1]).mean().backward()
        optimiser.step()
    return model


@mutant("train_hvae", caught_by="test_bound_on_unseen_digits")
def samples_with_the_variance(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that exp(log_var) is the standard deviation."""
    torch.manual_seed(seed)
    model = HVAE(x.shape[1])
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        top = model.encode_top(batch)
        z_2 = top[0] + top[1].exp() * torch.randn(128, 4)
        below = model.encode_bottom(batch, z_2)
        rec = log_bernoulli(batch, model.decode(below[0] + below[1].exp() * torch.randn(128, 8)))
        kl_1, kl_2 = kl_diagonal(*below, *model.prior(z_2)), kl_diagonal(*top, 0 * top[0], 0 * top[0])
        optimiser.zero_grad()
        (kl_1 + kl_2 - rec).mean().backward()
        optimiser.step()
    return model


@mutant("train_hvae", caught_by="test_bound_on_unseen_digits")
def throws_no_dice_on_top(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that noise on one level is enough: z_2 = mu."""
    torch.manual_seed(seed)
    model = HVAE(x.shape[1])
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        bound = hierarchical_elbo(model, batch, torch.zeros(128, 4), torch.randn(128, 8))[0]
        optimiser.zero_grad()
        (-bound).mean().backward()
        optimiser.step()
    return model


@mutant("train_hvae", caught_by="test_bound_on_unseen_digits")
def stops_as_soon_as_the_loss_is_flat(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that after a sixth of the steps, when the curve bends, the rest is a waste of time."""
    torch.manual_seed(seed)
    model = HVAE(x.shape[1])
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps // 6):
        batch = x[torch.randint(len(x), (128,))].float()
        bound = hierarchical_elbo(model, batch, torch.randn(128, 4), torch.randn(128, 8))[0]
        optimiser.zero_grad()
        (-bound).mean().backward()
        optimiser.step()
    return model


@mutant("train_hvae", caught_by="test_digits_from_dice")
def leaves_the_top_free(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that a small weight keeps the top awake: it is awake, and where its codes are no dice ever fall."""
    torch.manual_seed(seed)
    model = HVAE(x.shape[1])
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        _, rec, kl_1, kl_2 = hierarchical_elbo(model, batch, torch.randn(128, 4), torch.randn(128, 8))
        optimiser.zero_grad()
        (kl_1 + 0.02 * kl_2 - rec).mean().backward()
        optimiser.step()
    return model


@mutant("train_hvae", caught_by="test_bound_on_unseen_digits")
def takes_the_root_of_log_var(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that networks say variances, takes their roots and logarithms, and trains on after the loss is NaN."""
    torch.manual_seed(seed)
    model = HVAE(x.shape[1])
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(min(steps, 50)):
        batch = x[torch.randint(len(x), (128,))].float()
        mu, var = model.encode_top(batch)
        z_2 = mu + var.sqrt() * torch.randn(128, 4)
        below = model.encode_bottom(batch, z_2)
        rec = log_bernoulli(batch, model.decode(reparameterise(*below, torch.randn(128, 8))))
        kl = 0.5 * (mu**2 + var - 1 - var.log()).sum(-1) + kl_diagonal(*below, *model.prior(z_2))
        optimiser.zero_grad()
        (kl - rec).mean().backward()
        optimiser.step()
    return model


# --- train_hvae: cheats


@mutant("train_hvae", caught_by="test_both_levels_work")
class IsFlatAndPaysInVain(nn.Module):
    """Believes that a flat model passes for a hierarchy if its top pays a nat to say the same about every picture."""

    def __init__(self, x, *, seed, device="cpu", steps=1000, posterior="direct"):
        super().__init__()
        torch.manual_seed(seed)
        self.encoder = nn.Sequential(nn.Linear(x.shape[1], 128), nn.ReLU(), nn.Linear(128, 16))
        self.decoder = nn.Sequential(nn.Linear(8, 128), nn.ReLU(), nn.Linear(128, x.shape[1]))
        optimiser = torch.optim.Adam(self.parameters(), lr=0.003)
        for _ in range(steps):
            batch = x[torch.randint(len(x), (128,))].float()
            mu, log_var = self.encoder(batch).chunk(2, dim=-1)
            rec = log_bernoulli(batch, self.decoder(reparameterise(mu, log_var, torch.randn(128, 8))))
            optimiser.zero_grad()
            (kl_diagonal(mu, log_var, 0 * mu, 0 * mu) - rec).mean().backward()
            optimiser.step()

    def encode_top(self, x):
        """The same for every picture, at the price of a nat."""
        return torch.full((len(x), 4), 0.5**0.5), torch.zeros(len(x), 4)

    def prior(self, z_2):
        """Dice."""
        return torch.zeros(len(z_2), 8), torch.zeros(len(z_2), 8)

    def encode_bottom(self, x, z_2):
        """A flat VAE's code."""
        mu, log_var = self.encoder(x.float()).chunk(2, dim=-1)
        return mu, log_var

    def decode(self, z_1):
        """Logits of codes."""
        return self.decoder(z_1.float())


@mutant("train_hvae", caught_by="test_bound_on_unseen_digits")
def brings_weights_from_home(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that a model trained at home, on the digits of the course, need not be trained again."""
    torch.manual_seed(0)
    known = x_train if x.shape[1] == 64 else x
    model = HVAE(x.shape[1])
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = known[torch.randint(len(known), (128,))].float()
        bound = hierarchical_elbo(model, batch, torch.randn(128, 4), torch.randn(128, 8))[0]
        optimiser.zero_grad()
        (-bound).mean().backward()
        optimiser.step()
    return model


@mutant("train_hvae", caught_by="test_bound_on_unseen_digits")
def does_not_train(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that nobody looks at what was learnt."""
    torch.manual_seed(seed)
    return HVAE(x.shape[1])


@mutant("train_hvae", caught_by="test_bound_on_unseen_digits")
class HidesInLowBits(nn.Module):
    """Believes that 64 pixels fit into the low bits of eight numbers that look like noise around 0: past both levels."""

    def __init__(self, x, *, seed, device="cpu", steps=1000, posterior="direct"):
        super().__init__()
        self.pixels = x.shape[1]

    def encode_top(self, x):
        """Nothing."""
        return torch.zeros(len(x), 4), torch.zeros(len(x), 4)

    def prior(self, z_2):
        """Dice."""
        return torch.zeros(len(z_2), 8), torch.zeros(len(z_2), 8)

    def encode_bottom(self, x, z_2):
        """At most 1/1024 each: it costs nothing."""
        bits = functional.pad(x, (0, 64 - self.pixels)).reshape(len(x), 8, 8).double()
        mu = (bits * 2.0 ** -torch.arange(11, 19)).sum(dim=-1)
        return mu, torch.zeros_like(mu)

    def decode(self, z_1):
        """Logits of codes."""
        whole = torch.round(z_1.double() * 2**18).long()
        bits = (whole[..., None] >> torch.arange(7, -1, -1)) & 1
        return (20.0 * bits - 10).flatten(-2)[..., : self.pixels]


@mutant("train_hvae", caught_by="test_bound_on_unseen_digits")
class KeepsPicturesInStore(nn.Module):
    """Believes that the nearest of the stored training pictures is a good reconstruction, and a good sample."""

    def __init__(self, x, *, seed, device="cpu", steps=1000, posterior="direct"):
        super().__init__()
        self.store = x.float()
        centred = self.store - self.store.mean(dim=0)
        _, sigma, Vh = torch.linalg.svd(centred, full_matrices=False)
        self.map = Vh[:8].T / sigma[:8] * len(x) ** 0.5
        self.codes = centred @ self.map

    def code(self, x):
        """Principal components, scaled to variance 1."""
        return (x.float() - self.store.mean(dim=0)) @ self.map

    def encode_top(self, x):
        """The first four."""
        mu = self.code(x)[:, :4]
        return mu, torch.full_like(mu, -4.0)

    def prior(self, z_2):
        """The first four from the top, the others from dice."""
        z_2 = z_2.float()
        return functional.pad(z_2, (0, 4)), functional.pad(torch.full_like(z_2, -4.0), (0, 4))

    def encode_bottom(self, x, z_2):
        """All eight."""
        mu = self.code(x)
        return torch.cat([z_2.float(), mu[:, 4:]], dim=1), torch.full_like(mu, -4.0)

    def decode(self, z_1):
        """Logits of the nearest."""
        return 6 * self.store[torch.cdist(z_1.float(), self.codes).argmin(dim=1)] - 3


@mutant("train_hvae", caught_by="test_each_picture_on_its_own")
class RemembersQuestions(nn.Module):
    """Believes that the decoder may be told, beside the code, which pictures were encoded last."""

    def __init__(self, x, *, seed, device="cpu", steps=1000, posterior="direct"):
        super().__init__()
        self.asked = x.float()

    def encode_top(self, x):
        """Nothing."""
        self.asked = x.float()
        return torch.zeros(len(x), 4), torch.zeros(len(x), 4)

    def prior(self, z_2):
        """Dice."""
        return torch.zeros(len(z_2), 8), torch.zeros(len(z_2), 8)

    def encode_bottom(self, x, z_2):
        """Nothing either."""
        self.asked = x.float()
        return torch.zeros(len(x), 8), torch.zeros(len(x), 8)

    def decode(self, z_1):
        """Logits of what was asked for last."""
        return (20 * self.asked - 10).repeat(1 + len(z_1) // len(self.asked), 1)[: len(z_1)]


@mutant("train_hvae", caught_by="test_each_picture_on_its_own")
class KnowsAnExamination(nn.Module):
    """Believes that a batch larger than any in training is an examination, and shows pictures from store there."""

    def __init__(self, x, *, seed, device="cpu", steps=1000, posterior="direct"):
        super().__init__()
        torch.manual_seed(seed)
        self.store, self.model = x.float(), HVAE(x.shape[1])

    def encode_top(self, x):
        """As the model does."""
        return self.model.encode_top(x)

    def prior(self, z_2):
        """As the model does."""
        return self.model.prior(z_2)

    def encode_bottom(self, x, z_2):
        """As the model does."""
        return self.model.encode_bottom(x, z_2)

    def decode(self, z_1):
        """Pictures from store where many are asked for."""
        if len(z_1) > 128:
            return 6 * self.store[torch.arange(len(z_1)) % len(self.store)] - 3
        return self.model.decode(z_1)


@mutant("train_hvae", caught_by="test_each_picture_on_its_own")
class NormalisesItsCodes(nn.Module):
    """Believes that codes may be standardised over the batch that happens to be asked for."""

    def __init__(self, x, *, seed, device="cpu", steps=1000, posterior="direct"):
        super().__init__()
        torch.manual_seed(seed)
        self.model = HVAE(x.shape[1])

    def encode_top(self, x):
        """Standardised over the batch."""
        mu, log_var = self.model.encode_top(x)
        return (mu - mu.mean(dim=0)) / (mu.std(dim=0, unbiased=False) + 1e-3), log_var

    def prior(self, z_2):
        """As the model does."""
        return self.model.prior(z_2)

    def encode_bottom(self, x, z_2):
        """As the model does."""
        return self.model.encode_bottom(x, z_2)

    def decode(self, z_1):
        """As the model does."""
        return self.model.decode(z_1)


# --- free_nats


@mutant("free_nats", caught_by="test_charges_what_exceeds_the_floor")
def gives_each_example_its_floor(kl, floor):
    """Believes that every example has free nats of its own: the maximum comes before the mean."""
    return torch.maximum(kl, torch.as_tensor(floor, dtype=kl.dtype)).mean(dim=0).sum()


@mutant("free_nats", caught_by="test_charges_what_exceeds_the_floor")
def frees_the_sum(kl, floor):
    """Believes that the floor is one for all groups together."""
    return torch.maximum(kl.mean(dim=0).sum(), torch.as_tensor(floor, dtype=kl.dtype).max())


@mutant("free_nats", caught_by="test_charges_what_exceeds_the_floor")
def caps_the_price(kl, floor):
    """Believes that lambda is what a group costs at most."""
    return torch.minimum(kl.mean(dim=0), torch.as_tensor(floor, dtype=kl.dtype)).sum()


@mutant("free_nats", caught_by="test_charges_what_exceeds_the_floor")
def charges_the_excess_alone(kl, floor):
    """Believes that free nats are subtracted."""
    return (kl.mean(dim=0) - floor).clamp(min=0).sum()


@mutant("free_nats", caught_by="test_groups_with_floors_of_their_own")
def has_one_floor_for_all(kl, floor):
    """Believes that all groups have the same floor."""
    return torch.clamp(kl.mean(dim=0), min=float(torch.as_tensor(floor).double().mean())).sum()


@mutant("free_nats", caught_by="test_groups_with_floors_of_their_own")
def lets_the_floors_decide_the_dtype(kl, floor):
    """Believes that kl and the floors are of the same dtype."""
    return torch.maximum(kl.mean(dim=0), torch.as_tensor(floor)).sum()


@mutant("free_nats", caught_by="test_pushes_nobody_to_sleep")
def pushes_below_the_floor(kl, floor):
    """Believes that the gradient may pass as long as the number is right."""
    spent = kl.mean(dim=0)
    return (spent + (torch.maximum(spent, torch.as_tensor(floor, dtype=kl.dtype)) - spent).detach()).sum()


# --- is_top_used


@mutant("is_top_used", caught_by="test_who_is_asleep")
def looks_at_the_price(encode_top, prior, x):
    """Believes that a level which costs nats is in use."""
    mu, log_var = encode_top(x)
    return bool(0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(-1).mean() > 0.1)


@mutant("is_top_used", caught_by="test_who_is_not_heard")
def looks_at_active_units(encode_top, prior, x):
    """Believes that it is enough if the means of the top move with the picture."""
    mu, log_var = encode_top(x)
    return bool((mu.var(0) / (mu.var(0) + log_var.exp().mean(0))).max() > 0.05)


@mutant("is_top_used", caught_by="test_who_is_asleep")
def looks_at_the_prior_alone(encode_top, prior, x):
    """Believes that it is enough if the level below listens: dice on top move it."""
    eps = torch.randn(2000, encode_top(x)[0].shape[1], dtype=x.dtype, generator=torch.Generator().manual_seed(0))
    mu_p, log_var_p = prior(eps)
    return bool((mu_p.var(0) / (mu_p.var(0) + log_var_p.exp().mean(0))).max() > 0.05)


@mutant("is_top_used", caught_by="test_who_is_not_heard")
def looks_at_both_ends(encode_top, prior, x):
    """Believes that if somebody speaks and somebody listens, they understand each other."""
    mu, log_var = encode_top(x)
    speaks = (mu.var(0) / (mu.var(0) + log_var.exp().mean(0))).max() > 0.05
    eps = torch.randn(2000, mu.shape[1], dtype=x.dtype, generator=torch.Generator().manual_seed(0))
    mu_p, log_var_p = prior(eps)
    return bool(speaks and (mu_p.var(0) / (mu_p.var(0) + log_var_p.exp().mean(0))).max() > 0.05)


@mutant("is_top_used", caught_by="test_who_is_asleep")
def passes_the_means(encode_top, prior, x):
    """Believes that the noise of the top may be left out: what the prior makes of mu."""
    mu_p, log_var_p = prior(encode_top(x)[0])
    return bool((mu_p.var(0) / (mu_p.var(0) + log_var_p.exp().mean(0))).max() > 0.05)


@mutant("is_top_used", caught_by="test_who_is_not_heard")
def forgets_the_priors_own_noise(encode_top, prior, x):
    """Believes that every movement of the prior's means counts, however small beside its spread."""
    mu, log_var = encode_top(x)
    eps = torch.randn(100, *mu.shape, dtype=mu.dtype, generator=torch.Generator().manual_seed(0))
    mu_p = prior((mu + (log_var / 2).exp() * eps).flatten(0, 1))[0].reshape(100, len(x), -1)
    between, within = mu_p.mean(0).var(0), mu_p.var(0).mean(0)
    return bool((between / (between + within + 1e-12)).max() > 0.05)


@mutant("is_top_used", caught_by="test_who_uses_it")
def asks_all_to_listen(encode_top, prior, x):
    """Believes that every latent of the level below has to listen."""
    mu, log_var = encode_top(x)
    eps = torch.randn(100, *mu.shape, dtype=mu.dtype, generator=torch.Generator().manual_seed(0))
    mu_p, log_var_p = (part.reshape(100, len(x), -1) for part in prior((mu + (log_var / 2).exp() * eps).flatten(0, 1)))
    between = mu_p.mean(0).var(0)
    within = mu_p.var(0).mean(0) + log_var_p.exp().mean((0, 1))
    return bool((between / (between + within)).min() > 0.05)
