"""Right: curvatures along directions by central second differences, off-diagonal entries by polarisation."""


def hessian_fd(f, x, h=1e-4):
    n = len(x)
    f0 = f(x)

    def curvature(v):  # about v^T H v
        return (f(x + h * v) - 2 * f0 + f(x - h * v)) / h**2

    unit = np.eye(n)
    H = np.diag([float(curvature(unit[i])) for i in range(n)])
    for i in range(n):
        for j in range(i + 1, n):
            H[i, j] = H[j, i] = (curvature(unit[i] + unit[j]) - curvature(unit[i] - unit[j])) / 4
    return H
