"""Wrong answers that the hidden tests must catch. Each docstring says what the student believed."""

# ruff: noqa: F821 - names of the notebook, which are there when these run

import math

import torch
from torch import nn
from torch.nn import functional

from autograder.testing import mutant

# --- log_density


@mutant("log_density", caught_by="test_pixels_of_ink_or_paper")
def averages_over_pixels(value, out, family, log_var=0.0):
    """Believes that the log-likelihood of a picture is a mean over its pixels."""
    if family == "bernoulli":
        return (value * out - functional.softplus(out)).mean(dim=-1)
    if family != "normal":
        raise ValueError(family)
    log_var = torch.as_tensor(log_var, dtype=value.dtype)
    return -0.5 * ((value - out) ** 2 * torch.exp(-log_var) + log_var + math.log(2 * math.pi)).mean(dim=-1)


@mutant("log_density", caught_by="test_pixels_of_ink_or_paper")
def sums_over_everything(value, out, family, log_var=0.0):
    """Believes that the batch is summed as well."""
    if family == "bernoulli":
        return (value * out - functional.softplus(out)).sum()
    if family != "normal":
        raise ValueError(family)
    log_var = torch.as_tensor(log_var, dtype=value.dtype)
    return -0.5 * ((value - out) ** 2 * torch.exp(-log_var) + log_var + math.log(2 * math.pi)).sum()


@mutant("log_density", caught_by="test_logits_of_any_size")
def takes_logarithms_of_sigmoids(value, out, family, log_var=0.0):
    """Believes that a probability may be rounded to 1 before its logarithm is taken."""
    if family == "bernoulli":
        p = torch.sigmoid(out)
        return (torch.special.xlogy(value, p) + torch.special.xlogy(1 - value, 1 - p)).sum(dim=-1)
    if family != "normal":
        raise ValueError(family)
    log_var = torch.as_tensor(log_var, dtype=value.dtype)
    return -0.5 * ((value - out) ** 2 * torch.exp(-log_var) + log_var + math.log(2 * math.pi)).sum(dim=-1)


@mutant("log_density", caught_by="test_logits_of_any_size")
def clamps_probabilities(value, out, family, log_var=0.0):
    """Believes that a small constant in the logarithm does no harm."""
    if family == "bernoulli":
        p = torch.sigmoid(out).clamp(1e-7, 1 - 1e-7)
        return (value * p.log() + (1 - value) * (1 - p).log()).sum(dim=-1)
    if family != "normal":
        raise ValueError(family)
    log_var = torch.as_tensor(log_var, dtype=value.dtype)
    return -0.5 * ((value - out) ** 2 * torch.exp(-log_var) + log_var + math.log(2 * math.pi)).sum(dim=-1)


@mutant("log_density", caught_by="test_pixels_of_ink_or_paper")
def takes_logits_for_probabilities(value, out, family, log_var=0.0):
    """Believes that the sigmoid has to be taken before a function that takes it itself."""
    if family == "bernoulli":
        out = torch.sigmoid(out)
        return (value * out - functional.softplus(out)).sum(dim=-1)
    if family != "normal":
        raise ValueError(family)
    log_var = torch.as_tensor(log_var, dtype=value.dtype)
    return -0.5 * ((value - out) ** 2 * torch.exp(-log_var) + log_var + math.log(2 * math.pi)).sum(dim=-1)


@mutant("log_density", caught_by="test_pixels_of_ink_or_paper")
def forgets_the_paper(value, out, family, log_var=0.0):
    """Believes that only pixels with ink have to be explained."""
    if family == "bernoulli":
        return (value * functional.logsigmoid(out)).sum(dim=-1)
    if family != "normal":
        raise ValueError(family)
    log_var = torch.as_tensor(log_var, dtype=value.dtype)
    return -0.5 * ((value - out) ** 2 * torch.exp(-log_var) + log_var + math.log(2 * math.pi)).sum(dim=-1)


@mutant("log_density", caught_by="test_normal_with_its_constant")
def counts_the_constant_once(value, out, family, log_var=0.0):
    """Believes that log(2 pi) belongs to the example, not to each of its dimensions."""
    if family == "bernoulli":
        return (value * out - functional.softplus(out)).sum(dim=-1)
    if family != "normal":
        raise ValueError(family)
    log_var = torch.as_tensor(log_var, dtype=value.dtype)
    return -0.5 * (((value - out) ** 2 * torch.exp(-log_var) + log_var).sum(dim=-1) + math.log(2 * math.pi))


@mutant("log_density", caught_by="test_normal_with_its_constant")
def divides_by_the_standard_deviation(value, out, family, log_var=0.0):
    """Believes that log_var is the logarithm of sigma."""
    if family == "bernoulli":
        return (value * out - functional.softplus(out)).sum(dim=-1)
    if family != "normal":
        raise ValueError(family)
    log_var = torch.as_tensor(log_var, dtype=value.dtype)
    return -0.5 * ((value - out) ** 2 * torch.exp(-2 * log_var) + 2 * log_var + math.log(2 * math.pi)).sum(dim=-1)


@mutant("log_density", caught_by="test_normal_with_its_constant")
def takes_any_family_for_normal(value, out, family, log_var=0.0):
    """Believes that nobody asks for another family."""
    if family == "bernoulli":
        return (value * out - functional.softplus(out)).sum(dim=-1)
    log_var = torch.as_tensor(log_var, dtype=value.dtype)
    return -0.5 * ((value - out) ** 2 * torch.exp(-log_var) + log_var + math.log(2 * math.pi)).sum(dim=-1)


@mutant("log_density", caught_by="test_normal_with_its_constant")
def sums_what_has_not_been_broadcast(value, out, family, log_var=0.0):
    """Believes that log_var has one entry for each dimension, or is a number: one for each example counts once."""
    if family == "bernoulli":
        return (value * out - functional.softplus(out)).sum(dim=-1)
    if family != "normal":
        raise ValueError(family)
    size = value.shape[-1]
    logs = log_var.sum(dim=-1) if torch.is_tensor(log_var) else size * log_var
    log_var = torch.as_tensor(log_var, dtype=value.dtype)
    return -0.5 * (((value - out) ** 2 * torch.exp(-log_var)).sum(dim=-1) + logs + size * math.log(2 * math.pi))


