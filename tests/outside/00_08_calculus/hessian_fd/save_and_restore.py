"""Right: works in the caller's array, but saves the whole of it first and puts it back before returning."""


def hessian_fd(f, x, h=1e-4):
    saved = x.copy()
    n = len(x)
    H = np.zeros((n, n))
    try:
        for i in range(n):
            for j in range(n):
                for si in (1, -1):
                    for sj in (1, -1):
                        x[:] = saved
                        x[i] += si * h
                        x[j] += sj * h
                        H[i, j] += si * sj * f(x)
    finally:
        x[:] = saved
    return H / (4 * h * h)
