"""Right: higher-order functions: an operator "partial by x_j" applied twice."""


def hessian_fd(f, x, h=1e-4):
    n = x.size

    def partial(g, j):
        e = np.zeros(n)
        e[j] = h
        return lambda y: (g(y + e) - g(y - e)) / (2 * h)

    return np.array([[partial(partial(f, j), i)(x) for j in range(n)] for i in range(n)], dtype=np.float64)
