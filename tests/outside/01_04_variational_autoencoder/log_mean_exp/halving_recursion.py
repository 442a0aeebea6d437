"""Right: recursion, log-sum-exp of two halves joined by m + log1p(exp(-|difference|))."""


def _join(u, v):
    high, low = torch.maximum(u, v), torch.minimum(u, v)
    gap = torch.where(low == -math.inf, torch.full_like(low, -math.inf), low - high)
    return high + torch.log1p(torch.exp(gap))


def _log_sum(rows):
    if rows.shape[0] == 1:
        return rows[0]
    half = rows.shape[0] // 2
    return _join(_log_sum(rows[:half]), _log_sum(rows[half:]))


def log_mean_exp(a, dim=0):
    rows = a.movedim(dim, 0)
    return _log_sum(rows) - math.log(rows.shape[0])
