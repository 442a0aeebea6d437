"""Wrong: "the best-informed latent" taken once for each factor greedily, so that no latent is used for two factors.

Disentangled means one latent for one factor, I thought; but (8) sorts for each factor by itself.
"""


def mig(codes, factors):
    def H(values):
        p = values.unique(return_counts=True)[1].double() / len(values)
        return -(p * p.log()).sum()

    taken, gaps = set(), []
    for v in factors.T:
        info = [float(H(z) + H(v) - H(z * (int(v.max()) + 1) + v)) for z in codes.T]
        free = [j for j in range(len(info)) if j not in taken] or list(range(len(info)))
        best = max(free, key=lambda j: info[j])
        taken.add(best)
        second = max(value for j, value in enumerate(info) if j != best)
        gaps.append((info[best] - second) / float(H(v)))
    return sum(gaps) / len(gaps)
