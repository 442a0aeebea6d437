"""Wrong answers to `capacity_loss`, which a hidden test must catch. Each docstring says what the student believed."""

from autograder.testing import mutant


@mutant(caught_by="test_loss_of_a_minibatch")
def gives_each_example_a_budget(rec, kl, step, *, gamma, top, start, end):
    """Believes that every example has to cost C."""
    capacity = top * min(1.0, max(0.0, (step - start) / (end - start)))
    return (rec + gamma * (kl - capacity).abs()).mean(), capacity


@mutant(caught_by="test_loss_of_a_minibatch")
def caps_the_code(rec, kl, step, *, gamma, top, start, end):
    """Believes that a budget is a cap: who stays below pays nothing."""
    capacity = top * min(1.0, max(0.0, (step - start) / (end - start)))
    return rec.mean() + gamma * (kl.mean() - capacity).clamp(min=0), capacity


@mutant(caught_by="test_pushes_towards_the_budget")
def squares_the_distance(rec, kl, step, *, gamma, top, start, end):
    """Believes that a distance in a loss is squared."""
    capacity = top * min(1.0, max(0.0, (step - start) / (end - start)))
    return rec.mean() + gamma * (kl.mean() - capacity) ** 2, capacity


@mutant(caught_by="test_schedule")
def grows_beyond_the_top(rec, kl, step, *, gamma, top, start, end):
    """Believes that the budget goes on growing after `end`."""
    capacity = top * max(0.0, (step - start) / (end - start))
    return rec.mean() + gamma * (kl.mean() - capacity).abs(), capacity


@mutant(caught_by="test_schedule")
def starts_at_once(rec, kl, step, *, gamma, top, start, end):
    """Believes that the budget grows from step 0, and `start` says when it may be spent."""
    capacity = top * min(1.0, step / end) if step > start else 0.0
    return rec.mean() + gamma * (kl.mean() - capacity).abs(), capacity


@mutant(caught_by="test_pushes_towards_the_budget")
def detaches_the_code(rec, kl, step, *, gamma, top, start, end):
    """Believes that a budget is a number that one reads off."""
    capacity = top * min(1.0, max(0.0, (step - start) / (end - start)))
    return rec.mean() + gamma * abs(float(kl.mean()) - capacity), capacity
