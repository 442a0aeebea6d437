"""Other right answers, which the hidden tests must accept. Each docstring says how it differs."""

# ruff: noqa: F821 - names of the notebook, which are there when these run

import math

import torch
from torch.nn import functional

from autograder.testing import alternative

# --- sample_top_down


@alternative("sample_top_down")
def story_with_standard_deviations(prior, decode, eps_2, eps_1, temperature=1.0):
    """Standard deviations by a root, `addcmul`; returns a list."""
    z_2 = eps_2 * temperature
    mu, log_var = prior(z_2)
    z_1 = torch.addcmul(mu, temperature * log_var.exp().sqrt(), eps_1)
    return [z_2, z_1, decode(z_1)]


# --- kl_per_level


@alternative("kl_per_level")
def prices_in_a_loop(q, p):
    """A loop that writes each formula out, and joins columns."""
    columns = []
    for level in range(len(q)):
        (mu_q, log_var_q), (mu_p, log_var_p) = q[level], p[level]
        var_p = torch.exp(log_var_p)
        terms = (torch.exp(log_var_q) + (mu_q - mu_p).square()) / var_p - 1 - log_var_q + log_var_p
        columns.append(terms.sum(-1, keepdim=True) / 2)
    return torch.cat(columns, dim=-1)


@alternative("kl_per_level")
def prices_by_distributions(q, p):
    """torch.distributions."""
    from torch.distributions import Normal, kl_divergence

    def normal(mu, log_var):
        return Normal(mu, torch.exp(log_var / 2))

    return torch.stack([kl_divergence(normal(*a), normal(*b)).sum(-1) for a, b in zip(q, p, strict=True)], -1)


# --- nats_per_level


@alternative("nats_per_level")
def nats_by_recursion(a, s):
    """A loop from the data upwards in Python's floats, with the price of each level as the logarithm of one quotient."""
    here, prices = 1 / (1 + float(s) ** 2), []
    for link in [*a.tolist(), 0.0]:
        above = here * link**2
        prices.append(0.5 * (math.log1p(-above) - math.log1p(-here)))
        here = above
    return torch.tensor(prices, dtype=a.dtype)


# --- combine_normals


@alternative("combine_normals")
def product_by_softmax(mu_1, log_var_1, mu_2, log_var_2):
    """A softmax of negative log-variances for the shares, `logsumexp` for the precision."""
    mus = torch.stack(torch.broadcast_tensors(mu_1, mu_2))
    minus = -torch.stack(torch.broadcast_tensors(log_var_1, log_var_2))
    return (torch.softmax(minus, dim=0) * mus).sum(0), -torch.logsumexp(minus, dim=0)


@alternative("combine_normals")
def product_by_a_gain(mu_1, log_var_1, mu_2, log_var_2):
    """As Kalman writes it: the first is corrected towards the second, by a gain."""
    gain = torch.sigmoid(log_var_1 - log_var_2)
    return mu_1 + gain * (mu_2 - mu_1), log_var_1 - functional.softplus(log_var_1 - log_var_2)


# --- residual_posterior


@alternative("residual_posterior")
def residual_with_expm1(mu_p, log_var_p, delta_mu, delta_log_var):
    """`expm1`, and the difference measured in standard deviations before it is squared."""
    steps = delta_mu * torch.exp(-log_var_p / 2)
    kl = (steps.square() + torch.expm1(delta_log_var) - delta_log_var).sum(-1) / 2
    return delta_mu + mu_p, delta_log_var + log_var_p, kl


# --- hierarchical_elbo


@alternative("hierarchical_elbo")
def bound_written_out(model, x, eps_2, eps_1):
    """All formulas written out, with torch's cross-entropy; returns a list."""
    top_mu, top_log_var = model.encode_top(x)
    z_2 = top_mu + top_log_var.exp().sqrt() * eps_2
    prior_mu, prior_log_var = model.prior(z_2)
    mu, log_var = model.encode_bottom(x, z_2)
    z_1 = mu + (log_var / 2).exp() * eps_1
    rec = -functional.binary_cross_entropy_with_logits(model.decode(z_1), x, reduction="none").sum(1)
    kl_2 = (top_mu.square() + top_log_var.exp() - 1 - top_log_var).sum(1) / 2
    terms = (log_var.exp() + (mu - prior_mu) ** 2) / prior_log_var.exp() - 1 + prior_log_var - log_var
    kl_1 = terms.sum(1) / 2
    return [rec - (kl_1 + kl_2), rec, kl_1, kl_2]


