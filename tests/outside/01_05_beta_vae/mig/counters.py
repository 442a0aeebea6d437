"""Right: plain Python, collections.Counter for each pair of columns, math.log."""

import math
from collections import Counter


def mig(codes, factors):
    N = len(codes)

    def H(items):
        return -sum(c / N * math.log(c / N) for c in Counter(items).values())

    total = 0.0
    columns = [col.tolist() for col in codes.T]
    for v in factors.T.tolist():
        info = sorted((H(z) + H(v) - H(list(zip(z, v))) for z in columns), reverse=True)
        total += (info[0] - info[1]) / H(v)
    return total / factors.shape[1]
