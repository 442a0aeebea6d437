"""Wrong: QR as in the lecture, without pivoting, and the columns of Q whose diagonal entry of R is zero left out.

I took it for Gram-Schmidt, which skips a dependent column. But Householder's QR puts *some* vector there, and later columns of
A may lean on it: with A = [a, a, c] leaving out q_2 can lose a part of c.
"""

import torch


def project(A, b):
    Q, R = torch.linalg.qr(A)
    size = R.diagonal().abs()
    Q = Q[:, size > 1e-10 * size.max()]
    P = Q @ Q.T
    return P @ b, P
