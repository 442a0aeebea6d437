"""Wrong answers to `sgd_momentum_step`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_walks_with_momentum")
def steps_with_the_old_velocity(theta, g, v, lr, momentum=0.9, nesterov=False):
    """Believes that the step comes first and the new velocity afterwards."""
    old = torch.zeros_like(g) if v is None else v
    v = momentum * old + g
    return theta - lr * (g + momentum * v if nesterov else old), v


@mutant(caught_by="test_walks_with_momentum")
def averages_the_gradients(theta, g, v, lr, momentum=0.9, nesterov=False):
    """Believes that the velocity is a running average, with 1 - mu at the gradient."""
    old = torch.zeros_like(g) if v is None else v
    v = momentum * old + (1 - momentum) * g
    return theta - lr * (g + momentum * v if nesterov else v), v


@mutant(caught_by="test_walks_with_momentum")
def puts_the_rate_into_the_velocity(theta, g, v, lr, momentum=0.9, nesterov=False):
    """Believes that it makes no difference where the rate stands: it does, once the rate changes."""
    old = torch.zeros_like(g) if v is None else v
    v = momentum * old + lr * g
    return theta - (lr * g + momentum * v if nesterov else v), v


@mutant(caught_by="test_walks_with_momentum")
def forgets_the_velocity(theta, g, v, lr, momentum=0.9, nesterov=False):
    """Believes that the first step's rule is the rule: never looks at the velocity that is handed in."""
    v = g.clone()
    return theta - lr * (g + momentum * v if nesterov else v), v


@mutant(caught_by="test_walks_that_look_ahead")
def looks_ahead_with_the_old_velocity(theta, g, v, lr, momentum=0.9, nesterov=False):
    """Believes that Nesterov adds the gradient to mu times the old velocity, which is plain momentum."""
    old = torch.zeros_like(g) if v is None else v
    v = momentum * old + g
    return theta - lr * (g + momentum * old if nesterov else v), v


@mutant(caught_by="test_walks_that_look_ahead")
def adds_the_whole_velocity(theta, g, v, lr, momentum=0.9, nesterov=False):
    """Believes that Nesterov adds the gradient to the new velocity, without mu."""
    old = torch.zeros_like(g) if v is None else v
    v = momentum * old + g
    return theta - lr * (g + v if nesterov else v), v


@mutant(caught_by="test_walks_that_look_ahead")
def remembers_the_look_ahead(theta, g, v, lr, momentum=0.9, nesterov=False):
    """Believes that with Nesterov the step is the new velocity, too."""
    old = torch.zeros_like(g) if v is None else v
    v = momentum * old + g
    step = g + momentum * v if nesterov else v
    return theta - lr * step, step


@mutant(caught_by="test_memory_is_its_own")
def keeps_the_callers_gradient(theta, g, v, lr, momentum=0.9, nesterov=False):
    """Believes that the first velocity may be the gradient itself."""
    v = g if v is None else momentum * v + g
    return theta - lr * (g + momentum * v if nesterov else v), v


@mutant(caught_by="test_what_was_handed_in_stays")
def writes_into_the_velocity(theta, g, v, lr, momentum=0.9, nesterov=False):
    """Believes that the old velocity is not needed any more."""
    v = torch.zeros_like(g) if v is None else v
    v.mul_(momentum).add_(g)
    return theta - lr * (g + momentum * v if nesterov else v), v.clone()


@mutant(caught_by="test_what_was_handed_in_stays")
def writes_into_the_parameters(theta, g, v, lr, momentum=0.9, nesterov=False):
    """Believes that an optimiser changes the parameters that it is given."""
    v = momentum * (torch.zeros_like(g) if v is None else v) + g
    theta -= lr * (g + momentum * v if nesterov else v)
    return theta, v
