"""Right: reparameterise, three calls of log_density and log_mean_exp."""


def iwae_bound(encode, decode, x, eps):
    mu, log_var = encode(x)
    z = reparameterise(mu, log_var, eps)
    log_px_z = log_density(x, decode(z), "bernoulli")
    log_pz = log_density(z, torch.zeros_like(z), "normal")
    log_qz_x = log_density(z, mu, "normal", log_var)
    return log_mean_exp(log_px_z + log_pz - log_qz_x, dim=0).to(x.dtype)
