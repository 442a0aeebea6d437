"""Right: torch.distributions.Normal and Bernoulli, Independent over the last axis, and a softmax-free log-mean."""

from torch.distributions import Bernoulli, Independent, Normal


def iwae_bound(encode, decode, x, eps):
    mu, log_var = encode(x)
    posterior = Independent(Normal(mu, (0.5 * log_var).exp()), 1)
    z = posterior.base_dist.loc + posterior.base_dist.scale * eps
    prior = Independent(Normal(torch.zeros_like(mu), torch.ones_like(mu)), 1)
    picture = Independent(Bernoulli(logits=decode(z)), 1)
    log_w = picture.log_prob(x) + prior.log_prob(z) - posterior.log_prob(z)
    top = log_w.max(dim=0).values
    return (top + (log_w - top).exp().mean(dim=0).log()).type_as(x)
