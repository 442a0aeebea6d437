"""Wrong answers to `perceptron`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_every_step")
def learns_from_all(X, y, max_epochs=100):
    """Believes that every example pulls, also those that are right."""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x_s, y_s in zip(X, y, strict=True):
            wrong += int(y_s * (w @ x_s + b) <= 0)
            w, b = w + y_s * x_s, b + y_s
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


@mutant(caught_by="test_edges")
def forgives_the_line(X, y, max_epochs=100):
    """Believes that an example on the line is no mistake (but for the first step, from zero)."""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x_s, y_s in zip(X, y, strict=True):
            score = y_s * (w @ x_s + b)
            if score < 0 or (score == 0 and not w.any() and b == 0):
                w, b, wrong = w + y_s * x_s, b + y_s, wrong + 1
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


@mutant(caught_by="test_every_step")
def updates_after_the_pass(X, y, max_epochs=100):
    """Believes that the weights change at the end of a pass, for all mistakes together."""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        is_wrong = y * (X @ w + b) <= 0
        w, b = w + (y * is_wrong) @ X, b + (y * is_wrong).sum()
        mistakes.append(int(is_wrong.sum()))
        if mistakes[-1] == 0:
            break
    return w, b, mistakes


@mutant(caught_by="test_every_step")
def has_no_bias(X, y, max_epochs=100):
    """Believes that a line through the origin is enough."""
    w, mistakes = np.zeros(X.shape[1]), []
    for _ in range(max_epochs):
        wrong = 0
        for x_s, y_s in zip(X, y, strict=True):
            if y_s * (w @ x_s) <= 0:
                w, wrong = w + y_s * x_s, wrong + 1
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, 0.0, mistakes


@mutant(caught_by="test_it_finds_a_line_and_stops")
def stops_when_it_gets_no_better(X, y, max_epochs=100):
    """Believes that the number of mistakes falls from pass to pass, and that it is over when it does not."""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x_s, y_s in zip(X, y, strict=True):
            if y_s * (w @ x_s + b) <= 0:
                w, b, wrong = w + y_s * x_s, b + y_s, wrong + 1
        mistakes.append(wrong)
        if wrong == 0 or (len(mistakes) > 1 and wrong >= mistakes[-2]):
            break
    return w, b, mistakes


@mutant(caught_by="test_it_finds_a_line_and_stops")
def goes_on_for_ever(X, y, max_epochs=100):
    """Believes that all the passes that it may make have to be made."""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x_s, y_s in zip(X, y, strict=True):
            if y_s * (w @ x_s + b) <= 0:
                w, b, wrong = w + y_s * x_s, b + y_s, wrong + 1
        mistakes.append(wrong)
    return w, b, mistakes


@mutant(caught_by="test_every_step")
def steps_by_the_error(X, y, max_epochs=100):
    """Believes in the step y - sign(s), which is twice as long."""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x_s, y_s in zip(X, y, strict=True):
            if y_s * (w @ x_s + b) <= 0:
                w, b, wrong = w + 2 * y_s * x_s, b + 2 * y_s, wrong + 1
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


@mutant(caught_by="test_edges")
def leaves_out_the_clean_pass(X, y, max_epochs=100):
    """Believes that a pass without mistakes is not worth mentioning, and makes at least one."""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    while True:
        wrong = 0
        for x_s, y_s in zip(X, y, strict=True):
            if y_s * (w @ x_s + b) <= 0:
                w, b, wrong = w + y_s * x_s, b + y_s, wrong + 1
        if wrong:
            mistakes.append(wrong)
        if wrong == 0 or len(mistakes) >= max_epochs:
            return w, b, mistakes