@alternative("hierarchical_elbo")
def bound_by_distributions(model, x, eps_2, eps_1):
    """torch.distributions for densities and divergences."""
    from torch.distributions import Bernoulli, Normal, kl_divergence

    def normal(pair):
        return Normal(pair[0], torch.exp(pair[1] / 2))

    top = normal(model.encode_top(x))
    z_2 = top.loc + top.scale * eps_2
    below, prior = normal(model.encode_bottom(x, z_2)), normal(model.prior(z_2))
    rec = Bernoulli(logits=model.decode(below.loc + below.scale * eps_1)).log_prob(x).sum(-1)
    kl_1 = kl_divergence(below, prior).sum(-1)
    kl_2 = kl_divergence(top, Normal(torch.zeros_like(z_2), torch.ones_like(z_2))).sum(-1)
    return rec - kl_1 - kl_2, rec, kl_1, kl_2


# --- train_hvae


@alternative("train_hvae")
def train_with_a_generator(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """A generator of its own for batches and noise, the loss as a sum of means, `set_to_none`, evaluation mode."""
    torch.manual_seed(seed)
    model = HVAE(x.shape[1], 128, posterior).to(device)
    generator = torch.Generator().manual_seed(seed + 1)
    optimiser = torch.optim.Adam(model.parameters(), 3e-3)
    for _ in range(steps):
        rows = torch.randint(0, len(x), [128], generator=generator)
        noise = torch.randn(128, 12, generator=generator).to(device)
        _, rec, kl_1, kl_2 = hierarchical_elbo(model, x[rows].float().to(device), noise[:, :4], noise[:, 4:])
        model.zero_grad(set_to_none=True)
        (kl_1.mean() + kl_2.mean() - rec.mean()).backward()
        optimiser.step()
    return model.to("cpu").eval()


# --- free_nats


@alternative("free_nats")
def free_group_by_group(kl, floor):
    """Group by group in a loop, with `clamp`."""
    floors = floor if torch.is_tensor(floor) else [floor] * kl.shape[1]
    return sum(column.mean().clamp(min=float(f)) for column, f in zip(kl.unbind(1), floors, strict=True))


@alternative("free_nats")
def free_by_the_excess(kl, floor):
    """The floors, and what exceeds them."""
    floor = torch.as_tensor(floor, dtype=kl.dtype).expand(kl.shape[1])
    return floor.sum() + functional.relu(kl.mean(0) - floor).sum()


# --- is_top_used


@alternative("is_top_used")
def used_throw_by_throw(encode_top, prior, x):
    """A loop over throws from torch's own generator, with sums and sums of squares; another cut."""
    mu, log_var = encode_top(x)
    total, squares, own = 0.0, 0.0, 0.0
    for _ in range(60):
        mean, log_variance = prior(mu + (log_var / 2).exp() * torch.randn_like(mu))
        total, squares, own = total + mean, squares + mean**2, own + log_variance.exp().mean(0)
    mean = total / 60
    within = (squares / 60 - mean**2).mean(0)
    share = mean.var(0) / (mean.var(0) + within + own / 60)
    return max(share.tolist()) > 0.1


@alternative("is_top_used")
def used_by_correlation(encode_top, prior, x):
    """Two throws of z_1 for each picture: what they have in common is what the picture decides. Many rounds."""
    mu, log_var = encode_top(x)
    common, own = 0.0, 0.0
    for _ in range(200):
        first, second = (
            m + (v / 2).exp() * torch.randn_like(m)
            for m, v in (prior(mu + (log_var / 2).exp() * torch.randn_like(mu)) for _ in range(2))
        )
        first, second = first - first.mean(0), second - second.mean(0)
        common, own = common + (first * second).mean(0), own + (first**2 + second**2).mean(0) / 2
    return bool((common / own).max() > 0.08)
