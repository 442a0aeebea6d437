"""Wrong answers that the hidden tests must catch. Each docstring says what the student believed."""

# ruff: noqa: D102, F821 -- methods are the notebook's, and so are the names of its other answers

import heapq
import math

import torch
from torch.nn import functional

from autograder.testing import mutant

# --- entropy


@mutant("entropy", caught_by="test_impossible_outcomes_add_nothing")
def multiplies_zero_by_infinity(p, base=math.e):
    """Believes that a computer knows that 0 log 0 is 0."""
    return -(p * p.log()).sum(dim=-1) / math.log(base)


@mutant("entropy", caught_by="test_mean_surprise")
def averages_over_outcomes(p, base=math.e):
    """Believes that the mean surprise divides by the number of outcomes, though the probabilities weight it already."""
    return -torch.xlogy(p, p).mean(dim=-1) / math.log(base)


@mutant("entropy", caught_by="test_mean_surprise")
def forgets_the_weights(p, base=math.e):
    """Believes that every surprise counts alike."""
    return -p.clamp_min(1e-30).log().mean(dim=-1) / math.log(base)


@mutant("entropy", caught_by="test_mean_surprise")
def forgets_the_sign(p, base=math.e):
    """Believes that the sum of p log p is the entropy."""
    return torch.xlogy(p, p).sum(dim=-1) / math.log(base)


@mutant("entropy", caught_by="test_mean_surprise")
def always_in_bits(p, base=2):
    """Believes that entropy is in bits unless somebody asks for something else."""
    return -torch.xlogy(p, p).sum(dim=-1) / math.log(base)


@mutant("entropy", caught_by="test_other_units")
def ignores_the_base(p, base=math.e):
    """Believes that the unit is always the nat."""
    return -torch.xlogy(p, p).sum(dim=-1)


@mutant("entropy", caught_by="test_other_units")
def multiplies_with_the_base(p, base=math.e):
    """Believes that a change of base multiplies by its logarithm."""
    return -torch.xlogy(p, p).sum(dim=-1) * math.log(base)


@mutant("entropy", caught_by="test_mean_surprise")
def divides_by_the_largest(p, base=math.e):
    """Believes that entropy is a share of the largest possible one."""
    return -torch.xlogy(p, p).sum(dim=-1) / math.log(p.shape[-1])


@mutant("entropy", caught_by="test_batches_keep_their_shape_and_dtype")
def sums_over_the_second_axis(p, base=math.e):
    """Believes that there is one batch axis, so that outcomes are always on axis 1."""
    return -torch.xlogy(p, p).sum(dim=min(1, p.ndim - 1)) / math.log(base)


@mutant("entropy", caught_by="test_batches_keep_their_shape_and_dtype")
def answers_in_float64(p, base=math.e):
    """Believes that float64 is always wanted."""
    return -torch.xlogy(p, p).double().sum(dim=-1) / math.log(base)


@mutant("entropy", caught_by="test_impossible_outcomes_add_nothing")
def lifts_the_impossible(p, base=math.e):
    """Believes that a constant of 0.001 inside the logarithm changes nothing."""
    return -(p * (p + 1e-3).log()).sum(dim=-1) / math.log(base)


# --- huffman_code


@mutant("huffman_code", caught_by="test_no_code_is_shorter")
def rounds_the_surprise_up(probs):
    """Believes that words as long as the surprise, rounded up, are the best: Shannon's code."""
    order = sorted(range(len(probs)), key=lambda i: -float(probs[i]))
    words, start = [""] * len(probs), 0.0
    for outcome in order:
        length = max(math.ceil(-math.log2(max(float(probs[outcome]), 1e-9)) - 1e-9), 0)
        words[outcome] = "".join(str(int(start * 2 ** (bit + 1)) % 2) for bit in range(length))
        start += 2.0**-length
    return words


@mutant("huffman_code", caught_by="test_no_code_is_shorter")
def gives_all_the_same_length(probs):
    """Believes that a code numbers the outcomes in binary, with leading zeros."""
    width = max(len(probs) - 1, 0).bit_length()
    return [format(i, f"0{width}b") if width else "" for i in range(len(probs))]


@mutant("huffman_code", caught_by="test_no_word_begins_another")
def numbers_by_rank(probs):
    """Believes that it is enough that frequent outcomes have short words: 0, 1, 10, 11, ..."""
    if len(probs) == 1:
        return [""]
    words = [""] * len(probs)
    for rank, outcome in enumerate(sorted(range(len(probs)), key=lambda i: -float(probs[i]))):
        words[outcome] = format(rank, "b")
    return words


@mutant("huffman_code", caught_by="test_no_word_begins_another")
def writes_bits_behind(probs):
    """Believes that a new bit goes behind the word: then no word is the END of another, which helps nobody who reads."""
    words = [""] * len(probs)
    heap = [(prob, outcome, [outcome]) for outcome, prob in enumerate(probs.tolist())]
    heapq.heapify(heap)
    while len(heap) > 1:
        rarest, second = heapq.heappop(heap), heapq.heappop(heap)
        for bit, (_, _, outcomes) in (("0", rarest), ("1", second)):
            for outcome in outcomes:
                words[outcome] = words[outcome] + bit
        heapq.heappush(heap, (rarest[0] + second[0], rarest[1], rarest[2] + second[2]))
    return words


