"""Other right answers to `crosses_bottleneck`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def checked_one_by_one(model, x, k):
    """Encodes noise in between, decodes picture by picture from the last to the first, and rounds in NumPy."""
    z = model.encode(x)
    if z.ndim != 2 or z.shape[0] != x.shape[0] or z.shape[1] != k:
        return False
    x_hat = model(x).detach()
    model.encode(torch.rand(x.shape, dtype=x.dtype))
    verdicts = []
    for i in reversed(range(len(x))):
        exact = model.decode(z[i : i + 1].detach()).detach()
        rounded = model.decode(torch.from_numpy(np.round(z[i : i + 1].detach().numpy(), 3))).detach()
        verdicts.append(exact.shape == x_hat[i : i + 1].shape and bool(((exact - x_hat[i]).abs() <= 1e-6).all()))
        verdicts.append(bool(((rounded - x_hat[i]).abs() <= 0.05).all()))
    return all(verdicts)


@alternative
def checked_with_the_jacobian_first(model, x, k):
    """The rank of the Jacobian first, then what it cannot see; returns a tensor."""
    z = model.encode(x).detach()
    if tuple(z.shape) != (len(x), k) or any(jacobian_rank(model, row) > k for row in x):
        return torch.tensor(False)
    x_hat = model(x).detach()
    with torch.no_grad():
        model(x.roll(1, 0) * 0.5)
        again, rounded = model.decode(z), model.decode((1000 * z).round() / 1000)
    return torch.tensor(
        torch.allclose(again, x_hat, rtol=0, atol=1e-6) and float((rounded - x_hat).abs().max()) <= 0.05
    )
