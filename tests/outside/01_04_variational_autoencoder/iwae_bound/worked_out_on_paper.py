"""Right: own formula, log p(z) - log q(z|x) = (sum of eps^2 + log_var - z^2) / 2; logsigmoid of the signed logits."""


def iwae_bound(encode, decode, x, eps):
    mu, log_var = encode(x)
    z = mu + eps * torch.exp(0.5 * log_var)
    sign = 2 * x - 1  # ink +1, paper -1
    reconstruction = functional.logsigmoid(sign * decode(z)).sum(-1)
    correction = 0.5 * (eps.square() + log_var - z.square()).sum(-1)
    log_w = reconstruction + correction
    return (log_w.logsumexp(0) - math.log(eps.shape[0])).to(x.dtype)