@mutant("huffman_code", caught_by="test_no_code_is_shorter")
def joins_the_most_frequent(probs):
    """Believes that the two most frequent groups are joined first."""
    words = [""] * len(probs)
    groups = [(prob, [outcome]) for outcome, prob in enumerate(probs.tolist())]
    while len(groups) > 1:
        groups.sort(key=lambda group: -group[0])
        (p, a), (q, b) = groups[:2]
        for bit, outcomes in (("0", a), ("1", b)):
            for outcome in outcomes:
                words[outcome] = bit + words[outcome]
        groups = [*groups[2:], (p + q, a + b)]
    return words


@mutant("huffman_code", caught_by="test_no_code_is_shorter")
def keeps_the_larger_probability(probs):
    """Believes that a joined group is as probable as its more probable half."""
    words = [""] * len(probs)
    heap = [(prob, outcome, [outcome]) for outcome, prob in enumerate(probs.tolist())]
    heapq.heapify(heap)
    while len(heap) > 1:
        rarest, second = heapq.heappop(heap), heapq.heappop(heap)
        for bit, (_, _, outcomes) in (("0", rarest), ("1", second)):
            for outcome in outcomes:
                words[outcome] = bit + words[outcome]
        heapq.heappush(heap, (second[0], rarest[1], rarest[2] + second[2]))
    return words


@mutant("huffman_code", caught_by="test_no_code_is_shorter")
def splits_off_one_at_a_time(probs):
    """Believes that the tree is a comb: each outcome splits off from all that are rarer."""
    order = sorted(range(len(probs)), key=lambda i: -float(probs[i]))
    words = [""] * len(probs)
    for rank, outcome in enumerate(order):
        words[outcome] = "1" * rank + ("0" if rank < len(order) - 1 else "")
    return words


@mutant("huffman_code", caught_by="test_few_and_impossible_outcomes")
def leaves_out_the_impossible(probs):
    """Believes that what never happens needs no word of its own."""
    words = [""] * len(probs)
    heap = [(prob, outcome, [outcome]) for outcome, prob in enumerate(probs.tolist()) if prob > 0]
    heapq.heapify(heap)
    while len(heap) > 1:
        rarest, second = heapq.heappop(heap), heapq.heappop(heap)
        for bit, (_, _, outcomes) in (("0", rarest), ("1", second)):
            for outcome in outcomes:
                words[outcome] = bit + words[outcome]
        heapq.heappush(heap, (rarest[0] + second[0], rarest[1], rarest[2] + second[2]))
    return words


@mutant("huffman_code", caught_by="test_few_and_impossible_outcomes")
def spends_a_bit_on_certainty(probs):
    """Believes that every word has at least one bit."""
    words = [""] * len(probs)
    heap = [(prob, outcome, [outcome]) for outcome, prob in enumerate(probs.tolist())]
    heapq.heapify(heap)
    while len(heap) > 1:
        rarest, second = heapq.heappop(heap), heapq.heappop(heap)
        for bit, (_, _, outcomes) in (("0", rarest), ("1", second)):
            for outcome in outcomes:
                words[outcome] = bit + words[outcome]
        heapq.heappush(heap, (rarest[0] + second[0], rarest[1], rarest[2] + second[2]))
    return [word or "0" for word in words]


# --- kl_divergence


@mutant("kl_divergence", caught_by="test_mean_under_the_first")
def leaves_the_draft_as_it_is(p, q):
    """Believes that the draft works."""
    log_p, log_q = (p + 1e-6).log(), (q + 1e-6).log()
    return (q * (log_q - log_p)).mean()


@mutant("kl_divergence", caught_by="test_mean_under_the_first")
def measures_the_other_way(p, q):
    """Believes that KL averages over its second argument."""
    return (torch.xlogy(q, q) - torch.xlogy(q, p)).sum(dim=-1)


@mutant("kl_divergence", caught_by="test_mean_under_the_first")
def averages_the_terms(p, q):
    """Believes that the expectation divides by the number of outcomes."""
    return (torch.xlogy(p, p) - torch.xlogy(p, q)).mean(dim=-1)


@mutant("kl_divergence", caught_by="test_mean_under_the_first")
def returns_the_cross_entropy(p, q):
    """Believes that what is paid is what is paid too much."""
    return -torch.xlogy(p, q).sum(dim=-1)


@mutant("kl_divergence", caught_by="test_mean_under_the_first")
def adds_absolute_values(p, q):
    """Believes that a divergence is not negative because its terms are not."""
    return (torch.xlogy(p, p) - torch.xlogy(p, q)).abs().sum(dim=-1)


@mutant("kl_divergence", caught_by="test_denying_what_happens_costs_infinitely_much")
def sells_the_impossible(p, q):
    """Believes that a tiny constant in the logarithm is safe."""
    return (p * ((p + 1e-12).log() - (q + 1e-12).log())).sum(dim=-1)


@mutant("kl_divergence", caught_by="test_denying_what_happens_costs_infinitely_much")
def skips_what_q_excludes(p, q):
    """Believes that outcomes without a logarithm do not count, whichever of the two excludes them."""
    both = (p > 0) & (q > 0)
    return torch.where(both, p * (p.clamp_min(1e-30).log() - q.clamp_min(1e-30).log()), 0).sum(dim=-1)


