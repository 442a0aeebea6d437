"""Wrong: believes that in float64 no weight can underflow, so exp and log may be written down plainly."""


def iwae_bound(encode, decode, x, eps):
    mu, log_var = encode(x)
    z = reparameterise(mu, log_var, eps)
    log_w = log_density(x, decode(z), "bernoulli") + log_density(z, torch.zeros_like(z), "normal")
    log_w = (log_w - log_density(z, mu, "normal", log_var)).double()
    return log_w.exp().mean(dim=0).log().to(x.dtype)
