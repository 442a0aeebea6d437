"""Wrong: |s - c|^2 multiplied out, s.s - 2 s.c + c.c, in the samples' own float32.

Fine near the origin, and all that the text shows is there. Where modes lie far from it (at 1000, with a sigma of 0.1) nothing of the distance is left.
"""


def mode_coverage(samples, centres, sigma, within=3.0, least=1):
    c = centres.to(samples.dtype)
    squared = samples.square().sum(1, keepdim=True) - 2 * samples @ c.T + c.square().sum(1)
    squared = torch.where(squared.isfinite(), squared, torch.inf)
    value, index = squared.min(dim=1)
    hit = value <= (within * sigma) ** 2
    counts = torch.bincount(index[hit], minlength=len(centres))
    return int((counts >= least).sum()), float(hit.double().mean())
