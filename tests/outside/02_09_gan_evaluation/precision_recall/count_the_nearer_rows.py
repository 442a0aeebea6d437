"""Right: no radii at all: a point is in the ball of x_i if fewer than k other rows lie strictly nearer to x_i
(searchsorted).
"""


def precision_recall(real, fake, k=3):
    real, fake = (np.asarray(t.detach().cpu(), dtype=np.float64) for t in (real, fake))

    def far(a, b):
        return np.sqrt(((a[:, None, :] - b[None, :, :]) ** 2).sum(axis=2))

    def covered(points, centres):
        held = np.zeros(len(points), dtype=bool)
        between, to_points = far(centres, centres), far(centres, points)
        for i in range(len(centres)):
            others = np.sort(np.delete(between[i], i))
            nearer = np.searchsorted(others, to_points[i], side="left")
            held |= nearer < k
        return float(held.mean())

    return covered(fake, real), covered(real, fake)
