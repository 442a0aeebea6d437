"""Wrong answers to `group_mean`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_missing_values")
def fills_gaps_with_zeros(keys, values):
    """Believes that a missing value is a zero."""
    groups, index = np.unique(keys, return_inverse=True)
    members = one_hot(index, len(groups))
    counts = (members.T @ np.ones(values.shape)).astype(int)
    return groups, counts, members.T @ np.nan_to_num(values) / counts


@mutant(caught_by="test_missing_values")
def lets_nan_through(keys, values):
    """Believes that NaN stays in its own group and column, and spoils no other sum."""
    groups, index = np.unique(keys, return_inverse=True)
    members = one_hot(index, len(groups))
    counts = (members.T @ ~np.isnan(values)).astype(int)
    with np.errstate(invalid="ignore"):
        return groups, counts, members.T @ values / np.maximum(counts, 1)


@mutant(caught_by="test_missing_values")
def divides_by_all_members(keys, values):
    """Believes that the number of rows is the number of values."""
    groups, index = np.unique(keys, return_inverse=True)
    members = one_hot(index, len(groups))
    known = ~np.isnan(values)
    sums = members.T @ np.where(known, values, 0)
    return groups, (members.T @ known).astype(int), sums / (members.T @ np.ones(values.shape))


@mutant(caught_by="test_missing_values")
def empty_groups_have_mean_zero(keys, values):
    """Believes that the mean of nothing is 0, as in masked_mean."""
    groups, index = np.unique(keys, return_inverse=True)
    members = one_hot(index, len(groups))
    known = ~np.isnan(values)
    counts = (members.T @ known).astype(int)
    return groups, counts, members.T @ np.where(known, values, 0) / np.maximum(counts, 1)


@mutant(caught_by="test_missing_values")
def drops_rows_with_a_gap(keys, values):
    """Believes that a row with one missing value is worth nothing."""
    table = values.reshape(len(keys), -1)
    whole = ~np.isnan(table).any(axis=1)
    groups = np.unique(keys)
    counts = np.array([np.full(table.shape[1], (whole & (keys == g)).sum()) for g in groups])
    with np.errstate(invalid="ignore"):
        means = np.array([table[whole & (keys == g)].sum(axis=0) for g in groups]) / counts
    shape = (len(groups), *values.shape[1:])
    return groups, counts.reshape(shape), means.reshape(shape)


@mutant(caught_by="test_counts_and_means")
def averages_all_columns_together(keys, values):
    """Believes that a group has one mean, however many columns there are."""
    groups, index = np.unique(keys, return_inverse=True)
    members = one_hot(index, len(groups))
    known = ~np.isnan(values)
    if values.ndim == 1:
        counts, sums = members.T @ known, members.T @ np.where(known, values, 0)
    else:
        counts = np.repeat((members.T @ known).sum(axis=1, keepdims=True), values.shape[1], axis=1)
        sums = np.repeat((members.T @ np.where(known, values, 0)).sum(axis=1, keepdims=True), values.shape[1], axis=1)
    means = np.full(sums.shape, np.nan)
    return groups, counts.astype(int), np.divide(sums, counts, out=means, where=counts > 0)


@mutant(caught_by="test_counts_and_means")
def returns_sums(keys, values):
    """Believes that the product with the one-hot table averages."""
    groups, index = np.unique(keys, return_inverse=True)
    members = one_hot(index, len(groups))
    known = ~np.isnan(values)
    return groups, (members.T @ known).astype(int), members.T @ np.where(known, values, 0)


@mutant(caught_by="test_counts_and_means")
def keeps_the_order_of_appearance(keys, values):
    """Believes that groups come in the order in which they are met."""
    groups = np.array(list(dict.fromkeys(keys.tolist())))
    counts = np.array([(~np.isnan(values[keys == g])).sum(axis=0) for g in groups])
    with np.errstate(invalid="ignore"):
        return groups, counts, np.array([np.nansum(values[keys == g], axis=0) for g in groups]) / counts


@mutant(caught_by="test_keys_of_all_kinds")
def takes_keys_for_positions(keys, values):
    """Believes that keys are labels from 0 on, whenever they are whole numbers."""
    if keys.dtype.kind == "i" and keys.min() >= 0 and keys.max() < 100:
        groups, index = np.arange(keys.max() + 1), keys
    else:
        groups, index = np.unique(keys, return_inverse=True)
    members = one_hot(index, len(groups))
    known = ~np.isnan(values)
    counts = (members.T @ known).astype(int)
    sums = members.T @ np.where(known, values, 0)
    means = np.full(sums.shape, np.nan)
    return groups, counts, np.divide(sums, counts, out=means, where=counts > 0)


@mutant(caught_by="test_keys_of_all_kinds")
def takes_minus_one_for_unknown(keys, values):
    """Believes that a key of -1 belongs to no group, as with labels."""
    groups, index = np.unique(keys, return_inverse=True)
    if keys.dtype.kind == "i":
        groups, index = groups[groups != -1], np.where(keys == -1, -1, np.searchsorted(groups[groups != -1], keys))
    members = one_hot(index, len(groups))
    known = ~np.isnan(values)
    counts = (members.T @ known).astype(int)
    sums = members.T @ np.where(known, values, 0)
    means = np.full(sums.shape, np.nan)
    return groups, counts, np.divide(sums, counts, out=means, where=counts > 0)


@mutant(caught_by="test_pictures")
def takes_the_median(keys, values):
    """Believes that the middle one is the average."""
    groups = np.unique(keys)
    counts = np.array([(~np.isnan(values[keys == g])).sum(axis=0) for g in groups])
    return groups, counts, np.array([np.nanmedian(values[keys == g], axis=0) for g in groups])
