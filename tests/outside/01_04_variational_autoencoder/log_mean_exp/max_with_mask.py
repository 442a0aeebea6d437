"""Right: equation (4) by hand, with m = 0 where the maximum is -inf."""


def log_mean_exp(a, dim=0):
    m = a.amax(dim=dim, keepdim=True)
    m = torch.where(torch.isinf(m), torch.zeros_like(m), m)  # all terms -inf: nothing to pull out
    total = (a - m).exp().mean(dim=dim)
    return m.squeeze(dim) + total.log()
