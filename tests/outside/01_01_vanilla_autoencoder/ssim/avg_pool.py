"""Right: average pooling with stride 1, variance as mean of squares minus square of mean, in float64 inside."""

from torch.nn import functional as F


def ssim(a, b, window=4, max_value=1.0):
    dtype = a.dtype
    a, b = a.double().unsqueeze(1), b.double().unsqueeze(1)

    def blur(x):
        return F.avg_pool2d(x, window, stride=1)

    ma, mb = blur(a), blur(b)
    va, vb, cab = blur(a * a) - ma * ma, blur(b * b) - mb * mb, blur(a * b) - ma * mb
    C1, C2 = (0.01 * max_value) ** 2, (0.03 * max_value) ** 2
    s = ((2 * ma * mb + C1) * (2 * cab + C2)) / ((ma * ma + mb * mb + C1) * (va + vb + C2))
    return s.flatten(1).mean(1).to(dtype)