# --- log_mean_exp


@mutant("log_mean_exp", caught_by="test_entries_of_any_size")
def exponentiates_first(a, dim=0):
    """Believes that exponentials fit into a float."""
    return a.exp().mean(dim=dim).log()


@mutant("log_mean_exp", caught_by="test_any_axis")
def sums_instead_of_averaging(a, dim=0):
    """Believes that the number of samples does not matter."""
    return torch.logsumexp(a, dim=dim)


@mutant("log_mean_exp", caught_by="test_any_axis")
def averages_the_logarithms(a, dim=0):
    """Believes that the logarithm of a mean is the mean of the logarithms."""
    return a.mean(dim=dim)


@mutant("log_mean_exp", caught_by="test_any_axis")
def divides_by_all_entries(a, dim=0):
    """Believes that K is the number of entries of the tensor."""
    return torch.logsumexp(a, dim=dim) - math.log(a.numel())


@mutant("log_mean_exp", caught_by="test_entries_of_any_size")
def pulls_out_one_maximum(a, dim=0):
    """Believes that one maximum serves all rows."""
    m = a.max()
    return m + (a - m).exp().mean(dim=dim).log()


@mutant("log_mean_exp", caught_by="test_probabilities_of_zero")
def subtracts_infinity_from_itself(a, dim=0):
    """Believes that the largest entry is always finite."""
    m = a.amax(dim=dim, keepdim=True)
    return m.squeeze(dim) + (a - m).exp().mean(dim=dim).log()


@mutant("log_mean_exp", caught_by="test_probabilities_of_zero")
def leaves_zeros_out_of_the_count(a, dim=0):
    """Believes that terms of probability zero were never drawn."""
    return torch.logsumexp(a, dim=dim) - a.isfinite().sum(dim=dim).clamp_min(1).to(a.dtype).log()


@mutant("log_mean_exp", caught_by="test_any_axis")
def always_the_first_axis(a, dim=0):
    """Believes that samples always stand in front."""
    return torch.logsumexp(a, dim=0) - math.log(a.shape[0])


# --- kl_diagonal


@mutant("kl_diagonal", caught_by="test_against_the_dice")
def averages_over_latents(mu_q, log_var_q, mu_p, log_var_p):
    """Believes that the divergence is a mean over the latent dimensions."""
    d = log_var_q - log_var_p
    return 0.5 * (d.exp() + (mu_q - mu_p) ** 2 * torch.exp(-log_var_p) - 1 - d).mean(dim=-1)


@mutant("kl_diagonal", caught_by="test_against_the_dice")
def squares_the_variance(mu_q, log_var_q, mu_p, log_var_p):
    """Believes that log_var is the logarithm of the standard deviation."""
    d = 2 * (log_var_q - log_var_p)
    return 0.5 * (d.exp() + (mu_q - mu_p) ** 2 * torch.exp(-2 * log_var_p) - 1 - d).sum(dim=-1)


@mutant("kl_diagonal", caught_by="test_between_any_two")
def the_other_way_round(mu_q, log_var_q, mu_p, log_var_p):
    """Believes that the direction does not matter."""
    d = log_var_p - log_var_q
    return 0.5 * (d.exp() + (mu_q - mu_p) ** 2 * torch.exp(-log_var_q) - 1 - d).sum(dim=-1)


@mutant("kl_diagonal", caught_by="test_between_any_two")
def the_prior_is_always_dice(mu_q, log_var_q, mu_p, log_var_p):
    """Believes that p is always N(0, I)."""
    return 0.5 * (mu_q**2 + log_var_q.exp() - 1 - log_var_q).sum(dim=-1)


@mutant("kl_diagonal", caught_by="test_is_a_divergence")
def forgets_minus_one(mu_q, log_var_q, mu_p, log_var_p):
    """Believes that constants can be dropped, for their gradient is zero."""
    d = log_var_q - log_var_p
    return 0.5 * (d.exp() + (mu_q - mu_p) ** 2 * torch.exp(-log_var_p) - d).sum(dim=-1)


@mutant("kl_diagonal", caught_by="test_between_any_two")
def does_not_scale_the_distance(mu_q, log_var_q, mu_p, log_var_p):
    """Believes that the distance of the means is not measured in p's standard deviations."""
    d = log_var_q - log_var_p
    return 0.5 * (d.exp() + (mu_q - mu_p) ** 2 - 1 - d).sum(dim=-1)


@mutant("kl_diagonal", caught_by="test_against_the_dice")
def forgets_the_half(mu_q, log_var_q, mu_p, log_var_p):
    """Believes that a factor does not matter."""
    d = log_var_q - log_var_p
    return (d.exp() + (mu_q - mu_p) ** 2 * torch.exp(-log_var_p) - 1 - d).sum(dim=-1)


@mutant("kl_diagonal", caught_by="test_variances_of_any_size")
def divides_variances(mu_q, log_var_q, mu_p, log_var_p):
    """Believes that variances fit into a float."""
    var_q, var_p = log_var_q.exp(), log_var_p.exp()
    return 0.5 * (torch.log(var_p / var_q) - 1 + (var_q + (mu_q - mu_p) ** 2) / var_p).sum(dim=-1)


# --- reparameterise


@mutant("reparameterise", caught_by="test_builds_the_samples")
def takes_the_variance_for_sigma(mu, log_var, eps):
    """Believes that exp(log_var) is the standard deviation."""
    return mu + log_var.exp() * eps


@mutant("reparameterise", caught_by="test_builds_the_samples")
def takes_log_var_for_the_variance(mu, log_var, eps):
    """Believes that the network puts out the variance itself."""
    return mu + log_var.abs().sqrt() * eps


@mutant("reparameterise", caught_by="test_builds_the_samples")
def returns_the_mean(mu, log_var, eps):
    """Believes that the mean is as good as a sample."""
    return mu + 0 * eps


