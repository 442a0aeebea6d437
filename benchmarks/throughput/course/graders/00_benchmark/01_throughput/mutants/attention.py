"""Wrong answers to `attention`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch

from autograder.testing import mutant


@mutant(caught_by="test_causal_attention_does_not_look_ahead")
def ignores_causal(Q, K, V, causal=False):
    """Believes that the mask is only for training."""
    return (Q @ K.mT / math.sqrt(Q.shape[-1])).softmax(-1) @ V


@mutant(caught_by="test_weighs_the_values")
def forgets_the_root(Q, K, V, causal=False):
    """Believes that scores need no scale."""
    scores = Q @ K.mT
    if causal:
        scores = scores + torch.full(scores.shape[-2:], -math.inf, dtype=scores.dtype).triu(1)
    return scores.softmax(-1) @ V