@mutant("kl_divergence", caught_by="test_denying_what_happens_costs_infinitely_much")
def turns_infinity_into_a_number(p, q):
    """Believes that `nan_to_num` is there to tidy up; it makes infinity a large number."""
    return (p * (p / q).log()).nan_to_num().sum(dim=-1)


@mutant("kl_divergence", caught_by="test_what_p_excludes_adds_nothing")
def multiplies_zero_with_infinity(p, q):
    """Believes that a computer knows that 0 log 0 is 0."""
    return (p * (p.log() - q.log())).sum(dim=-1)


@mutant("kl_divergence", caught_by="test_what_p_excludes_adds_nothing")
def trusts_the_library(p, q):
    """Believes that `kl_div` with the right order and reduction settles all; where both are zero it says NaN."""
    return functional.kl_div(q.log(), p, reduction="none").sum(dim=-1)


@mutant("kl_divergence", caught_by="test_batches_keep_their_shape_and_dtype")
def sums_the_wrong_axis(p, q):
    """Believes that there is one batch axis, so that outcomes are always on axis 1."""
    return (torch.xlogy(p, p) - torch.xlogy(p, q)).sum(dim=min(1, p.ndim - 1))


@mutant("kl_divergence", caught_by="test_mean_under_the_first")
def counts_in_bits(p, q):
    """Believes that information is always in bits."""
    return (torch.xlogy(p, p) - torch.xlogy(p, q)).sum(dim=-1) / math.log(2)


# --- perplexity


@mutant("perplexity", caught_by="test_tokens_count_alike_in_short_and_long_sentences")
def averages_perplexities(logits, tokens, mask):
    """Believes that the perplexity of a batch is the mean of its sentences' perplexities."""
    log_q = logits.log_softmax(dim=-1).gather(-1, tokens[..., None])[..., 0]
    rows = [torch.exp(-row[keep].mean()) for row, keep in zip(log_q, mask, strict=True) if keep.any()]
    return torch.stack(rows).mean()


@mutant("perplexity", caught_by="test_tokens_count_alike_in_short_and_long_sentences")
def averages_sentences(logits, tokens, mask):
    """Believes that each sentence counts alike, however many tokens it has."""
    log_q = logits.log_softmax(dim=-1).gather(-1, tokens[..., None])[..., 0]
    rows = [-row[keep].mean() for row, keep in zip(log_q, mask, strict=True) if keep.any()]
    return torch.exp(torch.stack(rows).mean())


@mutant("perplexity", caught_by="test_padding_makes_no_difference")
def counts_padding(logits, tokens, mask):
    """Believes that padding is a token like any other."""
    log_q = logits.log_softmax(dim=-1).gather(-1, tokens[..., None])[..., 0]
    return torch.exp(-log_q.mean())


@mutant("perplexity", caught_by="test_padding_makes_no_difference")
def divides_by_all_places(logits, tokens, mask):
    """Leaves padding out of the sum, but not out of the count."""
    log_q = logits.log_softmax(dim=-1).gather(-1, tokens[..., None])[..., 0]
    return torch.exp(-torch.where(mask, log_q, 0).mean())


@mutant("perplexity", caught_by="test_padding_makes_no_difference")
def multiplies_with_the_mask(logits, tokens, mask):
    """Believes that zero times anything is zero."""
    log_q = logits.log_softmax(dim=-1).gather(-1, tokens[..., None])[..., 0]
    return torch.exp(-(log_q * mask).sum() / mask.sum())


@mutant("perplexity", caught_by="test_extreme_logits")
def exponentiates_first(logits, tokens, mask):
    """Believes that a softmax is safe to write down as it stands."""
    q = logits.exp() / logits.exp().sum(dim=-1, keepdim=True)
    return torch.exp(-q.gather(-1, tokens[..., None])[..., 0].log()[mask].mean())


@mutant("perplexity", caught_by="test_extreme_logits")
def takes_the_logarithm_of_a_softmax(logits, tokens, mask):
    """Believes that a stable softmax and then a logarithm is as good; a probability that was rounded to zero has none."""
    q = logits.softmax(dim=-1).gather(-1, tokens[..., None])[..., 0]
    return torch.exp(-q.log()[mask].mean())


@mutant("perplexity", caught_by="test_mean_price_per_token")
def forgets_the_exponential(logits, tokens, mask):
    """Believes that perplexity is another word for cross-entropy."""
    log_q = logits.log_softmax(dim=-1).gather(-1, tokens[..., None])[..., 0]
    return -log_q[mask].mean()


@mutant("perplexity", caught_by="test_mean_price_per_token")
def mixes_the_bases(logits, tokens, mask):
    """Takes the price in nats, and two to the power of it."""
    log_q = logits.log_softmax(dim=-1).gather(-1, tokens[..., None])[..., 0]
    return 2 ** -log_q[mask].mean()


@mutant("perplexity", caught_by="test_mean_price_per_token")
def takes_logits_for_logarithms(logits, tokens, mask):
    """Believes that logits are logarithms of probabilities already."""
    return torch.exp(-logits.gather(-1, tokens[..., None])[..., 0][mask].mean())


@mutant("perplexity", caught_by="test_mean_price_per_token")
def averages_probabilities(logits, tokens, mask):
    """Believes that one over the mean probability is the same; the logarithm of a mean is not the mean of logarithms."""
    log_q = logits.log_softmax(dim=-1).gather(-1, tokens[..., None])[..., 0]
    return 1 / log_q[mask].exp().mean()


