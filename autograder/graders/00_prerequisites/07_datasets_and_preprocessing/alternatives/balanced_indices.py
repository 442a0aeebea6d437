"""Other right answers to `balanced_indices`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def deals_card_by_card(labels, per_class, generator):
    """A pack for each class, shuffled again whenever it is used up; lists until the end."""
    chosen = []
    for label in sorted(set(labels.tolist())):
        rows, pack = [i for i, other in enumerate(labels.tolist()) if other == label], []
        for _ in range(per_class):
            if not pack:
                pack = [rows[j] for j in torch.randperm(len(rows), generator=generator).tolist()]
            chosen.append(pack.pop())
    order = torch.rand(len(chosen), generator=generator).argsort()
    return torch.tensor(chosen, dtype=torch.int64)[order]


@alternative
def whole_rounds_and_a_rest(labels, per_class, generator):
    """Every example as often as the whole rounds go, and a random choice for the rest."""
    parts = []
    for label in labels.unique():
        rows = torch.where(labels == label)[0]
        rounds, rest = divmod(per_class, len(rows))
        extra = rows[torch.randperm(len(rows), generator=generator)[:rest]]
        parts += [rows.repeat(rounds), extra]
    joined = torch.cat(parts)
    return joined[torch.randperm(len(joined), generator=generator)]
