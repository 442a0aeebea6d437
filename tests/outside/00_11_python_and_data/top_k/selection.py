"""Right: k times the first maximum of what is left (selection), NaN when nothing else is left."""


def top_k(scores, k):
    n = len(scores)
    values = np.array(scores, dtype=np.float64)
    left = list(range(n))
    chosen = []
    while left and len(chosen) < k:
        best = None
        for i in left:
            if np.isnan(values[i]):
                continue
            if best is None or values[i] > values[best]:
                best = i
        if best is None:
            best = left[0]
        chosen.append(best)
        left.remove(best)
    return np.array(chosen, dtype=np.int64)
