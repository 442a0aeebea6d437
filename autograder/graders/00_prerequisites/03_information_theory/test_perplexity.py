"""Hidden tests of `perplexity`: the mean price per token, padding, sentences of unequal lengths, extreme logits."""

import math

import torch

from autograder.testing import as_tensor, assert_close, points, require


def price(logits, token):
    """The surprise of one token in nats, without overflow."""
    top = max(logits)
    return top + math.log(sum(math.exp(value - top) for value in logits)) - logits[token]


def perplexity_of(logits, tokens, mask):
    """Equation (5), token by token."""
    places = mask.nonzero().tolist()
    prices = [price(logits[b, t].tolist(), int(tokens[b, t])) for b, t in places]
    return math.exp(sum(prices) / len(prices))


def ask(notebook, logits, tokens, mask):
    """The student's perplexity: one number."""
    found = as_tensor(notebook.perplexity(logits, tokens, mask), "the perplexity")
    hint = "One number for the whole batch, not one for each sentence or token."
    require(found.numel() == 1, "the perplexity has to be one number", hint=hint)
    return found.reshape(())


@points("perplexity", 2)
def test_mean_price_per_token(notebook, rng):
    """Perplexity is the exponential of the mean price of a token, and the model's prices come from a softmax of its logits."""
    for vocabulary in (3, 11):
        logits, tokens = 2 * rng.normal(4, 6, vocabulary), rng.integers(0, vocabulary, (4, 6))
        mask = torch.ones(4, 6, dtype=torch.bool)
        hint = "Logits are no probabilities yet: log-softmax over the vocabulary; then the mean price; then the exponential."
        found = ask(notebook, logits, tokens, mask)
        assert_close(found, perplexity_of(logits, tokens, mask), what="the perplexity", hint=hint)
        shifted = logits + rng.normal(4, 6, 1)
        hint = "A constant that is added to all logits of one token changes no probability."
        assert_close(ask(notebook, shifted, tokens, mask), found, what="the perplexity after such a shift", hint=hint)
    blind = torch.zeros(2, 5, 13, dtype=torch.float64)
    found = ask(notebook, blind, rng.integers(0, 13, (2, 5)), torch.ones(2, 5, dtype=torch.bool))
    assert_close(found, 13.0, what="the perplexity of blind guessing", hint="As many as there are equal choices.")


@points("perplexity", 1)
def test_padding_makes_no_difference(notebook, rng):
    """What stands at padding, tokens or logits, finite or not, makes no difference."""
    logits, tokens = 2 * rng.normal(3, 7, 5), rng.integers(0, 5, (3, 7))
    mask = torch.arange(7) < torch.tensor([[7], [4], [5]])
    expected = perplexity_of(logits, tokens, mask)
    hint = "Leave padding out of the sum AND out of the count: the mean is over tokens that count."
    assert_close(ask(notebook, logits, tokens, mask), expected, what="the perplexity with padding", hint=hint)
    other = logits.clone()
    other[~mask] = 50 * rng.normal(int((~mask).sum()), 5)
    others = torch.where(mask, tokens, 0)
    what = "the perplexity with something else at padding"
    assert_close(ask(notebook, other, others, mask), expected, what=what, hint=hint)
    other[~mask] = torch.tensor([-math.inf, 0.0, 0.0, 0.0, 0.0], dtype=torch.float64)
    hint = "Zero times infinity is NaN: choose the tokens that count instead of multiplying with the mask."
    what = "the perplexity where the padding token is impossible"
    assert_close(ask(notebook, other, others, mask), expected, what=what, hint=hint)
    inside = torch.tensor([[False, True, True], [True, False, True]])
    found = ask(notebook, logits[:2, :3], tokens[:2, :3], inside)
    what = "the perplexity where tokens at the start or in the middle do not count"
    assert_close(found, perplexity_of(logits[:2, :3], tokens[:2, :3], inside), what=what)


@points("perplexity", 1)
def test_tokens_count_alike_in_short_and_long_sentences(notebook, rng):
    """Every token counts alike, whether its sentence is long or short: first the mean over all, then the exponential."""
    tokens = rng.integers(0, 4, (2, 9))
    logits = rng.normal(2, 9, 4)
    for row, confidence in ((0, 3.0), (1, -3.0)):
        logits[row] += confidence * torch.nn.functional.one_hot(tokens[row], 4)
    mask = torch.arange(9) < torch.tensor([[9], [2]])
    hint = "Not the mean of the sentences' perplexities, nor the mean of their mean prices: one mean over all tokens."
    found = ask(notebook, logits, tokens, mask)
    assert_close(
        found, perplexity_of(logits, tokens, mask), what="the perplexity of a long and a short sentence", hint=hint
    )


@points("perplexity", 1)
def test_extreme_logits(notebook, rng):
    """Logits of any size give the right perplexity, and a token that was impossible gives an infinite one."""
    logits, tokens = 2 * rng.normal(3, 4, 6), rng.integers(0, 6, (3, 4))
    mask = torch.ones(3, 4, dtype=torch.bool)
    hint = "The exponential of a large logit overflows: subtract the largest first, as log_softmax does."
    for shift in (1e4, -1e4):
        found = ask(notebook, logits + shift, tokens, mask)
        expected = perplexity_of(logits + shift, tokens, mask)
        assert_close(found, expected, what="the perplexity with logits in the thousands", hint=hint)
    sure = 1e4 * torch.nn.functional.one_hot(tokens, 6).double()
    hint += " And take the logarithm of the softmax itself: of a probability that was rounded to zero there is none."
    assert_close(ask(notebook, sure, tokens, mask), 1.0, what="the perplexity of who is sure, and right", hint=hint)
    one = sure.clone()
    one[0, 0] = 800 * torch.nn.functional.one_hot((tokens[0, 0] + 1) % 6, 6).double()
    many = torch.ones(3, 4, dtype=torch.bool)
    expected = perplexity_of(one, tokens, many)
    assert_close(
        ask(notebook, one, tokens, many), expected, what="the perplexity of who is sure, and once wrong", hint=hint
    )
    never = logits.clone()
    never[..., 0] = -math.inf
    possible = tokens.clamp_min(1)
    expected = perplexity_of(never, possible, mask)
    assert_close(ask(notebook, never, possible, mask), expected, what="the perplexity where some token is impossible")
    possible[1, 2] = 0
    found = ask(notebook, never, possible, mask)
    require(bool(torch.isposinf(found)), "the perplexity is finite where a token came that was impossible")
