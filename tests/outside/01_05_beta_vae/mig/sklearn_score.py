"""Right: scikit-learn has the mutual information of two labellings in nats, and the entropy is that with itself."""

import numpy as np
from sklearn.metrics import mutual_info_score


def mig(codes, factors):
    z, v = codes.numpy(), factors.numpy()
    gaps = []
    for k in range(v.shape[1]):
        info = np.sort([mutual_info_score(v[:, k], z[:, j]) for j in range(z.shape[1])])
        gaps.append((info[-1] - info[-2]) / mutual_info_score(v[:, k], v[:, k]))
    return float(np.mean(gaps))
