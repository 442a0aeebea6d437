"""Right: a loop over all positions, covariance by polarisation of population variances."""


def _ssim_of_windows(p, q, L):
    """p, q: [N, n] the pixels of one window in each picture."""
    c1, c2 = (0.01 * L) ** 2, (0.03 * L) ** 2
    mp, mq = p.mean(1), q.mean(1)
    vp, vq = p.var(1, correction=0), q.var(1, correction=0)
    cov = ((p + q).var(1, correction=0) - (p - q).var(1, correction=0)) / 4
    return (2 * mp * mq + c1) * (2 * cov + c2) / (mp**2 + mq**2 + c1) / (vp + vq + c2)


def ssim(a, b, window=4, max_value=1.0):
    N, H, W = a.shape
    total, count = torch.zeros(N, dtype=a.dtype), 0
    for i in range(H - window + 1):
        for j in range(W - window + 1):
            here = (slice(None), slice(i, i + window), slice(j, j + window))
            total = total + _ssim_of_windows(a[here].reshape(N, -1), b[here].reshape(N, -1), max_value)
            count += 1
    return total / count
