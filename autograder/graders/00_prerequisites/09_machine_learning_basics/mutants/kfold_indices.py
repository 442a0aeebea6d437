"""Wrong answers to `kfold_indices`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_all_chance_comes_from_the_generator")
def does_not_shuffle(n, k, rng):
    """Believes that data come in no order."""
    if not 2 <= k <= n:
        raise ValueError(k)
    parts = np.array_split(np.arange(n), k)
    return [(np.setdiff1d(np.arange(n), part), part) for part in parts]


@mutant(caught_by="test_all_chance_comes_from_the_generator")
def shuffles_parts_only(n, k, rng):
    """Believes that shuffling the parts is shuffling the examples."""
    if not 2 <= k <= n:
        raise ValueError(k)
    parts = np.array_split(np.arange(n), k)
    return [(np.setdiff1d(np.arange(n), parts[i]), parts[i]) for i in rng.permutation(k)]


@mutant(caught_by="test_all_chance_comes_from_the_generator")
def shares_everybodys_chance(n, k, rng):
    """Believes that one source of chance is as good as another."""
    if not 2 <= k <= n:
        raise ValueError(k)
    parts = np.array_split(np.random.permutation(n), k)
    return [(np.setdiff1d(np.arange(n), part), part) for part in parts]


@mutant(caught_by="test_all_chance_comes_from_the_generator")
def fixes_the_seed(n, k, rng):
    """Believes that an experiment can be repeated only with a seed of 0."""
    if not 2 <= k <= n:
        raise ValueError(k)
    parts = np.array_split(np.random.default_rng(0).permutation(n), k)
    return [(np.setdiff1d(np.arange(n), part), part) for part in parts]


@mutant(caught_by="test_each_example_is_kept_back_once")
def drops_the_remainder(n, k, rng):
    """Believes that k divides n."""
    if not 2 <= k <= n:
        raise ValueError(k)
    order, size = rng.permutation(n), n // k
    parts = [order[i * size : (i + 1) * size] for i in range(k)]
    return [(np.setdiff1d(np.arange(n), part), part) for part in parts]


@mutant(caught_by="test_each_example_is_kept_back_once")
def gives_the_remainder_to_the_last(n, k, rng):
    """Believes that whoever comes last may have more."""
    if not 2 <= k <= n:
        raise ValueError(k)
    order, size = rng.permutation(n), n // k
    parts = [order[i * size : (i + 1) * size if i < k - 1 else n] for i in range(k)]
    return [(np.setdiff1d(np.arange(n), part), part) for part in parts]


@mutant(caught_by="test_each_example_is_kept_back_once")
def draws_each_part_anew(n, k, rng):
    """Believes that a fresh random part for each fold is cross-validation."""
    if not 2 <= k <= n:
        raise ValueError(k)
    parts = [rng.permutation(n)[: len(part)] for part in np.array_split(np.arange(n), k)]
    return [(np.setdiff1d(np.arange(n), part), part) for part in parts]


@mutant(caught_by="test_the_rest_is_learnt_from")
def learns_from_all(n, k, rng):
    """Believes that more examples to learn from can do no harm."""
    if not 2 <= k <= n:
        raise ValueError(k)
    return [(np.arange(n), part) for part in np.array_split(rng.permutation(n), k)]


@mutant(caught_by="test_the_rest_is_learnt_from")
def learns_from_the_next_part(n, k, rng):
    """Believes that one part is for learning and one for the exam."""
    if not 2 <= k <= n:
        raise ValueError(k)
    parts = np.array_split(rng.permutation(n), k)
    return [(parts[(i + 1) % k], parts[i]) for i in range(k)]


@mutant(caught_by="test_too_few_or_too_many_parts_are_refused")
def lets_one_part_pass(n, k, rng):
    """Believes that k only has to be positive, and not too large."""
    if not 1 <= k <= n:
        raise ValueError(k)
    parts = np.array_split(rng.permutation(n), k)
    return [(np.setdiff1d(np.arange(n), part), part) for part in parts]
