"""Other right answers to `group_mean`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def mean_by_pandas(keys, values):
    """pandas' own groupby."""
    import pandas as pd

    grouped = pd.DataFrame(values.reshape(len(keys), -1)).groupby(np.asarray(keys))
    counts, means = grouped.count(), grouped.mean()
    shape = (len(counts), *values.shape[1:])
    return counts.index.to_numpy(), counts.to_numpy().reshape(shape), means.to_numpy().reshape(shape)


@alternative
def mean_by_a_loop(keys, values):
    """One group after the other, with a loop; counts are floats."""
    groups = sorted(set(keys.tolist()))
    counts, means = [], []
    for group in groups:
        members = values[keys == group]
        known = ~np.isnan(members)
        counts.append(known.sum(axis=0).astype(float))
        with np.errstate(invalid="ignore"):
            means.append(np.nansum(members, axis=0) / known.sum(axis=0))
    return groups, np.array(counts), np.array(means)


@alternative
def mean_by_adding(keys, values):
    """np.add.at, which adds up by position."""
    groups, index = np.unique(keys, return_inverse=True)
    sums, counts = np.zeros((len(groups), *values.shape[1:])), np.zeros((len(groups), *values.shape[1:]), dtype=int)
    np.add.at(sums, index, np.nan_to_num(values))
    np.add.at(counts, index, ~np.isnan(values))
    with np.errstate(invalid="ignore"):
        return groups, counts, sums / counts
