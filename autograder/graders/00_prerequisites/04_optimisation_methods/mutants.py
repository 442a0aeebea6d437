"""Wrong answers that the hidden tests must catch. Each docstring says what the student believed."""

import math

import torch

from autograder.testing import mutant

# --- gd_minimise


@mutant("gd_minimise", caught_by="test_each_step_goes_down_the_slope")
def climbs(A, b, theta, lr, n_steps):
    """Believes that the gradient points downhill."""
    path = [theta]
    for _ in range(n_steps):
        path.append(path[-1] + lr * (A @ path[-1] - b))
    return torch.stack(path), bool(lr * torch.linalg.eigvalsh(A)[-1] < 2)


@mutant("gd_minimise", caught_by="test_each_step_goes_down_the_slope")
def doubles_the_gradient(A, b, theta, lr, n_steps):
    """Believes that the loss is theta^T A theta, without the half, and so that the gradient is twice as long."""
    path = [theta]
    for _ in range(n_steps):
        path.append(path[-1] - lr * (2 * A @ path[-1] - b))
    return torch.stack(path), bool(lr * torch.linalg.eigvalsh(A)[-1] < 2)


@mutant("gd_minimise", caught_by="test_each_step_goes_down_the_slope")
def keeps_the_first_gradient(A, b, theta, lr, n_steps):
    """Believes that the gradient has to be computed once."""
    path, g = [theta], A @ theta - b
    for _ in range(n_steps):
        path.append(path[-1] - lr * g)
    return torch.stack(path), bool(lr * torch.linalg.eigvalsh(A)[-1] < 2)


@mutant("gd_minimise", caught_by="test_each_step_goes_down_the_slope")
def overwrites_the_path(A, b, theta, lr, n_steps):
    """Believes that `-=` makes a new tensor, so that every row of the path is the last place."""
    path, here = [theta], theta
    for _ in range(n_steps):
        here -= lr * (A @ here - b)
        path.append(here)
    return torch.stack(path), bool(lr * torch.linalg.eigvalsh(A)[-1] < 2)


@mutant("gd_minimise", caught_by="test_foresees_which_walks_arrive")
def judges_by_the_path(A, b, theta, lr, n_steps):
    """Believes that a walk which has come closer so far will arrive."""
    path = [theta]
    for _ in range(n_steps):
        path.append(path[-1] - lr * (A @ path[-1] - b))
    goal = torch.linalg.solve(A, b)
    return torch.stack(path), bool((path[-1] - goal).norm() <= (theta - goal).norm())


@mutant("gd_minimise", caught_by="test_foresees_which_walks_arrive")
def allows_the_boundary(A, b, theta, lr, n_steps):
    """Believes that a rate of exactly 2 over the largest eigenvalue arrives."""
    path = [theta]
    for _ in range(n_steps):
        path.append(path[-1] - lr * (A @ path[-1] - b))
    return torch.stack(path), bool(lr * torch.linalg.eigvalsh(A)[-1] <= 2)


@mutant("gd_minimise", caught_by="test_foresees_which_walks_arrive")
def asks_for_no_overshooting(A, b, theta, lr, n_steps):
    """Believes that a step that crosses the valley leads away: that the limit is 1 over the largest eigenvalue."""
    path = [theta]
    for _ in range(n_steps):
        path.append(path[-1] - lr * (A @ path[-1] - b))
    return torch.stack(path), bool(lr * torch.linalg.eigvalsh(A)[-1] < 1)


@mutant("gd_minimise", caught_by="test_foresees_which_walks_arrive")
def asks_the_flattest_direction(A, b, theta, lr, n_steps):
    """Believes that the smallest eigenvalue limits the rate."""
    path = [theta]
    for _ in range(n_steps):
        path.append(path[-1] - lr * (A @ path[-1] - b))
    return torch.stack(path), bool(lr * torch.linalg.eigvalsh(A)[0] < 2)


@mutant("gd_minimise", caught_by="test_ends_at_the_minimum")
def shrinks_the_rate(A, b, theta, lr, n_steps):
    """Believes that the rate has to be divided by the number of the step."""
    path = [theta]
    for t in range(n_steps):
        path.append(path[-1] - lr / (t + 1) * (A @ path[-1] - b))
    return torch.stack(path), bool(lr * torch.linalg.eigvalsh(A)[-1] < 2)


# --- steps_needed


@mutant("steps_needed", caught_by="test_the_slowest_direction_decides")
def forgets_the_absolute_value(eigenvalues, lr, shrink):
    """Believes that the factors are never negative: a direction that is overshot seems to be fast."""
    rate = float((1 - lr * eigenvalues).max())
    if shrink == 1:
        return 0
    if rate >= 1 or float(lr * eigenvalues.max()) >= 2:
        return math.inf
    if rate <= 0:
        return 1
    return math.ceil(math.log(shrink) / math.log(rate))


@mutant("steps_needed", caught_by="test_the_slowest_direction_decides")
def takes_the_fastest_direction(eigenvalues, lr, shrink):
    """Believes that the fastest direction decides."""
    rate = float((1 - lr * eigenvalues).abs().min())
    if shrink == 1:
        return 0
    if float((1 - lr * eigenvalues).abs().max()) >= 1:
        return math.inf
    return 1 if rate == 0 else math.ceil(math.log(shrink) / math.log(rate))


@mutant("steps_needed", caught_by="test_the_slowest_direction_decides")
def rounds_down(eigenvalues, lr, shrink):
    """Believes that a step that is needed in part is not needed."""
    rate = float((1 - lr * eigenvalues).abs().max())
    if shrink == 1:
        return 0
    if rate >= 1:
        return math.inf
    return 1 if rate == 0 else math.floor(math.log(shrink) / math.log(rate))


@mutant("steps_needed", caught_by="test_the_slowest_direction_decides")
def counts_for_the_loss(eigenvalues, lr, shrink):
    """Believes that the loss is asked for, which shrinks with the square of the distance."""
    rate = float((1 - lr * eigenvalues).abs().max()) ** 2
    if shrink == 1:
        return 0
    if rate >= 1:
        return math.inf
    return 1 if rate == 0 else math.ceil(math.log(shrink) / math.log(rate))


@mutant("steps_needed", caught_by="test_the_slowest_direction_decides")
def assumes_the_best_rate(eigenvalues, lr, shrink):
    """Believes that the rate is always the best one, (kappa - 1) / (kappa + 1)."""
    own = float((1 - lr * eigenvalues).abs().max())
    if shrink == 1:
        return 0
    if own >= 1:
        return math.inf
    if own == 0:
        return 1
    kappa = float(eigenvalues.max() / eigenvalues.min())
    return math.ceil(math.log(shrink) / math.log((kappa - 1) / (kappa + 1)))


@mutant("steps_needed", caught_by="test_never_and_at_once")
def ignores_flat_directions(eigenvalues, lr, shrink):
    """Believes that a direction without slope may be left out, since there is nothing to gain."""
    rate = float((1 - lr * eigenvalues[eigenvalues > 0]).abs().max())
    if shrink == 1:
        return 0
    if rate >= 1:
        return math.inf
    return 1 if rate == 0 else math.ceil(math.log(shrink) / math.log(rate))


