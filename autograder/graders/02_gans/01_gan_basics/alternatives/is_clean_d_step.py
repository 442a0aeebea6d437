"""Other right answers to `is_clean_d_step`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch
from torch import nn

from autograder.testing import alternative


@alternative
def check_against_a_twin(step):
    """Trains copies by hand and compares everything with them, with deeper networks and odd sizes."""
    import copy

    torch.manual_seed(7)
    for fill in (0.0, 2.0, None):
        G = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)).double()
        D = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1), nn.Flatten(0)).double()
        x, z = torch.randn(7, 2).double(), torch.randn(7, 3).double()
        for p in [*G.parameters(), *D.parameters()]:
            p.grad = None if fill is None else torch.full_like(p, fill)
        G_twin, D_twin = copy.deepcopy(G), copy.deepcopy(D)
        for p, twin in zip(G.parameters(), G_twin.parameters(), strict=True):
            twin.grad = None if p.grad is None else p.grad.clone()
        opt = torch.optim.SGD(D_twin.parameters(), lr=0.5)
        opt.zero_grad()
        d_loss(D_twin(x), D_twin(G_twin(z).detach()), "ns").backward()
        opt.step()
        try:
            step(G, D, torch.optim.SGD(D.parameters(), lr=0.5), x, z)
        except Exception:
            return np.bool_(False)
        for p, twin in zip(G.parameters(), G_twin.parameters(), strict=True):
            if bool((p != twin).any()) or (p.grad is None) != (twin.grad is None):
                return np.bool_(False)
            if p.grad is not None and bool((p.grad != twin.grad).any()):
                return np.bool_(False)
        close = [(p - twin).abs().max() < 1e-9 for p, twin in zip(D.parameters(), D_twin.parameters(), strict=True)]
        if not all(close):
            return np.bool_(False)
    return np.bool_(True)


@alternative
def check_in_float32(step):
    """One network of each kind in float32, tried several times, with a tolerance for rounding; returns a tensor."""
    verdicts = []
    for trial in range(4):
        torch.manual_seed(trial)
        G, D = nn.Linear(2, 2), nn.Sequential(nn.Linear(2, 1), nn.Flatten(0))
        x, z = torch.randn(16, 2) + 1, torch.randn(16, 2)
        d_gradients = torch.autograd.grad(d_loss(D(x), D(G(z)), "ns"), list(D.parameters()))
        wanted = [(p - 0.3 * g).detach() for p, g in zip(D.parameters(), d_gradients, strict=True)]
        if trial % 2:
            for p in [*G.parameters(), *D.parameters()]:
                p.grad = torch.randn_like(p)
        before = [(p.detach().clone(), None if p.grad is None else p.grad.clone()) for p in G.parameters()]
        try:
            step(G, D, torch.optim.SGD(D.parameters(), lr=0.3), x, z)
        except Exception:
            return torch.tensor(False)
        for p, (value, grad) in zip(G.parameters(), before, strict=True):
            verdicts.append(torch.equal(p, value))
            same = p.grad is None if grad is None else p.grad is not None and torch.equal(p.grad, grad)
            verdicts.append(same)
        verdicts += [torch.allclose(p, w, atol=1e-5) for p, w in zip(D.parameters(), wanted, strict=True)]
    return torch.tensor(all(verdicts))
