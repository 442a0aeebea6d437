"""Right: the draft repaired: a copy that is set afresh for each value, upper half computed and mirrored."""


def hessian_fd(f, x, h=1e-4):
    n = len(x)
    H = np.zeros((n, n))

    def at(i, si, j, sj):
        y = np.array(x, dtype=np.float64)  # always a fresh copy
        y[i] += si * h
        y[j] += sj * h
        return float(f(y))

    for i in range(n):
        for j in range(i, n):
            total = at(i, 1, j, 1) - at(i, 1, j, -1) - at(i, -1, j, 1) + at(i, -1, j, -1)
            H[i, j] = H[j, i] = total / (2 * h) ** 2
    return H
