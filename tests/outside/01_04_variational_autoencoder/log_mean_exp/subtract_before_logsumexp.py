"""Right: torch.logsumexp of a - log K, so that each term carries its own 1/K."""


def log_mean_exp(a, dim=0):
    count = a.size(dim)
    return torch.logsumexp(a - math.log(count), dim)
