"""Wrong: believes that a more accurate float64 answer is as good as one in a's dtype."""


def log_mean_exp(a, dim=0):
    a = a.double()
    return torch.logsumexp(a, dim=dim) - math.log(a.shape[dim])