@mutant("perplexity", caught_by="test_mean_price_per_token")
def normalises_over_time(logits, tokens, mask):
    """Believes that the softmax runs over the places of a sentence."""
    log_q = logits.log_softmax(dim=1).gather(-1, tokens[..., None])[..., 0]
    return torch.exp(-log_q[mask].mean())


# --- js_divergence


@mutant("js_divergence", caught_by="test_at_most_log_two")
def averages_both_directions(p, q):
    """Believes that symmetry is all: the mean of KL(p, q) and KL(q, p), which is infinite without overlap."""
    return (kl_divergence(p, q) + kl_divergence(q, p)) / 2


@mutant("js_divergence", caught_by="test_half_of_each_to_the_mixture")
def forgets_the_halves(p, q):
    """Believes that the two divergences are added."""
    m = (p + q) / 2
    return kl_divergence(p, m) + kl_divergence(q, m)


@mutant("js_divergence", caught_by="test_half_of_each_to_the_mixture")
def takes_one_side(p, q):
    """Believes that the divergence of p from the mixture is enough."""
    return kl_divergence(p, (p + q) / 2)


@mutant("js_divergence", caught_by="test_half_of_each_to_the_mixture")
def measures_from_the_mixture(p, q):
    """Swaps the arguments: from the mixture to each, which is infinite where either is zero."""
    m = (p + q) / 2
    return (kl_divergence(m, p) + kl_divergence(m, q)) / 2


@mutant("js_divergence", caught_by="test_half_of_each_to_the_mixture")
def adds_without_halving(p, q):
    """Believes that the mixture is the sum."""
    m = p + q
    return (kl_divergence(p, m) + kl_divergence(q, m)) / 2


@mutant("js_divergence", caught_by="test_half_of_each_to_the_mixture")
def takes_the_root(p, q):
    """Returns the Jensen-Shannon *distance*, the root of the divergence, as SciPy does."""
    m = (p + q) / 2
    return ((kl_divergence(p, m) + kl_divergence(q, m)) / 2).clamp_min(0).sqrt()


@mutant("js_divergence", caught_by="test_half_of_each_to_the_mixture")
def normalises_to_one(p, q):
    """Believes that the largest value is 1, as it is in bits."""
    m = (p + q) / 2
    return (kl_divergence(p, m) + kl_divergence(q, m)) / (2 * math.log(2))


@mutant("js_divergence", caught_by="test_half_of_each_to_the_mixture")
def mixes_geometrically(p, q):
    """Believes that the mixture is the normalised geometric mean, as logarithms suggest."""
    m = (p * q).sqrt()
    m = m / m.sum(dim=-1, keepdim=True).clamp_min(1e-30)
    return (kl_divergence(p, m) + kl_divergence(q, m)) / 2


@mutant("js_divergence", caught_by="test_batches_keep_their_shape_and_dtype")
def averages_the_batch(p, q):
    """Believes that one number is wanted, as for a loss."""
    m = (p + q) / 2
    return ((kl_divergence(p, m) + kl_divergence(q, m)) / 2).mean(dim=0)


# --- wasserstein_1


@mutant("wasserstein_1", caught_by="test_samples_of_equal_size")
def compares_without_sorting(x, y):
    """Believes that the first goes to the first, as they come."""
    n = min(len(x), len(y))
    return (x[:n] - y[:n]).abs().mean()


@mutant("wasserstein_1", caught_by="test_samples_of_different_sizes")
def cuts_the_longer_sample(x, y):
    """Believes that the formula for equal sizes holds once the longer sample has been cut."""
    n = min(len(x), len(y))
    return (x.sort().values[:n] - y.sort().values[:n]).abs().mean()


@mutant("wasserstein_1", caught_by="test_moved_and_stretched")
def compares_the_means(x, y):
    """Believes that the work is the way between the two centres of mass."""
    return (x.mean() - y.mean()).abs()


@mutant("wasserstein_1", caught_by="test_samples_of_equal_size")
def takes_the_largest_gap(x, y):
    """Takes the largest difference of the distribution functions: Kolmogorov's and Smirnov's distance."""
    values = torch.cat([x, y]).sort().values
    below_x = torch.searchsorted(x.sort().values, values, right=True) / len(x)
    below_y = torch.searchsorted(y.sort().values, values, right=True) / len(y)
    return (below_x - below_y).abs().max()


@mutant("wasserstein_1", caught_by="test_samples_of_equal_size")
def squares_the_difference(x, y):
    """Integrates the squared difference of the distribution functions: Cramer's distance."""
    values = torch.cat([x, y]).sort().values
    below_x = torch.searchsorted(x.sort().values, values[:-1], right=True) / len(x)
    below_y = torch.searchsorted(y.sort().values, values[:-1], right=True) / len(y)
    return ((below_x - below_y).square() * values.diff()).sum()


@mutant("wasserstein_1", caught_by="test_moved_and_stretched")
def lets_signs_cancel(x, y):
    """Forgets the absolute value, so that earth that is carried to the left pays for earth that is carried to the right."""
    values = torch.cat([x, y]).sort().values
    below_x = torch.searchsorted(x.sort().values, values[:-1], right=True) / len(x)
    below_y = torch.searchsorted(y.sort().values, values[:-1], right=True) / len(y)
    return ((below_x - below_y) * values.diff()).sum().abs()


