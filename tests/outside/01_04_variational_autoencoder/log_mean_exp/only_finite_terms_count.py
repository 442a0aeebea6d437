"""Wrong: believes that a term of -inf does not count in the mean (divides by the number of finite terms)."""


def log_mean_exp(a, dim=0):
    count = torch.isfinite(a).sum(dim=dim).clamp(min=1)
    return torch.logsumexp(a, dim=dim) - count.to(a.dtype).log()