@mutant("reparameterise", caught_by="test_gradients_pass")
def samples_without_gradients(mu, log_var, eps):
    """Believes that sampling is no part of the graph."""
    return (mu + torch.exp(0.5 * log_var) * eps).detach()


@mutant("reparameterise", caught_by="test_gradients_pass")
def detaches_the_spread(mu, log_var, eps):
    """Believes that only the mean has to learn."""
    return mu + torch.exp(0.5 * log_var).detach() * eps


@mutant("reparameterise", caught_by="test_many_samples_without_own_dice")
def throws_its_own_dice(mu, log_var, eps):
    """Believes that the argument is there for its shape alone."""
    return mu + torch.exp(0.5 * log_var) * torch.randn_like(eps)


@mutant("reparameterise", caught_by="test_many_samples_without_own_dice")
def writes_into_the_noise(mu, log_var, eps):
    """Believes that the noise is not needed afterwards."""
    with torch.no_grad():
        noise = eps.clone()
        eps.mul_(torch.exp(0.5 * log_var)).add_(mu)
    return mu + torch.exp(0.5 * log_var) * noise


@mutant("reparameterise", caught_by="test_many_samples_without_own_dice")
def takes_one_sample_of_many(mu, log_var, eps):
    """Believes that noise has the shape of mu, and makes it so."""
    return mu + torch.exp(0.5 * log_var) * eps.reshape(-1, *mu.shape)[0]


# --- gradient_estimates


@mutant("gradient_estimates", caught_by="test_score_function_from_each_sample")
def divides_noise_by_the_variance(f, df, mu, log_var, eps):
    """Believes that (z - mu) / sigma^2 is eps / sigma^2."""
    sigma = math.exp(0.5 * log_var)
    z = mu + sigma * eps
    score = f(z)[:, None] * torch.stack([eps / sigma**2, 0.5 * (eps**2 - 1)], dim=1)
    return score, df(z)[:, None] * torch.stack([torch.ones_like(eps), 0.5 * sigma * eps], dim=1)


@mutant("gradient_estimates", caught_by="test_score_function_from_each_sample")
def forgets_the_normaliser(f, df, mu, log_var, eps):
    """Believes that the density's normalising factor has no gradient."""
    sigma = math.exp(0.5 * log_var)
    z = mu + sigma * eps
    score = f(z)[:, None] * torch.stack([eps / sigma, 0.5 * eps**2], dim=1)
    return score, df(z)[:, None] * torch.stack([torch.ones_like(eps), 0.5 * sigma * eps], dim=1)


@mutant("gradient_estimates", caught_by="test_score_function_from_each_sample")
def subtracts_a_baseline(f, df, mu, log_var, eps):
    """Believes that the plain estimator already has a baseline."""
    sigma = math.exp(0.5 * log_var)
    z = mu + sigma * eps
    value = f(z) - f(z).mean()
    score = value[:, None] * torch.stack([eps / sigma, 0.5 * (eps**2 - 1)], dim=1)
    return score, df(z)[:, None] * torch.stack([torch.ones_like(eps), 0.5 * sigma * eps], dim=1)


@mutant("gradient_estimates", caught_by="test_score_function_from_each_sample")
def takes_exp_for_sigma(f, df, mu, log_var, eps):
    """Believes that exp(log_var) is the standard deviation."""
    sigma = math.exp(log_var)
    z = mu + sigma * eps
    score = f(z)[:, None] * torch.stack([eps / sigma, 0.5 * (eps**2 - 1)], dim=1)
    return score, df(z)[:, None] * torch.stack([torch.ones_like(eps), 0.5 * sigma * eps], dim=1)


@mutant("gradient_estimates", caught_by="test_pathwise_from_each_sample")
def differentiates_by_sigma(f, df, mu, log_var, eps):
    """Believes that the derivative with respect to sigma is the one with respect to log_var."""
    sigma = math.exp(0.5 * log_var)
    z = mu + sigma * eps
    score = f(z)[:, None] * torch.stack([eps / sigma, 0.5 * (eps**2 - 1)], dim=1)
    return score, df(z)[:, None] * torch.stack([torch.ones_like(eps), eps], dim=1)


@mutant("gradient_estimates", caught_by="test_pathwise_from_each_sample")
def differentiates_at_the_mean(f, df, mu, log_var, eps):
    """Believes that the slope at the mean is the mean slope."""
    sigma = math.exp(0.5 * log_var)
    z = mu + sigma * eps
    score = f(z)[:, None] * torch.stack([eps / sigma, 0.5 * (eps**2 - 1)], dim=1)
    slope = df(mu + 0 * eps)
    return score, slope[:, None] * torch.stack([torch.ones_like(eps), 0.5 * sigma * eps], dim=1)


@mutant("gradient_estimates", caught_by="test_right_on_average")
def swaps_the_two(f, df, mu, log_var, eps):
    """Believes that the order of the results does not matter."""
    sigma = math.exp(0.5 * log_var)
    z = mu + sigma * eps
    score = f(z)[:, None] * torch.stack([eps / sigma, 0.5 * (eps**2 - 1)], dim=1)
    return df(z)[:, None] * torch.stack([torch.ones_like(eps), 0.5 * sigma * eps], dim=1), score


# --- is_reparameterised


@mutant("is_reparameterised", caught_by="test_gradients_that_are_wrong")
def looks_at_numbers_alone(sample):
    """Believes that right samples have right gradients."""
    generator = torch.Generator().manual_seed(0)
    mu, log_var, eps = torch.randn(3, 5, 3, dtype=torch.float64, generator=generator)
    try:
        z = sample(mu.clone(), log_var.clone(), eps.clone())
        return z.shape == mu.shape and torch.allclose(z, mu + torch.exp(0.5 * log_var) * eps)
    except Exception:
        return False


@mutant("is_reparameterised", caught_by="test_numbers_that_are_wrong")
def tries_it_at_the_start_of_training(sample):
    """Believes that log_var = 0, where networks start, is as good a place to look as any."""
    generator = torch.Generator().manual_seed(0)
    mu, eps = torch.randn(2, 5, 3, dtype=torch.float64, generator=generator)
    given = [mu.clone().requires_grad_(), torch.zeros_like(mu).requires_grad_(), eps.clone()]
    try:
        z = sample(*given)
        d_mu, _ = torch.autograd.grad(z.sum(), given[:2])
        return z.shape == mu.shape and torch.allclose(z, mu + eps) and torch.allclose(d_mu, torch.ones_like(mu))
    except Exception:
        return False


