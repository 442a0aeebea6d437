"""Wrong answers to `minimise`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch

from autograder.testing import mutant


@mutant(caught_by="test_step_by_step")
def forgets_the_state(grad, theta, n_steps, base_lr, warmup=0, max_norm=math.inf, decay=0.99):
    """Believes that Adam starts afresh in every step."""
    average = torch.zeros_like(theta)
    for step in range(n_steps):
        (g,), _ = clip_grad_norm([grad(theta, step)], max_norm)
        theta, _ = adam_step(theta, g, None, lr=lr_schedule(step, n_steps, base_lr, warmup))
        average = decay * average + (1 - decay) * theta
    return theta, average / (1 - decay**n_steps)


@mutant(caught_by="test_step_by_step")
def forgets_to_clip(grad, theta, n_steps, base_lr, warmup=0, max_norm=math.inf, decay=0.99):
    """Believes that clipping returns nothing that is needed."""
    state, average = None, torch.zeros_like(theta)
    for step in range(n_steps):
        g = grad(theta, step)
        clip_grad_norm([g], max_norm)
        theta, state = adam_step(theta, g, state, lr=lr_schedule(step, n_steps, base_lr, warmup))
        average = decay * average + (1 - decay) * theta
    return theta, average / (1 - decay**n_steps)


@mutant(caught_by="test_step_by_step")
def counts_the_rate_from_one(grad, theta, n_steps, base_lr, warmup=0, max_norm=math.inf, decay=0.99):
    """Believes that the schedule counts steps from 1, as Adam does."""
    state, average = None, torch.zeros_like(theta)
    for step in range(n_steps):
        (g,), _ = clip_grad_norm([grad(theta, step)], max_norm)
        theta, state = adam_step(theta, g, state, lr=lr_schedule(step + 1, n_steps, base_lr, warmup))
        average = decay * average + (1 - decay) * theta
    return theta, average / (1 - decay**n_steps)


@mutant(caught_by="test_step_by_step")
def forgets_the_warm_up(grad, theta, n_steps, base_lr, warmup=0, max_norm=math.inf, decay=0.99):
    """Believes that the warm-up is taken care of elsewhere."""
    state, average = None, torch.zeros_like(theta)
    for step in range(n_steps):
        (g,), _ = clip_grad_norm([grad(theta, step)], max_norm)
        theta, state = adam_step(theta, g, state, lr=lr_schedule(step, n_steps, base_lr))
        average = decay * average + (1 - decay) * theta
    return theta, average / (1 - decay**n_steps)


@mutant(caught_by="test_tells_digits_apart")
def has_no_schedule(grad, theta, n_steps, base_lr, warmup=0, max_norm=math.inf, decay=0.99):
    """Believes that Adam finds its rate by itself, and leaves it at a tenth of the default of the schedule."""
    state, average = None, torch.zeros_like(theta)
    for step in range(n_steps):
        (g,), _ = clip_grad_norm([grad(theta, step)], max_norm)
        theta, state = adam_step(theta, g, state)
        average = decay * average + (1 - decay) * theta
    return theta, average / (1 - decay**n_steps)


@mutant(caught_by="test_crosses_a_curved_valley")
def walks_plainly(grad, theta, n_steps, base_lr, warmup=0, max_norm=math.inf, decay=0.99):
    """Believes that gradient descent with the schedule's rate will do."""
    average = torch.zeros_like(theta)
    for step in range(n_steps):
        (g,), _ = clip_grad_norm([grad(theta, step)], max_norm)
        theta = theta - lr_schedule(step, n_steps, base_lr, warmup) * g
        average = decay * average + (1 - decay) * theta
    return theta, average / (1 - decay**n_steps)


@mutant(caught_by="test_average_of_the_weights")
def leaves_the_bias(grad, theta, n_steps, base_lr, warmup=0, max_norm=math.inf, decay=0.99):
    """Believes that an average that starts at zero is an average."""
    state, average = None, torch.zeros_like(theta)
    for step in range(n_steps):
        (g,), _ = clip_grad_norm([grad(theta, step)], max_norm)
        theta, state = adam_step(theta, g, state, lr=lr_schedule(step, n_steps, base_lr, warmup))
        average = decay * average + (1 - decay) * theta
    return theta, average


@mutant(caught_by="test_average_of_the_weights")
def averages_the_old_places(grad, theta, n_steps, base_lr, warmup=0, max_norm=math.inf, decay=0.99):
    """Believes that the average is taken before the step."""
    state, average = None, torch.zeros_like(theta)
    for step in range(n_steps):
        (g,), _ = clip_grad_norm([grad(theta, step)], max_norm)
        average = decay * average + (1 - decay) * theta
        theta, state = adam_step(theta, g, state, lr=lr_schedule(step, n_steps, base_lr, warmup))
    return theta, average / (1 - decay**n_steps)


@mutant(caught_by="test_average_of_the_weights")
def averages_from_the_start(grad, theta, n_steps, base_lr, warmup=0, max_norm=math.inf, decay=0.99):
    """Believes that the average starts at the first parameters, and corrects a bias that is not there."""
    state, average = None, theta
    for step in range(n_steps):
        (g,), _ = clip_grad_norm([grad(theta, step)], max_norm)
        theta, state = adam_step(theta, g, state, lr=lr_schedule(step, n_steps, base_lr, warmup))
        average = decay * average + (1 - decay) * theta
    return theta, average / (1 - decay**n_steps)


@mutant(caught_by="test_average_of_the_weights")
def swaps_the_weights(grad, theta, n_steps, base_lr, warmup=0, max_norm=math.inf, decay=0.99):
    """Believes that beta is the weight of the new value."""
    state, average = None, torch.zeros_like(theta)
    for step in range(n_steps):
        (g,), _ = clip_grad_norm([grad(theta, step)], max_norm)
        theta, state = adam_step(theta, g, state, lr=lr_schedule(step, n_steps, base_lr, warmup))
        average = (1 - decay) * average + decay * theta
    return theta, average / (1 - (1 - decay) ** n_steps)


@mutant(caught_by="test_step_by_step")
def trains_with_the_average(grad, theta, n_steps, base_lr, warmup=0, max_norm=math.inf, decay=0.99):
    """Believes that training goes on from the average."""
    state, average, last = None, torch.zeros_like(theta), theta
    for step in range(n_steps):
        (g,), _ = clip_grad_norm([grad(last, step)], max_norm)
        theta, state = adam_step(last, g, state, lr=lr_schedule(step, n_steps, base_lr, warmup))
        average = decay * average + (1 - decay) * theta
        last = average / (1 - decay ** (step + 1))
    return last, average / (1 - decay**n_steps)
