"""Other right answers to `perplexity`, which must have full marks. Each docstring says how it differs."""

import math

import numpy as np
from torch.nn import functional

from autograder.testing import alternative


@alternative
def perplexity_by_cross_entropy(logits, tokens, mask):
    """torch's cross-entropy on the chosen tokens; returns a float."""
    return math.exp(functional.cross_entropy(logits[mask], tokens[mask]).item())


@alternative
def perplexity_by_padding_label(logits, tokens, mask):
    """Cross-entropy with a label for padding that is left out of the mean."""
    labels = tokens.masked_fill(~mask, -100)
    return functional.cross_entropy(logits.flatten(0, 1), labels.flatten(), ignore_index=-100).exp()


@alternative
def perplexity_in_a_loop(logits, tokens, mask):
    """Token by token in NumPy, subtracting the largest logit."""
    total, count = 0.0, 0
    for row, said, counts in zip(logits.numpy(), tokens.numpy(), mask.numpy(), strict=True):
        for values, token, is_token in zip(row, said, counts, strict=True):
            if is_token:
                top = values.max()
                total += top + np.log(np.exp(values - top).sum()) - values[token]
                count += 1
    return np.exp(total / count)