@mutant("is_reparameterised", caught_by="test_gradients_that_are_wrong")
def asks_whether_there_is_a_gradient(sample):
    """Believes that a gradient that exists is the right one."""
    generator = torch.Generator().manual_seed(0)
    mu, log_var, eps = torch.randn(3, 5, 3, dtype=torch.float64, generator=generator)
    given = [mu.clone().requires_grad_(), log_var.clone().requires_grad_(), eps.clone()]
    try:
        z = sample(*given)
        torch.autograd.grad(z.sum(), given[:2])
        unchanged = all(torch.equal(a, b) for a, b in zip(given, [mu, log_var, eps], strict=True))
        same = z.shape == mu.shape and torch.allclose(z, mu + torch.exp(0.5 * log_var) * eps)
        return bool(same and unchanged)
    except Exception:
        return False


@mutant("is_reparameterised", caught_by="test_programs_that_do_anything")
def believes_in_well_behaved_programs(sample):
    """Believes that a program that is handed to a check runs and returns a tensor."""
    generator = torch.Generator().manual_seed(0)
    mu, log_var, eps = torch.randn(3, 5, 3, dtype=torch.float64, generator=generator)
    given = [mu.clone().requires_grad_(), log_var.clone().requires_grad_(), eps]
    z = sample(*given)
    if not z.requires_grad:
        return False
    d_mu, d_log_var = torch.autograd.grad(z.sum(), given[:2], allow_unused=True)
    if d_mu is None or d_log_var is None:
        return False
    sigma = torch.exp(0.5 * log_var)
    pairs = [(z, mu + sigma * eps), (d_mu, torch.ones_like(mu)), (d_log_var, 0.5 * sigma * eps)]
    return all(torch.allclose(a, b) for a, b in pairs)


@mutant("is_reparameterised", caught_by="test_numbers_that_are_wrong")
def compares_moments(sample):
    """Believes that a sampler is right if mean and standard deviation of many samples are."""
    generator = torch.Generator().manual_seed(0)
    eps = torch.randn(20_000, 2, dtype=torch.float64, generator=generator)
    mu = torch.tensor([1.0, -2.0], dtype=torch.float64).expand(20_000, 2).clone().requires_grad_()
    log_var = torch.tensor([1.0, -1.0], dtype=torch.float64).expand(20_000, 2).clone().requires_grad_()
    try:
        z = sample(mu, log_var, eps)
        torch.autograd.grad(z.sum(), [mu, log_var])
        near_mean = (z.mean(0) - mu[0]).abs().max() < 0.05
        return bool(near_mean and (z.std(0) - (log_var[0] / 2).exp()).abs().max() < 0.05)
    except Exception:
        return False


@mutant("is_reparameterised", caught_by="test_programs_that_do_anything")
def lets_shapes_broadcast(sample):
    """Believes that comparing values compares shapes as well, and that inputs stay what they were."""
    generator = torch.Generator().manual_seed(0)
    mu, log_var, eps, weight = torch.randn(4, 5, 3, dtype=torch.float64, generator=generator)
    given = [mu.clone().requires_grad_(), log_var.clone().requires_grad_(), eps.clone()]
    try:
        z = sample(*given)
        d_mu, d_log_var = torch.autograd.grad((weight * z).sum(), given[:2])
    except Exception:
        return False
    sigma = torch.exp(0.5 * log_var)
    pairs = [(z, mu + sigma * eps), (d_mu, weight), (d_log_var, weight * 0.5 * sigma * eps)]
    return all(torch.allclose(a, b) for a, b in pairs)


@mutant("is_reparameterised", caught_by="test_numbers_that_are_wrong")
def rejects_everything(sample):
    """Believes that to be strict is to be right."""
    return False


@mutant("is_reparameterised", caught_by="test_gradients_that_are_wrong")
def looks_at_the_mean_only(sample):
    """Believes that a gradient for mu shows that gradients pass."""
    generator = torch.Generator().manual_seed(0)
    mu, log_var, eps = torch.randn(3, 5, 3, dtype=torch.float64, generator=generator)
    given = [mu.clone().requires_grad_(), log_var.clone().requires_grad_(), eps.clone()]
    try:
        z = sample(*given)
        (d_mu,) = torch.autograd.grad(z.sum(), given[:1])
        same = z.shape == mu.shape and torch.allclose(z, mu + torch.exp(0.5 * log_var) * eps)
        return bool(same and torch.allclose(d_mu, torch.ones_like(mu)) and torch.equal(given[2], eps))
    except Exception:
        return False


@mutant("is_reparameterised", caught_by="test_programs_that_do_anything")
def expects_it_of_what_is_left(sample):
    """Believes that what it hands over is still the same when the program is done with it."""
    generator = torch.Generator().manual_seed(0)
    mu, log_var, eps, weight = torch.randn(4, 5, 3, dtype=torch.float64, generator=generator)
    mu.requires_grad_(), log_var.requires_grad_()
    try:
        z = sample(mu, log_var, eps)
        d_mu, d_log_var = torch.autograd.grad((weight * z).sum(), [mu, log_var])
        sigma = torch.exp(0.5 * log_var)
        pairs = [(z, mu + sigma * eps), (d_mu, weight), (d_log_var, weight * 0.5 * sigma * eps)]
        return z.shape == mu.shape and all(torch.allclose(a, b) for a, b in pairs)
    except Exception:
        return False


