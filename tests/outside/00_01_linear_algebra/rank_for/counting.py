"""Right: torch, all errors for k = 0 ... r at once from a triangular matrix, and the number of those that are too large."""


def rank_for(sigma, tolerance):
    upper = torch.triu(torch.ones(len(sigma), len(sigma), dtype=sigma.dtype))
    errors = (upper @ sigma**2).sqrt()
    return int((errors > tolerance * errors[0]).sum())
