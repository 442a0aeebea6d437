"""Right: np.lexsort by "is NaN", then minus value, then position."""


def top_k(scores, k):
    values = scores.astype(float)
    nan = np.isnan(values)
    values[nan] = 0.0
    order = np.lexsort((np.arange(len(values)), -values, nan))
    return order[: min(k, len(order))].astype("int64")
