"""Wrong: believes that Python's sorted with reverse=True (stable, so ties are fine) also copes with NaN."""


def top_k(scores, k):
    best = sorted(range(len(scores)), key=lambda i: scores[i], reverse=True)
    return np.array(best[:k], dtype=np.int64)
