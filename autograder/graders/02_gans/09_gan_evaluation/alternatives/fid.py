"""Other right answers to `fid`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def fid_in_numpy(real, fake, features, n, batch=64):
    """Batches by slices, moments by NumPy."""
    if n < 2 or len(real) < n or len(fake) < n:
        raise ValueError("too few")

    def moments(images):
        f = np.concatenate([np.asarray(features(images[i : min(i + batch, n)])) for i in range(0, n, batch)])
        return torch.tensor(f.mean(axis=0)), torch.tensor(np.cov(f, rowvar=False).reshape(f.shape[1], f.shape[1]))

    return frechet_distance(*moments(real), *moments(fake))


@alternative
def fid_with_running_sums(real, fake, features, n, batch=64):
    """Sums over batches, without ever holding all features; one image at a time would do as well."""
    if n < 2:
        raise ValueError("at least 2")
    for images in (real, fake):
        if images.shape[0] < n:
            raise ValueError("not enough images")
    moments = []
    for images in (real, fake):
        offset, total, outer = None, 0, 0
        for i in range(n):
            f = features(images[i : i + 1])[0].double()
            offset = f if offset is None else offset
            total, outer = total + (f - offset), outer + torch.outer(f - offset, f - offset)
        mean = total / n
        moments += [mean + offset, (outer - n * torch.outer(mean, mean)) / (n - 1)]
    return frechet_distance(*moments)
