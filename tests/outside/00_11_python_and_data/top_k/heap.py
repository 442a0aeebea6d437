"""Right: heapq.nsmallest on tuples."""

import heapq
import math


def top_k(scores, k):
    entries = []
    for position, score in enumerate(scores.tolist()):
        missing = isinstance(score, float) and math.isnan(score)
        entries.append((missing, 0 if missing else -score, position))
    return np.fromiter((position for _, _, position in heapq.nsmallest(k, entries)), dtype=np.int64)
