"""Wrong: the share counts samples that hit a *covered* mode: one with at least `least` hits.

A mode with too few hits is not covered, so I thought its samples lie nowhere. The docstring: the part that hit a mode.
"""


def mode_coverage(samples, centres, sigma, within=3.0, least=1):
    d = torch.cdist(samples.double(), centres.double()).nan_to_num(nan=torch.inf)
    value, index = d.min(dim=1)
    counts = torch.bincount(index[value <= within * sigma], minlength=len(centres))
    covered = counts >= least
    return int(covered.sum()), float(counts[covered].sum() / len(samples))
