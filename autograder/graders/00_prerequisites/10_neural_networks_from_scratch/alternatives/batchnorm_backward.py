"""Other right answers to `batchnorm_backward`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def by_the_graph(g, x, gamma, eps=1e-5):
    """Every intermediate result by itself, as on the graph: through the variance, then through the mean."""
    N = x.shape[0]
    m = x.sum(axis=0) / N
    c = x - m
    v = (c * c).sum(axis=0) / N
    inverse = (v + eps) ** -0.5
    g_hat = g * gamma
    g_v = (g_hat * c).sum(axis=0) * -0.5 * inverse**3
    g_c = g_hat * inverse + 2 * c * g_v / N
    g_m = -g_c.sum(axis=0)
    return g_c + g_m / N, (g * c * inverse).sum(axis=0), np.sum(g, 0)


@alternative
def by_the_jacobian(g, x, gamma, eps=1e-5):
    """Writes (14) out as a matrix for each unit."""
    N, D = x.shape
    g_x, g_gamma = np.zeros_like(x), np.zeros_like(gamma)
    for j in range(D):
        r = np.sqrt(x[:, j].var() + eps)
        h = (x[:, j] - x[:, j].mean()) / r
        J = (np.eye(N) - 1 / N - np.outer(h, h) / N) / r
        g_x[:, j] = J.T @ (gamma[j] * g[:, j])
        g_gamma[j] = h @ g[:, j]
    return [g_x, g_gamma, g.sum(axis=0)]
