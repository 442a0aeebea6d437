"""Right: no minus: reverse, stable ascending sort, reverse again (ties twice turned), NaN put aside first."""


def top_k(scores, k):
    positions = np.arange(scores.shape[0], dtype=np.int64)
    bad = scores != scores
    good = positions[~bad][::-1]
    ascending = good[np.argsort(scores[good], kind="stable")]
    return np.concatenate([ascending[::-1], positions[bad]])[:k]
