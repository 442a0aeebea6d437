"""Wrong: believes that the three-point formula on the diagonal is divided by 4 h^2 like the other entries."""


def hessian_fd(f, x, h=1e-4):
    n = len(x)
    e = h * np.eye(n)
    H = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            if i == j:
                H[i, j] = (f(x + e[i]) - 2 * f(x) + f(x - e[i])) / (4 * h**2)
            else:
                H[i, j] = (f(x + e[i] + e[j]) - f(x + e[i] - e[j]) - f(x - e[i] + e[j]) + f(x - e[i] - e[j])) / (
                    4 * h**2
                )
    return H
