"""Other right answers to `softmax_ce`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def with_a_table_of_truth(logits, y):
    """One-hot rows, and logaddexp for the sum."""
    log_probs = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    truth = np.eye(logits.shape[1], dtype=logits.dtype)[y]
    return -(truth * log_probs).sum() / len(y), (np.exp(log_probs) - truth) / len(y)


@alternative
def one_example_at_a_time(logits, y):
    """Loops over examples; the loss is a float."""
    total, g = 0.0, np.empty_like(logits)
    for s, right in enumerate(y):
        top = logits[s].max()
        e = np.exp(logits[s] - top)
        total += float(np.log(e.sum()) + top - logits[s, right])
        g[s] = e / e.sum() / len(y)
        g[s, right] -= 1 / len(y)
    return total / len(y), g