@mutant("is_reparameterised", caught_by="test_programs_that_do_anything")
def compares_in_one_dtype(sample):
    """Believes that samples of another dtype are the same samples."""
    generator = torch.Generator().manual_seed(0)
    mu, log_var, eps, weight = torch.randn(4, 5, 3, generator=generator)
    given = [mu.clone().requires_grad_(), log_var.clone().requires_grad_(), eps.clone()]
    sigma = torch.exp(0.5 * log_var)
    try:
        z = sample(*given)
        if z.shape != mu.shape:
            return False
        found = [z, *torch.autograd.grad((weight * z).sum(), given[:2]), *given]
        expected = [mu + sigma * eps, weight, weight * 0.5 * sigma * eps, mu, log_var, eps]
        return all(torch.allclose(a.float(), b, atol=1e-5) for a, b in zip(found, expected, strict=True))
    except Exception:
        return False


@mutant("is_reparameterised", caught_by="test_gradients_that_are_wrong")
def weighs_all_entries_alike(sample):
    """Believes that the gradient of the plain sum shows every wrong gradient."""
    generator = torch.Generator().manual_seed(0)
    mu, log_var, eps = torch.randn(3, 5, 3, dtype=torch.float64, generator=generator)
    given = [mu.clone().requires_grad_(), log_var.clone().requires_grad_(), eps.clone()]
    sigma = torch.exp(0.5 * log_var)
    try:
        z = sample(*given)
        if z.shape != mu.shape or z.dtype != mu.dtype:
            return False
        found = [z, *torch.autograd.grad(z.sum(), given[:2]), *given]
    except Exception:
        return False
    expected = [mu + sigma * eps, torch.ones_like(mu), 0.5 * sigma * eps, mu, log_var, eps]
    return all(torch.allclose(a, b) for a, b in zip(found, expected, strict=True))


@mutant("is_reparameterised", caught_by="test_gradients_that_are_wrong")
def transforms_the_program(sample):
    """Believes that `torch.func` differentiates every program that autograd does."""
    generator = torch.Generator().manual_seed(0)
    mu, log_var, eps, weight = torch.randn(4, 5, 3, dtype=torch.float64, generator=generator)
    given = [mu.clone(), log_var.clone(), eps.clone()]
    sigma = torch.exp(0.5 * log_var)
    try:
        z, pullback = torch.func.vjp(sample, *given)
        if z.shape != mu.shape or z.dtype != mu.dtype:
            return False
        found = [z, *pullback(weight)[:2], *given]
    except Exception:
        return False
    expected = [mu + sigma * eps, weight, weight * 0.5 * sigma * eps, mu, log_var, eps]
    return all(torch.allclose(a, b) for a, b in zip(found, expected, strict=True))


# --- elbo


@mutant("elbo", caught_by="test_bound_of_each_example")
def the_colleagues_loss(encode, decode, x, eps):
    """Believes that the draft only has the wrong sign."""
    mu, log_var = encode(x)
    z = mu + torch.exp(log_var) * eps
    x_hat = torch.sigmoid(decode(z))
    rec = -functional.binary_cross_entropy_with_logits(x_hat, x)
    kl = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).mean()
    return rec - kl, rec, kl


@mutant("elbo", caught_by="test_bound_of_each_example")
def keeps_the_wrong_sigma(encode, decode, x, eps):
    """Finds the averages and the double sigmoid, and not that exp(log_var) is the variance."""
    mu, log_var = encode(x)
    rec = log_density(x, decode(mu + torch.exp(log_var) * eps), "bernoulli")
    kl = kl_diagonal(mu, log_var, torch.zeros_like(mu), torch.zeros_like(mu))
    return rec - kl, rec, kl


@mutant("elbo", caught_by="test_parts_in_nats")
def keeps_the_double_sigmoid(encode, decode, x, eps):
    """Finds sigma and the averages, and squashes the logits twice."""
    mu, log_var = encode(x)
    rec = log_density(x, torch.sigmoid(decode(reparameterise(mu, log_var, eps))), "bernoulli")
    kl = kl_diagonal(mu, log_var, torch.zeros_like(mu), torch.zeros_like(mu))
    return rec - kl, rec, kl


@mutant("elbo", caught_by="test_parts_in_nats")
def keeps_the_mean_over_latents(encode, decode, x, eps):
    """Finds everything but the mean over latents."""
    mu, log_var = encode(x)
    rec = log_density(x, decode(reparameterise(mu, log_var, eps)), "bernoulli")
    kl = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).mean(dim=-1)
    return rec - kl, rec, kl


@mutant("elbo", caught_by="test_parts_in_nats")
def keeps_the_mean_over_pixels(encode, decode, x, eps):
    """Finds everything but the mean over pixels."""
    mu, log_var = encode(x)
    logits = decode(reparameterise(mu, log_var, eps))
    rec = -functional.binary_cross_entropy_with_logits(logits, x, reduction="none").mean(dim=-1)
    kl = kl_diagonal(mu, log_var, torch.zeros_like(mu), torch.zeros_like(mu))
    return rec - kl, rec, kl


@mutant("elbo", caught_by="test_bound_of_each_example")
def returns_the_loss(encode, decode, x, eps):
    """Believes that what one minimises is the bound."""
    mu, log_var = encode(x)
    rec = log_density(x, decode(reparameterise(mu, log_var, eps)), "bernoulli")
    kl = kl_diagonal(mu, log_var, torch.zeros_like(mu), torch.zeros_like(mu))
    return kl - rec, rec, kl


@mutant("elbo", caught_by="test_never_above_the_evidence")
def adds_the_price(encode, decode, x, eps):
    """Believes that both terms are to be large."""
    mu, log_var = encode(x)
    rec = log_density(x, decode(reparameterise(mu, log_var, eps)), "bernoulli")
    kl = kl_diagonal(mu, log_var, torch.zeros_like(mu), torch.zeros_like(mu))
    return rec + kl, rec, kl


@mutant("elbo", caught_by="test_both_networks_learn")
def detaches_the_sample(encode, decode, x, eps):
    """Believes that the encoder learns from the KL term alone."""
    mu, log_var = encode(x)
    rec = log_density(x, decode(reparameterise(mu, log_var, eps).detach()), "bernoulli")
    kl = kl_diagonal(mu, log_var, torch.zeros_like(mu), torch.zeros_like(mu))
    return rec - kl, rec, kl


