"""Right: decode once, then a loop over the K samples that adds the weights with torch.logaddexp, in float64."""


def iwae_bound(encode, decode, x, eps):
    mu, log_var = encode(x)
    z = mu + torch.exp(0.5 * log_var) * eps
    logits = decode(z)
    total = None
    for z_k, eps_k, logits_k in zip(z.double(), eps.double(), logits.double()):
        bce = functional.binary_cross_entropy_with_logits(logits_k, x.double(), reduction="none")
        log_p_z = -0.5 * (z_k**2 + math.log(2 * math.pi)).sum(dim=1)
        log_q_z = -0.5 * (eps_k**2 + log_var.double() + math.log(2 * math.pi)).sum(dim=1)
        log_w = -bce.sum(dim=1) + log_p_z - log_q_z
        total = log_w if total is None else torch.logaddexp(total, log_w)
    return (total - math.log(len(eps))).to(x.dtype)
