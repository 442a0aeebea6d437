"""Right: broadcasting in float64, nan_to_num to infinity, scatter_add for the counts."""


def mode_coverage(samples, centres, sigma, within=3.0, least=1):
    gaps = samples.double()[:, None] - centres.double()[None]
    squared = torch.nan_to_num(gaps.square().sum(-1), nan=torch.inf, posinf=torch.inf)
    value, index = squared.sqrt().min(dim=1)
    hit = (value <= within * sigma).long()
    counts = torch.zeros(len(centres), dtype=torch.long).scatter_add(0, index, hit)
    return int((counts >= least).sum()), float(hit.double().mean())
