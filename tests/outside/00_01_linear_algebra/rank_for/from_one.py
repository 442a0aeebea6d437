"""Wrong: k from 1 on, as in "keep the k largest": a rank of 0 only for a matrix of zeros, as the docstring says at its end."""


def rank_for(sigma, tolerance):
    if not sigma.any():
        return 0
    if tolerance >= 1:
        return 0
    for k in range(1, len(sigma)):
        if sigma[k:].norm() / sigma.norm() < tolerance:
            return k
    return len(sigma)
