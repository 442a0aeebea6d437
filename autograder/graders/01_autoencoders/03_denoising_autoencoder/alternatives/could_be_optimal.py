"""Other right answers to `could_be_optimal`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def check_by_functional_transforms(denoise, x_noisy):
    """All Jacobians together, from one pass for each output; eigenvalues by a shifted Cholesky factorisation."""
    leaf = x_noisy.clone().requires_grad_()
    out = denoise(leaf)
    if not out.requires_grad:
        return True
    rows = [torch.autograd.grad(out[:, j].sum(), leaf, retain_graph=True)[0] for j in range(out.shape[1])]
    J = torch.stack(rows, dim=1)
    slack = 1e-6 * J.abs().amax(dim=(1, 2)).clamp(min=1)
    symmetric = (J - J.mT).abs().amax(dim=(1, 2)) <= slack
    shifted = (J + J.mT) / 2 + 1.01 * slack[:, None, None] * torch.eye(J.shape[1], dtype=J.dtype)
    failed = torch.linalg.cholesky_ex(shifted).info
    return bool((symmetric & (failed == 0)).all())


@alternative
def check_by_differences(denoise, x_noisy):
    """Central differences instead of automatic differentiation."""
    step, d = 1e-4, x_noisy.shape[1]
    for x in x_noisy:
        E = step * torch.eye(d, dtype=x.dtype)
        J = ((denoise(x + E) - denoise(x - E)) / (2 * step)).T.detach()
        slack = 1e-6 * max(1.0, float(J.abs().max()))
        if bool(((J - J.T).abs() > slack).any()) or bool((torch.linalg.eigvals((J + J.T) / 2).real < -slack).any()):
            return False
    return True
