"""Wrong answers to `masked_mean`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_means_of_rows")
def divides_by_the_length(values, mask):
    """Believes that a mean divides by the length of the row."""
    return np.where(mask, values, 0).mean(axis=-1)


@mutant(caught_by="test_means_of_rows")
def averages_over_everything(values, mask):
    """Believes that `values[mask]` keeps its rows."""
    kept = values[mask]
    mean = kept.mean() if kept.size else 0.0
    return np.full(values.shape[:-1], mean)


@mutant(caught_by="test_means_of_rows")
def averages_along_the_first_axis(values, mask):
    """Believes that means of rows go along axis 0."""
    total = np.where(mask, values, 0).sum(axis=0)
    return total / np.maximum(mask.sum(axis=0), 1)


@mutant(caught_by="test_means_of_rows")
def counts_what_is_masked(values, mask):
    """Believes that True means: leave it out."""
    total = np.where(mask, 0, values).sum(axis=-1)
    return total / np.maximum((~mask).sum(axis=-1), 1)


@mutant(caught_by="test_means_of_rows")
def adds_a_small_number_to_the_count(values, mask):
    """Believes that a small number in the denominator does no harm."""
    return np.where(mask, values, 0).sum(axis=-1) / (mask.sum(axis=-1) + 1e-8)


@mutant(caught_by="test_anything_under_the_mask")
def multiplies_by_the_mask(values, mask):
    """Believes that 0 times anything is 0."""
    with np.errstate(invalid="ignore"):
        return (values * mask).sum(axis=-1) / np.maximum(mask.sum(axis=-1), 1)


@mutant(caught_by="test_anything_under_the_mask")
def cleans_nan_only(values, mask):
    """Believes that NaN is all that can stand under a mask."""
    clean = np.where(np.isnan(values), 0, values)
    with np.errstate(invalid="ignore"):
        return (clean * mask).sum(axis=-1) / np.maximum(mask.sum(axis=-1), 1)


@mutant(caught_by="test_nothing_counts")
def divides_by_no_entries(values, mask):
    """Believes that something counts in each row."""
    with np.errstate(invalid="ignore"):
        return np.where(mask, values, 0).sum(axis=-1) / mask.sum(axis=-1)


@mutant(caught_by="test_nothing_counts")
def falls_back_to_the_plain_mean(values, mask):
    """Believes that a row in which nothing counts has the mean of all that stands there."""
    count = mask.sum(axis=-1)
    total = np.where(mask, values, 0).sum(axis=-1) / np.maximum(count, 1)
    return np.where(count > 0, total, values.sum(axis=-1) / max(values.shape[-1], 1))


@mutant(caught_by="test_whole_numbers")
def divides_whole_numbers(values, mask):
    """Believes that the mean of whole numbers is a whole number."""
    total, count = np.where(mask, values, 0).sum(axis=-1), np.maximum(mask.sum(axis=-1), 1)
    return total // count if values.dtype.kind == "i" else total / count


@mutant(caught_by="test_whole_numbers")
def adds_up_in_the_kind_that_was_given(values, mask):
    """Believes that a sum fits into whatever its parts fit into."""
    total = np.where(mask, values, 0).astype(values.dtype).sum(axis=-1, dtype=values.dtype)
    return total / np.maximum(mask.sum(axis=-1), 1)


@mutant(caught_by="test_anything_under_the_mask")
def writes_zeros_into_the_values(values, mask):
    """Believes that the filling is nobody's, and may be overwritten."""
    values[~mask] = 0
    return values.sum(axis=-1) / np.maximum(mask.sum(axis=-1), 1)
