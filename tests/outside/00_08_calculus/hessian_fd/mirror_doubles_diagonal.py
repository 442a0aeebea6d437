"""Wrong: believes that H + H.T fills the empty half; the diagonal comes out doubled."""


def hessian_fd(f, x, h=1e-4):
    n = len(x)
    H = np.zeros((n, n))
    e = h * np.eye(n)
    for i in range(n):
        for j in range(i, n):
            H[i, j] = (f(x + e[i] + e[j]) - f(x + e[i] - e[j]) - f(x - e[i] + e[j]) + f(x - e[i] - e[j])) / (4 * h**2)
    return H + H.T
