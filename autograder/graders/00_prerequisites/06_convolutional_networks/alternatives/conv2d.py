"""Other right answers to `conv2d`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def unfolds_to_a_matrix_product(x, w, b=None, stride=1, padding=0):
    """Writes the windows into columns and multiplies by a matrix."""
    (height, width), (kh, kw) = x.shape[2:], w.shape[2:]
    columns = F.unfold(x, (kh, kw), padding=padding, stride=stride)
    y = w.reshape(len(w), -1) @ columns
    if b is not None:
        y = y + b[:, None]
    return y.reshape(
        len(x), len(w), (height + 2 * padding - kh) // stride + 1, (width + 2 * padding - kw) // stride + 1
    )


@alternative
def loops_in_numpy(x, w, b=None, stride=1, padding=0):
    """Loops over all windows, in NumPy."""
    x, w = np.pad(x.numpy(), ((0, 0), (0, 0), (padding, padding), (padding, padding))), w.numpy()
    (_, _, height, width), (c_out, _, kh, kw) = x.shape, w.shape
    rows, columns = (height - kh) // stride + 1, (width - kw) // stride + 1
    y = np.zeros((len(x), c_out, rows, columns), dtype=x.dtype)
    for h in range(rows):
        for v in range(columns):
            window = x[:, :, h * stride : h * stride + kh, v * stride : v * stride + kw]
            y[:, :, h, v] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3)))
    return y if b is None else y + b.numpy()[:, None, None]


@alternative
def loops_over_the_kernel(x, w, b=None, stride=1, padding=0):
    """Adds up moved pictures, one for each entry of the kernel."""
    x = F.pad(x, (padding, padding, padding, padding))
    rows, columns = ((x.shape[axis] - w.shape[axis]) // stride + 1 for axis in (2, 3))
    y = x.new_zeros(len(x), len(w), rows, columns)
    for i, j in np.ndindex(*w.shape[2:]):
        part = x[:, :, i : i + (rows - 1) * stride + 1 : stride, j : j + (columns - 1) * stride + 1 : stride]
        y += torch.einsum("nchw,oc->nohw", part, w[:, :, i, j])
    return y if b is None else y + b.reshape(1, -1, 1, 1)
