"""Wrong answers to `lr_schedule`, which a hidden test must catch. Each docstring says what the student believed."""

import math

from autograder.testing import mutant


@mutant(caught_by="test_warm_up_rises_along_a_line")
def wastes_the_first_step(step, total, base_lr, warmup=0, min_lr=0.0):
    """Believes that a warm-up begins at the rate 0."""
    if step >= total:
        return min_lr
    if step < warmup:
        return base_lr * step / warmup
    progress = (step - warmup) / max(total - 1 - warmup, 1)
    return min_lr + 0.5 * (base_lr - min_lr) * (1 + math.cos(math.pi * progress))


@mutant(caught_by="test_warm_up_rises_along_a_line")
def warms_up_from_the_lowest(step, total, base_lr, warmup=0, min_lr=0.0):
    """Believes that the warm-up rises from the lowest rate."""
    if step >= total:
        return min_lr
    if step < warmup:
        return min_lr + (base_lr - min_lr) * (step + 1) / warmup
    progress = (step - warmup) / max(total - 1 - warmup, 1)
    return min_lr + 0.5 * (base_lr - min_lr) * (1 + math.cos(math.pi * progress))


@mutant(caught_by="test_falls_along_half_a_cosine")
def falls_along_a_line(step, total, base_lr, warmup=0, min_lr=0.0):
    """Believes that the rate falls along a straight line."""
    if step >= total:
        return min_lr
    if step < warmup:
        return base_lr * (step + 1) / warmup
    progress = (step - warmup) / max(total - 1 - warmup, 1)
    return base_lr + (min_lr - base_lr) * progress


@mutant(caught_by="test_falls_along_half_a_cosine")
def counts_progress_from_the_start(step, total, base_lr, warmup=0, min_lr=0.0):
    """Believes that the cosine begins with the run and not with the end of the warm-up."""
    if step >= total:
        return min_lr
    if step < warmup:
        return base_lr * (step + 1) / warmup
    progress = step / max(total - 1, 1)
    return min_lr + 0.5 * (base_lr - min_lr) * (1 + math.cos(math.pi * progress))


@mutant(caught_by="test_falls_along_half_a_cosine")
def adds_the_lowest_rate(step, total, base_lr, warmup=0, min_lr=0.0):
    """Believes that the lowest rate is added to a cosine of full height."""
    if step >= total:
        return min_lr
    if step < warmup:
        return base_lr * (step + 1) / warmup
    progress = (step - warmup) / max(total - 1 - warmup, 1)
    return min_lr + 0.5 * base_lr * (1 + math.cos(math.pi * progress))


@mutant(caught_by="test_falls_along_half_a_cosine")
def never_falls_below(step, total, base_lr, warmup=0, min_lr=0.0):
    """Believes that the lowest rate is a floor under a cosine that goes to 0."""
    if step >= total:
        return min_lr
    if step < warmup:
        return base_lr * (step + 1) / warmup
    progress = (step - warmup) / max(total - 1 - warmup, 1)
    return max(min_lr, 0.5 * base_lr * (1 + math.cos(math.pi * progress)))


@mutant(caught_by="test_ends_of_the_run")
def ends_one_step_late(step, total, base_lr, warmup=0, min_lr=0.0):
    """Believes that the cosine has come down after the last step, not with it."""
    if step >= total:
        return min_lr
    if step < warmup:
        return base_lr * (step + 1) / warmup
    progress = (step - warmup) / (total - warmup)
    return min_lr + 0.5 * (base_lr - min_lr) * (1 + math.cos(math.pi * progress))


@mutant(caught_by="test_ends_of_the_run")
def divides_by_nothing(step, total, base_lr, warmup=0, min_lr=0.0):
    """Believes that something is always left after the warm-up."""
    if step >= total:
        return min_lr
    if step < warmup:
        return base_lr * (step + 1) / warmup
    progress = (step - warmup) / (total - 1 - warmup)
    return min_lr + 0.5 * (base_lr - min_lr) * (1 + math.cos(math.pi * progress))


@mutant(caught_by="test_beyond_the_end")
def comes_up_again(step, total, base_lr, warmup=0, min_lr=0.0):
    """Believes that nobody trains on beyond the end."""
    if step < warmup:
        return base_lr * (step + 1) / warmup
    progress = (step - warmup) / max(total - 1 - warmup, 1)
    return min_lr + 0.5 * (base_lr - min_lr) * (1 + math.cos(math.pi * progress))
