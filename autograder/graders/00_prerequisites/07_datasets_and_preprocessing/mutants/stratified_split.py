"""Wrong answers to `stratified_split`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_each_class_in_proportion")
def ignores_classes(labels, fractions, generator):
    """Believes that a random split is fair to every class."""
    order = torch.randperm(len(labels), generator=generator)
    parts, start, total = [], 0, 0.0
    for fraction in fractions:
        total += fraction
        end = round(len(labels) * total)
        parts.append(order[start:end])
        start = end
    return parts


@mutant(caught_by="test_each_class_in_proportion")
def rounds_each_size(labels, fractions, generator):
    """Believes that rounded sizes add up."""
    parts = [[] for _ in fractions]
    for label in labels.unique():
        rows = (labels == label).nonzero().flatten()
        rows = rows[torch.randperm(len(rows), generator=generator)]
        start = 0
        for part, fraction in zip(parts, fractions, strict=True):
            end = start + round(len(rows) * fraction)
            part.append(rows[start:end])
            start = end
    return [torch.cat(part) for part in parts]


@mutant(caught_by="test_each_class_in_proportion")
def the_rest_to_the_last(labels, fractions, generator):
    """Believes that rounding down is fine if the last part takes what is left."""
    parts = [[] for _ in fractions]
    for label in labels.unique():
        rows = (labels == label).nonzero().flatten()
        rows = rows[torch.randperm(len(rows), generator=generator)]
        start = 0
        for j, fraction in enumerate(fractions):
            end = len(rows) if j == len(fractions) - 1 else start + int(len(rows) * fraction)
            parts[j].append(rows[start:end])
            start = end
    return [torch.cat(part) for part in parts]


@mutant(caught_by="test_chance_decides_who_comes_where")
def first_come_first_served(labels, fractions, generator):
    """Believes that the order of the data is random enough within a class."""
    parts = [[] for _ in fractions]
    for label in labels.unique():
        rows = (labels == label).nonzero().flatten()
        start, total = 0, 0.0
        for part, fraction in zip(parts, fractions, strict=True):
            total += fraction
            end = round(len(rows) * total)
            part.append(rows[start:end])
            start = end
    return [torch.cat(part)[torch.randperm(sum(map(len, part)), generator=generator)] for part in parts]


@mutant(caught_by="test_the_generator_is_all_the_chance")
def asks_the_global_generator(labels, fractions, generator):
    """Believes that chance is chance, wherever it comes from."""
    parts = [[] for _ in fractions]
    for label in labels.unique():
        rows = (labels == label).nonzero().flatten()
        rows = rows[torch.randperm(len(rows))]
        start, total = 0, 0.0
        for part, fraction in zip(parts, fractions, strict=True):
            total += fraction
            end = round(len(rows) * total)
            part.append(rows[start:end])
            start = end
    return [torch.cat(part) for part in parts]


@mutant(caught_by="test_the_generator_is_all_the_chance")
def a_seed_of_its_own(labels, fractions, generator):
    """Believes that a split has to be the same for everybody, for ever."""
    generator = torch.Generator().manual_seed(42)
    parts = [[] for _ in fractions]
    for label in labels.unique():
        rows = (labels == label).nonzero().flatten()
        rows = rows[torch.randperm(len(rows), generator=generator)]
        start, total = 0, 0.0
        for part, fraction in zip(parts, fractions, strict=True):
            total += fraction
            end = round(len(rows) * total)
            part.append(rows[start:end])
            start = end
    return [torch.cat(part) for part in parts]


@mutant(caught_by="test_each_class_in_proportion")
def returns_places_in_the_class(labels, fractions, generator):
    """Believes that the number of an example within its class is its index."""
    parts = [[] for _ in fractions]
    for label in labels.unique():
        rows = torch.randperm(int((labels == label).sum()), generator=generator)
        start, total = 0, 0.0
        for part, fraction in zip(parts, fractions, strict=True):
            total += fraction
            end = round(len(rows) * total)
            part.append(rows[start:end])
            start = end
    return [torch.cat(part) for part in parts]
