"""Wrong answers to `top_eig`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_negative_dominant_eigenvalue")
def returns_the_stretch(S, v0, n_iter):
    """Believes that the length of S v is the eigenvalue, also where that is negative."""
    v = v0 / v0.norm()
    for _ in range(n_iter):
        w = S @ v
        if w.norm() == 0:
            break
        v = w / w.norm()
    return (S @ v).norm(), v


@mutant(caught_by="test_long_runs_neither_overflow_nor_vanish")
def normalises_at_the_end(S, v0, n_iter):
    """Believes that scaling once, after the loop, is the same."""
    v = v0 / v0.norm()
    for _ in range(n_iter):
        w = S @ v
        if w.norm() == 0:
            break
        v = w
    v = v / v.norm()
    return v @ S @ v, v


@mutant(caught_by="test_zeros_are_no_trouble")
def divides_by_a_zero_length(S, v0, n_iter):
    """Believes that S v is never zero."""
    v = v0 / v0.norm()
    for _ in range(n_iter):
        v = S @ v
        v = v / v.norm()
    return v @ S @ v, v


@mutant(caught_by="test_exactly_as_many_steps_as_asked_for")
def writes_into_the_start(S, v0, n_iter):
    """Believes that `v = v0` copies, and that `/=` is the same as `= … /`."""
    v = v0
    v /= v.norm()
    for _ in range(n_iter):
        w = S @ v
        if w.norm() == 0:
            break
        v = w / w.norm()
    return v @ S @ v, v


@mutant(caught_by="test_dominant_pair")
def scales_by_the_largest_entry(S, v0, n_iter):
    """Believes that dividing by the largest entry normalises a vector."""
    v = v0 / v0.abs().max()
    for _ in range(n_iter):
        w = S @ v
        if w.abs().max() == 0:
            break
        v = w / w.abs().max()
    return v @ S @ v / (v @ v), v


@mutant(caught_by="test_negative_dominant_eigenvalue")
def takes_the_largest_of_eigh(S, v0, n_iter):
    """Believes that the last eigenvalue of `eigh` is the one of largest absolute value."""
    values, vectors = torch.linalg.eigh(S)
    return values[-1], vectors[:, -1]


@mutant(caught_by="test_exactly_as_many_steps_as_asked_for")
def takes_the_exact_answer(S, v0, n_iter):
    """Believes that the number of steps does not matter, for the exact answer is better."""
    values, vectors = torch.linalg.eigh(S)
    best = values.abs().argmax()
    return values[best], vectors[:, best]


@mutant(caught_by="test_exactly_as_many_steps_as_asked_for")
def divides_entries(S, v0, n_iter):
    """Believes that the ratio of first entries, before and after S, is the eigenvalue from the first step on."""
    v = v0 / v0.norm()
    for _ in range(n_iter):
        w = S @ v
        if w.norm() == 0:
            return 0.0, v
        v = w / w.norm()
    return (S @ v)[0] / v[0], v


@mutant(caught_by="test_exactly_as_many_steps_as_asked_for")
def one_step_too_few(S, v0, n_iter):
    """Believes that the start counts as the first step."""
    v = v0 / v0.norm()
    for _ in range(n_iter - 1):
        w = S @ v
        if w.norm() == 0:
            break
        v = w / w.norm()
    return v @ S @ v, v
