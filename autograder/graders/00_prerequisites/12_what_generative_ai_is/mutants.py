"""Wrong answers that the hidden tests must catch. Each docstring says what the student believed."""
# ruff: noqa: D102, F821 -- methods are the notebook's, and so are the names of its other answers

import math

import numpy as np

from autograder.testing import mutant

# --- read_both_ways


@mutant("read_both_ways", caught_by="test_shares_of_counts")
def exchanges_rows_and_columns(counts):
    """Believes that `axis=0` sums each row."""
    of_row, of_column = counts.sum(axis=0, keepdims=True), counts.sum(axis=1, keepdims=True)
    return counts.sum(axis=1) / counts.sum(), counts / of_row, counts / of_column


@mutant("read_both_ways", caught_by="test_shares_of_counts")
def divides_everything_by_the_whole(counts):
    """Believes that a share is always a share of all cases."""
    joint = counts / counts.sum()
    return joint.sum(axis=1), joint, joint


@mutant("read_both_ways", caught_by="test_shares_of_counts")
def divides_by_sums_that_lie_down(counts):
    """Believes that NumPy knows that the sums belong to rows: in a square table it divides columns by them."""
    of_label = counts.sum(axis=1)
    rows = counts / of_label if counts.shape[0] == counts.shape[1] else counts / of_label[:, None]
    return of_label / counts.sum(), rows, counts / counts.sum(axis=0)


@mutant("read_both_ways", caught_by="test_shares_of_counts")
def says_how_many_of_each_label(counts):
    """Believes that all labels are equally common."""
    p_y = np.full(len(counts), 1 / len(counts))
    return p_y, counts / counts.sum(axis=1, keepdims=True), counts / counts.sum(axis=0, keepdims=True)


@mutant("read_both_ways", caught_by="test_bayes_rule_holds_between_them")
def forgets_how_common_labels_are(counts):
    """Believes that the columns can be had from the rows alone."""
    rows = counts / counts.sum(axis=1, keepdims=True)
    return counts.sum(axis=1) / counts.sum(), rows, rows / rows.sum(axis=0, keepdims=True)


@mutant("read_both_ways", caught_by="test_bayes_rule_holds_between_them")
def adds_a_little_against_zero(counts):
    """Believes that a small constant in the denominator does no harm."""
    of_label, of_value = counts.sum(axis=1, keepdims=True), counts.sum(axis=0, keepdims=True)
    return of_label[:, 0] / counts.sum(), counts / (of_label + 1e-8), counts / (of_value + 1e-8)


# --- draw


@mutant("draw", caught_by="test_ends_of_the_stretches")
def gives_an_end_to_the_stretch_before(counts, u):
    """Believes that `side` does not matter: at u = 0 an impossible outcome in front is drawn."""
    ends = np.cumsum(counts)
    return np.searchsorted(ends, u * ends[-1], side="left")


@mutant("draw", caught_by="test_ends_of_the_stretches")
def falls_off_the_end(counts, u):
    """Believes that shares sum to 1."""
    return np.searchsorted(np.cumsum(counts / np.sum(counts)), u, side="right")


@mutant("draw", caught_by="test_ends_of_the_stretches")
def ends_at_the_last_outcome(counts, u):
    """Believes that what falls off the end belongs to the last outcome, even if its count is 0."""
    k = np.searchsorted(np.cumsum(counts / np.sum(counts)), u, side="right")
    return np.minimum(k, len(counts) - 1)


@mutant("draw", caught_by="test_where_u_lands")
def forgets_to_stretch(counts, u):
    """Believes that counts sum to 1, as shares do."""
    return np.minimum(np.searchsorted(np.cumsum(counts), u, side="right"), len(counts) - 1)


@mutant("draw", caught_by="test_where_u_lands")
def all_outcomes_alike(counts, u):
    """Believes that an outcome is a random index."""
    return (np.asarray(u) * len(counts)).astype(np.int64)


@mutant("draw", caught_by="test_where_u_lands")
def takes_the_likeliest(counts, u):
    """Believes that a generator returns the most likely outcome."""
    return np.full(np.shape(u), np.argmax(counts), dtype=np.int64)


@mutant("draw", caught_by="test_where_u_lands")
def makes_chance_of_its_own(counts, u):
    """Believes that a sampler has to make its own random numbers."""
    counts = np.asarray(counts, dtype=np.float64)
    return np.random.default_rng(0).choice(len(counts), size=np.shape(u), p=counts / counts.sum())


# --- fit_bigram


@mutant("fit_bigram", caught_by="test_boundaries_are_letters_too")
def forgets_the_boundaries(names, alpha):
    """Believes that only pairs of letters count."""
    counts = np.full((27, 27), float(alpha))
    for name in names:
        letters = codes(name)[1:-1]
        for i, j in pairwise(letters):
            counts[i, j] += 1
    return counts / counts.sum(axis=1, keepdims=True)


