"""Right: Gram-Schmidt by hand, always with the longest column that is left, and each direction taken out twice.

The next column is the one with the longest remainder, so what is left when the loop stops is rounding only.
"""

import torch


def project(A, b):
    left = A.clone()
    m, n = A.shape
    P = torch.zeros(m, m, dtype=A.dtype)
    first = None
    for _ in range(min(m, n)):
        lengths = left.norm(dim=0)
        longest = int(lengths.argmax())
        if first is None:
            first = float(lengths[longest])
        if float(lengths[longest]) <= 1e-10 * first or first == 0:
            break
        q = left[:, longest] / lengths[longest]
        q = q - P @ q
        q = q / q.norm()
        P = P + torch.outer(q, q)
        left = left - torch.outer(q, q @ left)
        left = left - torch.outer(q, q @ left)
    return P @ b, P
