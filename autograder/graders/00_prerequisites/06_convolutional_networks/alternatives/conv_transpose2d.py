"""Other right answers to `conv_transpose2d`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def spreads_and_convolves(y, w, stride=1, padding=0):
    """Takes the second recipe, with a padding that cuts where it is negative."""
    (rows, columns), (kh, kw) = y.shape[2:], w.shape[2:]
    spread = y.new_zeros(*y.shape[:2], (rows - 1) * stride + 1, (columns - 1) * stride + 1)
    spread[:, :, ::stride, ::stride] = y
    across, along = kw - 1 - padding, kh - 1 - padding
    spread = F.pad(spread, (max(across, 0),) * 2 + (max(along, 0),) * 2)
    cut = max(-along, 0), max(-across, 0)
    spread = spread[:, :, cut[0] : spread.shape[2] - cut[0], cut[1] : spread.shape[3] - cut[1]]
    return conv2d(spread, w.flip(2, 3).transpose(0, 1))


@alternative
def stamps_pixel_by_pixel(y, w, stride=1, padding=0):
    """Stamps one number after the other, in NumPy."""
    y, w = y.numpy(), w.numpy()
    (n, _, rows, columns), (_, c_in, kh, kw) = y.shape, w.shape
    x = np.zeros((n, c_in, (rows - 1) * stride + kh, (columns - 1) * stride + kw), dtype=y.dtype)
    for h in range(rows):
        for v in range(columns):
            stamp = np.tensordot(y[:, :, h, v], w, axes=(1, 0))
            x[:, :, h * stride : h * stride + kh, v * stride : v * stride + kw] += stamp
    return x[:, :, padding : x.shape[2] - padding, padding : x.shape[3] - padding]


@alternative
def folds(y, w, stride=1, padding=0):
    """Multiplies by the transposed matrix and folds the columns."""
    (rows, columns), (kh, kw) = y.shape[2:], w.shape[2:]
    stamps = w.reshape(len(w), -1).T @ y.flatten(2)
    size = ((rows - 1) * stride + kh, (columns - 1) * stride + kw)
    x = F.fold(stamps, size, (kh, kw), stride=stride)
    return x[:, :, padding : size[0] - padding, padding : size[1] - padding]