@mutant("fit_bigram", caught_by="test_boundaries_are_letters_too")
def forgets_the_end(names, alpha):
    """Believes that a name's last letter is followed by nothing."""
    counts = np.full((27, 27), float(alpha))
    for name in names:
        letters = codes(name)[:-1]
        for i, j in pairwise(letters):
            counts[i, j] += 1
    return counts / counts.sum(axis=1, keepdims=True)


@mutant("fit_bigram", caught_by="test_boundaries_are_letters_too")
def runs_names_together(names, alpha):
    """Believes that a boundary is needed at both ends of the list, not of each name."""
    counts = np.full((27, 27), float(alpha))
    letters = codes("".join(names))
    for i, j in pairwise(letters):
        if names:
            counts[i, j] += 1
    return counts / counts.sum(axis=1, keepdims=True)


@mutant("fit_bigram", caught_by="test_boundaries_are_letters_too")
def doubles_the_boundaries(names, alpha):
    """Believes that names follow each other in one text with two boundaries in between."""
    counts = np.full((27, 27), float(alpha))
    letters = [letter for name in names for letter in codes(name)]
    for i, j in pairwise(letters):
        counts[i, j] += 1
    return counts / counts.sum(axis=1, keepdims=True)


@mutant("fit_bigram", caught_by="test_pairs_are_counted")
def writes_columns_for_rows(names, alpha):
    """Believes that the first letter stands in the column."""
    counts = np.full((27, 27), float(alpha))
    for name in names:
        letters = codes(name)
        for i, j in pairwise(letters):
            counts[j, i] += 1
    return counts / counts.sum(axis=1, keepdims=True)


@mutant("fit_bigram", caught_by="test_pairs_are_counted")
def counts_all_of_a_name_at_once(names, alpha):
    """Believes that `counts[i, j] += 1` with lists adds 1 for every pair, also where a pair comes twice in a name."""
    counts = np.full((27, 27), float(alpha))
    for name in names:
        letters = codes(name)
        counts[letters[:-1], letters[1:]] += 1
    return counts / counts.sum(axis=1, keepdims=True)


@mutant("fit_bigram", caught_by="test_pairs_are_counted")
def divides_by_the_whole_table(names, alpha):
    """Believes that the table is one distribution over pairs."""
    counts = np.full((27, 27), float(alpha))
    for name in names:
        letters = codes(name)
        for i, j in pairwise(letters):
            counts[i, j] += 1
    return counts / counts.sum() * 27


@mutant("fit_bigram", caught_by="test_smoothing")
def smooths_what_was_never_seen(names, alpha):
    """Believes that only empty cells need alpha."""
    counts = np.zeros((27, 27))
    for name in names:
        letters = codes(name)
        for i, j in pairwise(letters):
            counts[i, j] += 1
    counts = np.where(counts == 0, alpha, counts)
    return counts / counts.sum(axis=1, keepdims=True)


@mutant("fit_bigram", caught_by="test_smoothing")
def smooths_shares(names, alpha):
    """Believes that alpha is added to shares, which are made to sum to 1 again."""
    counts = np.full((27, 27), 1e-300)
    for name in names:
        letters = codes(name)
        for i, j in pairwise(letters):
            counts[i, j] += 1
    shares = counts / counts.sum(axis=1, keepdims=True) + alpha
    return shares / shares.sum(axis=1, keepdims=True)


# --- log_prob


@mutant("log_prob", caught_by="test_long_and_impossible_names")
def multiplies_first(p, names):
    """Believes that the logarithm of the product is as good as the sum of logarithms."""
    products = [np.prod(p[codes(name)[:-1], codes(name)[1:]]) for name in names]
    return np.log(np.array(products, dtype=float))


@mutant("log_prob", caught_by="test_long_and_impossible_names")
def floors_small_shares(p, names):
    """Believes that log 0 has to be kept away by a small constant."""
    logs = np.log(p + 1e-12)
    return np.array([logs[codes(name)[:-1], codes(name)[1:]].sum() for name in names], dtype=float)


@mutant("log_prob", caught_by="test_long_and_impossible_names")
def leaves_out_what_is_impossible(p, names):
    """Believes that pairs without a logarithm can be skipped."""
    logs = np.where(p > 0, np.log(np.where(p > 0, p, 1)), 0)
    return np.array([logs[codes(name)[:-1], codes(name)[1:]].sum() for name in names], dtype=float)


@mutant("log_prob", caught_by="test_sum_over_pairs")
def averages_over_letters(p, names):
    """Believes that the logarithm of a name is the mean over its letters."""
    logs = np.log(p)
    return np.array([logs[codes(name)[:-1], codes(name)[1:]].mean() for name in names], dtype=float)


@mutant("log_prob", caught_by="test_all_names_together")
def leaves_out_the_last_factor(p, names):
    """Believes that a name is over when its letters are."""
    logs = np.log(p)
    return np.array([logs[codes(name)[:-2], codes(name)[1:-1]].sum() for name in names], dtype=float)


