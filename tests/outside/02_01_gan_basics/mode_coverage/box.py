"""Wrong: within three sigma in each coordinate, since sigma is a standard deviation of each: a box and no ball."""


def mode_coverage(samples, centres, sigma, within=3.0, least=1):
    gaps = (samples.double()[:, None] - centres.double()).abs().nan_to_num(nan=torch.inf)
    index = gaps.square().sum(-1).argmin(dim=1)
    nearest = gaps[torch.arange(len(samples)), index]
    hit = (nearest <= within * sigma).all(dim=1)
    counts = torch.bincount(index[hit], minlength=len(centres))
    return int((counts >= least).sum()), float(hit.double().mean())
