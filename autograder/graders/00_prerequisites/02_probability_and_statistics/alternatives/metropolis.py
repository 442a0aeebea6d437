"""Other right answers to `metropolis`, which must have full marks. Each docstring says how it differs."""

import math

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def metropolis_with_a_list(log_p, x0, step, noise, u):
    """A list of copies, written in place; probabilities instead of logarithms of them; a tensor as the share."""
    x, chain = x0.clone(), []
    accepts = torch.zeros_like(u, dtype=torch.bool)
    for t, (eps, uniform) in enumerate(zip(noise, u, strict=True)):
        proposal = x + step * eps
        accepts[t] = uniform < torch.exp(log_p(proposal) - log_p(x))
        x[accepts[t]] = proposal[accepts[t]]
        chain.append(x.clone())
    return torch.stack(chain), accepts.double().mean()


@alternative
def metropolis_chain_by_chain(log_p, x0, step, noise, u):
    """One chain after the other, one step at a time; returns a list."""
    n, C, _ = noise.shape
    chain, accepted = torch.zeros_like(noise), 0
    for c in range(C):
        x = x0[c : c + 1]
        here = float(log_p(x))
        for t in range(n):
            proposal = x + step * noise[t, c : c + 1]
            there = float(log_p(proposal))
            uniform = float(u[t, c])
            log_u = math.log(uniform) if uniform > 0 else -math.inf
            if log_u < there - here:
                x, here, accepted = proposal, there, accepted + 1
            chain[t, c] = x[0]
    return [chain, accepted / (n * C)]


@alternative
def metropolis_in_numpy(log_p, x0, step, noise, u):
    """NumPy, with all logarithms taken beforehand; returns an array."""
    x, noise = np.asarray(x0), np.asarray(noise)
    with np.errstate(divide="ignore"):
        log_u = np.log(np.asarray(u))
    chain, accepted = np.empty_like(noise), []
    for t in range(len(noise)):
        proposal = x + step * noise[t]
        accept = log_u[t] < np.asarray(log_p(torch.from_numpy(proposal)) - log_p(torch.from_numpy(x)))
        x = np.where(accept[:, None], proposal, x)
        chain[t] = x
        accepted.append(accept.mean())
    return chain, np.mean(accepted)