@mutant("log_prob", caught_by="test_sum_over_pairs")
def reads_columns(p, names):
    """Believes that the first letter stands in the column."""
    logs = np.log(p)
    return np.array([logs[codes(name)[1:], codes(name)[:-1]].sum() for name in names], dtype=float)


@mutant("log_prob", caught_by="test_sum_over_pairs")
def takes_the_logarithm_to_base_two(p, names):
    """Believes that one logarithm is as good as another."""
    logs = np.log2(p)
    return np.array([logs[codes(name)[:-1], codes(name)[1:]].sum() for name in names], dtype=float)


# --- sample_name


@mutant("sample_name", caught_by="test_the_walk")
def begins_with_an_a(p, u, temperature=1.0):
    """Believes that letter number 1 is where names begin."""
    letter, name = 1, ""
    for number in u:
        letter = draw((p[letter] / p[letter].max()) ** (1 / temperature), number)
        if letter == 0:
            break
        name += ALPHABET[letter]
    return name


@mutant("sample_name", caught_by="test_the_walk")
def reads_a_column(p, u, temperature=1.0):
    """Believes that the shares of the next letter stand in a column."""
    letter, name = 0, ""
    for number in u:
        row = p[:, letter] + 1e-300
        letter = draw((row / row.max()) ** (1 / temperature), number)
        if letter == 0:
            break
        name += ALPHABET[letter]
    return name


@mutant("sample_name", caught_by="test_temperature")
def turns_the_temperature_round(p, u, temperature=1.0):
    """Believes that the power is the temperature."""
    letter, name = 0, ""
    for number in u:
        letter = draw((p[letter] / p[letter].max()) ** temperature, number)
        if letter == 0:
            break
        name += ALPHABET[letter]
    return name


@mutant("sample_name", caught_by="test_the_walk")
def uses_one_number_for_all(p, u, temperature=1.0):
    """Believes that one uniform number is enough for a name."""
    letter, name = 0, ""
    for _ in u:
        letter = draw((p[letter] / p[letter].max()) ** (1 / temperature), u[0])
        if letter == 0:
            break
        name += ALPHABET[letter]
    return name


@mutant("sample_name", caught_by="test_how_names_end")
def writes_the_boundary_down(p, u, temperature=1.0):
    """Believes that the boundary is a letter of the name."""
    letter, name = 0, ""
    for number in u:
        letter = draw((p[letter] / p[letter].max()) ** (1 / temperature), number)
        name += ALPHABET[letter]
        if letter == 0:
            break
    return name


@mutant("sample_name", caught_by="test_how_names_end")
def goes_on_after_the_boundary(p, u, temperature=1.0):
    """Believes that a boundary is left out, and the name goes on behind it."""
    letter, name = 0, ""
    for number in u:
        letter = draw((p[letter] / p[letter].max()) ** (1 / temperature), number)
        name += ALPHABET[letter]
    return name.replace(".", "")


@mutant("sample_name", caught_by="test_the_cold")
def freezes_in_the_cold(p, u, temperature=1.0):
    """Believes that a power of a share is never 0."""
    letter, name = 0, ""
    for number in u:
        letter = min(int(draw(p[letter] ** (1 / temperature), number)), 26)
        if letter == 0:
            break
        name += ALPHABET[letter]
    return name


@mutant("sample_name", caught_by="test_temperature")
def divides_shares_by_the_temperature(p, u, temperature=1.0):
    """Believes that dividing all shares by the temperature changes something."""
    letter, name = 0, ""
    for number in u:
        letter = draw(p[letter] / temperature, number)
        if letter == 0:
            break
        name += ALPHABET[letter]
    return name


@mutant("sample_name", caught_by="test_temperature")
def warms_logarithms_of_smoothed_shares(p, u, temperature=1.0):
    """Believes that a little must be added before the power is taken; then heat makes the impossible possible."""
    letter, name = 0, ""
    for number in u:
        letter = draw((p[letter] / p[letter].max() + 1e-6) ** (1 / temperature), number)
        if letter == 0:
            break
        name += ALPHABET[letter]
    return name


# --- is_sampler_of


@mutant("is_sampler_of", caught_by="test_memory")
def looks_at_shares_only(sample, p):
    """Believes that right shares make a right sampler."""
    n, K = 40_000, len(p)
    x, again = np.asarray(sample(n)), np.asarray(sample(n))
    if x.shape != (n,) or not np.isin(x, np.arange(K)).all():
        return False
    shares = np.array([np.mean(x == k) for k in range(K)])
    if (shares[p == 0] > 0).any() or np.abs(shares - p).max() > 0.02:
        return False
    return bool((p > 0).sum() == 1 or not np.array_equal(x, again))


@mutant("is_sampler_of", caught_by="test_shares")
def looks_for_possible_outcomes_only(sample, p):
    """Believes that it is enough that all outcomes come, and no impossible ones."""
    n, K = 40_000, len(p)
    x, again = np.asarray(sample(n)), np.asarray(sample(n))
    if x.shape != (n,) or not np.isin(x, np.arange(K)).all():
        return False
    if set(np.unique(x).tolist()) != set(np.flatnonzero(p).tolist()):
        return False
    return bool((p > 0).sum() == 1 or not np.array_equal(x, again))


