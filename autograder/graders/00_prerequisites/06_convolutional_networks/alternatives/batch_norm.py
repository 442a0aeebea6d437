"""Other right answers to `batch_norm`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def flattens_first(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Works on a matrix with one row for each channel, and writes the sums out."""
    N, C, H, W = x.shape
    flat = x.transpose(0, 1).reshape(C, -1)
    M = flat.shape[1]
    mean, var, new_mean, new_var = running_mean, running_var, running_mean, running_var
    if training:
        mean = flat.sum(1) / M
        var = (flat - mean[:, None]).pow(2).sum(1) / M
        with torch.no_grad():
            new_mean = running_mean + momentum * (mean - running_mean)
            new_var = running_var + momentum * (var * M / (M - 1) - running_var)
    y = gamma[:, None] * (flat - mean[:, None]) * torch.rsqrt(var + eps)[:, None] + beta[:, None]
    return y.reshape(C, N, H, W).transpose(0, 1), new_mean, new_var


@alternative
def keeps_dimensions(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Keeps all dimensions, and interpolates between old and new estimates."""
    shape = (1, -1, 1, 1)
    if not training:
        y = (x - running_mean.reshape(shape)) / torch.sqrt(running_var.reshape(shape) + eps)
        return y * gamma.reshape(shape) + beta.reshape(shape), running_mean.clone(), running_var.clone()
    var, mean = torch.var_mean(x, dim=(0, 2, 3), unbiased=False, keepdim=True)
    y = (x - mean) / torch.sqrt(var + eps) * gamma.reshape(shape) + beta.reshape(shape)
    new_mean = torch.lerp(running_mean, mean.detach().flatten(), momentum)
    new_var = torch.lerp(running_var, x.detach().var(dim=(0, 2, 3)), momentum)
    return y, new_mean, new_var
