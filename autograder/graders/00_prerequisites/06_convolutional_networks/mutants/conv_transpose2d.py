"""Wrong answers to `conv_transpose2d`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_stamps_add_up")
def forgets_to_mirror(y, w, stride=1, padding=0):
    """Takes the second recipe and forgets that the kernel has to be mirrored."""
    (rows, columns), (kh, kw) = y.shape[2:], w.shape[2:]
    spread = y.new_zeros(*y.shape[:2], (rows - 1) * stride + 1, (columns - 1) * stride + 1)
    spread[:, :, ::stride, ::stride] = y
    across, along = kw - 1 - padding, kh - 1 - padding
    return conv2d(F.pad(spread, (across, across, along, along)), w.transpose(0, 1))


@mutant(caught_by="test_stamps_add_up")
def overwrites(y, w, stride=1, padding=0):
    """Writes stamps over each other where they should add up."""
    (rows, columns), (kh, kw) = y.shape[2:], w.shape[2:]
    height, width = (rows - 1) * stride + kh, (columns - 1) * stride + kw
    x = y.new_zeros(len(y), w.shape[1], height, width)
    for i in range(kh):
        for j in range(kw):
            stamp = torch.einsum("nohw,oc->nchw", y, w[:, :, i, j])
            x[:, :, i : i + (rows - 1) * stride + 1 : stride, j : j + (columns - 1) * stride + 1 : stride] = stamp
    return x[:, :, padding : height - padding, padding : width - padding]


@mutant(caught_by="test_stamps_add_up")
def averages_overlaps(y, w, stride=1, padding=0):
    """Believes that where stamps overlap their mean is taken, so that there is no checkerboard."""
    (rows, columns), (kh, kw) = y.shape[2:], w.shape[2:]
    height, width = (rows - 1) * stride + kh, (columns - 1) * stride + kw
    x, counts = y.new_zeros(len(y), w.shape[1], height, width), y.new_zeros(height, width)
    for i in range(kh):
        for j in range(kw):
            down = slice(i, i + (rows - 1) * stride + 1, stride)
            across = slice(j, j + (columns - 1) * stride + 1, stride)
            x[:, :, down, across] += torch.einsum("nohw,oc->nchw", y, w[:, :, i, j])
            counts[down, across] += 1
    return (x / counts.clamp(min=1))[:, :, padding : height - padding, padding : width - padding]


@mutant(caught_by="test_stamps_add_up")
def repeats_instead_of_spreading(y, w, stride=1, padding=0):
    """Repeats each number where zeros should stand between them: another, smoother layer."""
    (rows, columns), (kh, kw) = y.shape[2:], w.shape[2:]
    spread = y.repeat_interleave(stride, dim=2).repeat_interleave(stride, dim=3)
    spread = spread[:, :, : (rows - 1) * stride + 1, : (columns - 1) * stride + 1]
    across, along = kw - 1 - padding, kh - 1 - padding
    return conv2d(F.pad(spread, (across, across, along, along)), w.flip(2, 3).transpose(0, 1))


@mutant(caught_by="test_stamps_add_up")
def shares_the_sum_among_channels(y, w, stride=1, padding=0):
    """Sums the channels of y first, and stamps every kernel with the sum."""
    (rows, columns), (kh, kw) = y.shape[2:], w.shape[2:]
    height, width = (rows - 1) * stride + kh, (columns - 1) * stride + kw
    x, kernel, total = y.new_zeros(len(y), w.shape[1], height, width), w.mean(dim=0), y.sum(dim=1)
    for i in range(kh):
        for j in range(kw):
            stamp = torch.einsum("nhw,c->nchw", total, kernel[:, i, j])
            x[:, :, i : i + (rows - 1) * stride + 1 : stride, j : j + (columns - 1) * stride + 1 : stride] += stamp
    return x[:, :, padding : height - padding, padding : width - padding]


@mutant(caught_by="test_it_is_the_adjoint_of_the_convolution")
def pads_as_forward(y, w, stride=1, padding=0):
    """Takes the second recipe and pads by p, as on the way there, then cuts to the size that is asked for."""
    (rows, columns), (kh, kw) = y.shape[2:], w.shape[2:]
    spread = y.new_zeros(*y.shape[:2], (rows - 1) * stride + 1, (columns - 1) * stride + 1)
    spread[:, :, ::stride, ::stride] = y
    across, along = 2 * (kw - 1 - padding), 2 * (kh - 1 - padding)
    before = min(padding, across), min(padding, along)
    pads = (before[0], across - before[0], before[1], along - before[1])
    return conv2d(F.pad(spread, pads), w.flip(2, 3).transpose(0, 1))


@mutant(caught_by="test_it_is_the_adjoint_of_the_convolution")
def cuts_one_side(y, w, stride=1, padding=0):
    """Cuts all of the padding off at the end."""
    (rows, columns), (kh, kw) = y.shape[2:], w.shape[2:]
    height, width = (rows - 1) * stride + kh, (columns - 1) * stride + kw
    x = y.new_zeros(len(y), w.shape[1], height, width)
    for i in range(kh):
        for j in range(kw):
            stamp = torch.einsum("nohw,oc->nchw", y, w[:, :, i, j])
            x[:, :, i : i + (rows - 1) * stride + 1 : stride, j : j + (columns - 1) * stride + 1 : stride] += stamp
    return x[:, :, : height - 2 * padding, : width - 2 * padding]


@mutant(caught_by="test_padding_cuts")
def never_cuts_more_than_the_kernel(y, w, stride=1, padding=0):
    """Believes that the padding is smaller than the kernel, so that k - 1 - p is never negative."""
    (rows, columns), (kh, kw) = y.shape[2:], w.shape[2:]
    spread = y.new_zeros(*y.shape[:2], (rows - 1) * stride + 1, (columns - 1) * stride + 1)
    spread[:, :, ::stride, ::stride] = y
    across, along = max(kw - 1 - padding, 0), max(kh - 1 - padding, 0)
    return conv2d(F.pad(spread, (across, across, along, along)), w.flip(2, 3).transpose(0, 1))


@mutant(caught_by="test_padding_cuts")
def cuts_by_a_negative_stop(y, w, stride=1, padding=0):
    """Writes padding : -padding, which is empty where there is none."""
    (rows, columns), (kh, kw) = y.shape[2:], w.shape[2:]
    x = y.new_zeros(len(y), w.shape[1], (rows - 1) * stride + kh, (columns - 1) * stride + kw)
    for i in range(kh):
        for j in range(kw):
            stamp = torch.einsum("nohw,oc->nchw", y, w[:, :, i, j])
            x[:, :, i : i + (rows - 1) * stride + 1 : stride, j : j + (columns - 1) * stride + 1 : stride] += stamp
    return x[:, :, padding:-padding, padding:-padding]


@mutant(caught_by="test_it_is_your_own")
def asks_the_library(y, w, stride=1, padding=0):
    """Takes torch's own, against the task."""
    return F.conv_transpose2d(y, w, stride=stride, padding=padding)
