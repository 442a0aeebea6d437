"""Other right answers to `adam_step`, which must have full marks. Each docstring says how it differs."""

import math

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def adam_with_a_dictionary(theta, g, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """State in a dictionary that is changed in place, lerp for the averages, corrections moved into the rate."""
    if state is None:
        state = {"step": 0, "m": torch.zeros_like(g), "s": torch.zeros_like(g)}
    state["step"] += 1
    old = theta
    if weight_decay != 0:
        if decoupled:
            theta = theta - lr * weight_decay * theta
        else:
            g = g.add(old, alpha=weight_decay)
    state["m"].lerp_(g, 1 - betas[0])
    state["s"].mul_(betas[1]).addcmul_(g, g, value=1 - betas[1])
    first, second = (1 - beta ** state["step"] for beta in betas)
    return theta - (lr / first) * state["m"] / (state["s"].sqrt() / math.sqrt(second) + eps), state


@alternative
def adam_in_numpy(theta, g, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """NumPy, all gradients' weights summed afresh in each step from a list of all gradients."""
    kind = np.asarray(theta).dtype
    theta, g = np.asarray(theta, dtype=np.float64), np.array(g, dtype=np.float64)
    if not decoupled:
        g = g + weight_decay * theta
    history = [] if state is None else state
    history = [*history, g]
    ages = np.arange(len(history))[::-1]
    hats = []
    for beta, power in zip(betas, (1, 2), strict=True):
        weights = np.power(float(beta), ages)
        hats.append(sum(w * h**power for w, h in zip(weights, history, strict=True)) / weights.sum())
    kept = theta * (1 - lr * weight_decay) if decoupled else theta
    return torch.as_tensor((kept - lr * hats[0] / (np.sqrt(hats[1]) + eps)).astype(kind)), history


@alternative
def adam_of_torch(theta, g, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """torch's own optimisers, whose state is carried from step to step."""
    parameter = theta.clone().requires_grad_()
    parameter.grad = g.clone()
    kind = torch.optim.AdamW if decoupled else torch.optim.Adam
    optimiser = kind([parameter], lr=lr, betas=betas, eps=eps, weight_decay=weight_decay)
    if state is not None:
        optimiser.state[parameter] = state
    optimiser.step()
    return parameter.detach(), optimiser.state[parameter]
