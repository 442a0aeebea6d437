"""Wrong answers to `conv2d`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_sums_over_windows_and_channels")
def mirrors_the_kernel(x, w, b=None, stride=1, padding=0):
    """Believes that a network's convolution mirrors its kernel, as in mathematics."""
    patches = windows(F.pad(x, (padding,) * 4), *w.shape[2:], stride)
    y = torch.einsum("nchwij,ocij->nohw", patches, w.flip(2, 3))
    return y if b is None else y + b[:, None, None]


@mutant(caught_by="test_sums_over_windows_and_channels")
def transposes_the_kernel(x, w, b=None, stride=1, padding=0):
    """Mixes up rows and columns of the kernel, which a square one forgives."""
    kh, kw = w.shape[2:]
    patches = windows(F.pad(x, (padding,) * 4), kh, kw, stride).reshape(*x.shape[:2], -1, kh * kw)
    y = torch.einsum("nclk,ock->nol", patches, w.mT.reshape(*w.shape[:2], -1))
    height, width = ((side + 2 * padding - k) // stride + 1 for side, k in zip(x.shape[2:], (kh, kw), strict=True))
    y = y.reshape(len(x), len(w), height, width)
    return y if b is None else y + b[:, None, None]


@mutant(caught_by="test_sums_over_windows_and_channels")
def offset_along_the_last_axis(x, w, b=None, stride=1, padding=0):
    """Believes that broadcasting finds the axis of channels: the offset is taken for the first channel's only."""
    y = torch.einsum("nchwij,ocij->nohw", windows(F.pad(x, (padding,) * 4), *w.shape[2:], stride), w)
    return y if b is None else y + b[0]


@mutant(caught_by="test_sums_over_windows_and_channels")
def forgets_the_offset(x, w, b=None, stride=1, padding=0):
    """Believes that an offset can be left to the normalisation behind it."""
    return torch.einsum("nchwij,ocij->nohw", windows(F.pad(x, (padding,) * 4), *w.shape[2:], stride), w)


@mutant(caught_by="test_sums_over_windows_and_channels")
def looks_at_the_first_channel(x, w, b=None, stride=1, padding=0):
    """Believes that all channels say the same: takes the first one's window as often as there are channels."""
    patches = windows(F.pad(x, (padding,) * 4), *w.shape[2:], stride)[:, :1].expand(-1, x.shape[1], -1, -1, -1, -1)
    y = torch.einsum("nchwij,ocij->nohw", patches, w)
    return y if b is None else y + b[:, None, None]


@mutant(caught_by="test_stride_and_padding")
def pads_one_side(x, w, b=None, stride=1, padding=0):
    """Believes that padding is what is added in all, and puts twice as much at the end and none at the beginning."""
    patches = windows(F.pad(x, (0, 2 * padding, 0, 2 * padding)), *w.shape[2:], stride)
    y = torch.einsum("nchwij,ocij->nohw", patches, w)
    return y if b is None else y + b[:, None, None]


@mutant(caught_by="test_stride_and_padding")
def pads_with_the_border(x, w, b=None, stride=1, padding=0):
    """Believes that the picture goes on outside as it ended."""
    x = F.pad(x, (padding,) * 4, mode="replicate") if padding else x
    y = torch.einsum("nchwij,ocij->nohw", windows(x, *w.shape[2:], stride), w)
    return y if b is None else y + b[:, None, None]


@mutant(caught_by="test_stride_and_padding")
def strides_from_the_second_window(x, w, b=None, stride=1, padding=0):
    """Starts at the stride instead of at 0, and fills up at the end."""
    y = torch.einsum("nchwij,ocij->nohw", windows(F.pad(x, (padding,) * 4), *w.shape[2:]), w)
    y = y.roll((-(stride - 1), -(stride - 1)), dims=(2, 3))[:, :, ::stride, ::stride]
    return y if b is None else y + b[:, None, None]


@mutant(caught_by="test_stride_and_padding")
def averages_over_the_stride(x, w, b=None, stride=1, padding=0):
    """Believes that a stride pools: all windows are taken, and the results averaged."""
    y = torch.einsum("nchwij,ocij->nohw", windows(F.pad(x, (padding,) * 4), *w.shape[2:]), w)
    if stride > 1:
        y = F.avg_pool2d(y, stride, ceil_mode=True)
    return y if b is None else y + b[:, None, None]


@mutant(caught_by="test_moves_with_the_picture_and_is_your_own")
def calls_the_library(x, w, b=None, stride=1, padding=0):
    """Takes torch's own, against the task."""
    return F.conv2d(x, w, b, stride=stride, padding=padding)