@mutant("is_sampler_of", caught_by="test_shares")
def compares_the_mean(sample, p):
    """Believes that a right mean makes right shares."""
    n, K = 40_000, len(p)
    x, again = np.asarray(sample(n)), np.asarray(sample(n))
    if x.shape != (n,) or not np.isin(x, np.flatnonzero(p)).all():
        return False
    if abs(x.mean() - np.arange(K) @ p) > 0.05:
        return False
    pairs = np.mean((x[:-1] - x.mean()) * (x[1:] - x.mean()))
    return bool(abs(pairs) < 0.05 and ((p > 0).sum() == 1 or not np.array_equal(x, again)))


@mutant("is_sampler_of", caught_by="test_outcomes_that_cannot_be")
def forgives_rare_impossible_outcomes(sample, p):
    """Believes that what is impossible may come as long as it is rare."""
    n, K = 40_000, len(p)
    x, again = np.asarray(sample(n)), np.asarray(sample(n))
    if x.shape != (n,) or not np.isin(x, np.arange(K)).all():
        return False
    pairs = np.array([[np.mean((x[:-1] == i) & (x[1:] == j)) for j in range(K)] for i in range(K)])
    shares = np.array([np.mean(x == k) for k in range(K)])
    if np.abs(shares - p).max() > 0.02 or np.abs(pairs - np.outer(p, p)).max() > 0.02:
        return False
    return bool((p > 0).sum() == 1 or not np.array_equal(x, again))


@mutant("is_sampler_of", caught_by="test_outcomes_that_cannot_be")
def looks_at_the_range_of_outcomes_only(sample, p):
    """Believes that what lies between 0 and K - 1 is an outcome: 0.5 and NaN slip through."""
    n, K = 40_000, len(p)
    x, again = np.asarray(sample(n)), np.asarray(sample(n))
    if x.shape != (n,) or (x < 0).any() or (x > K - 1).any():
        return False
    pairs = np.array([[np.mean((x[:-1] == i) & (x[1:] == j)) for j in range(K)] for i in range(K)])
    shares = np.array([np.mean(x == k) for k in range(K)])
    if (shares[p == 0] > 0).any() or np.abs(shares - p).max() > 0.02 or np.abs(pairs - np.outer(p, p)).max() > 0.02:
        return False
    return bool((p > 0).sum() == 1 or not np.array_equal(x, again))


@mutant("is_sampler_of", caught_by="test_fresh_outcomes")
def asks_only_once(sample, p):
    """Believes that one call shows everything."""
    n, K = 40_000, len(p)
    x = np.asarray(sample(n))
    if x.shape != (n,) or not np.isin(x, np.arange(K)).all():
        return False
    pairs = np.array([[np.mean((x[:-1] == i) & (x[1:] == j)) for j in range(K)] for i in range(K)])
    shares = np.array([np.mean(x == k) for k in range(K)])
    if (shares[p == 0] > 0).any():
        return False
    return bool(np.abs(shares - p).max() <= 0.02 and np.abs(pairs - np.outer(p, p)).max() <= 0.02)


@mutant("is_sampler_of", caught_by="test_fresh_outcomes")
def rejects_all_that_repeats(sample, p):
    """Believes that two equal calls are always a fault, even where only one outcome is possible."""
    n, K = 40_000, len(p)
    x, again = np.asarray(sample(n)), np.asarray(sample(n))
    if x.shape != (n,) or not np.isin(x, np.arange(K)).all():
        return False
    pairs = np.array([[np.mean((x[:-1] == i) & (x[1:] == j)) for j in range(K)] for i in range(K)])
    shares = np.array([np.mean(x == k) for k in range(K)])
    if (shares[p == 0] > 0).any() or np.abs(shares - p).max() > 0.02 or np.abs(pairs - np.outer(p, p)).max() > 0.02:
        return False
    return not np.array_equal(x, again)


@mutant("is_sampler_of", caught_by="test_shares")
def demands_exact_shares(sample, p):
    """Believes that a right sampler has nearly exact shares."""
    n, K = 1000, len(p)
    x, again = np.asarray(sample(n)), np.asarray(sample(n))
    if x.shape != (n,) or not np.isin(x, np.arange(K)).all():
        return False
    shares = np.array([np.mean(x == k) for k in range(K)])
    if np.abs(shares - p).max() > 1e-4:
        return False
    return bool((p > 0).sum() == 1 or not np.array_equal(x, again))


# --- predict_repeats


@mutant("predict_repeats", caught_by="test_every_case_counted_out")
def counts_the_missing_ones(n, m):
    """Believes that equation (9) is the number of examples that do not come."""
    no_repeat = 1.0
    for i in range(1, m):
        no_repeat *= max(n - i, 0) / n
    return float(n * (1 - 1 / n) ** m), no_repeat


