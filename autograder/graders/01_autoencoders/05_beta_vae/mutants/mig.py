"""Wrong answers to `mig`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_known_gaps")
def does_not_normalise(codes, factors):
    """Believes that a gap in nats is a score."""

    def entropy(values):
        p = values.unique(return_counts=True)[1].double() / len(values)
        return -(p * p.log()).sum()

    gaps = []
    for v in factors.T:
        found = torch.stack([entropy(z) + entropy(v) - entropy(z * (v.max() + 1) + v) for z in codes.T])
        first, second = found.topk(2).values
        gaps.append(first - second)
    return torch.stack(gaps).mean()


@mutant(caught_by="test_known_gaps")
def looks_for_the_best_factor_of_each_latent(codes, factors):
    """Believes that the gap is one between factors, for each latent."""

    def entropy(values):
        p = values.unique(return_counts=True)[1].double() / len(values)
        return -(p * p.log()).sum()

    gaps = []
    for z in codes.T:
        found = [(entropy(z) + entropy(v) - entropy(z * (v.max() + 1) + v)) / entropy(v) for v in factors.T]
        first, second = torch.stack([*found, torch.zeros(()).double()]).topk(2).values
        gaps.append(first - second)
    return torch.stack(gaps).mean()


@mutant(caught_by="test_known_gaps")
def compares_with_the_mean_latent(codes, factors):
    """Believes that the best latent is to be compared with the average of the others."""

    def entropy(values):
        p = values.unique(return_counts=True)[1].double() / len(values)
        return -(p * p.log()).sum()

    gaps = []
    for v in factors.T:
        found = torch.stack([entropy(z) + entropy(v) - entropy(z * (v.max() + 1) + v) for z in codes.T])
        first = found.max()
        gaps.append((first - (found.sum() - first) / (len(found) - 1)) / entropy(v))
    return torch.stack(gaps).mean()


@mutant(caught_by="test_known_gaps")
def divides_by_the_best(codes, factors):
    """Believes that the best latent's information is what there is to know."""

    def entropy(values):
        p = values.unique(return_counts=True)[1].double() / len(values)
        return -(p * p.log()).sum()

    gaps = []
    for v in factors.T:
        found = torch.stack([entropy(z) + entropy(v) - entropy(z * (v.max() + 1) + v) for z in codes.T])
        first, second = found.topk(2).values
        gaps.append((first - second) / first)
    return torch.stack(gaps).mean()


@mutant(caught_by="test_random_codes")
def averages_before_it_divides(codes, factors):
    """Believes that all factors have the same entropy: mean gap over mean entropy."""

    def entropy(values):
        p = values.unique(return_counts=True)[1].double() / len(values)
        return -(p * p.log()).sum()

    gaps, entropies = [], []
    for v in factors.T:
        found = torch.stack([entropy(z) + entropy(v) - entropy(z * (v.max() + 1) + v) for z in codes.T])
        first, second = found.topk(2).values
        gaps.append(first - second)
        entropies.append(entropy(v))
    return torch.stack(gaps).mean() / torch.stack(entropies).mean()


@mutant(caught_by="test_what_does_not_matter")
def correlates(codes, factors):
    """Believes that squared correlation is as good as information."""
    gaps = []
    for v in factors.T.double():
        found = []
        for z in codes.T.double():
            both = torch.stack([z - z.mean(), v - v.mean()])
            scale = both.square().sum(dim=1).prod()
            found.append((both[0] * both[1]).sum() ** 2 / scale if scale > 0 else torch.zeros(()).double())
        first, second = torch.stack(found).topk(2).values
        gaps.append(first - second)
    return torch.stack(gaps).mean()


@mutant(caught_by="test_random_codes")
def makes_pairs_that_collide(codes, factors):
    """Makes one number of a pair with the number of different values, not with what is larger than all of them."""

    def entropy(values):
        p = values.unique(return_counts=True)[1].double() / len(values)
        return -(p * p.log()).sum()

    gaps = []
    for v in factors.T:
        found = torch.stack([entropy(z) + entropy(v) - entropy(z * len(v.unique()) + v) for z in codes.T])
        first, second = found.topk(2).values
        gaps.append((first - second) / entropy(v))
    return torch.stack(gaps).mean()


@mutant(caught_by="test_known_gaps")
def gives_each_factor_another_latent(codes, factors):
    """Believes that a latent which is taken for one factor cannot be the best for another."""

    def entropy(values):
        p = values.unique(return_counts=True)[1].double() / len(values)
        return float(-(p * p.log()).sum())

    taken, gaps = set(), []
    for v in factors.T:
        found = [entropy(z) + entropy(v) - entropy(z * (v.max() + 1) + v) for z in codes.T]
        best = max((j for j in range(len(found)) if j not in taken or len(taken) == len(found)), key=found.__getitem__)
        taken.add(best)
        second = max(value for j, value in enumerate(found) if j != best)
        gaps.append((found[best] - second) / entropy(v))
    return sum(gaps) / len(gaps)
