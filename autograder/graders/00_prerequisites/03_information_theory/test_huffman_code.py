"""Hidden tests of `huffman_code`: whether words can be told apart, whether nothing is shorter, and the edges."""

import heapq
import math
from itertools import pairwise

import torch

from autograder.testing import points, require


def code_of(notebook, probs):
    """The student's words, as a list of strings of 0 and 1, one for each outcome."""
    words = notebook.huffman_code(probs)
    require(isinstance(words, list | tuple), "the code has to be a list of strings", hint="Return a list of K words.")
    require(
        len(words) == len(probs), "the code has to have one word for each outcome", hint="Also for impossible ones."
    )
    are_words = all(isinstance(word, str) and set(word) <= {"0", "1"} for word in words)
    require(are_words, "words have to be strings of the characters 0 and 1")
    return list(words)


def mean_length(probs, words):
    """In bits."""
    return sum(prob * len(word) for prob, word in zip(probs.tolist(), words, strict=True))


def smallest_mean_length(probs):
    """The sum of the probabilities of all joined groups."""
    heap, total = probs.tolist(), 0.0
    heapq.heapify(heap)
    while len(heap) > 1:
        joined = heapq.heappop(heap) + heapq.heappop(heap)
        total += joined
        heapq.heappush(heap, joined)
    return total


def random_probs(rng, outcomes, power):
    """Random probabilities; the higher the power the more unequal."""
    p = rng.uniform(0.02, 1, (outcomes,)) ** power
    return p / p.sum()


def is_prefix_free(words):
    """No word is the beginning of another, nor equal to it. In sorted order it would stand right before one."""
    ordered = sorted(words)
    return not any(after.startswith(before) for before, after in pairwise(ordered))


@points("huffman_code", 2)
def test_no_word_begins_another(notebook, rng):
    """No word is the beginning of another, so that a stream of words can be read without commas."""
    for outcomes, power in ((3, 1), (6, 3), (9, 1), (12, 4)):
        probs = random_probs(rng, outcomes, power)
        words = code_of(notebook, probs)
        require(len(set(words)) == outcomes, "two outcomes have the same word", hint="Two halves of a group: 0 and 1.")
        hint = "When groups are joined, the new bit goes in FRONT of the words of both: it is nearer to the root."
        require(is_prefix_free(words), "a word is the beginning of another one", hint=hint)
    words = code_of(notebook, torch.full((11,), 1 / 11, dtype=torch.float64))
    require(is_prefix_free(words), "for equal probabilities, a word is the beginning of another one", hint=hint)


@points("huffman_code", 2)
def test_no_code_is_shorter(notebook, rng):
    """The mean length is the smallest that a prefix-free code can have, between the entropy and one bit more."""
    for outcomes, power in ((4, 1), (5, 3), (8, 2), (13, 5), (20, 1)):
        probs = random_probs(rng, outcomes, power)
        length, best = mean_length(probs, code_of(notebook, probs)), smallest_mean_length(probs)
        hint = "Join the two rarest GROUPS each time; a joined group counts with the sum of its probabilities."
        require(length <= best + 1e-9, "there is a prefix-free code with a smaller mean length", hint=hint)
        hint = "So short, the words cannot be told apart in a stream: count Kraft's sum."
        require(length >= best - 1e-9, "the mean length is smaller than a prefix-free code can have", hint=hint)


@points("huffman_code", 1)
def test_powers_of_one_half(notebook, rng):
    """Where all probabilities are powers of one half each word is as long as its outcome's surprise in bits."""
    exponents = torch.tensor([1, 2, 3, 5, 5, 5, 6, 6])[torch.from_numpy(rng.numpy.permutation(8))]
    for lengths in (exponents, torch.full((8,), 3), torch.tensor([2, 1, 2])):
        words = code_of(notebook, 2.0 ** -lengths.double())
        hint = "A rarer outcome has a longer word: one bit for each halving."
        found = [len(word) for word in words]
        require(found == lengths.tolist(), "a word is not as long as its outcome's surprise", hint=hint)


@points("huffman_code", 1)
def test_few_and_impossible_outcomes(notebook, rng):
    """One outcome needs no bit and two need one; impossible outcomes have words as well."""
    words = code_of(notebook, torch.ones(1, dtype=torch.float64))
    require(words == [""], "what is certain needs no bit", hint="For a single outcome the word is the empty string.")
    two = code_of(notebook, random_probs(rng, 2, 1))
    require(sorted(two) == ["0", "1"], "two outcomes need one bit each, however unequal they are")
    probs = torch.cat([random_probs(rng, 4, 2), torch.zeros(3, dtype=torch.float64)])
    probs = probs[torch.from_numpy(rng.numpy.permutation(7))]
    words = code_of(notebook, probs)
    require(is_prefix_free(words), "with impossible outcomes, a word is the beginning of another one")
    is_best = math.isclose(mean_length(probs, words), smallest_mean_length(probs), abs_tol=1e-9)
    require(is_best, "with impossible outcomes, the mean length is not the smallest", hint="They are joined first.")
