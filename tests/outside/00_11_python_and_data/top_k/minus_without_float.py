"""Wrong: believes that kind="stable" is all that was missing (unsigned 0 comes out on top, bools raise)."""


def top_k(scores, k):
    return np.argsort(-scores, kind="stable")[:k]