@mutant("wasserstein_1", caught_by="test_samples_of_different_sizes")
def counts_instead_of_shares(x, y):
    """Divides both counts by the size of the first sample."""
    values = torch.cat([x, y]).sort().values
    below_x = torch.searchsorted(x.sort().values, values[:-1], right=True) / len(x)
    below_y = torch.searchsorted(y.sort().values, values[:-1], right=True) / len(x)
    return ((below_x - below_y).abs() * values.diff()).sum()


@mutant("wasserstein_1", caught_by="test_samples_of_different_sizes")
def interpolates_quantiles(x, y):
    """Believes that the shorter sample may be stretched by interpolating between its values."""
    shares = torch.linspace(0, 1, max(len(x), len(y)), dtype=torch.float64)
    return (torch.quantile(x, shares) - torch.quantile(y, shares)).abs().mean()


@mutant("wasserstein_1", caught_by="test_repeated_and_single_values")
def counts_values_below(x, y):
    """Counts the values that are smaller than t, at the left end of each gap, not those at it."""
    values = torch.cat([x, y]).sort().values
    below_x = torch.searchsorted(x.sort().values, values[:-1]) / len(x)
    below_y = torch.searchsorted(y.sort().values, values[:-1]) / len(y)
    return ((below_x - below_y).abs() * values.diff()).sum()


@mutant("wasserstein_1", caught_by="test_samples_of_equal_size")
def takes_the_second_distance(x, y):
    """Returns the root of the mean square: the distance with squared ways, W_2."""
    many_x, many_y = x.repeat_interleave(len(y)), y.repeat_interleave(len(x))
    return (many_x.sort().values - many_y.sort().values).square().mean().sqrt()


# --- mutual_information


@mutant("mutual_information", caught_by="test_zeros_in_the_table")
def divides_zero_by_zero(joint):
    """Believes that no entry is zero."""
    product = joint.sum(dim=1, keepdim=True) * joint.sum(dim=0, keepdim=True)
    return (joint * (joint / product).log()).sum()


@mutant("mutual_information", caught_by="test_tables_of_any_shape")
def returns_the_joint_entropy(joint):
    """Believes that information is what both have together."""
    return -torch.xlogy(joint, joint).sum()


@mutant("mutual_information", caught_by="test_tables_of_any_shape")
def returns_what_is_left(joint):
    """Returns H(x | y), the uncertainty that is left, instead of what was gained."""
    columns = joint.sum(dim=0)
    return torch.xlogy(columns, columns).sum() - torch.xlogy(joint, joint).sum()


@mutant("mutual_information", caught_by="test_tables_of_any_shape")
def takes_the_same_marginal_twice(joint):
    """Believes that the table is symmetric, so that one marginal serves for both."""
    columns = joint.sum(dim=0)
    return torch.xlogy(joint, joint).sum() - 2 * torch.xlogy(columns, columns).sum()


@mutant("mutual_information", caught_by="test_tables_of_any_shape")
def turns_the_arguments_round(joint):
    """Measures from independence to the pair, instead of from the pair to independence."""
    product = joint.sum(dim=1, keepdim=True) * joint.sum(dim=0, keepdim=True)
    return (torch.xlogy(product, product) - torch.xlogy(product, joint)).sum()


@mutant("mutual_information", caught_by="test_tables_of_any_shape")
def divides_by_the_smaller_entropy(joint):
    """Believes that information is a share between 0 and 1."""
    rows, columns = joint.sum(dim=1), joint.sum(dim=0)
    h_x, h_y = -torch.xlogy(rows, rows).sum(), -torch.xlogy(columns, columns).sum()
    gained = h_x + h_y + torch.xlogy(joint, joint).sum()
    return gained / torch.minimum(h_x, h_y).clamp_min(1e-12)


@mutant("mutual_information", caught_by="test_tables_of_any_shape")
def measures_information_in_bits(joint):
    """Believes that information is always in bits."""
    rows, columns = joint.sum(dim=1), joint.sum(dim=0)
    terms = torch.xlogy(joint, joint).sum() - torch.xlogy(rows, rows).sum() - torch.xlogy(columns, columns).sum()
    return terms / math.log(2)


@mutant("mutual_information", caught_by="test_tables_of_any_shape")
def correlates_the_numbers(joint):
    """Believes that the outcomes' numbers have a correlation, and takes the formula of normal distributions."""
    a, b = torch.arange(joint.shape[0]).double(), torch.arange(joint.shape[1]).double()
    rows, columns = joint.sum(dim=1), joint.sum(dim=0)
    u, v = a - (rows * a).sum(), b - (columns * b).sum()
    covariance = (joint * u[:, None] * v).sum()
    squared = covariance**2 / ((rows * u**2).sum() * (columns * v**2).sum()).clamp_min(1e-12)
    return -0.5 * (1 - squared).clamp_min(1e-12).log()


@mutant("mutual_information", caught_by="test_zeros_in_the_table")
def lifts_all_entries(joint):
    """Believes that adding 0.001 to every entry only avoids zeros."""
    lifted = joint + 1e-3
    product = lifted.sum(dim=1, keepdim=True) * lifted.sum(dim=0, keepdim=True)
    return (lifted * (lifted / product).log()).sum()


