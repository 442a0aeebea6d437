"""Wrong: believes that the mean over samples may be taken of log w, which is the ELBO with less noise."""


def iwae_bound(encode, decode, x, eps):
    mu, log_var = encode(x)
    z = reparameterise(mu, log_var, eps)
    log_w = log_density(x, decode(z), "bernoulli") + log_density(z, torch.zeros_like(z), "normal")
    log_w = log_w - log_density(z, mu, "normal", log_var)
    return log_w.mean(dim=0)