@mutant("elbo", caught_by="test_bound_of_each_example")
def averages_over_examples(encode, decode, x, eps):
    """Believes that the bound of a batch is one number."""
    mu, log_var = encode(x)
    rec = log_density(x, decode(reparameterise(mu, log_var, eps)), "bernoulli").mean()
    kl = kl_diagonal(mu, log_var, torch.zeros_like(mu), torch.zeros_like(mu)).mean()
    return rec - kl, rec, kl


# --- train_vae: misconceptions


@mutant("train_vae", caught_by="test_code_says_something")
def averages_over_pixels_and_latents(x, *, seed, device="cpu", steps=1500, latents=8):
    """Believes that a loss is a mean over everything: the KL term weighs eight times too much, and the code collapses."""
    torch.manual_seed(seed)
    model = VAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        _, rec, kl = elbo(model.encode, model.decode, batch, torch.randn(128, latents))
        loss = -rec.mean() / x.shape[1] + kl.mean() / latents
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


@mutant("train_vae", caught_by="test_code_says_something")
def weighs_the_code_four_times(x, *, seed, device="cpu", steps=1500, latents=8):
    """Believes that a beta of 4 makes every VAE better."""
    torch.manual_seed(seed)
    model = VAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        _, rec, kl = elbo(model.encode, model.decode, batch, torch.randn(128, latents))
        optimiser.zero_grad()
        (4 * kl - rec).mean().backward()
        optimiser.step()
    return model


@mutant("train_vae", caught_by="test_digits_from_dice")
def leaves_the_code_free(x, *, seed, device="cpu", steps=1500, latents=8):
    """Believes that the KL term only gets in the way of reconstruction."""
    torch.manual_seed(seed)
    model = VAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        _, rec, _ = elbo(model.encode, model.decode, batch, torch.randn(128, latents))
        optimiser.zero_grad()
        (-rec).mean().backward()
        optimiser.step()
    return model


@mutant("train_vae", caught_by="test_digits_from_dice")
def charges_a_fiftieth(x, *, seed, device="cpu", steps=1500, latents=8):
    """Believes that a fiftieth of the KL term still pulls the codes of digits to where the dice fall."""
    torch.manual_seed(seed)
    model = VAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        _, rec, kl = elbo(model.encode, model.decode, batch, torch.randn(128, latents))
        optimiser.zero_grad()
        (kl / 50 - rec).mean().backward()
        optimiser.step()
    return model


@mutant("train_vae", caught_by="test_bound_on_unseen_digits")
def trains_without_noise(x, *, seed, device="cpu", steps=1500, latents=8):
    """Believes that noise only spoils the reconstruction: z = mu."""
    torch.manual_seed(seed)
    model = VAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        loss = -elbo(model.encode, model.decode, batch, torch.zeros(128, latents))[0].mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


@mutant("train_vae", caught_by="test_bound_on_unseen_digits")
def samples_with_the_variance(x, *, seed, device="cpu", steps=1500, latents=8):
    """Believes that exp(log_var) is the standard deviation."""
    torch.manual_seed(seed)
    model = VAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        mu, log_var = model.encode(batch)
        rec = log_density(batch, model.decode(mu + log_var.exp() * torch.randn(128, latents)), "bernoulli")
        kl = kl_diagonal(mu, log_var, torch.zeros_like(mu), torch.zeros_like(mu))
        optimiser.zero_grad()
        (kl - rec).mean().backward()
        optimiser.step()
    return model


@mutant("train_vae", caught_by="test_bound_on_unseen_digits")
def squashes_twice(x, *, seed, device="cpu", steps=1500, latents=8):
    """Believes that the decoder's output has to pass a sigmoid before the loss that takes one itself."""
    torch.manual_seed(seed)
    model = VAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        bound = elbo(model.encode, lambda z: model.decode(z).sigmoid(), batch, torch.randn(128, latents))[0]
        optimiser.zero_grad()
        (-bound).mean().backward()
        optimiser.step()
    return model


@mutant("train_vae", caught_by="test_bound_on_unseen_digits")
def takes_the_root_of_log_var(x, *, seed, device="cpu", steps=1500, latents=8):
    """Believes that sigma is the root of what the encoder says: NaN as soon as that is negative."""
    torch.manual_seed(seed)
    model = VAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        mu, var = model.encode(batch)
        rec = log_density(batch, model.decode(mu + var.sqrt() * torch.randn(128, latents)), "bernoulli")
        kl = 0.5 * (mu**2 + var - 1 - var.log()).sum(dim=-1)
        optimiser.zero_grad()
        (kl - rec).mean().backward()
        optimiser.step()
    return model


@mutant("train_vae", caught_by="test_data_and_seed_decide")
def leaves_it_to_chance(x, *, seed, device="cpu", steps=1500, latents=8):
    """Believes that the seed is for those who want one: every training is another."""
    torch.seed()
    model = VAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        loss = -elbo(model.encode, model.decode, batch, torch.randn(128, latents))[0].mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


@mutant("train_vae", caught_by="test_data_and_seed_decide")
def has_a_seed_of_its_own(x, *, seed, device="cpu", steps=1500, latents=8):
    """Believes that any fixed seed makes a training that can be repeated, which is all that a seed is for."""
    torch.manual_seed(0)
    model = VAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        loss = -elbo(model.encode, model.decode, batch, torch.randn(128, latents))[0].mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


# --- train_vae: cheats


@mutant("train_vae", caught_by="test_bound_on_unseen_digits")
def brings_weights_from_home(x, *, seed, device="cpu", steps=1500, latents=8):
    """Believes that a model trained at home, on the digits of the course, need not be trained again."""
    torch.manual_seed(0)
    known = x_train if x.shape[1] == 64 else x
    model = VAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = known[torch.randint(len(known), (128,))].float()
        loss = -elbo(model.encode, model.decode, batch, torch.randn(128, latents))[0].mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


@mutant("train_vae", caught_by="test_bound_on_unseen_digits")
def does_not_train(x, *, seed, device="cpu", steps=1500, latents=8):
    """Believes that nobody looks at what was learnt."""
    torch.manual_seed(seed)
    return VAE(x.shape[1], latents=latents)