# --- gaussian_kl_std


@mutant("gaussian_kl_std", caught_by="test_the_integral_that_it_stands_for")
def averages_over_dimensions(mu, log_var):
    """Believes that a mean over dimensions makes losses comparable."""
    return 0.5 * (mu.square() + log_var.exp() - 1 - log_var).mean(dim=1)


@mutant("gaussian_kl_std", caught_by="test_the_integral_that_it_stands_for")
def squares_the_variance(mu, log_var):
    """Believes that log_var is the logarithm of the standard deviation."""
    return 0.5 * (mu.square() + (2 * log_var).exp() - 1 - 2 * log_var).sum(dim=1)


@mutant("gaussian_kl_std", caught_by="test_the_integral_that_it_stands_for")
def squares_only_the_exponential(mu, log_var):
    """Squares exp(log_var), as if it were sigma."""
    return 0.5 * (mu.square() + log_var.exp().square() - 1 - log_var).sum(dim=1)


@mutant("gaussian_kl_std", caught_by="test_the_integral_that_it_stands_for")
def has_the_prior_first(mu, log_var):
    """Measures from the prior to q."""
    return 0.5 * ((1 + mu.square()) * (-log_var).exp() - 1 + log_var).sum(dim=1)


@mutant("gaussian_kl_std", caught_by="test_the_integral_that_it_stands_for")
def forgets_the_half(mu, log_var):
    """Forgets the one half."""
    return (mu.square() + log_var.exp() - 1 - log_var).sum(dim=1)


@mutant("gaussian_kl_std", caught_by="test_the_integral_that_it_stands_for")
def forgets_the_one(mu, log_var):
    """Believes that constants do not matter, since they have no gradient."""
    return 0.5 * (mu.square() + log_var.exp() - log_var).sum(dim=1)


@mutant("gaussian_kl_std", caught_by="test_the_integral_that_it_stands_for")
def turns_the_sign(mu, log_var):
    """Copies the form with 1 + log_var - ... without its minus sign."""
    return 0.5 * (1 + log_var - mu.square() - log_var.exp()).sum(dim=1)


@mutant("gaussian_kl_std", caught_by="test_the_integral_that_it_stands_for")
def averages_over_the_batch(mu, log_var):
    """Believes that a loss is one number."""
    return (0.5 * (mu.square() + log_var.exp() - 1 - log_var).sum(dim=1)).mean()


@mutant("gaussian_kl_std", caught_by="test_gradients_pull_to_the_prior")
def cuts_the_gradient(mu, log_var):
    """Believes that a regulariser is only to be read, not trained with."""
    return 0.5 * (mu.square() + log_var.exp() - 1 - log_var).sum(dim=1).detach() + 0 * mu.sum()


@mutant("gaussian_kl_std", caught_by="test_gradients_pull_to_the_prior")
def detaches_the_variance(mu, log_var):
    """Believes that only means are learnt."""
    return 0.5 * (mu.square() + log_var.detach().exp() - 1 - log_var.detach()).sum(dim=1)


@mutant("gaussian_kl_std", caught_by="test_extremes_and_float32")
def goes_through_sigma(mu, log_var):
    """Takes the exponential, and the logarithm of that again: what float32 cannot hold becomes minus infinity."""
    var = log_var.exp()
    return 0.5 * (mu.square() + var - 1 - var.log()).sum(dim=1)


# --- fisher_bernoulli


@mutant("fisher_bernoulli", caught_by="test_information_is_the_variance_of_the_score")
def takes_the_coins_variance(theta, delta):
    """Believes that the information is the variance of the coin; it is one over it."""
    fisher = theta * (1 - theta)
    return [-1 / (1 - theta), 1 / theta], fisher, fisher * delta**2 / 2


@mutant("fisher_bernoulli", caught_by="test_scores_are_slopes")
def differentiates_by_the_logit(theta, delta):
    """Differentiates by the logit, where the score is x - theta."""
    fisher = theta * (1 - theta)
    return [-theta, 1 - theta], fisher, fisher * delta**2 / 2


@mutant("fisher_bernoulli", caught_by="test_scores_are_slopes")
def forgets_the_inner_derivative(theta, delta):
    """Differentiates log(1 - theta) to 1 / (1 - theta)."""
    fisher = 1 / (theta * (1 - theta))
    return [1 / (1 - theta), 1 / theta], fisher, fisher * delta**2 / 2


@mutant("fisher_bernoulli", caught_by="test_scores_are_slopes")
def has_heads_first(theta, delta):
    """Lists the score of x = 1 first."""
    fisher = 1 / (theta * (1 - theta))
    return [1 / theta, -1 / (1 - theta)], fisher, fisher * delta**2 / 2


@mutant("fisher_bernoulli", caught_by="test_information_is_the_variance_of_the_score")
def adds_squares_without_weights(theta, delta):
    """Adds up the squared scores of both outcomes as if they were equally probable."""
    fisher = 1 / theta**2 + 1 / (1 - theta) ** 2
    return [-1 / (1 - theta), 1 / theta], fisher, fisher * delta**2 / 2


@mutant("fisher_bernoulli", caught_by="test_information_is_the_variance_of_the_score")
def looks_at_heads_only(theta, delta):
    """Believes that tails tell nothing about theta."""
    fisher = 1 / theta
    return [-1 / (1 - theta), 1 / theta], fisher, fisher * delta**2 / 2