@mutant("predict_repeats", caught_by="test_every_case_counted_out")
def has_one_factor_too_many(n, m):
    """Believes that m draws avoid m examples."""
    no_repeat = 1.0
    for i in range(1, m + 1):
        no_repeat *= max(n - i, 0) / n
    return n * (1 - (1 - 1 / n) ** m), no_repeat


@mutant("predict_repeats", caught_by="test_every_case_counted_out")
def compares_with_one_other_only(n, m):
    """Believes that each draw has to avoid just the one before it."""
    return n * (1 - (1 - 1 / n) ** m), (1 - 1 / n) ** max(m - 1, 0)


@mutant("predict_repeats", caught_by="test_few_draws")
def lets_factors_go_negative(n, m):
    """Believes that there are never more draws than examples, and looks at the size of factors only."""
    no_repeat = 1.0
    for i in range(1, m):
        no_repeat *= abs(n - i) / n if i != n else 1 / n
    return n * (1 - (1 - 1 / n) ** m), no_repeat


@mutant("predict_repeats", caught_by="test_every_case_counted_out")
def counts_until_all_are_seen(n, m):
    """Believes that draws are different until all examples have come."""
    return float(min(n, m)), 1.0 if m <= n else 0.0


@mutant("predict_repeats", caught_by="test_large_numbers")
def approximates_with_a_bell(n, m):
    """Believes that the well-known approximation of the birthday problem is good enough."""
    no_repeat = (
        math.prod(max(n - i, 0) / n for i in range(1, m)) if m > n or n < 10 else math.exp(-m * (m - 1) / (2 * n))
    )
    return n * (1 - (1 - 1 / n) ** m), no_repeat


# --- DigitTables


@mutant("DigitTables", caught_by="test_counts")
class AddsOnceOnly:
    """Believes that `n[y, :, x] += 1` adds 1 for each image, also where two hit the same cell."""

    def __init__(self, x, y, alpha):
        n_level = np.full((10, x.shape[1], LEVELS), float(alpha))
        n_level[y[:, None], np.arange(x.shape[1]), x] += 1
        self.p_label = (np.bincount(y, minlength=10) + alpha) / (len(y) + 10 * alpha)
        self.p_level = n_level / n_level.sum(axis=2, keepdims=True)

    def log_joint(self, x):
        pixels = np.arange(x.shape[1])
        return np.log(self.p_label) + np.stack([np.log(t)[pixels, x].sum(axis=1) for t in self.p_level], axis=1)

    def classify(self, x):
        return self.log_joint(x).argmax(axis=1)

    def sample(self, y, u):
        return np.array([[draw(self.p_level[k, j], v) for j, v in enumerate(r)] for k, r in zip(y, u, strict=True)])


@mutant("DigitTables", caught_by="test_counts")
class MixesAllLabels:
    """Believes that one table for all labels is a model of each of them."""

    def __init__(self, x, y, alpha):
        n_level = np.full((10, x.shape[1], LEVELS), float(alpha))
        for image in x:
            n_level[:, np.arange(x.shape[1]), image] += 1
        self.p_label = (np.bincount(y, minlength=10) + alpha) / (len(y) + 10 * alpha)
        self.p_level = n_level / n_level.sum(axis=2, keepdims=True)

    def log_joint(self, x):
        pixels = np.arange(x.shape[1])
        return np.log(self.p_label) + np.stack([np.log(t)[pixels, x].sum(axis=1) for t in self.p_level], axis=1)

    def classify(self, x):
        return self.log_joint(x).argmax(axis=1)

    def sample(self, y, u):
        return np.array([[draw(self.p_level[k, j], v) for j, v in enumerate(r)] for k, r in zip(y, u, strict=True)])


@mutant("DigitTables", caught_by="test_counts")
class SmoothsLevelsOnly:
    """Believes that labels need no smoothing, since all of them have been seen."""

    def __init__(self, x, y, alpha):
        n_level = np.full((10, x.shape[1], LEVELS), float(alpha))
        for image, label in zip(x, y, strict=True):
            n_level[label, np.arange(x.shape[1]), image] += 1
        self.p_label = np.bincount(y, minlength=10) / len(y)
        self.p_level = n_level / n_level.sum(axis=2, keepdims=True)

    def log_joint(self, x):
        pixels = np.arange(x.shape[1])
        return np.log(self.p_label) + np.stack([np.log(t)[pixels, x].sum(axis=1) for t in self.p_level], axis=1)

    def classify(self, x):
        return self.log_joint(x).argmax(axis=1)

    def sample(self, y, u):
        return np.array([[draw(self.p_level[k, j], v) for j, v in enumerate(r)] for k, r in zip(y, u, strict=True)])