@mutant("steps_needed", caught_by="test_never_and_at_once")
def forgets_that_zero_has_no_logarithm(eigenvalues, lr, shrink):
    """Believes that no rate is ever perfect."""
    rate = float((1 - lr * eigenvalues).abs().max())
    if shrink == 1:
        return 0
    if rate >= 1:
        return math.inf
    return math.ceil(math.log(shrink) / math.log(rate))


@mutant("steps_needed", caught_by="test_never_and_at_once")
def always_takes_a_step(eigenvalues, lr, shrink):
    """Believes that even where nothing has to shrink there is something to do."""
    rate = float((1 - lr * eigenvalues).abs().max())
    if rate >= 1:
        return math.inf
    return 1 if rate == 0 else max(1, math.ceil(math.log(shrink) / math.log(rate)))


@mutant("steps_needed", caught_by="test_prediction_comes_true")
def takes_the_average_direction(eigenvalues, lr, shrink):
    """Believes that what most directions do is what counts."""
    factors = (1 - lr * eigenvalues).abs()
    if shrink == 1:
        return 0
    if float(factors.max()) >= 1:
        return math.inf
    rate = float(factors.mean())
    return 1 if rate == 0 else math.ceil(math.log(shrink) / math.log(rate))


# --- line_search_armijo


@mutant("line_search_armijo", caught_by="test_the_share_of_the_slope")
def accepts_any_decrease(loss, g, theta, d, lr=1.0, c=1e-4, shrink=0.5):
    """Believes that any decrease is enough."""
    if float(g @ d) >= 0:
        return 0.0
    while lr >= 1e-12:
        if float(loss(theta + lr * d)) <= float(loss(theta)):
            return lr
        lr *= shrink
    return 0.0


@mutant("line_search_armijo", caught_by="test_the_share_of_the_slope")
def forgets_the_length_in_the_promise(loss, g, theta, d, lr=1.0, c=1e-4, shrink=0.5):
    """Believes that the decrease that is asked for does not depend on the length of the step."""
    slope, here = float(g @ d), float(loss(theta))
    if slope >= 0:
        return 0.0
    while lr >= 1e-12:
        if float(loss(theta + lr * d)) <= here + c * slope:
            return lr
        lr *= shrink
    return 0.0


@mutant("line_search_armijo", caught_by="test_first_length_that_is_accepted")
def assumes_the_steepest_direction(loss, g, theta, d, lr=1.0, c=1e-4, shrink=0.5):
    """Believes that the direction is always minus the gradient, so that the slope is minus its square."""
    slope, here = -float(g @ g), float(loss(theta))
    if float(g @ d) >= 0:
        return 0.0
    while lr >= 1e-12:
        if float(loss(theta + lr * d)) <= here + c * lr * slope:
            return lr
        lr *= shrink
    return 0.0


@mutant("line_search_armijo", caught_by="test_the_share_of_the_slope")
def refuses_equality(loss, g, theta, d, lr=1.0, c=1e-4, shrink=0.5):
    """Believes that exactly enough is not enough."""
    slope, here = float(g @ d), float(loss(theta))
    if slope >= 0:
        return 0.0
    while lr >= 1e-12:
        if float(loss(theta + lr * d)) < here + c * lr * slope:
            return lr
        lr *= shrink
    return 0.0


@mutant("line_search_armijo", caught_by="test_losses_that_are_not_numbers")
def lets_nan_pass(loss, g, theta, d, lr=1.0, c=1e-4, shrink=0.5):
    """Believes that what is not too high is low enough."""
    slope, here = float(g @ d), float(loss(theta))
    if slope >= 0:
        return 0.0
    while float(loss(theta + lr * d)) > here + c * lr * slope:
        lr *= shrink
        if lr < 1e-12:
            return 0.0
    return lr


@mutant("line_search_armijo", caught_by="test_hopeless_directions")
def trusts_the_direction(loss, g, theta, d, lr=1.0, c=1e-4, shrink=0.5):
    """Believes that every direction leads downhill, and accepts the first length at which nothing changes any more."""
    slope, here = float(g @ d), float(loss(theta))
    while lr >= 1e-12:
        if float(loss(theta + lr * d)) <= here + c * lr * slope:
            return lr
        lr *= shrink
    return 0.0


@mutant("line_search_armijo", caught_by="test_hopeless_directions")
def goes_on_to_any_length(loss, g, theta, d, lr=1.0, c=1e-4, shrink=0.5):
    """Believes that some length is always accepted in the end, however short."""
    slope, here = float(g @ d), float(loss(theta))
    if slope >= 0:
        return 0.0
    while lr > 0:
        if float(loss(theta + lr * d)) <= here + c * lr * slope:
            return lr
        lr *= shrink
    return 0.0


@mutant("line_search_armijo", caught_by="test_first_length_that_is_accepted")
def always_halves(loss, g, theta, d, lr=1.0, c=1e-4, shrink=0.5):
    """Believes that steps are always halved, whatever `shrink` says."""
    slope, here = float(g @ d), float(loss(theta))
    if slope >= 0:
        return 0.0
    while lr >= 1e-12:
        if float(loss(theta + lr * d)) <= here + c * lr * slope:
            return lr
        lr /= 2
    return 0.0


@mutant("line_search_armijo", caught_by="test_first_length_that_is_accepted")
def shortens_once_more(loss, g, theta, d, lr=1.0, c=1e-4, shrink=0.5):
    """Believes that the length has to be shortened before it is tried for the first time."""
    slope, here = float(g @ d), float(loss(theta))
    if slope >= 0:
        return 0.0
    while lr >= 1e-12:
        lr *= shrink
        if float(loss(theta + lr * d)) <= here + c * lr * slope:
            return lr
    return 0.0


# --- sgd_momentum_step


@mutant("sgd_momentum_step", caught_by="test_walks_with_momentum")
def steps_with_the_old_velocity(theta, g, v, lr, momentum=0.9, nesterov=False):
    """Believes that the step comes first and the new velocity afterwards."""
    old = torch.zeros_like(g) if v is None else v
    v = momentum * old + g
    return theta - lr * (g + momentum * v if nesterov else old), v


@mutant("sgd_momentum_step", caught_by="test_walks_with_momentum")
def averages_the_gradients(theta, g, v, lr, momentum=0.9, nesterov=False):
    """Believes that the velocity is a running average, with 1 - mu at the gradient."""
    old = torch.zeros_like(g) if v is None else v
    v = momentum * old + (1 - momentum) * g
    return theta - lr * (g + momentum * v if nesterov else v), v


@mutant("sgd_momentum_step", caught_by="test_walks_with_momentum")
def puts_the_rate_into_the_velocity(theta, g, v, lr, momentum=0.9, nesterov=False):
    """Believes that it makes no difference where the rate stands: it does, once the rate changes."""
    old = torch.zeros_like(g) if v is None else v
    v = momentum * old + lr * g
    return theta - (lr * g + momentum * v if nesterov else v), v


