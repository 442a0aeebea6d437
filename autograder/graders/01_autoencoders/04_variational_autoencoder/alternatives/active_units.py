"""Other right answers to `active_units`, which must have full marks. Each docstring says how it differs."""

from autograder.testing import alternative


@alternative
def units_in_numpy(mu, log_var, threshold=0.01):
    """NumPy, whose variance divides by N; returns arrays."""
    import numpy as np

    mu, log_var = np.asarray(mu), np.asarray(log_var)
    return mu.var(axis=0) > threshold, (mu**2 + np.exp(log_var) - 1 - log_var).mean(axis=0) / 2


@alternative
def units_one_by_one(mu, log_var, threshold=0.01):
    """A loop over latents; returns lists."""
    active, nats = [], []
    for m, v in zip(mu.T, log_var.T, strict=True):
        active.append(bool(((m - m.mean()) ** 2).mean() > threshold))
        nats.append(float(0.5 * (m**2 + v.exp() - 1 - v).mean()))
    return active, nats
