"""Wrong: a sample counts for every mode within reach, not for its nearest only: the balls of the ring do not overlap.

Of other modes they may, and then one sample covers two.
"""


def mode_coverage(samples, centres, sigma, within=3.0, least=1):
    d = torch.cdist(samples.double(), centres.double())
    hit = d <= within * sigma
    return int((hit.sum(dim=0) >= least).sum()), float(hit.any(dim=1).double().mean())
