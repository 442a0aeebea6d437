"""Wrong answers to `balanced_indices`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_equally_many_and_evenly_dealt")
def draws_with_replacement(labels, per_class, generator):
    """Believes that drawing each time anew is even enough."""
    chosen = []
    for label in labels.unique():
        rows = (labels == label).nonzero().flatten()
        chosen.append(rows[torch.randint(len(rows), (per_class,), generator=generator)])
    indices = torch.cat(chosen)
    return indices[torch.randperm(len(indices), generator=generator)]


@mutant(caught_by="test_equally_many_and_evenly_dealt")
def takes_what_there_is(labels, per_class, generator):
    """Believes that a class which is too small for its share gives what it has."""
    chosen = []
    for label in labels.unique():
        rows = (labels == label).nonzero().flatten()
        chosen.append(rows[torch.randperm(len(rows), generator=generator)][:per_class])
    indices = torch.cat(chosen)
    return indices[torch.randperm(len(indices), generator=generator)]


@mutant(caught_by="test_equally_many_and_evenly_dealt")
def counts_classes_from_zero(labels, per_class, generator):
    """Believes that classes are called 0, 1, 2, ..."""
    chosen = []
    for label in range(len(labels.unique())):
        rows = (labels == label).nonzero().flatten()
        if len(rows) == 0:
            rows = torch.arange(len(labels))
        rounds = -(-per_class // len(rows))
        dealt = [rows[torch.randperm(len(rows), generator=generator)] for _ in range(rounds)]
        chosen.append(torch.cat(dealt)[:per_class])
    indices = torch.cat(chosen)
    return indices[torch.randperm(len(indices), generator=generator)]


@mutant(caught_by="test_chance_decides_the_rest")
def one_class_after_the_other(labels, per_class, generator):
    """Believes that the order within a batch does not matter to anybody."""
    chosen = []
    for label in labels.unique():
        rows = (labels == label).nonzero().flatten()
        rounds = -(-per_class // len(rows))
        dealt = [rows[torch.randperm(len(rows), generator=generator)] for _ in range(rounds)]
        chosen.append(torch.cat(dealt)[:per_class])
    return torch.cat(chosen)


@mutant(caught_by="test_chance_decides_the_rest")
def takes_the_first_ones(labels, per_class, generator):
    """Believes that any examples will do, the first ones for instance."""
    chosen = []
    for label in labels.unique():
        rows = (labels == label).nonzero().flatten()
        chosen.append(rows[torch.arange(per_class) % len(rows)])
    indices = torch.cat(chosen)
    return indices[torch.randperm(len(indices), generator=generator)]


@mutant(caught_by="test_the_generator_is_all_the_chance")
def deals_by_global_chance(labels, per_class, generator):
    """Believes that chance is chance, wherever it comes from."""
    chosen = []
    for label in labels.unique():
        rows = (labels == label).nonzero().flatten()
        rounds = -(-per_class // len(rows))
        chosen.append(torch.cat([rows[torch.randperm(len(rows))] for _ in range(rounds)])[:per_class])
    indices = torch.cat(chosen)
    return indices[torch.randperm(len(indices), generator=generator)]


@mutant(caught_by="test_the_generator_is_all_the_chance")
def shuffles_by_global_chance(labels, per_class, generator):
    """Believes that the last shuffle need not be repeatable."""
    chosen = []
    for label in labels.unique():
        rows = (labels == label).nonzero().flatten()
        rounds = -(-per_class // len(rows))
        dealt = [rows[torch.randperm(len(rows), generator=generator)] for _ in range(rounds)]
        chosen.append(torch.cat(dealt)[:per_class])
    indices = torch.cat(chosen)
    return indices[torch.randperm(len(indices))]
