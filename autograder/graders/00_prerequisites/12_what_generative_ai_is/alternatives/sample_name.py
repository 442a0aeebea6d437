"""Other right answers to `sample_name`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def sample_by_logarithms(p, u, temperature=1.0):
    """Logarithms instead of powers; collects letters in a list."""
    letters, last = [], 0
    with np.errstate(divide="ignore"):
        logs = np.log(p)
    for t in range(len(u)):
        scores = logs[last] / temperature
        weights = np.exp(scores - scores.max())
        last = int(draw(weights, float(u[t])))
        if not last:
            return "".join(letters)
        letters.append(ALPHABET[last])
    return "".join(letters)


@alternative
def sample_without_draw(p, u, temperature=1.0):
    """Its own staircase; bends the whole table before the walk; cuts at the boundary afterwards."""
    bent = (p / p.max(axis=1, keepdims=True)) ** (1 / temperature)
    ends = (bent / bent.sum(axis=1, keepdims=True)).cumsum(axis=1)
    text, letter = "", 0
    for number in u:
        letter = min(int((ends[letter] <= number).sum()), 26)
        text += ALPHABET[letter]
    return text.split(".")[0]