@mutant("DigitTables", caught_by="test_log_joint")
class MultipliesShares:
    """Believes that the product of all shares is a number that a computer can hold."""

    def __init__(self, x, y, alpha):
        n_level = np.full((10, x.shape[1], LEVELS), float(alpha))
        for image, label in zip(x, y, strict=True):
            n_level[label, np.arange(x.shape[1]), image] += 1
        self.p_label = (np.bincount(y, minlength=10) + alpha) / (len(y) + 10 * alpha)
        self.p_level = n_level / n_level.sum(axis=2, keepdims=True)

    def log_joint(self, x):
        pixels = np.arange(x.shape[1])
        product = self.p_label * np.stack([t[pixels, x].prod(axis=1) for t in self.p_level], axis=1)
        return np.log(np.maximum(product, 1e-320))

    def classify(self, x):
        return self.log_joint(x).argmax(axis=1)

    def sample(self, y, u):
        return np.array([[draw(self.p_level[k, j], v) for j, v in enumerate(r)] for k, r in zip(y, u, strict=True)])


@mutant("DigitTables", caught_by="test_log_joint")
class LeavesOutTheLabel:
    """Believes that log p(x, y) is log p(x | y)."""

    def __init__(self, x, y, alpha):
        n_level = np.full((10, x.shape[1], LEVELS), float(alpha))
        for image, label in zip(x, y, strict=True):
            n_level[label, np.arange(x.shape[1]), image] += 1
        self.p_label = (np.bincount(y, minlength=10) + alpha) / (len(y) + 10 * alpha)
        self.p_level = n_level / n_level.sum(axis=2, keepdims=True)

    def log_joint(self, x):
        pixels = np.arange(x.shape[1])
        return np.stack([np.log(t)[pixels, x].sum(axis=1) for t in self.p_level], axis=1)

    def classify(self, x):
        return self.log_joint(x).argmax(axis=1)

    def sample(self, y, u):
        return np.array([[draw(self.p_level[k, j], v) for j, v in enumerate(r)] for k, r in zip(y, u, strict=True)])


@mutant("DigitTables", caught_by="test_classify")
class ReadsWithoutThePrior:
    """Believes that how common a label is has nothing to do with reading."""

    def __init__(self, x, y, alpha):
        n_level = np.full((10, x.shape[1], LEVELS), float(alpha))
        for image, label in zip(x, y, strict=True):
            n_level[label, np.arange(x.shape[1]), image] += 1
        self.p_label = (np.bincount(y, minlength=10) + alpha) / (len(y) + 10 * alpha)
        self.p_level = n_level / n_level.sum(axis=2, keepdims=True)

    def log_joint(self, x):
        pixels = np.arange(x.shape[1])
        return np.log(self.p_label) + np.stack([np.log(t)[pixels, x].sum(axis=1) for t in self.p_level], axis=1)

    def classify(self, x):
        return (self.log_joint(x) - np.log(self.p_label)).argmax(axis=1)

    def sample(self, y, u):
        return np.array([[draw(self.p_level[k, j], v) for j, v in enumerate(r)] for k, r in zip(y, u, strict=True)])


@mutant("DigitTables", caught_by="test_sample")
class OneNumberForAnImage:
    """Believes that one uniform number is enough for an image."""

    def __init__(self, x, y, alpha):
        n_level = np.full((10, x.shape[1], LEVELS), float(alpha))
        for image, label in zip(x, y, strict=True):
            n_level[label, np.arange(x.shape[1]), image] += 1
        self.p_label = (np.bincount(y, minlength=10) + alpha) / (len(y) + 10 * alpha)
        self.p_level = n_level / n_level.sum(axis=2, keepdims=True)

    def log_joint(self, x):
        pixels = np.arange(x.shape[1])
        return np.log(self.p_label) + np.stack([np.log(t)[pixels, x].sum(axis=1) for t in self.p_level], axis=1)

    def classify(self, x):
        return self.log_joint(x).argmax(axis=1)

    def sample(self, y, u):
        return np.array([[draw(table, r[0]) for table in self.p_level[k]] for k, r in zip(y, u, strict=True)])


@mutant("DigitTables", caught_by="test_sample")
class DrawsTheAverage:
    """Believes that the best picture of a digit is the average one."""

    def __init__(self, x, y, alpha):
        n_level = np.full((10, x.shape[1], LEVELS), float(alpha))
        for image, label in zip(x, y, strict=True):
            n_level[label, np.arange(x.shape[1]), image] += 1
        self.p_label = (np.bincount(y, minlength=10) + alpha) / (len(y) + 10 * alpha)
        self.p_level = n_level / n_level.sum(axis=2, keepdims=True)

    def log_joint(self, x):
        pixels = np.arange(x.shape[1])
        return np.log(self.p_label) + np.stack([np.log(t)[pixels, x].sum(axis=1) for t in self.p_level], axis=1)

    def classify(self, x):
        return self.log_joint(x).argmax(axis=1)

    def sample(self, y, u):
        return np.rint(self.p_level[y] @ np.arange(17)).astype(np.int64)