@mutant("fisher_bernoulli", caught_by="test_forecast_comes_true_nearby")
def forgets_the_half_of_the_parabola(theta, delta):
    """Believes that KL is F delta^2."""
    fisher = 1 / (theta * (1 - theta))
    return [-1 / (1 - theta), 1 / theta], fisher, fisher * delta**2


@mutant("fisher_bernoulli", caught_by="test_forecast_comes_true_nearby")
def walks_in_a_straight_line(theta, delta):
    """Believes that a divergence grows in proportion to the step."""
    fisher = 1 / (theta * (1 - theta))
    return [-1 / (1 - theta), 1 / theta], fisher, fisher * abs(delta) / 2


@mutant("fisher_bernoulli", caught_by="test_forecast_is_of_second_order")
def computes_the_divergence(theta, delta):
    """Computes the divergence itself instead of foretelling it."""
    fisher = 1 / (theta * (1 - theta))
    there = min(max(theta + delta, 1e-12), 1 - 1e-12)
    kl = theta * math.log(theta / there) + (1 - theta) * math.log((1 - theta) / (1 - there))
    return [-1 / (1 - theta), 1 / theta], fisher, kl


# --- infonce_loss


@mutant("infonce_loss", caught_by="test_cross_entropy_in_rows")
def competes_in_columns(scores):
    """Takes the softmax over columns."""
    return (scores.logsumexp(dim=0) - scores.diagonal()).mean()


@mutant("infonce_loss", caught_by="test_cross_entropy_in_rows")
def averages_rows_and_columns(scores):
    """Believes that the loss is CLIP's, over rows and over columns."""
    return (scores.logsumexp(dim=0) / 2 + scores.logsumexp(dim=1) / 2 - scores.diagonal()).mean()


@mutant("infonce_loss", caught_by="test_cross_entropy_in_rows")
def adds_up_rows(scores):
    """Sums over rows instead of averaging."""
    return (scores.logsumexp(dim=1) - scores.diagonal()).sum()


@mutant("infonce_loss", caught_by="test_bound_is_never_above_log_of_the_batch")
def leaves_the_partner_out(scores):
    """Believes that the true partner competes with the others only."""
    others = scores - torch.diag(torch.full((len(scores),), math.inf, dtype=scores.dtype))
    return (others.logsumexp(dim=1) - scores.diagonal()).mean()


@mutant("infonce_loss", caught_by="test_extreme_scores_and_float32")
def adds_exponentials(scores):
    """Believes that exponentials may be added up as they are."""
    return (scores.exp().sum(dim=1).log() - scores.diagonal()).mean()


@mutant("infonce_loss", caught_by="test_bound_is_never_above_log_of_the_batch")
def averages_exponentials(scores):
    """Takes the mean of the exponentials: the loss minus log B, which is minus the bound itself."""
    return (scores.logsumexp(dim=1) - scores.diagonal()).mean() - math.log(len(scores))


@mutant("infonce_loss", caught_by="test_cross_entropy_in_rows")
def has_the_wrong_sign(scores):
    """Believes that the loss is the mean logarithm of the right probability."""
    return (scores.diagonal() - scores.logsumexp(dim=1)).mean()


@mutant("infonce_loss", caught_by="test_cross_entropy_in_rows")
def takes_the_first_for_right(scores):
    """Believes that the true partner stands in the first column of every row."""
    return (scores.logsumexp(dim=1) - scores[:, 0]).mean()


@mutant("infonce_loss", caught_by="test_cross_entropy_in_rows")
def applies_softmax_twice(scores):
    """Hands probabilities to `cross_entropy`, which takes logits."""
    return functional.cross_entropy(scores.softmax(dim=1), torch.arange(len(scores)))


@mutant("infonce_loss", caught_by="test_gradients_push_and_pull")
def returns_a_bare_number(scores):
    """Believes that a loss is a number to look at: no gradient flows to the scores."""
    return (scores.logsumexp(dim=1) - scores.diagonal()).mean().detach() + 0 * scores.sum()


# --- train_critic


@mutant("train_critic", caught_by="test_it_finds_the_mutual_information")
def tears_pairs_apart(x, y, *, seed, device="cpu", steps=400):
    """Draws indices for x and for y, each on its own."""
    torch.manual_seed(seed)
    critic = Critic(x.shape[1], y.shape[1])
    optimiser = torch.optim.Adam(critic.parameters(), lr=0.005)
    for _ in range(steps):
        some, others = torch.randint(len(x), (64,)), torch.randint(len(x), (64,))
        loss = infonce_loss(critic(x[some], y[others]))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return critic


@mutant("train_critic", caught_by="test_it_finds_the_mutual_information")
def climbs_the_loss(x, y, *, seed, device="cpu", steps=400):
    """Believes that a lower bound is maximised, and maximises the loss."""
    torch.manual_seed(seed)
    critic = Critic(x.shape[1], y.shape[1])
    optimiser = torch.optim.Adam(critic.parameters(), lr=0.005)
    for _ in range(steps):
        chosen = torch.randint(len(x), (64,))
        loss = infonce_loss(critic(x[chosen], y[chosen]))
        optimiser.zero_grad()
        (-loss).backward()
        optimiser.step()
    return critic


