"""Other right answers to `sgd_momentum_step`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def momentum_in_numpy(theta, g, v, lr, momentum=0.9, nesterov=False):
    """NumPy arrays, entry by entry, of the inputs' dtype; returns a list."""
    theta, g = np.asarray(theta), np.asarray(g)
    v = np.array(g) if v is None else momentum * np.asarray(v) + g
    step = np.add(g, momentum * v) if nesterov else v
    return [(theta - lr * step).astype(theta.dtype), v.astype(theta.dtype)]


@alternative
def momentum_of_torch(theta, g, v, lr, momentum=0.9, nesterov=False):
    """torch's own optimiser, on copies, with the velocity put into its state."""
    parameter = theta.clone().requires_grad_()
    parameter.grad = g.clone()
    optimiser = torch.optim.SGD([parameter], lr=lr, momentum=momentum, nesterov=nesterov)
    if momentum == 0:
        optimiser.step()
        return parameter.detach(), g.clone()
    if v is not None:
        optimiser.state[parameter]["momentum_buffer"] = v.clone()
    optimiser.step()
    return parameter.detach(), optimiser.state[parameter]["momentum_buffer"]


@alternative
def momentum_on_copies(theta, g, v, lr, momentum=0.9, nesterov=False):
    """In place, on copies."""
    theta, v = theta.clone(), torch.zeros_like(g) if v is None else v.clone()
    v.mul_(momentum).add_(g)
    theta.sub_(v, alpha=lr * momentum if nesterov else lr)
    if nesterov:
        theta.sub_(g, alpha=lr)
    return theta, v
