"""Right: written without matrices: each entry of z is differentiated by itself, and math.exp gives the truth."""

import math

import torch


def close(a, b):
    return math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-9)


def is_reparameterised(sample):
    m = [[0.3, -1.2], [2.5, 0.7], [-0.4, 1.9]]
    v = [[1.1, -2.0], [0.6, -0.9], [2.2, -1.4]]
    e = [[-0.5, 1.3], [0.8, -2.1], [1.7, 0.2]]
    mu = torch.tensor(m, dtype=torch.float64, requires_grad=True)
    lv = torch.tensor(v, dtype=torch.float64, requires_grad=True)
    eps = torch.tensor(e, dtype=torch.float64)
    try:
        z = sample(mu, lv, eps)
        if tuple(z.shape) != (3, 2) or z.dtype != torch.float64:
            return False
        for i in range(3):
            for j in range(2):
                sd = math.exp(v[i][j] / 2)
                if not close(z[i, j].item(), m[i][j] + sd * e[i][j]):
                    return False
                g_mu, g_lv = torch.autograd.grad(z[i, j], [mu, lv], retain_graph=True)
                for k in range(3):
                    for n in range(2):
                        here = (i, j) == (k, n)
                        if not close(g_mu[k, n].item(), 1.0 if here else 0.0):
                            return False
                        if not close(g_lv[k, n].item(), 0.5 * sd * e[i][j] if here else 0.0):
                            return False
    except Exception:
        return False
    return mu.tolist() == m and lv.tolist() == v and eps.tolist() == e
