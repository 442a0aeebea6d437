"""Other right answers to `kl_sparsity_grad`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch
from torch import nn

from autograder.testing import alternative


@alternative
def kl_gradient_by_autograd(a, rho):
    """Automatic differentiation of a stable form: log-mean-exp of logsigmoid."""
    a = a.detach().clone().requires_grad_()
    rate = torch.logsumexp(nn.functional.logsigmoid(a), dim=0)
    rest = torch.logsumexp(nn.functional.logsigmoid(-a), dim=0)
    (gradient,) = torch.autograd.grad(-(rho * rate + (1 - rho) * rest).sum(), a)
    return gradient


@alternative
def kl_gradient_in_numpy(a, rho):
    """NumPy, with weights that sum to one over the batch."""
    a = np.asarray(a)
    on, off = 1 / (1 + np.exp(-a)), 1 / (1 + np.exp(a))
    return (1 - rho) * on * (off / off.sum(0)) - rho * off * (on / on.sum(0))
