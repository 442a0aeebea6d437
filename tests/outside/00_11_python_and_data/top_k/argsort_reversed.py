"""Wrong: believes that turning argsort round is the same as sorting downwards (ties turned, NaN first)."""


def top_k(scores, k):
    return np.argsort(scores, kind="stable")[::-1][:k]
