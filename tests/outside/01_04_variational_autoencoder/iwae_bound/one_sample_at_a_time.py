"""Right: to save memory, decode is called on one sample at a time, [1, N, D]."""


def iwae_bound(encode, decode, x, eps):
    mu, log_var = encode(x)
    rows = []
    for k in range(eps.shape[0]):
        z = reparameterise(mu, log_var, eps[k : k + 1])
        log_w = log_density(x, decode(z), "bernoulli")
        log_w = log_w + log_density(z, torch.zeros_like(z), "normal") - log_density(z, mu, "normal", log_var)
        rows.append(log_w)
    return log_mean_exp(torch.cat(rows), dim=0).to(x.dtype)
