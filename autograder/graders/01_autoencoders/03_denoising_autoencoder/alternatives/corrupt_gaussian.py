"""Other right answers to `corrupt_gaussian`, which must have full marks. Each docstring says how it differs."""

from autograder.testing import alternative


@alternative
def noise_in_numpy(x, sigma, noise):
    """NumPy, and an array comes back."""
    import numpy as np

    x, noise = np.asarray(x), np.asarray(noise)
    return (x + np.asarray(sigma).reshape(-1, 1) * noise).astype(x.dtype)
