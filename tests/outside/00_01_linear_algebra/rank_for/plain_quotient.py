"""Wrong: an early way out, `if tolerance == 0: return len(sigma)`: no error allowed, so nothing may be left out.

But zeros may: with sigma = (2, 1, 0) the smallest rank without an error is 2.
"""


def rank_for(sigma, tolerance):
    if not sigma.any():
        return 0
    if tolerance == 0:
        return len(sigma)
    for k in range(len(sigma) + 1):
        if sigma[k:].norm() <= tolerance * sigma.norm():
            return k
