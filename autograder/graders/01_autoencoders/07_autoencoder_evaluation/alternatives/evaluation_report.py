"""Other right answers to `evaluation_report`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def report_by_distributions(encode, decode, x_train, y_train, x_test, y_test, eps):
    """torch.distributions for rate and distortion, and a count of hits."""
    from torch.distributions import Bernoulli, Normal, kl_divergence

    means = encode(x_train)[0]
    mu, log_var = encode(x_test)
    q = Normal(mu, (0.5 * log_var).exp())
    picture = Bernoulli(logits=decode(q.loc + q.scale * eps)).log_prob(x_test).sum(dim=-1)
    price = kl_divergence(q, Normal(torch.zeros_like(mu), torch.ones_like(mu))).sum(dim=-1)

    def standard(codes):
        return (codes - means.mean(dim=0)) / means.std(dim=0)

    predicted = torch.as_tensor(linear_probe(standard(means), y_train, standard(mu), lam=1.0))
    hits = int((predicted == y_test).sum())
    return {"rate": price.mean().item(), "distortion": -picture.mean().item(), "probe_accuracy": hits / len(y_test)}
