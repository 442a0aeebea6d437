"""Right: numpy broadcasting; the diagonal set to infinity, np.partition for the k-th smallest; squares compared, no roots."""


def squared(a, b):
    return ((a[:, None, :] - b[None, :, :]) ** 2).sum(axis=2)


def precision_recall(real, fake, k=3):
    X, Y = np.asarray(real, dtype=np.float64), np.asarray(fake, dtype=np.float64)
    shares = []
    for points, centres in ((Y, X), (X, Y)):
        own = squared(centres, centres)
        np.fill_diagonal(own, np.inf)
        r = np.partition(own, k - 1, axis=1)[:, k - 1]
        shares.append(float((squared(points, centres) <= r).any(axis=1).mean()))
    return tuple(shares)
