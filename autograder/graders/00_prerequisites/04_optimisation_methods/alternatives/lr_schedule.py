"""Other right answers to `lr_schedule`, which must have full marks. Each docstring says how it differs."""

import math

import numpy as np

from autograder.testing import alternative


@alternative
def schedule_by_cases(step, total, base_lr, warmup=0, min_lr=0.0):
    """One case after the other, with the cosine written as the square of another."""
    if step < warmup and step < total:
        return (step + 1) * base_lr / warmup
    if step >= total:
        return float(min_lr)
    if step == warmup:
        return float(base_lr)
    share = math.cos(math.pi / 2 * (step - warmup) / (total - 1 - warmup)) ** 2
    return share * base_lr + (1 - share) * min_lr


@alternative
def schedule_as_a_table(step, total, base_lr, warmup=0, min_lr=0.0):
    """NumPy: the whole table, of which one entry is asked for; returns a scalar of NumPy."""
    rising = base_lr * np.arange(1, warmup + 1) / max(warmup, 1)
    falling = min_lr + (base_lr - min_lr) * (1 + np.cos(np.linspace(0, np.pi, total - warmup))) / 2
    table = np.concatenate([rising, falling])
    return table[step] if step < total else np.float64(min_lr)