@mutant("sgd_momentum_step", caught_by="test_walks_with_momentum")
def forgets_the_velocity(theta, g, v, lr, momentum=0.9, nesterov=False):
    """Believes that the first step's rule is the rule: never looks at the velocity that is handed in."""
    v = g.clone()
    return theta - lr * (g + momentum * v if nesterov else v), v


@mutant("sgd_momentum_step", caught_by="test_walks_that_look_ahead")
def looks_ahead_with_the_old_velocity(theta, g, v, lr, momentum=0.9, nesterov=False):
    """Believes that Nesterov adds the gradient to mu times the old velocity, which is plain momentum."""
    old = torch.zeros_like(g) if v is None else v
    v = momentum * old + g
    return theta - lr * (g + momentum * old if nesterov else v), v


@mutant("sgd_momentum_step", caught_by="test_walks_that_look_ahead")
def adds_the_whole_velocity(theta, g, v, lr, momentum=0.9, nesterov=False):
    """Believes that Nesterov adds the gradient to the new velocity, without mu."""
    old = torch.zeros_like(g) if v is None else v
    v = momentum * old + g
    return theta - lr * (g + v if nesterov else v), v


@mutant("sgd_momentum_step", caught_by="test_walks_that_look_ahead")
def remembers_the_look_ahead(theta, g, v, lr, momentum=0.9, nesterov=False):
    """Believes that with Nesterov the step is the new velocity, too."""
    old = torch.zeros_like(g) if v is None else v
    v = momentum * old + g
    step = g + momentum * v if nesterov else v
    return theta - lr * step, step


@mutant("sgd_momentum_step", caught_by="test_memory_is_its_own")
def keeps_the_callers_gradient(theta, g, v, lr, momentum=0.9, nesterov=False):
    """Believes that the first velocity may be the gradient itself."""
    v = g if v is None else momentum * v + g
    return theta - lr * (g + momentum * v if nesterov else v), v


@mutant("sgd_momentum_step", caught_by="test_what_was_handed_in_stays")
def writes_into_the_velocity(theta, g, v, lr, momentum=0.9, nesterov=False):
    """Believes that the old velocity is not needed any more."""
    v = torch.zeros_like(g) if v is None else v
    v.mul_(momentum).add_(g)
    return theta - lr * (g + momentum * v if nesterov else v), v.clone()


@mutant("sgd_momentum_step", caught_by="test_what_was_handed_in_stays")
def writes_into_the_parameters(theta, g, v, lr, momentum=0.9, nesterov=False):
    """Believes that an optimiser changes the parameters that it is given."""
    v = momentum * (torch.zeros_like(g) if v is None else v) + g
    theta -= lr * (g + momentum * v if nesterov else v)
    return theta, v


# --- adam_step


