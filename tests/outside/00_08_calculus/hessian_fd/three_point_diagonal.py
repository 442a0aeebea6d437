"""Right: textbook form: three-point second differences on the diagonal, equation (15) beside it."""


def hessian_fd(f, x, h=1e-4):
    n = len(x)
    H = np.zeros((n, n))
    e = h * np.identity(n)
    middle = f(x.copy())
    for i in range(n):
        H[i, i] = (f(x + e[i]) - 2 * middle + f(x - e[i])) / h**2
        for j in range(i):
            mixed = f(x + e[i] + e[j]) - f(x + e[i] - e[j]) - f(x - e[i] + e[j]) + f(x - e[i] - e[j])
            H[i, j] = mixed / (4 * h**2)
            H[j, i] = H[i, j]
    return H
