"""Right: I = H(v) - H(v | z), the second as a mean over the groups of equal z; so the gap is a difference of H(v | z)."""


def entropy(values):
    p = values.unique(return_counts=True)[1].double() / len(values)
    return -(p * p.log()).sum().item()


def mig(codes, factors):
    score = 0.0
    for v in factors.unbind(dim=1):
        rest = []
        for z in codes.unbind(dim=1):
            groups = [v[z == a] for a in z.unique()]
            rest.append(sum(len(g) / len(v) * entropy(g) for g in groups))
        rest.sort()
        score += (rest[1] - rest[0]) / entropy(v)
    return score / factors.shape[1]
