"""Wrong answers to `cosine_similarity`, which a hidden test must catch. Each docstring says what the student believed."""

import math

from autograder.testing import mutant


@mutant(caught_by="test_every_query_meets_every_key")
def scores_of_attention(Q, K):
    """Believes that dividing by the root of the dimension, as attention does, makes a cosine."""
    return Q @ K.mT / math.sqrt(Q.shape[-1])


@mutant(caught_by="test_every_query_meets_every_key")
def divides_by_squared_lengths(Q, K):
    """Believes that the length of a vector is its dot product with itself, without the root."""
    lengths = Q.square().sum(-1)[..., :, None] * K.square().sum(-1)[..., None, :]
    return Q @ K.mT / lengths.masked_fill(lengths == 0, 1)


@mutant(caught_by="test_every_query_meets_every_key")
def normalises_columns(Q, K):
    """Believes that vectors stand in columns, and divides by the wrong lengths."""
    q = Q / Q.norm(dim=-2, keepdim=True).clamp_min(1e-12)
    k = K / K.norm(dim=-2, keepdim=True).clamp_min(1e-12)
    return q @ k.mT


@mutant(caught_by="test_every_query_meets_every_key")
def forgets_the_keys_lengths(Q, K):
    """Believes that it is enough to normalise the queries."""
    q = Q / Q.norm(dim=-1, keepdim=True).clamp_min(1e-12)
    return q @ K.mT


@mutant(caught_by="test_zero_vectors_are_similar_to_nothing")
def divides_zero_by_zero(Q, K):
    """Believes that no vector is ever zero."""
    return Q @ K.mT / (Q.norm(dim=-1)[..., :, None] * K.norm(dim=-1)[..., None, :])


@mutant(caught_by="test_batches_stay_batches")
def transposes_the_batch(Q, K):
    """Believes that there is never a batch: `.T` and `dim=1` for the last two axes."""
    q = Q / Q.norm(dim=1, keepdim=True).clamp_min(1e-12)
    k = K / K.norm(dim=1, keepdim=True).clamp_min(1e-12)
    return q @ k.T


@mutant(caught_by="test_every_query_meets_every_key")
def guards_with_a_large_constant(Q, K):
    """Believes that a constant of 0.1 in the denominator changes nothing."""
    return Q @ K.mT / (Q.norm(dim=-1)[..., :, None] * K.norm(dim=-1)[..., None, :] + 0.1)


@mutant(caught_by="test_batches_stay_batches")
def answers_in_float64(Q, K):
    """Believes that float64 is always wanted."""
    lengths = Q.norm(dim=-1)[..., :, None] * K.norm(dim=-1)[..., None, :]
    return (Q @ K.mT / lengths.masked_fill(lengths == 0, 1)).double()