@mutant("adam_step", caught_by="test_walk_of_fifty_steps")
def forgets_the_bias(theta, g, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """Believes that averages that start at zero need no correction."""
    m, s = (torch.zeros_like(theta), torch.zeros_like(theta)) if state is None else state
    if not decoupled:
        g = g + weight_decay * theta
    m, s = betas[0] * m + (1 - betas[0]) * g, betas[1] * s + (1 - betas[1]) * g**2
    if decoupled:
        theta = (1 - lr * weight_decay) * theta
    return theta - lr * m / (s.sqrt() + eps), (m, s)


@mutant("adam_step", caught_by="test_walk_of_fifty_steps")
def keeps_the_hats(theta, g, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """Believes that the averages without bias are what has to be remembered."""
    m, s, t = (torch.zeros_like(theta), torch.zeros_like(theta), 0) if state is None else state
    if not decoupled:
        g = g + weight_decay * theta
    t = t + 1
    m = (betas[0] * m + (1 - betas[0]) * g) / (1 - betas[0] ** t)
    s = (betas[1] * s + (1 - betas[1]) * g**2) / (1 - betas[1] ** t)
    if decoupled:
        theta = (1 - lr * weight_decay) * theta
    return theta - lr * m / (s.sqrt() + eps), (m, s, t)


@mutant("adam_step", caught_by="test_walk_of_fifty_steps")
def never_counts(theta, g, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """Believes that the correction is always that of the first step."""
    m, s = (torch.zeros_like(theta), torch.zeros_like(theta)) if state is None else state
    if not decoupled:
        g = g + weight_decay * theta
    m, s = betas[0] * m + (1 - betas[0]) * g, betas[1] * s + (1 - betas[1]) * g**2
    m_hat, s_hat = m / (1 - betas[0]), s / (1 - betas[1])
    if decoupled:
        theta = (1 - lr * weight_decay) * theta
    return theta - lr * m_hat / (s_hat.sqrt() + eps), (m, s)


@mutant("adam_step", caught_by="test_walk_of_fifty_steps")
def forgets_the_root(theta, g, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """Believes that the average of squares is the size of the gradient, without a root."""
    m, s, t = (torch.zeros_like(theta), torch.zeros_like(theta), 0) if state is None else state
    if not decoupled:
        g = g + weight_decay * theta
    t = t + 1
    m, s = betas[0] * m + (1 - betas[0]) * g, betas[1] * s + (1 - betas[1]) * g**2
    if decoupled:
        theta = (1 - lr * weight_decay) * theta
    return theta - lr * m / (1 - betas[0] ** t) / (s / (1 - betas[1] ** t) + eps), (m, s, t)


@mutant("adam_step", caught_by="test_walk_of_fifty_steps")
def one_size_for_all(theta, g, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """Believes that the squares are averaged over all entries, too: one size for the whole tensor."""
    m, s, t = (torch.zeros_like(theta), torch.zeros_like(theta), 0) if state is None else state
    if not decoupled:
        g = g + weight_decay * theta
    t = t + 1
    m, s = betas[0] * m + (1 - betas[0]) * g, betas[1] * s + (1 - betas[1]) * (g**2).mean()
    if decoupled:
        theta = (1 - lr * weight_decay) * theta
    return theta - lr * m / (1 - betas[0] ** t) / ((s / (1 - betas[1] ** t)).sqrt() + eps), (m, s, t)


@mutant("adam_step", caught_by="test_its_own_constants")
def epsilon_under_the_root(theta, g, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """Believes that epsilon stands under the root."""
    m, s, t = (torch.zeros_like(theta), torch.zeros_like(theta), 0) if state is None else state
    if not decoupled:
        g = g + weight_decay * theta
    t = t + 1
    m, s = betas[0] * m + (1 - betas[0]) * g, betas[1] * s + (1 - betas[1]) * g**2
    if decoupled:
        theta = (1 - lr * weight_decay) * theta
    return theta - lr * m / (1 - betas[0] ** t) / (s / (1 - betas[1] ** t) + eps).sqrt(), (m, s, t)


@mutant("adam_step", caught_by="test_its_own_constants")
def epsilon_before_the_hat(theta, g, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """Believes that epsilon may be added to the root before the bias is removed."""
    m, s, t = (torch.zeros_like(theta), torch.zeros_like(theta), 0) if state is None else state
    if not decoupled:
        g = g + weight_decay * theta
    t = t + 1
    m, s = betas[0] * m + (1 - betas[0]) * g, betas[1] * s + (1 - betas[1]) * g**2
    if decoupled:
        theta = (1 - lr * weight_decay) * theta
    rate = lr * math.sqrt(1 - betas[1] ** t) / (1 - betas[0] ** t)
    return theta - rate * m / (s.sqrt() + eps), (m, s, t)


@mutant("adam_step", caught_by="test_its_own_constants")
def constants_of_the_paper(theta, g, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """Believes that the betas are 0.9 and 0.999, whatever is asked for."""
    m, s, t = (torch.zeros_like(theta), torch.zeros_like(theta), 0) if state is None else state
    if not decoupled:
        g = g + weight_decay * theta
    t = t + 1
    m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g**2
    if decoupled:
        theta = (1 - lr * weight_decay) * theta
    return theta - lr * m / (1 - 0.9**t) / ((s / (1 - 0.999**t)).sqrt() + eps), (m, s, t)


@mutant("adam_step", caught_by="test_decoupled_decay")
def always_a_penalty(theta, g, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """Believes that weight decay and L2 are the same thing."""
    m, s, t = (torch.zeros_like(theta), torch.zeros_like(theta), 0) if state is None else state
    g = g + weight_decay * theta
    t = t + 1
    m, s = betas[0] * m + (1 - betas[0]) * g, betas[1] * s + (1 - betas[1]) * g**2
    return theta - lr * m / (1 - betas[0] ** t) / ((s / (1 - betas[1] ** t)).sqrt() + eps), (m, s, t)


@mutant("adam_step", caught_by="test_decoupled_decay")
def decays_without_the_rate(theta, g, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """Believes that decoupled means decoupled from the learning rate as well."""
    m, s, t = (torch.zeros_like(theta), torch.zeros_like(theta), 0) if state is None else state
    if not decoupled:
        g = g + weight_decay * theta
    t = t + 1
    m, s = betas[0] * m + (1 - betas[0]) * g, betas[1] * s + (1 - betas[1]) * g**2
    if decoupled:
        theta = (1 - weight_decay) * theta
    return theta - lr * m / (1 - betas[0] ** t) / ((s / (1 - betas[1] ** t)).sqrt() + eps), (m, s, t)


@mutant("adam_step", caught_by="test_decoupled_decay")
def decays_the_new_parameters(theta, g, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """Believes that the step comes first and its result is decayed."""
    m, s, t = (torch.zeros_like(theta), torch.zeros_like(theta), 0) if state is None else state
    if not decoupled:
        g = g + weight_decay * theta
    t = t + 1
    m, s = betas[0] * m + (1 - betas[0]) * g, betas[1] * s + (1 - betas[1]) * g**2
    theta = theta - lr * m / (1 - betas[0] ** t) / ((s / (1 - betas[1] ** t)).sqrt() + eps)
    return (1 - lr * weight_decay) * theta if decoupled else theta, (m, s, t)


@mutant("adam_step", caught_by="test_decay_as_a_penalty")
def always_decoupled(theta, g, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """Believes that decay is always decoupled, and ignores the argument."""
    m, s, t = (torch.zeros_like(theta), torch.zeros_like(theta), 0) if state is None else state
    t = t + 1
    m, s = betas[0] * m + (1 - betas[0]) * g, betas[1] * s + (1 - betas[1]) * g**2
    theta = (1 - lr * weight_decay) * theta
    return theta - lr * m / (1 - betas[0] ** t) / ((s / (1 - betas[1] ** t)).sqrt() + eps), (m, s, t)


@mutant("adam_step", caught_by="test_decay_as_a_penalty")
def decays_twice(theta, g, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """Believes that the parameters are shrunk besides the penalty."""
    m, s, t = (torch.zeros_like(theta), torch.zeros_like(theta), 0) if state is None else state
    if not decoupled:
        g = g + weight_decay * theta
    t = t + 1
    m, s = betas[0] * m + (1 - betas[0]) * g, betas[1] * s + (1 - betas[1]) * g**2
    theta = (1 - lr * weight_decay) * theta
    return theta - lr * m / (1 - betas[0] ** t) / ((s / (1 - betas[1] ** t)).sqrt() + eps), (m, s, t)


@mutant("adam_step", caught_by="test_every_parameter_has_its_own_state")
def counts_for_all(theta, g, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """Believes that one counter of steps serves all parameters."""
    adam_step.t = getattr(adam_step, "t", 0) + 1 if state is not None else 1  # noqa: F821 (it stands in for adam_step)
    t = adam_step.t  # noqa: F821
    m, s = (torch.zeros_like(theta), torch.zeros_like(theta)) if state is None else state
    if not decoupled:
        g = g + weight_decay * theta
    m, s = betas[0] * m + (1 - betas[0]) * g, betas[1] * s + (1 - betas[1]) * g**2
    if decoupled:
        theta = (1 - lr * weight_decay) * theta
    return theta - lr * m / (1 - betas[0] ** t) / ((s / (1 - betas[1] ** t)).sqrt() + eps), (m, s)


@mutant("adam_step", caught_by="test_every_parameter_has_its_own_state")
def changes_the_parameters(theta, g, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """Believes that an optimiser writes into the parameters."""
    m, s, t = (torch.zeros_like(theta), torch.zeros_like(theta), 0) if state is None else state
    if not decoupled:
        g = g + weight_decay * theta
    t = t + 1
    m, s = betas[0] * m + (1 - betas[0]) * g, betas[1] * s + (1 - betas[1]) * g**2
    if decoupled:
        theta *= 1 - lr * weight_decay
    theta -= lr * m / (1 - betas[0] ** t) / ((s / (1 - betas[1] ** t)).sqrt() + eps)
    return theta, (m, s, t)


# --- lr_schedule


@mutant("lr_schedule", caught_by="test_warm_up_rises_along_a_line")
def wastes_the_first_step(step, total, base_lr, warmup=0, min_lr=0.0):
    """Believes that a warm-up begins at the rate 0."""
    if step >= total:
        return min_lr
    if step < warmup:
        return base_lr * step / warmup
    progress = (step - warmup) / max(total - 1 - warmup, 1)
    return min_lr + 0.5 * (base_lr - min_lr) * (1 + math.cos(math.pi * progress))


@mutant("lr_schedule", caught_by="test_warm_up_rises_along_a_line")
def warms_up_from_the_lowest(step, total, base_lr, warmup=0, min_lr=0.0):
    """Believes that the warm-up rises from the lowest rate."""
    if step >= total:
        return min_lr
    if step < warmup:
        return min_lr + (base_lr - min_lr) * (step + 1) / warmup
    progress = (step - warmup) / max(total - 1 - warmup, 1)
    return min_lr + 0.5 * (base_lr - min_lr) * (1 + math.cos(math.pi * progress))


@mutant("lr_schedule", caught_by="test_falls_along_half_a_cosine")
def falls_along_a_line(step, total, base_lr, warmup=0, min_lr=0.0):
    """Believes that the rate falls along a straight line."""
    if step >= total:
        return min_lr
    if step < warmup:
        return base_lr * (step + 1) / warmup
    progress = (step - warmup) / max(total - 1 - warmup, 1)
    return base_lr + (min_lr - base_lr) * progress


@mutant("lr_schedule", caught_by="test_falls_along_half_a_cosine")
def counts_progress_from_the_start(step, total, base_lr, warmup=0, min_lr=0.0):
    """Believes that the cosine begins with the run and not with the end of the warm-up."""
    if step >= total:
        return min_lr
    if step < warmup:
        return base_lr * (step + 1) / warmup
    progress = step / max(total - 1, 1)
    return min_lr + 0.5 * (base_lr - min_lr) * (1 + math.cos(math.pi * progress))


@mutant("lr_schedule", caught_by="test_falls_along_half_a_cosine")
def adds_the_lowest_rate(step, total, base_lr, warmup=0, min_lr=0.0):
    """Believes that the lowest rate is added to a cosine of full height."""
    if step >= total:
        return min_lr
    if step < warmup:
        return base_lr * (step + 1) / warmup
    progress = (step - warmup) / max(total - 1 - warmup, 1)
    return min_lr + 0.5 * base_lr * (1 + math.cos(math.pi * progress))


@mutant("lr_schedule", caught_by="test_falls_along_half_a_cosine")
def never_falls_below(step, total, base_lr, warmup=0, min_lr=0.0):
    """Believes that the lowest rate is a floor under a cosine that goes to 0."""
    if step >= total:
        return min_lr
    if step < warmup:
        return base_lr * (step + 1) / warmup
    progress = (step - warmup) / max(total - 1 - warmup, 1)
    return max(min_lr, 0.5 * base_lr * (1 + math.cos(math.pi * progress)))


@mutant("lr_schedule", caught_by="test_ends_of_the_run")
def ends_one_step_late(step, total, base_lr, warmup=0, min_lr=0.0):
    """Believes that the cosine has come down after the last step, not with it."""
    if step >= total:
        return min_lr
    if step < warmup:
        return base_lr * (step + 1) / warmup
    progress = (step - warmup) / (total - warmup)
    return min_lr + 0.5 * (base_lr - min_lr) * (1 + math.cos(math.pi * progress))


@mutant("lr_schedule", caught_by="test_ends_of_the_run")
def divides_by_nothing(step, total, base_lr, warmup=0, min_lr=0.0):
    """Believes that something is always left after the warm-up."""
    if step >= total:
        return min_lr
    if step < warmup:
        return base_lr * (step + 1) / warmup
    progress = (step - warmup) / (total - 1 - warmup)
    return min_lr + 0.5 * (base_lr - min_lr) * (1 + math.cos(math.pi * progress))


@mutant("lr_schedule", caught_by="test_beyond_the_end")
def comes_up_again(step, total, base_lr, warmup=0, min_lr=0.0):
    """Believes that nobody trains on beyond the end."""
    if step < warmup:
        return base_lr * (step + 1) / warmup
    progress = (step - warmup) / max(total - 1 - warmup, 1)
    return min_lr + 0.5 * (base_lr - min_lr) * (1 + math.cos(math.pi * progress))


# --- clip_grad_norm


@mutant("clip_grad_norm", caught_by="test_keeps_the_direction")
def each_on_its_own(grads, max_norm):
    """Believes that each tensor is clipped by its own norm, as in the draft."""
    norm = math.sqrt(sum(float((grad**2).sum()) for grad in grads))
    if not math.isfinite(norm):
        return [torch.zeros_like(grad) for grad in grads], norm
    return [grad * min(1.0, max_norm / max(float(grad.norm()), 1e-30)) for grad in grads], norm


@mutant("clip_grad_norm", caught_by="test_keeps_the_direction")
def the_largest_norm(grads, max_norm):
    """Believes that the largest of the norms is the norm of all, as in the draft."""
    norm = max([float(grad.norm()) for grad in grads], default=0.0)
    if not all(bool(grad.isfinite().all()) for grad in grads):
        return [torch.zeros_like(grad) for grad in grads], math.nan
    factor = max_norm / norm if norm > max_norm else 1.0
    return [factor * grad for grad in grads], norm


@mutant("clip_grad_norm", caught_by="test_keeps_the_direction")
def adds_the_norms(grads, max_norm):
    """Believes that norms add up."""
    norm = sum(float(grad.norm()) for grad in grads)
    if not math.isfinite(norm):
        return [torch.zeros_like(grad) for grad in grads], norm
    factor = max_norm / norm if norm > max_norm else 1.0
    return [factor * grad for grad in grads], norm


@mutant("clip_grad_norm", caught_by="test_keeps_the_direction")
def forgets_the_root_of_the_sum(grads, max_norm):
    """Believes that the sum of squares is the norm."""
    norm = sum(float((grad**2).sum()) for grad in grads)
    if not math.isfinite(norm):
        return [torch.zeros_like(grad) for grad in grads], norm
    factor = max_norm / norm if norm > max_norm else 1.0
    return [factor * grad for grad in grads], norm


@mutant("clip_grad_norm", caught_by="test_keeps_the_direction")
def clips_entries(grads, max_norm):
    """Believes that clipping is for single entries."""
    norm = math.sqrt(sum(float((grad**2).sum()) for grad in grads))
    if not math.isfinite(norm):
        return [torch.zeros_like(grad) for grad in grads], norm
    return [grad.clamp(-max_norm, max_norm) if norm > max_norm else grad for grad in grads], norm


@mutant("clip_grad_norm", caught_by="test_keeps_the_direction")
def logs_what_is_left(grads, max_norm):
    """Believes that the norm after clipping is what one wants to know."""
    norm = math.sqrt(sum(float((grad**2).sum()) for grad in grads))
    if not math.isfinite(norm):
        return [torch.zeros_like(grad) for grad in grads], norm
    factor = max_norm / norm if norm > max_norm else 1.0
    return [factor * grad for grad in grads], factor * norm


@mutant("clip_grad_norm", caught_by="test_small_gradients_stay")
def always_scales(grads, max_norm):
    """Believes that every gradient gets the norm max_norm, as in the draft."""
    norm = math.sqrt(sum(float((grad**2).sum()) for grad in grads))
    if not math.isfinite(norm):
        return [torch.zeros_like(grad) for grad in grads], norm
    return [max_norm / max(norm, 1e-30) * grad for grad in grads], norm


@mutant("clip_grad_norm", caught_by="test_small_gradients_stay")
def divides_by_the_norm_of_zeros(grads, max_norm):
    """Believes that no layer's gradient is ever zero."""
    norm = torch.sqrt(sum((grad**2).sum() for grad in grads)) if grads else 0.0
    if not math.isfinite(norm):
        return [torch.zeros_like(grad) for grad in grads], norm
    return [grad / norm * min(float(norm), max_norm) for grad in grads], norm


@mutant("clip_grad_norm", caught_by="test_no_direction_no_step")
def multiplies_nan_by_zero(grads, max_norm):
    """Believes that zero times NaN is zero."""
    norm = math.sqrt(sum(float((grad**2).sum()) for grad in grads))
    factor = (max_norm / norm if norm > max_norm else 1.0) if math.isfinite(norm) else 0.0
    return [factor * grad for grad in grads], norm


@mutant("clip_grad_norm", caught_by="test_no_direction_no_step")
def mends_the_bad_entries(grads, max_norm):
    """Believes that it is enough to replace the entries that are not finite, and to go on with the others."""
    grads = [grad.nan_to_num(0.0, 0.0, 0.0) for grad in grads]
    norm = math.sqrt(sum(float((grad**2).sum()) for grad in grads))
    factor = max_norm / norm if norm > max_norm else 1.0
    return [factor * grad for grad in grads], norm


@mutant("clip_grad_norm", caught_by="test_shapes_and_dtypes_stay")
def answers_in_double(grads, max_norm):
    """Believes that float64 is always wanted."""
    norm = math.sqrt(sum(float((grad.double() ** 2).sum()) for grad in grads))
    if not math.isfinite(norm):
        return [torch.zeros_like(grad) for grad in grads], norm
    factor = max_norm / norm if norm > max_norm else 1.0
    return [factor * grad.double() for grad in grads], norm


# --- minimise


@mutant("minimise", caught_by="test_step_by_step")
def forgets_the_state(grad, theta, n_steps, base_lr, warmup=0, max_norm=math.inf, decay=0.99):
    """Believes that Adam starts afresh in every step."""
    average = torch.zeros_like(theta)
    for step in range(n_steps):
        (g,), _ = clip_grad_norm([grad(theta, step)], max_norm)  # noqa: F821 (of the notebook)
        theta, _ = adam_step(theta, g, None, lr=lr_schedule(step, n_steps, base_lr, warmup))  # noqa: F821
        average = decay * average + (1 - decay) * theta
    return theta, average / (1 - decay**n_steps)


@mutant("minimise", caught_by="test_step_by_step")
def forgets_to_clip(grad, theta, n_steps, base_lr, warmup=0, max_norm=math.inf, decay=0.99):
    """Believes that clipping returns nothing that is needed."""
    state, average = None, torch.zeros_like(theta)
    for step in range(n_steps):
        g = grad(theta, step)
        clip_grad_norm([g], max_norm)  # noqa: F821 (of the notebook)
        theta, state = adam_step(theta, g, state, lr=lr_schedule(step, n_steps, base_lr, warmup))  # noqa: F821
        average = decay * average + (1 - decay) * theta
    return theta, average / (1 - decay**n_steps)


@mutant("minimise", caught_by="test_step_by_step")
def counts_the_rate_from_one(grad, theta, n_steps, base_lr, warmup=0, max_norm=math.inf, decay=0.99):
    """Believes that the schedule counts steps from 1, as Adam does."""
    state, average = None, torch.zeros_like(theta)
    for step in range(n_steps):
        (g,), _ = clip_grad_norm([grad(theta, step)], max_norm)  # noqa: F821 (of the notebook)
        theta, state = adam_step(theta, g, state, lr=lr_schedule(step + 1, n_steps, base_lr, warmup))  # noqa: F821
        average = decay * average + (1 - decay) * theta
    return theta, average / (1 - decay**n_steps)


@mutant("minimise", caught_by="test_step_by_step")
def forgets_the_warm_up(grad, theta, n_steps, base_lr, warmup=0, max_norm=math.inf, decay=0.99):
    """Believes that the warm-up is taken care of elsewhere."""
    state, average = None, torch.zeros_like(theta)
    for step in range(n_steps):
        (g,), _ = clip_grad_norm([grad(theta, step)], max_norm)  # noqa: F821 (of the notebook)
        theta, state = adam_step(theta, g, state, lr=lr_schedule(step, n_steps, base_lr))  # noqa: F821
        average = decay * average + (1 - decay) * theta
    return theta, average / (1 - decay**n_steps)


@mutant("minimise", caught_by="test_tells_digits_apart")
def has_no_schedule(grad, theta, n_steps, base_lr, warmup=0, max_norm=math.inf, decay=0.99):
    """Believes that Adam finds its rate by itself, and leaves it at a tenth of the default of the schedule."""
    state, average = None, torch.zeros_like(theta)
    for step in range(n_steps):
        (g,), _ = clip_grad_norm([grad(theta, step)], max_norm)  # noqa: F821 (of the notebook)
        theta, state = adam_step(theta, g, state)  # noqa: F821
        average = decay * average + (1 - decay) * theta
    return theta, average / (1 - decay**n_steps)


@mutant("minimise", caught_by="test_crosses_a_curved_valley")
def walks_plainly(grad, theta, n_steps, base_lr, warmup=0, max_norm=math.inf, decay=0.99):
    """Believes that gradient descent with the schedule's rate will do."""
    average = torch.zeros_like(theta)
    for step in range(n_steps):
        (g,), _ = clip_grad_norm([grad(theta, step)], max_norm)  # noqa: F821 (of the notebook)
        theta = theta - lr_schedule(step, n_steps, base_lr, warmup) * g  # noqa: F821
        average = decay * average + (1 - decay) * theta
    return theta, average / (1 - decay**n_steps)


@mutant("minimise", caught_by="test_average_of_the_weights")
def leaves_the_bias(grad, theta, n_steps, base_lr, warmup=0, max_norm=math.inf, decay=0.99):
    """Believes that an average that starts at zero is an average."""
    state, average = None, torch.zeros_like(theta)
    for step in range(n_steps):
        (g,), _ = clip_grad_norm([grad(theta, step)], max_norm)  # noqa: F821 (of the notebook)
        theta, state = adam_step(theta, g, state, lr=lr_schedule(step, n_steps, base_lr, warmup))  # noqa: F821
        average = decay * average + (1 - decay) * theta
    return theta, average


@mutant("minimise", caught_by="test_average_of_the_weights")
def averages_the_old_places(grad, theta, n_steps, base_lr, warmup=0, max_norm=math.inf, decay=0.99):
    """Believes that the average is taken before the step."""
    state, average = None, torch.zeros_like(theta)
    for step in range(n_steps):
        (g,), _ = clip_grad_norm([grad(theta, step)], max_norm)  # noqa: F821 (of the notebook)
        average = decay * average + (1 - decay) * theta
        theta, state = adam_step(theta, g, state, lr=lr_schedule(step, n_steps, base_lr, warmup))  # noqa: F821
    return theta, average / (1 - decay**n_steps)


@mutant("minimise", caught_by="test_average_of_the_weights")
def averages_from_the_start(grad, theta, n_steps, base_lr, warmup=0, max_norm=math.inf, decay=0.99):
    """Believes that the average starts at the first parameters, and corrects a bias that is not there."""
    state, average = None, theta
    for step in range(n_steps):
        (g,), _ = clip_grad_norm([grad(theta, step)], max_norm)  # noqa: F821 (of the notebook)
        theta, state = adam_step(theta, g, state, lr=lr_schedule(step, n_steps, base_lr, warmup))  # noqa: F821
        average = decay * average + (1 - decay) * theta
    return theta, average / (1 - decay**n_steps)


@mutant("minimise", caught_by="test_average_of_the_weights")
def swaps_the_weights(grad, theta, n_steps, base_lr, warmup=0, max_norm=math.inf, decay=0.99):
    """Believes that beta is the weight of the new value."""
    state, average = None, torch.zeros_like(theta)
    for step in range(n_steps):
        (g,), _ = clip_grad_norm([grad(theta, step)], max_norm)  # noqa: F821 (of the notebook)
        theta, state = adam_step(theta, g, state, lr=lr_schedule(step, n_steps, base_lr, warmup))  # noqa: F821
        average = (1 - decay) * average + decay * theta
    return theta, average / (1 - (1 - decay) ** n_steps)


@mutant("minimise", caught_by="test_step_by_step")
def trains_with_the_average(grad, theta, n_steps, base_lr, warmup=0, max_norm=math.inf, decay=0.99):
    """Believes that training goes on from the average."""
    state, average, last = None, torch.zeros_like(theta), theta
    for step in range(n_steps):
        (g,), _ = clip_grad_norm([grad(last, step)], max_norm)  # noqa: F821 (of the notebook)
        theta, state = adam_step(last, g, state, lr=lr_schedule(step, n_steps, base_lr, warmup))  # noqa: F821
        average = decay * average + (1 - decay) * theta
        last = average / (1 - decay ** (step + 1))
    return last, average / (1 - decay**n_steps)


# --- minmax_step


@mutant("minmax_step", caught_by="test_both_at_once")
def both_descend(theta, psi, grad_theta, grad_psi, lr_theta, lr_psi, mode="simultaneous"):
    """Believes that both players go downhill."""
    if mode not in ("simultaneous", "alternating", "extragradient"):
        raise ValueError(mode)
    at_theta, at_psi = theta, psi
    if mode == "extragradient":
        at_theta, at_psi = theta - lr_theta * grad_theta(theta, psi), psi - lr_psi * grad_psi(theta, psi)
    new_theta = theta - lr_theta * grad_theta(at_theta, at_psi)
    if mode == "alternating":
        at_theta = new_theta
    return new_theta, psi - lr_psi * grad_psi(at_theta, at_psi)


@mutant("minmax_step", caught_by="test_both_at_once")
def overwrites_theta_too_early(theta, psi, grad_theta, grad_psi, lr_theta, lr_psi, mode="simultaneous"):
    """Believes that two lines of code happen at the same time: psi sees the new theta in every mode."""
    if mode not in ("simultaneous", "alternating", "extragradient"):
        raise ValueError(mode)
    if mode == "extragradient":
        at = theta - lr_theta * grad_theta(theta, psi), psi + lr_psi * grad_psi(theta, psi)
        return theta - lr_theta * grad_theta(*at), psi + lr_psi * grad_psi(*at)
    theta = theta - lr_theta * grad_theta(theta, psi)
    psi = psi + lr_psi * grad_psi(theta, psi)
    return theta, psi


@mutant("minmax_step", caught_by="test_both_at_once")
def one_rate_for_both(theta, psi, grad_theta, grad_psi, lr_theta, lr_psi, mode="simultaneous"):
    """Believes that both players have theta's rate."""
    if mode not in ("simultaneous", "alternating", "extragradient"):
        raise ValueError(mode)
    at_theta, at_psi = theta, psi
    if mode == "extragradient":
        at_theta, at_psi = theta - lr_theta * grad_theta(theta, psi), psi + lr_theta * grad_psi(theta, psi)
    new_theta = theta - lr_theta * grad_theta(at_theta, at_psi)
    if mode == "alternating":
        at_theta = new_theta
    return new_theta, psi + lr_theta * grad_psi(at_theta, at_psi)


@mutant("minmax_step", caught_by="test_one_after_the_other")
def never_alternates(theta, psi, grad_theta, grad_psi, lr_theta, lr_psi, mode="simultaneous"):
    """Believes that alternating means the same: computes both gradients first."""
    if mode not in ("simultaneous", "alternating", "extragradient"):
        raise ValueError(mode)
    at_theta, at_psi = theta, psi
    if mode == "extragradient":
        at_theta, at_psi = theta - lr_theta * grad_theta(theta, psi), psi + lr_psi * grad_psi(theta, psi)
    return theta - lr_theta * grad_theta(at_theta, at_psi), psi + lr_psi * grad_psi(at_theta, at_psi)


@mutant("minmax_step", caught_by="test_one_after_the_other")
def psi_moves_first(theta, psi, grad_theta, grad_psi, lr_theta, lr_psi, mode="simultaneous"):
    """Believes that the critic moves first, as in most programs for GANs."""
    if mode not in ("simultaneous", "alternating", "extragradient"):
        raise ValueError(mode)
    if mode == "alternating":
        psi = psi + lr_psi * grad_psi(theta, psi)
        return theta - lr_theta * grad_theta(theta, psi), psi
    at = theta, psi
    if mode == "extragradient":
        at = theta - lr_theta * grad_theta(theta, psi), psi + lr_psi * grad_psi(theta, psi)
    return theta - lr_theta * grad_theta(*at), psi + lr_psi * grad_psi(*at)


@mutant("minmax_step", caught_by="test_a_look_ahead")
def takes_two_steps(theta, psi, grad_theta, grad_psi, lr_theta, lr_psi, mode="simultaneous"):
    """Believes that an extragradient step is two steps: goes on from the trial pair."""
    if mode not in ("simultaneous", "alternating", "extragradient"):
        raise ValueError(mode)
    if mode == "extragradient":
        theta, psi = theta - lr_theta * grad_theta(theta, psi), psi + lr_psi * grad_psi(theta, psi)
    new_theta = theta - lr_theta * grad_theta(theta, psi)
    return new_theta, psi + lr_psi * grad_psi(new_theta if mode == "alternating" else theta, psi)


@mutant("minmax_step", caught_by="test_a_look_ahead")
def looks_only_at_the_other(theta, psi, grad_theta, grad_psi, lr_theta, lr_psi, mode="simultaneous"):
    """Believes that only the opponent's trial place matters: takes each gradient at one's own old place."""
    if mode not in ("simultaneous", "alternating", "extragradient"):
        raise ValueError(mode)
    if mode == "extragradient":
        trial_theta, trial_psi = theta - lr_theta * grad_theta(theta, psi), psi + lr_psi * grad_psi(theta, psi)
        return theta - lr_theta * grad_theta(theta, trial_psi), psi + lr_psi * grad_psi(trial_theta, psi)
    new_theta = theta - lr_theta * grad_theta(theta, psi)
    return new_theta, psi + lr_psi * grad_psi(new_theta if mode == "alternating" else theta, psi)


@mutant("minmax_step", caught_by="test_a_look_ahead")
def tries_one_after_the_other(theta, psi, grad_theta, grad_psi, lr_theta, lr_psi, mode="simultaneous"):
    """Believes that psi's trial step sees theta's."""
    if mode not in ("simultaneous", "alternating", "extragradient"):
        raise ValueError(mode)
    at_theta, at_psi = theta, psi
    if mode == "extragradient":
        at_theta = theta - lr_theta * grad_theta(theta, psi)
        at_psi = psi + lr_psi * grad_psi(at_theta, psi)
    new_theta = theta - lr_theta * grad_theta(at_theta, at_psi)
    if mode == "alternating":
        at_theta = new_theta
    return new_theta, psi + lr_psi * grad_psi(at_theta, at_psi)


@mutant("minmax_step", caught_by="test_the_smallest_game")
def falls_back_quietly(theta, psi, grad_theta, grad_psi, lr_theta, lr_psi, mode="simultaneous"):
    """Believes that a mode that it does not know is simultaneous."""
    at_theta, at_psi = theta, psi
    if mode == "extragradient":
        at_theta, at_psi = theta - lr_theta * grad_theta(theta, psi), psi + lr_psi * grad_psi(theta, psi)
    new_theta = theta - lr_theta * grad_theta(at_theta, at_psi)
    if mode == "alternating":
        at_theta = new_theta
    return new_theta, psi + lr_psi * grad_psi(at_theta, at_psi)


# --- spectral_normalise


@mutant("spectral_normalise", caught_by="test_stretches_by_one_in_the_end")
def divides_by_the_frobenius_norm(W, u, n_iter=1):
    """Believes that the norm of all entries is the largest stretch."""
    M = W.reshape(len(W), -1)
    if not M.any():
        return torch.zeros_like(W), 0.0, u / u.norm()
    for _ in range(n_iter):
        v = M.T @ u
        v = v / v.norm()
        u = M @ v
        u = u / u.norm()
    sigma = M.norm()
    return W / sigma, sigma, u


@mutant("spectral_normalise", caught_by="test_exactly_as_many_repetitions")
def returns_the_square(W, u, n_iter=1):
    """Believes that the length of W^T W v is the singular value: it is its square."""
    M = W.reshape(len(W), -1)
    if not M.any():
        return torch.zeros_like(W), 0.0, u / u.norm()
    for _ in range(n_iter):
        v = M.T @ u
        v = v / v.norm()
        u = M @ v
        u = u / u.norm()
    sigma = (M.T @ (M @ v)).norm()
    return W / sigma, sigma, u


@mutant("spectral_normalise", caught_by="test_exactly_as_many_repetitions")
def always_repeats_once(W, u, n_iter=1):
    """Believes that one repetition is always enough, whatever is asked for."""
    M = W.reshape(len(W), -1)
    if not M.any():
        return torch.zeros_like(W), 0.0, u / u.norm()
    v = M.T @ u
    v = v / v.norm()
    u = M @ v
    u = u / u.norm()
    sigma = u @ M @ v
    return W / sigma, sigma, u


@mutant("spectral_normalise", caught_by="test_exactly_as_many_repetitions")
def updates_u_with_the_old_v(W, u, n_iter=1):
    """Believes that one repetition more for v does no harm: the estimate is that of half a repetition later."""
    M = W.reshape(len(W), -1)
    if not M.any():
        return torch.zeros_like(W), 0.0, u / u.norm()
    for _ in range(n_iter):
        v = M.T @ u
        v = v / v.norm()
        u = M @ v
        u = u / u.norm()
    sigma = (M.T @ u).norm()
    return W / sigma, sigma, u


@mutant("spectral_normalise", caught_by="test_exactly_as_many_repetitions")
def takes_the_last_axes(W, u, n_iter=1):
    """Believes that a convolution is a batch of matrices, and takes the first of them."""
    M = W.reshape(len(W), W.shape[1], -1)[:, :, 0]
    if not M.any():
        return torch.zeros_like(W), 0.0, u / u.norm()
    for _ in range(n_iter):
        v = M.T @ u
        v = v / v.norm()
        u = M @ v
        u = u / u.norm()
    sigma = u @ M @ v
    return W / sigma, sigma, u


@mutant("spectral_normalise", caught_by="test_goes_on_from_its_u")
def returns_the_old_u(W, u, n_iter=1):
    """Believes that u is a constant, and hands back what came in."""
    M, start = W.reshape(len(W), -1), u / u.norm()
    if not M.any():
        return torch.zeros_like(W), 0.0, start
    for _ in range(n_iter):
        v = M.T @ u
        v = v / v.norm()
        u = M @ v
        u = u / u.norm()
    sigma = u @ M @ v
    return W / sigma, sigma, start


@mutant("spectral_normalise", caught_by="test_goes_on_from_its_u")
def starts_anew(W, u, n_iter=1):
    """Believes that every call should start from the same vector of ones."""
    M = W.reshape(len(W), -1)
    if not M.any():
        return torch.zeros_like(W), 0.0, u / u.norm()
    u = torch.ones_like(u)
    for _ in range(n_iter):
        v = M.T @ u
        v = v / v.norm()
        u = M @ v
        u = u / u.norm()
    sigma = u @ M @ v
    return W / sigma, sigma, u


@mutant("spectral_normalise", caught_by="test_zeros_and_dtypes")
def divides_zeros_by_zero(W, u, n_iter=1):
    """Believes that no weight is ever zero."""
    M = W.reshape(len(W), -1)
    for _ in range(n_iter):
        v = M.T @ u
        v = v / v.norm()
        u = M @ v
        u = u / u.norm()
    sigma = u @ M @ v
    return W / sigma, sigma, u


@mutant("spectral_normalise", caught_by="test_stretches_by_one_in_the_end")
def only_shrinks(W, u, n_iter=1):
    """Believes that weights with a small norm are left as they are."""
    M = W.reshape(len(W), -1)
    if not M.any():
        return torch.zeros_like(W), 0.0, u / u.norm()
    for _ in range(n_iter):
        v = M.T @ u
        v = v / v.norm()
        u = M @ v
        u = u / u.norm()
    sigma = u @ M @ v
    return W / sigma.clamp(min=1), sigma, u


@mutant("spectral_normalise", caught_by="test_stretches_by_one_in_the_end")
def takes_sparse_for_zero(W, u, n_iter=1):
    """Believes that `all` asks whether all entries are zero: a single zero makes it give up."""
    M = W.reshape(len(W), -1)
    if not M.all():
        return torch.zeros_like(W), 0.0, u / u.norm()
    for _ in range(n_iter):
        v = M.T @ u
        v = v / v.norm()
        u = M @ v
        u = u / u.norm()
    sigma = u @ M @ v
    return W / sigma, sigma, u
