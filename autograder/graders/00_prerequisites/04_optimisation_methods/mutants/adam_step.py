"""Wrong answers to `adam_step`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch

from autograder.testing import mutant


@mutant(caught_by="test_walk_of_fifty_steps")
def forgets_the_bias(theta, g, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """Believes that averages that start at zero need no correction."""
    m, s = (torch.zeros_like(theta), torch.zeros_like(theta)) if state is None else state
    if not decoupled:
        g = g + weight_decay * theta
    m, s = betas[0] * m + (1 - betas[0]) * g, betas[1] * s + (1 - betas[1]) * g**2
    if decoupled:
        theta = (1 - lr * weight_decay) * theta
    return theta - lr * m / (s.sqrt() + eps), (m, s)


@mutant(caught_by="test_walk_of_fifty_steps")
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


@mutant(caught_by="test_walk_of_fifty_steps")
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


@mutant(caught_by="test_walk_of_fifty_steps")
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


@mutant(caught_by="test_walk_of_fifty_steps")
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


@mutant(caught_by="test_its_own_constants")
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


@mutant(caught_by="test_its_own_constants")
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


@mutant(caught_by="test_its_own_constants")
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


@mutant(caught_by="test_decoupled_decay")
def always_a_penalty(theta, g, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """Believes that weight decay and L2 are the same thing."""
    m, s, t = (torch.zeros_like(theta), torch.zeros_like(theta), 0) if state is None else state
    g = g + weight_decay * theta
    t = t + 1
    m, s = betas[0] * m + (1 - betas[0]) * g, betas[1] * s + (1 - betas[1]) * g**2
    return theta - lr * m / (1 - betas[0] ** t) / ((s / (1 - betas[1] ** t)).sqrt() + eps), (m, s, t)


@mutant(caught_by="test_decoupled_decay")
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


@mutant(caught_by="test_decoupled_decay")
def decays_the_new_parameters(theta, g, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """Believes that the step comes first and its result is decayed."""
    m, s, t = (torch.zeros_like(theta), torch.zeros_like(theta), 0) if state is None else state
    if not decoupled:
        g = g + weight_decay * theta
    t = t + 1
    m, s = betas[0] * m + (1 - betas[0]) * g, betas[1] * s + (1 - betas[1]) * g**2
    theta = theta - lr * m / (1 - betas[0] ** t) / ((s / (1 - betas[1] ** t)).sqrt() + eps)
    return (1 - lr * weight_decay) * theta if decoupled else theta, (m, s, t)


@mutant(caught_by="test_decay_as_a_penalty")
def always_decoupled(theta, g, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """Believes that decay is always decoupled, and ignores the argument."""
    m, s, t = (torch.zeros_like(theta), torch.zeros_like(theta), 0) if state is None else state
    t = t + 1
    m, s = betas[0] * m + (1 - betas[0]) * g, betas[1] * s + (1 - betas[1]) * g**2
    theta = (1 - lr * weight_decay) * theta
    return theta - lr * m / (1 - betas[0] ** t) / ((s / (1 - betas[1] ** t)).sqrt() + eps), (m, s, t)


@mutant(caught_by="test_decay_as_a_penalty")
def decays_twice(theta, g, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """Believes that the parameters are shrunk besides the penalty."""
    m, s, t = (torch.zeros_like(theta), torch.zeros_like(theta), 0) if state is None else state
    if not decoupled:
        g = g + weight_decay * theta
    t = t + 1
    m, s = betas[0] * m + (1 - betas[0]) * g, betas[1] * s + (1 - betas[1]) * g**2
    theta = (1 - lr * weight_decay) * theta
    return theta - lr * m / (1 - betas[0] ** t) / ((s / (1 - betas[1] ** t)).sqrt() + eps), (m, s, t)


@mutant(caught_by="test_every_parameter_has_its_own_state")
def counts_for_all(theta, g, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """Believes that one counter of steps serves all parameters."""
    adam_step.t = getattr(adam_step, "t", 0) + 1 if state is not None else 1
    t = adam_step.t
    m, s = (torch.zeros_like(theta), torch.zeros_like(theta)) if state is None else state
    if not decoupled:
        g = g + weight_decay * theta
    m, s = betas[0] * m + (1 - betas[0]) * g, betas[1] * s + (1 - betas[1]) * g**2
    if decoupled:
        theta = (1 - lr * weight_decay) * theta
    return theta - lr * m / (1 - betas[0] ** t) / ((s / (1 - betas[1] ** t)).sqrt() + eps), (m, s)


@mutant(caught_by="test_every_parameter_has_its_own_state")
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
