"""Other right answers to `stratified_split`, which must have full marks. Each docstring says how it differs."""

import math

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def cuts_a_shuffled_order(labels, fractions, generator):
    """One permutation of all; each example's place within its class decides about its part."""
    ends = np.cumsum(fractions)
    parts = [[] for _ in fractions]
    sizes = {int(label): int((labels == label).sum()) for label in labels.unique()}
    seen = dict.fromkeys(sizes, 0)
    for i in torch.randperm(len(labels), generator=generator).tolist():
        label = int(labels[i])
        bounds = np.floor(sizes[label] * ends + 0.5 + 1e-9)
        parts[int(np.searchsorted(bounds, seen[label], side="right"))].append(i)
        seen[label] += 1
    return [torch.tensor(part, dtype=torch.int64) for part in parts]


@alternative
def gives_what_is_missing(labels, fractions, generator):
    """Rounds all sizes down, and deals the rest out to the parts with the largest remainders."""
    parts = [torch.zeros(0, dtype=torch.int64) for _ in fractions]
    for label in sorted(set(labels.tolist())):
        rows = torch.where(labels == label)[0]
        exact = [len(rows) * fraction for fraction in fractions]
        sizes = [math.floor(size + 1e-9) for size in exact]
        order = sorted(range(len(sizes)), key=lambda j: sizes[j] - exact[j])
        for j in order[: len(rows) - sum(sizes)]:
            sizes[j] += 1
        dealt = rows[torch.rand(len(rows), generator=generator).argsort()].split(sizes)
        parts = [torch.cat(pair) for pair in zip(parts, dealt, strict=True)]
    return parts
