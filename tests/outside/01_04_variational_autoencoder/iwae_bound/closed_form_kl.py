"""Wrong: believes that prior and posterior may be taken care of by the closed-form KL, outside of the mean over
samples.
"""


def iwae_bound(encode, decode, x, eps):
    mu, log_var = encode(x)
    log_px_z = log_density(x, decode(reparameterise(mu, log_var, eps)), "bernoulli")
    kl = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=-1)
    return log_mean_exp(log_px_z, dim=0) - kl
