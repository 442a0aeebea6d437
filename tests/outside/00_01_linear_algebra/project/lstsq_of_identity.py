"""Right: NumPy's least squares (its driver is gelsd) for every column of the identity at once: P = A X.

rcond is what the docstring says. All numpy, and numpy comes back.
"""

import numpy as np


def project(A, b):
    A, b = np.asarray(A), np.asarray(b)
    X = np.linalg.lstsq(A, np.eye(A.shape[0]), rcond=1e-10)[0]
    P = A @ X
    P = (P + P.T) / 2
    return P @ b, P
