"""Other right answers to `hierarchical_elbo`, which must have full marks. Each docstring says how it differs."""

import torch
from torch.nn import functional

from autograder.testing import alternative


@alternative
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


@alternative
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