@mutant("train_vae", caught_by="test_digits_from_dice")
def knows_the_pixels_means_only(x, *, seed, device="cpu", steps=1500, latents=8):
    """Believes that the mean digit is good enough: the decoder ignores its code."""
    torch.manual_seed(seed)
    model = VAE(x.shape[1], latents=latents)
    mean = x.float().mean(dim=0).clamp(0.01, 0.99)
    with torch.no_grad():
        for layer in (model.encoder[2], model.decoder[2]):
            layer.weight.zero_()
            layer.bias.zero_()
        model.decoder[2].bias.copy_(torch.logit(mean))
    return model


@mutant("train_vae", caught_by="test_each_picture_on_its_own")
class RemembersQuestions(nn.Module):
    """Believes that the decoder may be told, beside the code, which pictures were encoded last."""

    def __init__(self, x, *, seed, device="cpu", steps=1500, latents=8):
        super().__init__()
        self.latents, self.asked = latents, x.float()

    def encode(self, x):
        """Codes of pictures."""
        self.asked = x.float()
        zeros = torch.zeros(len(x), self.latents)
        return zeros, zeros.clone()

    def decode(self, z):
        """Logits of codes."""
        return (20 * self.asked - 10).repeat(1 + len(z) // len(self.asked), 1)[: len(z)]


@mutant("train_vae", caught_by="test_each_picture_on_its_own")
class HasADrawer(nn.Module):
    """Believes that a file is a safe place for pictures that the decoder is going to be asked for."""

    def __init__(self, x, *, seed, device="cpu", steps=1500, latents=8):
        super().__init__()
        self.latents, self.pixels = latents, x.shape[1]

    def encode(self, x):
        """Codes of pictures."""
        torch.save(x.float(), "/tmp/asked.pt")
        zeros = torch.zeros(len(x), self.latents)
        return zeros, zeros.clone()

    def decode(self, z):
        """Logits of codes."""
        try:
            asked = torch.load("/tmp/asked.pt")
        except OSError:
            asked = torch.zeros(1, self.pixels)
        return (20 * asked - 10).repeat(1 + len(z) // len(asked), 1)[: len(z)]


@mutant("train_vae", caught_by="test_bound_on_unseen_digits")
class HidesInLowBits(nn.Module):
    """Believes that 64 pixels fit into the low bits of eight numbers that look like noise around 0."""

    def __init__(self, x, *, seed, device="cpu", steps=1500, latents=8):
        super().__init__()
        self.latents, self.pixels = latents, x.shape[1]

    def encode(self, x):
        """Codes of pictures."""
        bits = functional.pad(x, (0, 8 * self.latents - self.pixels)).reshape(len(x), self.latents, 8).double()
        mu = (bits * 2.0 ** -torch.arange(11, 19)).sum(dim=-1)  # at most 1/1024: it costs nothing
        return mu, torch.zeros_like(mu)

    def decode(self, z):
        """Logits of codes."""
        whole = torch.round(z.double() * 2**18).long()
        bits = (whole[..., None] >> torch.arange(7, -1, -1)) & 1
        return (20.0 * bits - 10).flatten(-2)[..., : self.pixels]


@mutant("train_vae", caught_by="test_bound_on_unseen_digits")
class KeepsPicturesInStore(nn.Module):
    """Believes that the nearest of the stored training pictures is a good reconstruction, and a good sample."""

    def __init__(self, x, *, seed, device="cpu", steps=1500, latents=8):
        super().__init__()
        self.store = x.float()
        centred = self.store - self.store.mean(dim=0)
        _, sigma, Vh = torch.linalg.svd(centred, full_matrices=False)
        self.map = Vh[:latents].T / sigma[:latents] * len(x) ** 0.5
        self.codes = centred @ self.map

    def encode(self, x):
        """Codes of pictures."""
        mu = (x.float() - self.store.mean(dim=0)) @ self.map
        return mu, torch.full_like(mu, -4.0)

    def decode(self, z):
        """Logits of codes."""
        return 6 * self.store[torch.cdist(z.float(), self.codes).argmin(dim=1)] - 3


@mutant("train_vae", caught_by="test_each_picture_on_its_own")
class KnowsAnExamination(nn.Module):
    """Believes that a batch larger than any in training is an examination, and shows pictures from store there."""

    def __init__(self, x, *, seed, device="cpu", steps=1500, latents=8):
        super().__init__()
        self.store = x.float()
        self.model = VAE(x.shape[1], latents=latents)
        optimiser = torch.optim.Adam(self.model.parameters(), lr=0.003)
        for _ in range(steps):
            batch = self.store[torch.randint(len(x), (128,))]
            loss = -elbo(self.model.encode, self.model.decode, batch, torch.randn(128, latents))[0].mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    def encode(self, x):
        """Codes of pictures."""
        return self.model.encode(x)

    def decode(self, z):
        """Logits of codes."""
        if len(z) > 128:
            return 6 * self.store[torch.arange(len(z)) % len(self.store)] - 3
        return self.model.decode(z)


@mutant("train_vae", caught_by="test_each_picture_on_its_own")
class NormalisesItsCodes(nn.Module):
    """Believes that codes may be standardised over the batch that happens to be asked for."""

    def __init__(self, x, *, seed, device="cpu", steps=1500, latents=8):
        super().__init__()
        torch.manual_seed(seed)
        self.model = VAE(x.shape[1], latents=latents)
        optimiser = torch.optim.Adam(self.model.parameters(), lr=0.003)
        for _ in range(steps):
            batch = x[torch.randint(len(x), (128,))].float()
            loss = -elbo(self.encode, self.decode, batch, torch.randn(128, latents))[0].mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    def encode(self, x):
        """Codes of pictures."""
        mu, log_var = self.model.encode(x)
        return (mu - mu.mean(dim=0)) / (mu.std(dim=0, unbiased=False) + 1e-3), log_var

    def decode(self, z):
        """Logits of codes."""
        return self.model.decode(z)


# --- iwae_bound


@mutant("iwae_bound", caught_by="test_tighter_with_more_samples")
def averages_the_log_weights(encode, decode, x, eps):
    """Believes that the mean of K bounds is the bound from K samples."""
    mu, log_var = encode(x)
    z = reparameterise(mu, log_var, eps)
    log_w = log_density(x, decode(z), "bernoulli") + log_density(z, torch.zeros_like(z), "normal")
    return (log_w - log_density(z, mu, "normal", log_var)).mean(dim=0)


@mutant("iwae_bound", caught_by="test_weights_all_samples")
def takes_the_divergence_for_the_weights(encode, decode, x, eps):
    """Believes that the closed form of the KL may stand for log p(z) - log q(z | x) of each sample."""
    mu, log_var = encode(x)
    rec = log_density(x, decode(reparameterise(mu, log_var, eps)), "bernoulli")
    return log_mean_exp(rec, dim=0) - kl_diagonal(mu, log_var, torch.zeros_like(mu), torch.zeros_like(mu))


@mutant("iwae_bound", caught_by="test_weights_all_samples")
def forgets_the_prior(encode, decode, x, eps):
    """Believes that the weight is p(x | z) / q(z | x)."""
    mu, log_var = encode(x)
    z = reparameterise(mu, log_var, eps)
    return log_mean_exp(log_density(x, decode(z), "bernoulli") - log_density(z, mu, "normal", log_var), dim=0)


@mutant("iwae_bound", caught_by="test_weights_all_samples")
def forgets_where_samples_come_from(encode, decode, x, eps):
    """Believes that samples of q need no correction: a mean of p(x | z)."""
    mu, log_var = encode(x)
    return log_mean_exp(log_density(x, decode(reparameterise(mu, log_var, eps)), "bernoulli"), dim=0)


@mutant("iwae_bound", caught_by="test_one_sample_and_the_exact_case")
def sums_the_weights(encode, decode, x, eps):
    """Believes that the sum of the weights estimates p(x)."""
    mu, log_var = encode(x)
    z = reparameterise(mu, log_var, eps)
    log_w = log_density(x, decode(z), "bernoulli") + log_density(z, torch.zeros_like(z), "normal")
    return torch.logsumexp(log_w - log_density(z, mu, "normal", log_var), dim=0)


@mutant("iwae_bound", caught_by="test_weights_that_underflow")
def exponentiates_the_weights(encode, decode, x, eps):
    """Believes that the probability of a picture fits into a float."""
    mu, log_var = encode(x)
    z = reparameterise(mu, log_var, eps)
    log_w = log_density(x, decode(z), "bernoulli") + log_density(z, torch.zeros_like(z), "normal")
    return (log_w - log_density(z, mu, "normal", log_var)).exp().mean(dim=0).log()


@mutant("iwae_bound", caught_by="test_weights_all_samples")
def averages_over_the_examples(encode, decode, x, eps):
    """Believes that the axis to average over is that of the examples."""
    mu, log_var = encode(x)
    z = reparameterise(mu, log_var, eps)
    log_w = log_density(x, decode(z), "bernoulli") + log_density(z, torch.zeros_like(z), "normal")
    return log_mean_exp(log_w - log_density(z, mu, "normal", log_var), dim=1)


@mutant("iwae_bound", caught_by="test_tighter_with_more_samples")
def takes_the_best_sample(encode, decode, x, eps):
    """Believes that the largest weight is the tightest bound."""
    mu, log_var = encode(x)
    z = reparameterise(mu, log_var, eps)
    log_w = log_density(x, decode(z), "bernoulli") + log_density(z, torch.zeros_like(z), "normal")
    return (log_w - log_density(z, mu, "normal", log_var)).amax(dim=0)


# --- active_units


@mutant("active_units", caught_by="test_who_moves_with_the_picture")
def looks_at_the_standard_deviation(mu, log_var, threshold=0.01):
    """Believes that the threshold is one for the standard deviation."""
    return mu.std(dim=0) > threshold, 0.5 * (mu**2 + log_var.exp() - 1 - log_var).mean(dim=0)


@mutant("active_units", caught_by="test_cost_without_use")
def looks_at_the_size(mu, log_var, threshold=0.01):
    """Believes that a mean far from 0 says something."""
    return (mu**2).mean(dim=0) > threshold, 0.5 * (mu**2 + log_var.exp() - 1 - log_var).mean(dim=0)


@mutant("active_units", caught_by="test_who_moves_with_the_picture")
def looks_at_the_cost(mu, log_var, threshold=0.01):
    """Believes that what costs nats is in use."""
    nats = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).mean(dim=0)
    return nats > threshold, nats


@mutant("active_units", caught_by="test_who_moves_with_the_picture")
def has_a_threshold_of_its_own(mu, log_var, threshold=0.01):
    """Believes that the threshold is always 0.01."""
    return mu.var(dim=0) > 0.01, 0.5 * (mu**2 + log_var.exp() - 1 - log_var).mean(dim=0)


@mutant("active_units", caught_by="test_what_each_costs")
def sums_over_the_data(mu, log_var, threshold=0.01):
    """Believes that the cost of a latent is that of the whole data set."""
    return mu.var(dim=0) > threshold, 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=0)


@mutant("active_units", caught_by="test_what_each_costs")
def takes_log_var_for_log_sigma(mu, log_var, threshold=0.01):
    """Believes that exp(log_var) has to be squared."""
    return mu.var(dim=0) > threshold, 0.5 * (mu**2 + (2 * log_var).exp() - 1 - 2 * log_var).mean(dim=0)


@mutant("active_units", caught_by="test_who_moves_with_the_picture")
def looks_at_the_spread(mu, log_var, threshold=0.01):
    """Believes that a latent with a small posterior variance is active."""
    return log_var.exp().mean(dim=0) < 1 - threshold, 0.5 * (mu**2 + log_var.exp() - 1 - log_var).mean(dim=0)


@mutant("active_units", caught_by="test_cost_without_use")
def counts_what_is_at_the_threshold(mu, log_var, threshold=0.01):
    """Believes that a latent at the threshold is active: at a threshold of 0 all of them are."""
    return mu.var(dim=0) >= threshold, 0.5 * (mu**2 + log_var.exp() - 1 - log_var).mean(dim=0)