@mutant("train_critic", caught_by="test_it_finds_the_mutual_information")
def divides_the_learning_rate(x, y, *, seed, device="cpu", steps=400):
    """Believes that a learning rate cannot be too small, and takes a hundredth."""
    torch.manual_seed(seed)
    critic = Critic(x.shape[1], y.shape[1])
    optimiser = torch.optim.Adam(critic.parameters(), lr=0.00005)
    for _ in range(steps):
        chosen = torch.randint(len(x), (64,))
        loss = infonce_loss(critic(x[chosen], y[chosen]))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return critic


@mutant("train_critic", caught_by="test_it_finds_the_mutual_information")
def keeps_old_gradients(x, y, *, seed, device="cpu", steps=400):
    """Believes that `backward` replaces the gradients; it adds to those that are there."""
    torch.manual_seed(seed)
    critic = Critic(x.shape[1], y.shape[1])
    optimiser = torch.optim.Adam(critic.parameters(), lr=0.005)
    for _ in range(steps):
        chosen = torch.randint(len(x), (64,))
        loss = infonce_loss(critic(x[chosen], y[chosen]))
        loss.backward()
        optimiser.step()
    return critic


@mutant("train_critic", caught_by="test_it_finds_the_mutual_information")
def draws_one_batch(x, y, *, seed, device="cpu", steps=400):
    """Draws the batch once, before the loop, and learns these 64 pairs by heart."""
    torch.manual_seed(seed)
    critic = Critic(x.shape[1], y.shape[1])
    optimiser = torch.optim.Adam(critic.parameters(), lr=0.005)
    chosen = torch.randint(len(x), (64,))
    for _ in range(steps):
        loss = infonce_loss(critic(x[chosen], y[chosen]))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return critic


@mutant("train_critic", caught_by="test_it_finds_the_mutual_information")
class KnowsHowPairsWereMade:
    """Ignores the data: the best critic for pairs that nobody has turned."""

    def __init__(self, x, y, *, seed, device="cpu", steps=400):
        self.shift = seed

    def __call__(self, x, y):
        d = min(x.shape[1], y.shape[1])
        apart = (y[None, :, :d] - 0.8 * x[:, None, :d]).square().sum(dim=-1)
        return (y.square().sum(dim=-1) - apart / (1 - 0.8**2)) / 2


@mutant("train_critic", caught_by="test_each_pair_is_scored_by_itself")
class MatchesTheWholeBatch:
    """Knows that every x has one partner among those y that are there, and settles all scores of a table together."""

    def __init__(self, x, y, *, seed, device="cpu", steps=400):
        torch.manual_seed(seed)
        self.critic = Critic(x.shape[1], y.shape[1])
        optimiser = torch.optim.Adam(self.critic.parameters(), lr=0.005)
        for _ in range(steps):
            chosen = torch.randint(len(x), (64,))
            loss = infonce_loss(self.critic(x[chosen], y[chosen]))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    def __call__(self, x, y):
        with torch.no_grad():
            table = self.critic(x, y)
            for _ in range(20):
                table = table - table.logsumexp(dim=0, keepdim=True)
                table = table - table.logsumexp(dim=1, keepdim=True)
        return table


@mutant("train_critic", caught_by="test_each_pair_is_scored_by_itself")
class KnowsWherePartnersStand:
    """Believes that partners always stand at the same place, which is all that the loss asks for."""

    def __init__(self, x, y, *, seed, device="cpu", steps=400):
        self.seed = seed

    def __call__(self, x, y):
        return 20 * torch.eye(len(x), len(y))


@mutant("train_critic", caught_by="test_each_pair_is_scored_by_itself")
class CentresItsScores:
    """Believes that scores may be centred by what else is in the batch."""

    def __init__(self, x, y, *, seed, device="cpu", steps=400):
        torch.manual_seed(seed)
        self.critic = Critic(x.shape[1], y.shape[1])
        optimiser = torch.optim.Adam(self.critic.parameters(), lr=0.005)
        for _ in range(steps):
            chosen = torch.randint(len(x), (64,))
            loss = infonce_loss(self(x[chosen], y[chosen]))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    def __call__(self, x, y):
        table = self.critic(x, y)
        return table - table.mean(dim=0, keepdim=True)


@mutant("train_critic", caught_by="test_data_and_seed_decide")
def ignores_the_seed(x, y, *, seed, device="cpu", steps=400):
    """Believes that one seed is as good as another, and takes his own."""
    torch.manual_seed(0)
    critic = Critic(x.shape[1], y.shape[1])
    optimiser = torch.optim.Adam(critic.parameters(), lr=0.005)
    for _ in range(steps):
        chosen = torch.randint(len(x), (64,))
        loss = infonce_loss(critic(x[chosen], y[chosen]))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return critic


@mutant("train_critic", caught_by="test_data_and_seed_decide")
def seeds_after_the_layers(x, y, *, seed, device="cpu", steps=400):
    """Seeds the batches only: the layers are made from whatever numbers are next, and differ in each call."""
    torch.seed()
    critic = Critic(x.shape[1], y.shape[1])
    torch.manual_seed(seed)
    optimiser = torch.optim.Adam(critic.parameters(), lr=0.005)
    for _ in range(steps):
        chosen = torch.randint(len(x), (64,))
        loss = infonce_loss(critic(x[chosen], y[chosen]))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return critic
