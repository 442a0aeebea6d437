"""Wrong answers to `gd_minimise`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_each_step_goes_down_the_slope")
def climbs(A, b, theta, lr, n_steps):
    """Believes that the gradient points downhill."""
    path = [theta]
    for _ in range(n_steps):
        path.append(path[-1] + lr * (A @ path[-1] - b))
    return torch.stack(path), bool(lr * torch.linalg.eigvalsh(A)[-1] < 2)


@mutant(caught_by="test_each_step_goes_down_the_slope")
def doubles_the_gradient(A, b, theta, lr, n_steps):
    """Believes that the loss is theta^T A theta, without the half, and so that the gradient is twice as long."""
    path = [theta]
    for _ in range(n_steps):
        path.append(path[-1] - lr * (2 * A @ path[-1] - b))
    return torch.stack(path), bool(lr * torch.linalg.eigvalsh(A)[-1] < 2)


@mutant(caught_by="test_each_step_goes_down_the_slope")
def keeps_the_first_gradient(A, b, theta, lr, n_steps):
    """Believes that the gradient has to be computed once."""
    path, g = [theta], A @ theta - b
    for _ in range(n_steps):
        path.append(path[-1] - lr * g)
    return torch.stack(path), bool(lr * torch.linalg.eigvalsh(A)[-1] < 2)


@mutant(caught_by="test_each_step_goes_down_the_slope")
def overwrites_the_path(A, b, theta, lr, n_steps):
    """Believes that `-=` makes a new tensor, so that every row of the path is the last place."""
    path, here = [theta], theta
    for _ in range(n_steps):
        here -= lr * (A @ here - b)
        path.append(here)
    return torch.stack(path), bool(lr * torch.linalg.eigvalsh(A)[-1] < 2)


@mutant(caught_by="test_foresees_which_walks_arrive")
def judges_by_the_path(A, b, theta, lr, n_steps):
    """Believes that a walk which has come closer so far will arrive."""
    path = [theta]
    for _ in range(n_steps):
        path.append(path[-1] - lr * (A @ path[-1] - b))
    goal = torch.linalg.solve(A, b)
    return torch.stack(path), bool((path[-1] - goal).norm() <= (theta - goal).norm())


@mutant(caught_by="test_foresees_which_walks_arrive")
def allows_the_boundary(A, b, theta, lr, n_steps):
    """Believes that a rate of exactly 2 over the largest eigenvalue arrives."""
    path = [theta]
    for _ in range(n_steps):
        path.append(path[-1] - lr * (A @ path[-1] - b))
    return torch.stack(path), bool(lr * torch.linalg.eigvalsh(A)[-1] <= 2)


@mutant(caught_by="test_foresees_which_walks_arrive")
def asks_for_no_overshooting(A, b, theta, lr, n_steps):
    """Believes that a step that crosses the valley leads away: that the limit is 1 over the largest eigenvalue."""
    path = [theta]
    for _ in range(n_steps):
        path.append(path[-1] - lr * (A @ path[-1] - b))
    return torch.stack(path), bool(lr * torch.linalg.eigvalsh(A)[-1] < 1)


@mutant(caught_by="test_foresees_which_walks_arrive")
def asks_the_flattest_direction(A, b, theta, lr, n_steps):
    """Believes that the smallest eigenvalue limits the rate."""
    path = [theta]
    for _ in range(n_steps):
        path.append(path[-1] - lr * (A @ path[-1] - b))
    return torch.stack(path), bool(lr * torch.linalg.eigvalsh(A)[0] < 2)


@mutant(caught_by="test_ends_at_the_minimum")
def shrinks_the_rate(A, b, theta, lr, n_steps):
    """Believes that the rate has to be divided by the number of the step."""
    path = [theta]
    for t in range(n_steps):
        path.append(path[-1] - lr / (t + 1) * (A @ path[-1] - b))
    return torch.stack(path), bool(lr * torch.linalg.eigvalsh(A)[-1] < 2)
