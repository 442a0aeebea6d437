"""Right: equation (15) as it stands, in two loops over all entries."""


def hessian_fd(f, x, h=1e-4):
    n = len(x)
    steps = h * np.eye(n)
    H = np.empty((n, n))
    for i in range(n):
        for j in range(n):
            a = f(x + steps[i] + steps[j])
            b = f(x + steps[i] - steps[j])
            c = f(x - steps[i] + steps[j])
            d = f(x - steps[i] - steps[j])
            H[i, j] = (a - b - c + d) / (4 * h**2)
    return H
