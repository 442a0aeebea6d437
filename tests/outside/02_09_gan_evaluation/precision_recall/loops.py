"""Right: plain Python with math.dist; the k-th nearest other row after sorting, the row itself left out by its index."""


def precision_recall(real, fake, k=3):
    X, Y = real.tolist(), fake.tolist()

    def radii(A):
        return [sorted(math.dist(a, b) for j, b in enumerate(A) if j != i)[k - 1] for i, a in enumerate(A)]

    def covered(points, centres):
        r = radii(centres)
        inside = [any(math.dist(p, c) <= r_i for c, r_i in zip(centres, r)) for p in points]
        return sum(inside) / len(points)

    return covered(Y, X), covered(X, Y)
