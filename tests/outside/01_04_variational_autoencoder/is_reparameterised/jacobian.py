"""Right: the whole Jacobian by autograd against a diagonal: d z_ij / d mu_kl is 1 on the diagonal and 0 elsewhere.

torch.autograd.functional.jacobian gives zeros where there is no graph, so no gradient fails the comparison.
"""

import torch


def is_reparameterised(sample):
    try:
        generator = torch.Generator().manual_seed(1)
        mu, log_var, eps = (torch.randn(3, 4, dtype=torch.float64, generator=generator) for _ in range(3))
        copies = [mu.clone(), log_var.clone(), eps.clone()]
        inputs = [mu, log_var, eps]
        out = sample(*inputs)
        if not all(torch.equal(a, c) for a, c in zip(inputs, copies)):
            return False
        sigma = torch.exp(copies[1] / 2)
        expected = copies[0] + sigma * copies[2]
        if not isinstance(out, torch.Tensor) or out.shape != (3, 4) or out.dtype != torch.float64:
            return False
        if not torch.allclose(out, expected):
            return False
        by_mu, by_log_var = torch.autograd.functional.jacobian(lambda m, v: sample(m, v, eps), (mu, log_var))
        unchanged = all(torch.equal(a, c) for a, c in zip(inputs, copies))
        eye = torch.eye(12, dtype=torch.float64).reshape(3, 4, 3, 4)
        return bool(
            unchanged and torch.allclose(by_mu, eye) and torch.allclose(by_log_var, eye * (0.5 * sigma * copies[2]))
        )
    except Exception:
        return False
