"""Wrong: H(v) taken as log of the number of bins, since "to_bins makes equally full ones".

True for codes and factors out of to_bins; the docstring promises it of no factor.
"""


def mig(codes, factors):
    def H(values):
        p = values.unique(return_counts=True)[1].double() / len(values)
        return -(p * p.log()).sum()

    gaps = []
    for v in factors.T:
        info = torch.stack([H(z) + H(v) - H(z * (int(v.max()) + 1) + v) for z in codes.T])
        first, second = info.topk(2).values
        gaps.append((first - second) / math.log(len(v.unique())))
    return torch.stack(gaps).mean()
