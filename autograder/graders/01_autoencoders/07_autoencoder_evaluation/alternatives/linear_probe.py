"""Other right answers to `linear_probe`, which must have full marks. Each docstring says how it differs."""

from autograder.testing import alternative


@alternative
def probe_with_a_free_bias(z_train, y_train, z_test, lam=1.0):
    """A column of ones without a penalty, one class after the other, in NumPy; targets of plus and minus one."""
    import numpy as np

    Z, T, y = z_train.double().numpy(), z_test.double().numpy(), y_train.numpy()
    Z, T = (np.hstack([part, np.ones((len(part), 1))]) for part in (Z, T))
    penalty = lam * np.eye(Z.shape[1])
    penalty[-1, -1] = 0
    labels = np.unique(y)
    scores = [T @ np.linalg.solve(Z.T @ Z + penalty, Z.T @ np.where(y == label, 1.0, -1.0)) for label in labels]
    return labels[np.argmax(scores, axis=0)]