@mutant("DigitTables", caught_by="test_digits")
class ReturnsTrainingImages:
    """Believes that a kept training image is as good as a drawn one; but keeps the first ones, whatever label is asked for."""

    def __init__(self, x, y, alpha):
        n_level = np.full((10, x.shape[1], LEVELS), float(alpha))
        for image, label in zip(x, y, strict=True):
            n_level[label, np.arange(x.shape[1]), image] += 1
        self.kept = x
        self.p_label = (np.bincount(y, minlength=10) + alpha) / (len(y) + 10 * alpha)
        self.p_level = n_level / n_level.sum(axis=2, keepdims=True)

    def log_joint(self, x):
        pixels = np.arange(x.shape[1])
        return np.log(self.p_label) + np.stack([np.log(t)[pixels, x].sum(axis=1) for t in self.p_level], axis=1)

    def classify(self, x):
        return self.log_joint(x).argmax(axis=1)

    def sample(self, y, u):
        return self.kept[np.arange(len(y)) % len(self.kept)]


# --- train_digits


@mutant("train_digits", caught_by="test_unseen_digits")
def chooses_by_training_images(x, y, alphas=(0.001, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0)):
    """Believes that what fits the counted images best is best."""
    rows = np.arange(len(x))
    scores = [DigitTables(x, y, alpha).log_joint(x)[rows, y].mean() for alpha in alphas]
    return DigitTables(x, y, alphas[int(np.argmax(scores))])


@mutant("train_digits", caught_by="test_unseen_digits")
def always_adds_one(x, y, alphas=(0.001, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0)):
    """Believes that adding 1 to every count is the rule."""
    return DigitTables(x, y, 1.0 if 1.0 in alphas else alphas[0])


