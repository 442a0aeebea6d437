"""Other right answers to `plan_init`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def in_standard_deviations(widths, scheme):
    """Carries the size, not its square; NumPy; a table."""
    rules = {
        "he": lambda n_in, n_out: np.sqrt(2.0 / n_in),
        "xavier": lambda n_in, n_out: np.sqrt(2.0) / np.sqrt(n_in + n_out),
        "unit": lambda n_in, n_out: np.float64(1),
    }
    if scheme not in rules:
        raise ValueError(scheme)
    table, size = [], 1.0
    for i in range(len(widths) - 1):
        std = rules[scheme](widths[i], widths[i + 1])
        size = std * np.sqrt(widths[i]) * size / (np.sqrt(2) if i else 1)
        table.append([std, size])
    return np.array(table)
