"""Wrong: believes that log q(z|x) is the standard normal density of eps (forgets the half log-variance of the
stretching).
"""


def iwae_bound(encode, decode, x, eps):
    mu, log_var = encode(x)
    z = reparameterise(mu, log_var, eps)
    log_px_z = log_density(x, decode(z), "bernoulli")
    log_pz = log_density(z, torch.zeros_like(z), "normal")
    log_qz = log_density(eps, torch.zeros_like(eps), "normal")
    return log_mean_exp(log_px_z + log_pz - log_qz, dim=0)
