"""Wrong answers to `fit_bigram`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_boundaries_are_letters_too")
def forgets_the_boundaries(names, alpha):
    """Believes that only pairs of letters count."""
    counts = np.full((27, 27), float(alpha))
    for name in names:
        letters = codes(name)[1:-1]
        for i, j in pairwise(letters):
            counts[i, j] += 1
    return counts / counts.sum(axis=1, keepdims=True)


@mutant(caught_by="test_boundaries_are_letters_too")
def forgets_the_end(names, alpha):
    """Believes that a name's last letter is followed by nothing."""
    counts = np.full((27, 27), float(alpha))
    for name in names:
        letters = codes(name)[:-1]
        for i, j in pairwise(letters):
            counts[i, j] += 1
    return counts / counts.sum(axis=1, keepdims=True)


@mutant(caught_by="test_boundaries_are_letters_too")
def runs_names_together(names, alpha):
    """Believes that a boundary is needed at both ends of the list, not of each name."""
    counts = np.full((27, 27), float(alpha))
    letters = codes("".join(names))
    for i, j in pairwise(letters):
        if names:
            counts[i, j] += 1
    return counts / counts.sum(axis=1, keepdims=True)


@mutant(caught_by="test_boundaries_are_letters_too")
def doubles_the_boundaries(names, alpha):
    """Believes that names follow each other in one text with two boundaries in between."""
    counts = np.full((27, 27), float(alpha))
    letters = [letter for name in names for letter in codes(name)]
    for i, j in pairwise(letters):
        counts[i, j] += 1
    return counts / counts.sum(axis=1, keepdims=True)


@mutant(caught_by="test_pairs_are_counted")
def writes_columns_for_rows(names, alpha):
    """Believes that the first letter stands in the column."""
    counts = np.full((27, 27), float(alpha))
    for name in names:
        letters = codes(name)
        for i, j in pairwise(letters):
            counts[j, i] += 1
    return counts / counts.sum(axis=1, keepdims=True)


@mutant(caught_by="test_pairs_are_counted")
def counts_all_of_a_name_at_once(names, alpha):
    """Believes that `counts[i, j] += 1` with lists adds 1 for every pair, also where a pair comes twice in a name."""
    counts = np.full((27, 27), float(alpha))
    for name in names:
        letters = codes(name)
        counts[letters[:-1], letters[1:]] += 1
    return counts / counts.sum(axis=1, keepdims=True)


@mutant(caught_by="test_pairs_are_counted")
def divides_by_the_whole_table(names, alpha):
    """Believes that the table is one distribution over pairs."""
    counts = np.full((27, 27), float(alpha))
    for name in names:
        letters = codes(name)
        for i, j in pairwise(letters):
            counts[i, j] += 1
    return counts / counts.sum() * 27


@mutant(caught_by="test_smoothing")
def smooths_what_was_never_seen(names, alpha):
    """Believes that only empty cells need alpha."""
    counts = np.zeros((27, 27))
    for name in names:
        letters = codes(name)
        for i, j in pairwise(letters):
            counts[i, j] += 1
    counts = np.where(counts == 0, alpha, counts)
    return counts / counts.sum(axis=1, keepdims=True)


@mutant(caught_by="test_smoothing")
def smooths_shares(names, alpha):
    """Believes that alpha is added to shares, which are made to sum to 1 again."""
    counts = np.full((27, 27), 1e-300)
    for name in names:
        letters = codes(name)
        for i, j in pairwise(letters):
            counts[i, j] += 1
    shares = counts / counts.sum(axis=1, keepdims=True) + alpha
    return shares / shares.sum(axis=1, keepdims=True)