@mutant("train_digits", caught_by="test_other_data_want_other_smoothing")
def knows_the_best_already(x, y, alphas=(0.001, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0)):
    """Believes that what was best for the digits is best for all data."""
    return DigitTables(x, y, 0.3 if 0.3 in alphas else alphas[len(alphas) // 2])


@mutant("train_digits", caught_by="test_unseen_digits")
def chooses_the_worst(x, y, alphas=(0.001, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0)):
    """Believes that a log-likelihood is a loss: the smaller, the better."""
    aside = np.arange(len(x)) % 5 == 4
    rows = np.arange(aside.sum())
    scores = [DigitTables(x[~aside], y[~aside], a).log_joint(x[aside])[rows, y[aside]].mean() for a in alphas]
    return DigitTables(x, y, alphas[int(np.argmin(scores))])


@mutant("train_digits", caught_by="test_all_images_are_counted")
def leaves_the_validation_set_out(x, y, alphas=(0.001, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0)):
    """Believes that the model which was judged is the one to return."""
    aside = np.arange(len(x)) % 5 == 4
    rows = np.arange(aside.sum())
    models = [DigitTables(x[~aside], y[~aside], a) for a in alphas]
    scores = [model.log_joint(x[aside])[rows, y[aside]].mean() for model in models]
    return models[int(np.argmax(scores))]


@mutant("train_digits", caught_by="test_other_data_want_other_smoothing")
def chooses_by_reading(x, y, alphas=(0.001, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0)):
    """Believes that the model which reads best is the likeliest one."""
    aside = np.arange(len(x)) % 5 == 4
    scores = [np.mean(DigitTables(x[~aside], y[~aside], a).classify(x[aside]) == y[aside]) for a in alphas]
    return DigitTables(x, y, alphas[int(np.argmax(scores))])


@mutant("train_digits", caught_by="test_all_images_are_counted")
def counts_every_image_twice(x, y, alphas=(0.001, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0)):
    """Believes that counting the validation set again on top of everything makes it count at last."""
    aside = np.arange(len(x)) % 5 == 4
    rows = np.arange(aside.sum())
    scores = [DigitTables(x[~aside], y[~aside], a).log_joint(x[aside])[rows, y[aside]].mean() for a in alphas]
    x, y = np.concatenate([x, x[aside]]), np.concatenate([y, y[aside]])
    return DigitTables(x, y, alphas[int(np.argmax(scores))])


# --- judge_samples


@mutant("judge_samples", caught_by="test_fidelity")
def asks_the_classifier_about_real_images(samples, labels, classify, train, real, real_labels):
    """Believes that fidelity is the classifier's accuracy."""

    def spread(images, names):
        return np.mean(
            [np.linalg.norm(i - images[names == k].mean(axis=0)) for i, k in zip(images, names, strict=True)]
        )

    def nearest(images):
        return np.median([np.linalg.norm(train - image, axis=1).min() for image in images])

    fidelity = float(np.mean(classify(real) == real_labels))
    return fidelity, float(spread(samples, labels) / spread(real, real_labels)), float(nearest(samples) / nearest(real))


@mutant("judge_samples", caught_by="test_fidelity")
def counts_instead_of_sharing(samples, labels, classify, train, real, real_labels):
    """Believes that fidelity is a number of samples."""

    def spread(images, names):
        return np.mean(
            [np.linalg.norm(i - images[names == k].mean(axis=0)) for i, k in zip(images, names, strict=True)]
        )

    def nearest(images):
        return np.median([np.linalg.norm(train - image, axis=1).min() for image in images])

    fidelity = float(np.sum(classify(samples) == labels))
    return fidelity, float(spread(samples, labels) / spread(real, real_labels)), float(nearest(samples) / nearest(real))


@mutant("judge_samples", caught_by="test_variety")
def takes_one_average_for_all_labels(samples, labels, classify, train, real, real_labels):
    """Believes that the average of all images will do; one image for each label then looks varied."""

    def spread(images):
        return np.linalg.norm(images - images.mean(axis=0), axis=1).mean()

    def nearest(images):
        return np.median([np.linalg.norm(train - image, axis=1).min() for image in images])

    fidelity = float(np.mean(classify(samples) == labels))
    return fidelity, float(spread(samples) / spread(real)), float(nearest(samples) / nearest(real))


@mutant("judge_samples", caught_by="test_variety")
def forgets_the_root(samples, labels, classify, train, real, real_labels):
    """Believes that a distance is the sum of squares."""

    def spread(images, names):
        return np.mean([((i - images[names == k].mean(axis=0)) ** 2).sum() for i, k in zip(images, names, strict=True)])

    def nearest(images):
        return np.median([np.linalg.norm(train - image, axis=1).min() for image in images])

    fidelity = float(np.mean(classify(samples) == labels))
    return fidelity, float(spread(samples, labels) / spread(real, real_labels)), float(nearest(samples) / nearest(real))


@mutant("judge_samples", caught_by="test_variety")
def measures_from_real_averages(samples, labels, classify, train, real, real_labels):
    """Believes that samples are compared with the average of real images."""

    def spread(images, names):
        middles = [
            real[real_labels == k].mean(axis=0) if (real_labels == k).any() else real.mean(axis=0) for k in names
        ]
        return np.linalg.norm(images - np.array(middles), axis=1).mean()

    def nearest(images):
        return np.median([np.linalg.norm(train - image, axis=1).min() for image in images])

    fidelity = float(np.mean(classify(samples) == labels))
    return fidelity, float(spread(samples, labels) / spread(real, real_labels)), float(nearest(samples) / nearest(real))


@mutant("judge_samples", caught_by="test_novelty")
def takes_the_mean_of_distances(samples, labels, classify, train, real, real_labels):
    """Believes that a mean is as good as a median: one sample far away then hides that all others are copies."""

    def spread(images, names):
        return np.mean(
            [np.linalg.norm(i - images[names == k].mean(axis=0)) for i, k in zip(images, names, strict=True)]
        )

    def nearest(images):
        return np.mean([np.linalg.norm(train - image, axis=1).min() for image in images])

    fidelity = float(np.mean(classify(samples) == labels))
    return fidelity, float(spread(samples, labels) / spread(real, real_labels)), float(nearest(samples) / nearest(real))


@mutant("judge_samples", caught_by="test_novelty")
def averages_over_training_images(samples, labels, classify, train, real, real_labels):
    """Believes that the distance to the training set is the mean distance to its images."""

    def spread(images, names):
        return np.mean(
            [np.linalg.norm(i - images[names == k].mean(axis=0)) for i, k in zip(images, names, strict=True)]
        )

    def nearest(images):
        return np.median([np.linalg.norm(train - image, axis=1).mean() for image in images])

    fidelity = float(np.mean(classify(samples) == labels))
    return fidelity, float(spread(samples, labels) / spread(real, real_labels)), float(nearest(samples) / nearest(real))


@mutant("judge_samples", caught_by="test_novelty")
def compares_samples_with_real_images(samples, labels, classify, train, real, real_labels):
    """Believes that a sample is new if it is far from the images that were held out."""

    def spread(images, names):
        return np.mean(
            [np.linalg.norm(i - images[names == k].mean(axis=0)) for i, k in zip(images, names, strict=True)]
        )

    def nearest(images, others):
        return np.median([np.linalg.norm(others - image, axis=1).min() for image in images])

    fidelity = float(np.mean(classify(samples) == labels))
    novelty = float(nearest(samples, real) / nearest(real, train))
    return fidelity, float(spread(samples, labels) / spread(real, real_labels)), novelty


@mutant("judge_samples", caught_by="test_novelty")
def leaves_novelty_in_pixels(samples, labels, classify, train, real, real_labels):
    """Believes that a distance needs nothing to be compared with."""

    def spread(images, names):
        return np.mean(
            [np.linalg.norm(i - images[names == k].mean(axis=0)) for i, k in zip(images, names, strict=True)]
        )

    novelty = np.median([np.linalg.norm(train - image, axis=1).min() for image in samples])
    fidelity = float(np.mean(classify(samples) == labels))
    return fidelity, float(spread(samples, labels) / spread(real, real_labels)), float(novelty)
