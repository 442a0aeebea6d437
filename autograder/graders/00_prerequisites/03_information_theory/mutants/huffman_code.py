"""Wrong answers to `huffman_code`, which a hidden test must catch. Each docstring says what the student believed."""

import heapq
import math

from autograder.testing import mutant


@mutant(caught_by="test_no_code_is_shorter")
def rounds_the_surprise_up(probs):
    """Believes that words as long as the surprise, rounded up, are the best: Shannon's code."""
    order = sorted(range(len(probs)), key=lambda i: -float(probs[i]))
    words, start = [""] * len(probs), 0.0
    for outcome in order:
        length = max(math.ceil(-math.log2(max(float(probs[outcome]), 1e-9)) - 1e-9), 0)
        words[outcome] = "".join(str(int(start * 2 ** (bit + 1)) % 2) for bit in range(length))
        start += 2.0**-length
    return words


@mutant(caught_by="test_no_code_is_shorter")
def gives_all_the_same_length(probs):
    """Believes that a code numbers the outcomes in binary, with leading zeros."""
    width = max(len(probs) - 1, 0).bit_length()
    return [format(i, f"0{width}b") if width else "" for i in range(len(probs))]


@mutant(caught_by="test_no_word_begins_another")
def numbers_by_rank(probs):
    """Believes that it is enough that frequent outcomes have short words: 0, 1, 10, 11, ..."""
    if len(probs) == 1:
        return [""]
    words = [""] * len(probs)
    for rank, outcome in enumerate(sorted(range(len(probs)), key=lambda i: -float(probs[i]))):
        words[outcome] = format(rank, "b")
    return words


@mutant(caught_by="test_no_word_begins_another")
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


@mutant(caught_by="test_no_code_is_shorter")
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


@mutant(caught_by="test_no_code_is_shorter")
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


@mutant(caught_by="test_no_code_is_shorter")
def splits_off_one_at_a_time(probs):
    """Believes that the tree is a comb: each outcome splits off from all that are rarer."""
    order = sorted(range(len(probs)), key=lambda i: -float(probs[i]))
    words = [""] * len(probs)
    for rank, outcome in enumerate(order):
        words[outcome] = "1" * rank + ("0" if rank < len(order) - 1 else "")
    return words


@mutant(caught_by="test_few_and_impossible_outcomes")
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


@mutant(caught_by="test_few_and_impossible_outcomes")
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
