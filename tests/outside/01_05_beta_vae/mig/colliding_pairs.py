"""Wrong: the pair (z, v) as one number z * K + v, with K the number of *different* values of v.

Where a number does not occur (values 0 and 5, say) K is too small, and two pairs get one number.
"""


def mig(codes, factors):
    def H(values):
        p = values.unique(return_counts=True)[1].double() / len(values)
        return -(p * p.log()).sum()

    gaps = []
    for v in factors.T:
        K = len(v.unique())
        info = torch.stack([H(z) + H(v) - H(z * K + v) for z in codes.T])
        first, second = info.topk(2).values
        gaps.append((first - second) / H(v))
    return torch.stack(gaps).mean()
