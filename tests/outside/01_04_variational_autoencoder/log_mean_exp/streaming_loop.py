"""Right: one pass along the axis, with a running maximum and a running sum that is rescaled."""


def log_mean_exp(a, dim=0):
    steps = torch.unbind(a, dim=dim)
    peak = torch.full_like(steps[0], -math.inf)
    total = torch.zeros_like(steps[0])
    for term in steps:
        new_peak = torch.maximum(peak, term)
        safe = torch.where(new_peak == -math.inf, torch.zeros_like(new_peak), new_peak)
        total = total * torch.exp(peak - safe) + torch.exp(term - safe)
        peak = new_peak
    return torch.where(total > 0, peak + torch.log(total / len(steps)), peak)
