"""Wrong: believes that copy, full table and the larger step mend the draft; still looks forward only."""


def hessian_fd(f, x, h=1e-4):
    n = len(x)
    H = np.zeros((n, n))
    steps = h * np.eye(n)
    for i in range(n):
        for j in range(n):
            H[i, j] = (f(x + steps[i] + steps[j]) - f(x + steps[i]) - f(x + steps[j]) + f(x)) / h**2
    return H
