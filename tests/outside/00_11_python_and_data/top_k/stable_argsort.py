"""Right: stable argsort of minus the scores as floats."""


def top_k(scores, k):
    order = np.argsort(-np.asarray(scores).astype(np.float64), kind="stable")
    return order[:k].astype(np.int64)
