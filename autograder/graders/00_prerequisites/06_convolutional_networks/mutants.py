"""Wrong answers that the hidden tests must catch. Each docstring says what the student believed, or how the answer cheats."""
# ruff: noqa: D102, F821 -- methods are the notebook's, and so are the names of its other answers

import torch
from torch import nn

from autograder.testing import mutant

# --- conv2d


@mutant("conv2d", caught_by="test_sums_over_windows_and_channels")
def mirrors_the_kernel(x, w, b=None, stride=1, padding=0):
    """Believes that a network's convolution mirrors its kernel, as in mathematics."""
    patches = windows(F.pad(x, (padding,) * 4), *w.shape[2:], stride)
    y = torch.einsum("nchwij,ocij->nohw", patches, w.flip(2, 3))
    return y if b is None else y + b[:, None, None]


@mutant("conv2d", caught_by="test_sums_over_windows_and_channels")
def transposes_the_kernel(x, w, b=None, stride=1, padding=0):
    """Mixes up rows and columns of the kernel, which a square one forgives."""
    kh, kw = w.shape[2:]
    patches = windows(F.pad(x, (padding,) * 4), kh, kw, stride).reshape(*x.shape[:2], -1, kh * kw)
    y = torch.einsum("nclk,ock->nol", patches, w.mT.reshape(*w.shape[:2], -1))
    height, width = ((side + 2 * padding - k) // stride + 1 for side, k in zip(x.shape[2:], (kh, kw), strict=True))
    y = y.reshape(len(x), len(w), height, width)
    return y if b is None else y + b[:, None, None]


@mutant("conv2d", caught_by="test_sums_over_windows_and_channels")
def offset_along_the_last_axis(x, w, b=None, stride=1, padding=0):
    """Believes that broadcasting finds the axis of channels: the offset is taken for the first channel's only."""
    y = torch.einsum("nchwij,ocij->nohw", windows(F.pad(x, (padding,) * 4), *w.shape[2:], stride), w)
    return y if b is None else y + b[0]


@mutant("conv2d", caught_by="test_sums_over_windows_and_channels")
def forgets_the_offset(x, w, b=None, stride=1, padding=0):
    """Believes that an offset can be left to the normalisation behind it."""
    return torch.einsum("nchwij,ocij->nohw", windows(F.pad(x, (padding,) * 4), *w.shape[2:], stride), w)


@mutant("conv2d", caught_by="test_sums_over_windows_and_channels")
def looks_at_the_first_channel(x, w, b=None, stride=1, padding=0):
    """Believes that all channels say the same: takes the first one's window as often as there are channels."""
    patches = windows(F.pad(x, (padding,) * 4), *w.shape[2:], stride)[:, :1].expand(-1, x.shape[1], -1, -1, -1, -1)
    y = torch.einsum("nchwij,ocij->nohw", patches, w)
    return y if b is None else y + b[:, None, None]


@mutant("conv2d", caught_by="test_stride_and_padding")
def pads_one_side(x, w, b=None, stride=1, padding=0):
    """Believes that padding is what is added in all, and puts twice as much at the end and none at the beginning."""
    patches = windows(F.pad(x, (0, 2 * padding, 0, 2 * padding)), *w.shape[2:], stride)
    y = torch.einsum("nchwij,ocij->nohw", patches, w)
    return y if b is None else y + b[:, None, None]


@mutant("conv2d", caught_by="test_stride_and_padding")
def pads_with_the_border(x, w, b=None, stride=1, padding=0):
    """Believes that the picture goes on outside as it ended."""
    x = F.pad(x, (padding,) * 4, mode="replicate") if padding else x
    y = torch.einsum("nchwij,ocij->nohw", windows(x, *w.shape[2:], stride), w)
    return y if b is None else y + b[:, None, None]


@mutant("conv2d", caught_by="test_stride_and_padding")
def strides_from_the_second_window(x, w, b=None, stride=1, padding=0):
    """Starts at the stride instead of at 0, and fills up at the end."""
    y = torch.einsum("nchwij,ocij->nohw", windows(F.pad(x, (padding,) * 4), *w.shape[2:]), w)
    y = y.roll((-(stride - 1), -(stride - 1)), dims=(2, 3))[:, :, ::stride, ::stride]
    return y if b is None else y + b[:, None, None]


@mutant("conv2d", caught_by="test_stride_and_padding")
def averages_over_the_stride(x, w, b=None, stride=1, padding=0):
    """Believes that a stride pools: all windows are taken, and the results averaged."""
    y = torch.einsum("nchwij,ocij->nohw", windows(F.pad(x, (padding,) * 4), *w.shape[2:]), w)
    if stride > 1:
        y = F.avg_pool2d(y, stride, ceil_mode=True)
    return y if b is None else y + b[:, None, None]


@mutant("conv2d", caught_by="test_moves_with_the_picture_and_is_your_own")
def calls_the_library(x, w, b=None, stride=1, padding=0):
    """Takes torch's own, against the task."""
    return F.conv2d(x, w, b, stride=stride, padding=padding)


# --- conv_stack


@mutant("conv_stack", caught_by="test_sizes")
def rounds_up(n, layers):
    """Believes that a last window that is cut off counts, too."""
    field, jump = 1, 1
    for kernel, stride, padding, dilation in layers:
        room = n + 2 * padding - dilation * (kernel - 1) - 1
        if room < 0:
            raise ValueError
        n, field, jump = -(-room // stride) + 1, field + dilation * (kernel - 1) * jump, jump * stride
    return n, field, jump


@mutant("conv_stack", caught_by="test_sizes")
def pads_once(n, layers):
    """Believes that the padding is what is added in all."""
    field, jump = 1, 1
    for kernel, stride, padding, dilation in layers:
        room = n + padding - dilation * (kernel - 1) - 1
        if room < 0:
            raise ValueError
        n, field, jump = room // stride + 1, field + dilation * (kernel - 1) * jump, jump * stride
    return n, field, jump


@mutant("conv_stack", caught_by="test_sizes")
def dilates_the_whole_kernel(n, layers):
    """Believes that a dilated window reaches over d k pixels."""
    field, jump = 1, 1
    for kernel, stride, padding, dilation in layers:
        room = n + 2 * padding - dilation * kernel
        if room < 0:
            raise ValueError
        n, field, jump = room // stride + 1, field + dilation * (kernel - 1) * jump, jump * stride
    return n, field, jump


@mutant("conv_stack", caught_by="test_receptive_field_and_jump")
def forgets_the_jump(n, layers):
    """Believes that the field grows by k - 1 a layer, whatever the strides before it."""
    field, jump = 1, 1
    for kernel, stride, padding, dilation in layers:
        room = n + 2 * padding - dilation * (kernel - 1) - 1
        if room < 0:
            raise ValueError
        n, field, jump = room // stride + 1, field + dilation * (kernel - 1), jump * stride
    return n, field, jump


@mutant("conv_stack", caught_by="test_receptive_field_and_jump")
def jumps_too_early(n, layers):
    """Believes that a layer's own stride widens its own window."""
    field, jump = 1, 1
    for kernel, stride, padding, dilation in layers:
        room = n + 2 * padding - dilation * (kernel - 1) - 1
        if room < 0:
            raise ValueError
        n, jump = room // stride + 1, jump * stride
        field += dilation * (kernel - 1) * jump
    return n, field, jump


@mutant("conv_stack", caught_by="test_receptive_field_and_jump")
def multiplies_fields(n, layers):
    """Believes that a window of three windows of three sees nine pixels."""
    field, jump = 1, 1
    for kernel, stride, padding, dilation in layers:
        room = n + 2 * padding - dilation * (kernel - 1) - 1
        if room < 0:
            raise ValueError
        n, field, jump = room // stride + 1, field * (dilation * (kernel - 1) + 1), jump * stride
    return n, field, jump


@mutant("conv_stack", caught_by="test_receptive_field_and_jump")
def adds_strides(n, layers):
    """Believes that jumps add up."""
    field, jump = 1, 1
    for kernel, stride, padding, dilation in layers:
        room = n + 2 * padding - dilation * (kernel - 1) - 1
        if room < 0:
            raise ValueError
        n, field, jump = room // stride + 1, field + dilation * (kernel - 1) * jump, jump + stride - 1
    return n, field, jump


@mutant("conv_stack", caught_by="test_receptive_field_and_jump")
def counts_without_gaps(n, layers):
    """Believes that the gaps of a dilated window do not belong to the field."""
    field, jump = 1, 1
    for kernel, stride, padding, dilation in layers:
        room = n + 2 * padding - dilation * (kernel - 1) - 1
        if room < 0:
            raise ValueError
        n, field, jump = room // stride + 1, field + (kernel - 1) * jump, jump * stride
    return n, field, jump


@mutant("conv_stack", caught_by="test_windows_that_do_not_fit")
def never_refuses(n, layers):
    """Believes that what does not fit leaves nothing, and goes on with a size of zero or less."""
    field, jump = 1, 1
    for kernel, stride, padding, dilation in layers:
        n = (n + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1
        field, jump = field + dilation * (kernel - 1) * jump, jump * stride
    return n, field, jump


@mutant("conv_stack", caught_by="test_windows_that_do_not_fit")
def looks_at_the_end_only(n, layers):
    """Believes that it is enough to look at what comes out in the end."""
    field, jump = 1, 1
    for kernel, stride, padding, dilation in layers:
        n = (n + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1
        field, jump = field + dilation * (kernel - 1) * jump, jump * stride
    if n < 1:
        raise ValueError
    return n, field, jump


@mutant("conv_stack", caught_by="test_windows_that_do_not_fit")
def forgets_the_padding_when_refusing(n, layers):
    """Believes that a kernel must not be larger than the picture, padded or not, dilated or not."""
    field, jump = 1, 1
    for kernel, stride, padding, dilation in layers:
        if kernel > n:
            raise ValueError
        n = (n + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1
        field, jump = field + dilation * (kernel - 1) * jump, jump * stride
    return n, field, jump


# --- is_adjoint


@mutant("is_adjoint", caught_by="test_wrong_maps_are_rejected")
def probes_with_ones(f, g, x_shape, y_shape, generator, tol=1e-9):
    """Believes that one probe is as good as another: ones cannot tell places apart."""
    x, y = torch.ones(x_shape, dtype=torch.float64), torch.ones(y_shape, dtype=torch.float64)
    there, back = f(x), g(y)
    if there.shape != y.shape or back.shape != x.shape:
        return False
    difference = ((there * y).sum() - (x * back).sum()).abs()
    return bool(difference <= tol * (there.norm() * y.norm() + x.norm() * back.norm()))


@mutant("is_adjoint", caught_by="test_wrong_maps_are_rejected")
def takes_the_adjoint_for_the_inverse(f, g, x_shape, y_shape, generator, tol=1e-9):
    """Believes that the transpose undoes the map."""
    x = torch.randn(x_shape, generator=generator, dtype=torch.float64)
    there = f(x)
    if tuple(there.shape) != tuple(y_shape):
        return False
    back = g(there)
    return back.shape == x.shape and bool((back - x).norm() <= 1e-6 * x.norm())


@mutant("is_adjoint", caught_by="test_wrong_maps_are_rejected")
def probes_where_f_can_reach(f, g, x_shape, y_shape, generator, tol=1e-9):
    """Takes y = f(x), which looks random enough, and sees only what f can reach."""
    x, other = (torch.randn(x_shape, generator=generator, dtype=torch.float64) for _ in range(2))
    there, y = f(x), f(other)
    if tuple(there.shape) != tuple(y_shape):
        return False
    back = g(y)
    if back.shape != x.shape:
        return False
    difference = ((there * y).sum() - (x * back).sum()).abs()
    return bool(difference <= tol * (there.norm() * y.norm() + x.norm() * back.norm()))


@mutant("is_adjoint", caught_by="test_wrong_maps_are_rejected")
def ignores_the_sign(f, g, x_shape, y_shape, generator, tol=1e-9):
    """Compares the sizes of both sides, without their signs."""
    x = torch.randn(x_shape, generator=generator, dtype=torch.float64)
    y = torch.randn(y_shape, generator=generator, dtype=torch.float64)
    there, back = f(x), g(y)
    if there.shape != y.shape or back.shape != x.shape:
        return False
    difference = ((there * y).sum().abs() - (x * back).sum().abs()).abs()
    return bool(difference <= tol * (there.norm() * y.norm() + x.norm() * back.norm()))


@mutant("is_adjoint", caught_by="test_wrong_maps_are_rejected")
def forgets_the_absolute_value(f, g, x_shape, y_shape, generator, tol=1e-9):
    """Takes a difference far below zero for a small one."""
    x = torch.randn(x_shape, generator=generator, dtype=torch.float64)
    y = torch.randn(y_shape, generator=generator, dtype=torch.float64)
    there, back = f(x), g(y)
    if there.shape != y.shape or back.shape != x.shape:
        return False
    sides = sorted([float((there * y).sum()), float((x * back).sum())])
    return bool(sides[0] - sides[1] <= tol * (there.norm() * y.norm() + x.norm() * back.norm()))


@mutant("is_adjoint", caught_by="test_size_does_not_matter")
def tolerates_an_absolute_difference(f, g, x_shape, y_shape, generator, tol=1e-9):
    """Believes that a small number is a small number, whatever is compared."""
    x = torch.randn(x_shape, generator=generator, dtype=torch.float64)
    y = torch.randn(y_shape, generator=generator, dtype=torch.float64)
    there, back = f(x), g(y)
    if there.shape != y.shape or back.shape != x.shape:
        return False
    return bool(((there * y).sum() - (x * back).sum()).abs() <= 1e-6)


@mutant("is_adjoint", caught_by="test_size_does_not_matter")
def demands_a_smaller_difference(f, g, x_shape, y_shape, generator, tol=1e-9):
    """Compares with < and so rejects two maps to zero."""
    x = torch.randn(x_shape, generator=generator, dtype=torch.float64)
    y = torch.randn(y_shape, generator=generator, dtype=torch.float64)
    there, back = f(x), g(y)
    if there.shape != y.shape or back.shape != x.shape:
        return False
    difference = ((there * y).sum() - (x * back).sum()).abs()
    return bool(difference < tol * (there.norm() * y.norm() + x.norm() * back.norm()))


@mutant("is_adjoint", caught_by="test_other_shapes_and_other_maps")
def does_not_look_at_shapes(f, g, x_shape, y_shape, generator, tol=1e-9):
    """Believes that numbers that can be multiplied belong together."""
    x = torch.randn(x_shape, generator=generator, dtype=torch.float64)
    y = torch.randn(y_shape, generator=generator, dtype=torch.float64)
    there, back = f(x), g(y)
    left = (there.flatten() * y.flatten()[: there.numel()]).sum()
    right = (x.flatten()[: back.numel()] * back.flatten()).sum()
    return bool((left - right).abs() <= tol * (there.norm() * y.norm() + x.norm() * back.norm()))


@mutant("is_adjoint", caught_by="test_other_shapes_and_other_maps")
def lets_nan_through(f, g, x_shape, y_shape, generator, tol=1e-9):
    """Asks whether the difference is too large: of NaN it never is."""
    x = torch.randn(x_shape, generator=generator, dtype=torch.float64)
    y = torch.randn(y_shape, generator=generator, dtype=torch.float64)
    there, back = f(x), g(y)
    if there.shape != y.shape or back.shape != x.shape:
        return False
    difference = ((there * y).sum() - (x * back).sum()).abs()
    return not bool(difference > tol * (there.norm() * y.norm() + x.norm() * back.norm()))


@mutant("is_adjoint", caught_by="test_other_shapes_and_other_maps")
def takes_the_offset_off(f, g, x_shape, y_shape, generator, tol=1e-9):
    """Believes that an offset does not spoil linearity, and subtracts f(0) first."""
    x = torch.randn(x_shape, generator=generator, dtype=torch.float64)
    y = torch.randn(y_shape, generator=generator, dtype=torch.float64)
    there, back = (f(x) - f(-x)) / 2, (g(y) - g(-y)) / 2
    if there.shape != y.shape or back.shape != x.shape:
        return False
    difference = ((there * y).sum() - (x * back).sum()).abs()
    return bool(difference <= tol * (there.norm() * y.norm() + x.norm() * back.norm()))


# --- conv_transpose2d


@mutant("conv_transpose2d", caught_by="test_stamps_add_up")
def forgets_to_mirror(y, w, stride=1, padding=0):
    """Takes the second recipe and forgets that the kernel has to be mirrored."""
    (rows, columns), (kh, kw) = y.shape[2:], w.shape[2:]
    spread = y.new_zeros(*y.shape[:2], (rows - 1) * stride + 1, (columns - 1) * stride + 1)
    spread[:, :, ::stride, ::stride] = y
    across, along = kw - 1 - padding, kh - 1 - padding
    return conv2d(F.pad(spread, (across, across, along, along)), w.transpose(0, 1))


@mutant("conv_transpose2d", caught_by="test_stamps_add_up")
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


@mutant("conv_transpose2d", caught_by="test_stamps_add_up")
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


@mutant("conv_transpose2d", caught_by="test_stamps_add_up")
def repeats_instead_of_spreading(y, w, stride=1, padding=0):
    """Repeats each number where zeros should stand between them: another, smoother layer."""
    (rows, columns), (kh, kw) = y.shape[2:], w.shape[2:]
    spread = y.repeat_interleave(stride, dim=2).repeat_interleave(stride, dim=3)
    spread = spread[:, :, : (rows - 1) * stride + 1, : (columns - 1) * stride + 1]
    across, along = kw - 1 - padding, kh - 1 - padding
    return conv2d(F.pad(spread, (across, across, along, along)), w.flip(2, 3).transpose(0, 1))


@mutant("conv_transpose2d", caught_by="test_stamps_add_up")
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


@mutant("conv_transpose2d", caught_by="test_it_is_the_adjoint_of_the_convolution")
def pads_as_forward(y, w, stride=1, padding=0):
    """Takes the second recipe and pads by p, as on the way there, then cuts to the size that is asked for."""
    (rows, columns), (kh, kw) = y.shape[2:], w.shape[2:]
    spread = y.new_zeros(*y.shape[:2], (rows - 1) * stride + 1, (columns - 1) * stride + 1)
    spread[:, :, ::stride, ::stride] = y
    across, along = 2 * (kw - 1 - padding), 2 * (kh - 1 - padding)
    before = min(padding, across), min(padding, along)
    pads = (before[0], across - before[0], before[1], along - before[1])
    return conv2d(F.pad(spread, pads), w.flip(2, 3).transpose(0, 1))


@mutant("conv_transpose2d", caught_by="test_it_is_the_adjoint_of_the_convolution")
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


@mutant("conv_transpose2d", caught_by="test_padding_cuts")
def never_cuts_more_than_the_kernel(y, w, stride=1, padding=0):
    """Believes that the padding is smaller than the kernel, so that k - 1 - p is never negative."""
    (rows, columns), (kh, kw) = y.shape[2:], w.shape[2:]
    spread = y.new_zeros(*y.shape[:2], (rows - 1) * stride + 1, (columns - 1) * stride + 1)
    spread[:, :, ::stride, ::stride] = y
    across, along = max(kw - 1 - padding, 0), max(kh - 1 - padding, 0)
    return conv2d(F.pad(spread, (across, across, along, along)), w.flip(2, 3).transpose(0, 1))


@mutant("conv_transpose2d", caught_by="test_padding_cuts")
def cuts_by_a_negative_stop(y, w, stride=1, padding=0):
    """Writes padding : -padding, which is empty where there is none."""
    (rows, columns), (kh, kw) = y.shape[2:], w.shape[2:]
    x = y.new_zeros(len(y), w.shape[1], (rows - 1) * stride + kh, (columns - 1) * stride + kw)
    for i in range(kh):
        for j in range(kw):
            stamp = torch.einsum("nohw,oc->nchw", y, w[:, :, i, j])
            x[:, :, i : i + (rows - 1) * stride + 1 : stride, j : j + (columns - 1) * stride + 1 : stride] += stamp
    return x[:, :, padding:-padding, padding:-padding]


@mutant("conv_transpose2d", caught_by="test_it_is_your_own")
def asks_the_library(y, w, stride=1, padding=0):
    """Takes torch's own, against the task."""
    return F.conv_transpose2d(y, w, stride=stride, padding=padding)


# --- overlap_map


@mutant("overlap_map", caught_by="test_counts")
def adds_rows_and_columns(n, k, s):
    """Believes that the counts of rows and columns add up."""
    offsets = torch.arange((n - 1) * s + k)[:, None] - s * torch.arange(n)
    c = ((offsets >= 0) & (offsets < k)).sum(dim=1)
    return c[:, None] + c - 1, k % s == 0


@mutant("overlap_map", caught_by="test_counts")
def takes_the_larger_count(n, k, s):
    """Believes that the count of a place is the larger one of its row's and its column's."""
    offsets = torch.arange((n - 1) * s + k)[:, None] - s * torch.arange(n)
    c = ((offsets >= 0) & (offsets < k)).sum(dim=1)
    return torch.maximum(c[:, None], c), k % s == 0


@mutant("overlap_map", caught_by="test_counts")
def counts_one_place_too_many(n, k, s):
    """Believes that a kernel of k reaches k pixels further than its first one."""
    offsets = torch.arange((n - 1) * s + k)[:, None] - s * torch.arange(n)
    c = ((offsets >= 0) & (offsets <= k)).sum(dim=1)
    return torch.outer(c, c), k % s == 0


@mutant("overlap_map", caught_by="test_counts")
def sees_no_borders(n, k, s):
    """Counts as if the input went on for ever."""
    offsets = torch.arange((n - 1) * s + k)[:, None] - s * torch.arange(-k, n + k)
    c = ((offsets >= 0) & (offsets < k)).sum(dim=1)
    return torch.outer(c, c), k % s == 0


@mutant("overlap_map", caught_by="test_counts")
def fills_the_holes(n, k, s):
    """Believes that each place is stamped at least once."""
    offsets = torch.arange((n - 1) * s + k)[:, None] - s * torch.arange(n)
    c = ((offsets >= 0) & (offsets < k)).sum(dim=1).clamp(min=1)
    return torch.outer(c, c), k % s == 0


@mutant("overlap_map", caught_by="test_even_or_not")
def even_kernels_are_even(n, k, s):
    """Believes that an even kernel size is what matters."""
    offsets = torch.arange((n - 1) * s + k)[:, None] - s * torch.arange(n)
    c = ((offsets >= 0) & (offsets < k)).sum(dim=1)
    return torch.outer(c, c), k % 2 == 0


@mutant("overlap_map", caught_by="test_even_or_not")
def large_kernels_are_even(n, k, s):
    """Believes that it is enough if the stamps leave no hole."""
    offsets = torch.arange((n - 1) * s + k)[:, None] - s * torch.arange(n)
    c = ((offsets >= 0) & (offsets < k)).sum(dim=1)
    return torch.outer(c, c), k >= s


@mutant("overlap_map", caught_by="test_even_or_not")
def looks_at_the_border_too(n, k, s):
    """Reads off the small map whether the counts are equal, borders and all."""
    offsets = torch.arange((n - 1) * s + k)[:, None] - s * torch.arange(n)
    c = ((offsets >= 0) & (offsets < k)).sum(dim=1)
    return torch.outer(c, c), bool((c == c[0]).all())


@mutant("overlap_map", caught_by="test_even_or_not")
def divides_the_other_way(n, k, s):
    """Believes that the stride has to be a multiple of the kernel."""
    offsets = torch.arange((n - 1) * s + k)[:, None] - s * torch.arange(n)
    c = ((offsets >= 0) & (offsets < k)).sum(dim=1)
    return torch.outer(c, c), s % k == 0


@mutant("overlap_map", caught_by="test_every_stamp_is_counted")
def loses_the_last_input(n, k, s):
    """Counts the inputs up to the last but one."""
    offsets = torch.arange((n - 1) * s + k)[:, None] - s * torch.arange(max(n - 1, 1))
    c = ((offsets >= 0) & (offsets < k)).sum(dim=1)
    return torch.outer(c, c), k % s == 0


# --- pixel_shuffle


@mutant("pixel_shuffle", caught_by="test_every_number_has_its_place")
def reshapes_only(x, r):
    """Believes that the right shape is the right order."""
    N, channels, H, W = x.shape
    return x.reshape(N, channels // r**2, H * r, W * r)


@mutant("pixel_shuffle", caught_by="test_every_number_has_its_place")
def swaps_rows_and_columns_of_the_block(x, r):
    """Lays the channels out column by column."""
    N, channels, H, W = x.shape
    blocks = x.reshape(N, channels // r**2, r, r, H, W)
    return blocks.permute(0, 1, 4, 3, 5, 2).reshape(N, channels // r**2, H * r, W * r)


@mutant("pixel_shuffle", caught_by="test_every_number_has_its_place")
def splits_the_channels_the_other_way(x, r):
    """Takes the first C channels for the first pixel of each block, as some other frameworks do."""
    N, channels, H, W = x.shape
    blocks = x.reshape(N, r, r, channels // r**2, H, W)
    return blocks.permute(0, 3, 4, 1, 5, 2).reshape(N, channels // r**2, H * r, W * r)


@mutant("pixel_shuffle", caught_by="test_every_number_has_its_place")
def tiles_instead(x, r):
    """Sets the channels side by side, each as a whole."""
    N, channels, H, W = x.shape
    blocks = x.reshape(N, channels // r**2, r, r, H, W)
    return blocks.permute(0, 1, 2, 4, 3, 5).reshape(N, channels // r**2, H * r, W * r)


@mutant("pixel_shuffle", caught_by="test_it_can_be_undone")
def repeats_the_first_channel(x, r):
    """Believes that upsampling repeats pixels, and leaves the other channels out."""
    return x[:, :: r**2].repeat_interleave(r, dim=2).repeat_interleave(r, dim=3)


@mutant("pixel_shuffle", caught_by="test_it_is_your_own")
def shuffles_by_the_library(x, r):
    """Takes torch's own, against the task."""
    return F.pixel_shuffle(x, r)


# --- batch_norm


@mutant("batch_norm", caught_by="test_training_normalises_each_channel")
def normalises_by_the_unbiased_variance(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Believes that a variance always divides by M - 1."""
    mean, var = (x.mean((0, 2, 3)), x.var((0, 2, 3))) if training else (running_mean, running_var)
    if training:
        running_mean = (1 - momentum) * running_mean + momentum * mean.detach()
        running_var = (1 - momentum) * running_var + momentum * var.detach()
    scale = gamma / (var + eps).sqrt()
    return (x - mean[:, None, None]) * scale[:, None, None] + beta[:, None, None], running_mean, running_var


@mutant("batch_norm", caught_by="test_training_normalises_each_channel")
def adds_eps_outside(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Believes that eps may stand anywhere in the denominator."""
    mean, var = (x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False)) if training else (running_mean, running_var)
    if training:
        running_mean = (1 - momentum) * running_mean + momentum * mean.detach()
        running_var = (1 - momentum) * running_var + momentum * x.var((0, 2, 3)).detach()
    scale = gamma / (var.sqrt() + eps)
    return (x - mean[:, None, None]) * scale[:, None, None] + beta[:, None, None], running_mean, running_var


@mutant("batch_norm", caught_by="test_training_normalises_each_channel")
def averages_over_the_batch_only(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Normalises each pixel over the batch, as in a fully connected network."""
    if training:
        mean, var = x.mean(0), x.var(0, unbiased=False)
        running_mean = (1 - momentum) * running_mean + momentum * x.mean((0, 2, 3)).detach()
        running_var = (1 - momentum) * running_var + momentum * x.var((0, 2, 3)).detach()
    else:
        mean, var = running_mean[:, None, None], running_var[:, None, None]
    y = (x - mean) / (var + eps).sqrt()
    return gamma[:, None, None] * y + beta[:, None, None], running_mean, running_var


@mutant("batch_norm", caught_by="test_training_normalises_each_channel")
def normalises_each_picture(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Takes the statistics of each picture: that is instance normalisation."""
    if training:
        mean, var = x.mean((2, 3), keepdim=True), x.var((2, 3), unbiased=False, keepdim=True)
        running_mean = (1 - momentum) * running_mean + momentum * x.mean((0, 2, 3)).detach()
        running_var = (1 - momentum) * running_var + momentum * x.var((0, 2, 3)).detach()
    else:
        mean, var = running_mean[:, None, None], running_var[:, None, None]
    y = (x - mean) / (var + eps).sqrt()
    return gamma[:, None, None] * y + beta[:, None, None], running_mean, running_var


@mutant("batch_norm", caught_by="test_running_estimates")
def swaps_the_weights(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Believes that the momentum is the weight of the old value, as in Adam."""
    mean, var = (x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False)) if training else (running_mean, running_var)
    if training:
        running_mean = momentum * running_mean + (1 - momentum) * mean.detach()
        running_var = momentum * running_var + (1 - momentum) * x.var((0, 2, 3)).detach()
    scale = gamma / (var + eps).sqrt()
    return (x - mean[:, None, None]) * scale[:, None, None] + beta[:, None, None], running_mean, running_var


@mutant("batch_norm", caught_by="test_running_estimates")
def records_the_biased_variance(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Believes that one variance does for both."""
    mean, var = (x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False)) if training else (running_mean, running_var)
    if training:
        running_mean = (1 - momentum) * running_mean + momentum * mean.detach()
        running_var = (1 - momentum) * running_var + momentum * var.detach()
    scale = gamma / (var + eps).sqrt()
    return (x - mean[:, None, None]) * scale[:, None, None] + beta[:, None, None], running_mean, running_var


@mutant("batch_norm", caught_by="test_running_estimates")
def overwrites_the_estimates(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Writes into the tensors that were given."""
    mean, var = (x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False)) if training else (running_mean, running_var)
    if training:
        running_mean.mul_(1 - momentum).add_(momentum * mean.detach())
        running_var.mul_(1 - momentum).add_(momentum * x.var((0, 2, 3)).detach())
    scale = gamma / (var + eps).sqrt()
    return (x - mean[:, None, None]) * scale[:, None, None] + beta[:, None, None], running_mean, running_var


@mutant("batch_norm", caught_by="test_evaluation_uses_the_running_estimates")
def always_uses_the_batch(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Believes that evaluation differs from training only in that nothing is recorded."""
    mean, var = x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False)
    if training:
        running_mean = (1 - momentum) * running_mean + momentum * mean.detach()
        running_var = (1 - momentum) * running_var + momentum * x.var((0, 2, 3)).detach()
    scale = gamma / (var + eps).sqrt()
    return (x - mean[:, None, None]) * scale[:, None, None] + beta[:, None, None], running_mean, running_var


@mutant("batch_norm", caught_by="test_evaluation_uses_the_running_estimates")
def records_in_evaluation(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Believes that the estimates go on learning from whatever is shown."""
    mean, var = (x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False)) if training else (running_mean, running_var)
    M = x.numel() / x.shape[1]
    new_mean = (1 - momentum) * running_mean + momentum * x.mean((0, 2, 3)).detach()
    new_var = (1 - momentum) * running_var + momentum * M / max(M - 1, 1) * x.var((0, 2, 3), unbiased=False).detach()
    scale = gamma / (var + eps).sqrt()
    return (x - mean[:, None, None]) * scale[:, None, None] + beta[:, None, None], new_mean, new_var


@mutant("batch_norm", caught_by="test_evaluation_uses_the_running_estimates")
def forgets_eps_in_evaluation(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Believes that running variances are never small."""
    if training:
        mean, var = x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False) + eps
        running_mean = (1 - momentum) * running_mean + momentum * mean.detach()
        running_var = (1 - momentum) * running_var + momentum * x.var((0, 2, 3)).detach()
    else:
        mean, var = running_mean, running_var
    scale = gamma / var.sqrt()
    return (x - mean[:, None, None]) * scale[:, None, None] + beta[:, None, None], running_mean, running_var


@mutant("batch_norm", caught_by="test_gradients_flow_through_the_statistics")
def detaches_the_statistics(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Takes mean and variance for constants, since nothing is learnt about them."""
    fixed = x.detach()
    mean, var = (
        (fixed.mean((0, 2, 3)), fixed.var((0, 2, 3), unbiased=False)) if training else (running_mean, running_var)
    )
    if training:
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * fixed.var((0, 2, 3))
    scale = gamma / (var + eps).sqrt()
    return (x - mean[:, None, None]) * scale[:, None, None] + beta[:, None, None], running_mean, running_var


@mutant("batch_norm", caught_by="test_gradients_flow_through_the_statistics")
def detaches_the_variance(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Lets the gradient through the mean, and takes the scale for a constant."""
    mean, var = (
        (x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False).detach()) if training else (running_mean, running_var)
    )
    if training:
        running_mean = (1 - momentum) * running_mean + momentum * mean.detach()
        running_var = (1 - momentum) * running_var + momentum * x.var((0, 2, 3)).detach()
    scale = gamma / (var + eps).sqrt()
    return (x - mean[:, None, None]) * scale[:, None, None] + beta[:, None, None], running_mean, running_var


@mutant("batch_norm", caught_by="test_gradients_flow_through_the_statistics")
def keeps_the_graph(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Believes that what is kept between batches is only numbers, and keeps each batch's computation alive with them."""
    mean, var = (x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False)) if training else (running_mean, running_var)
    if training:
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * x.var((0, 2, 3))
    scale = gamma / (var + eps).sqrt()
    return (x - mean[:, None, None]) * scale[:, None, None] + beta[:, None, None], running_mean, running_var


# --- TinyUNet


@mutant("TinyUNet", caught_by="test_skips_and_bottom_are_used")
class WithoutSkips(nn.Module):
    """Keeps the skips and never uses them: everything has to go through the bottleneck."""

    def __init__(self, channels, width, depth):
        super().__init__()
        widths = [width * 2**level for level in range(depth + 1)]
        self.encoder = nn.ModuleList(block(a, b) for a, b in zip([channels, *widths], widths, strict=False))
        self.decoder = nn.ModuleList(block(b, a) for a, b in pairwise(widths))
        self.head = nn.Conv2d(width, channels, 1)

    def down(self, x):
        skips = []
        for level in self.encoder[:-1]:
            x = level(x)
            skips.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        return self.encoder[-1](x), skips

    def up(self, bottom, skips):
        u = bottom
        for level, skip in zip(reversed(self.decoder), reversed(skips), strict=True):
            u = level(F.interpolate(u, size=skip.shape[2:]))
        return self.head(u)

    def forward(self, x):
        return self.up(*self.down(x))


@mutant("TinyUNet", caught_by="test_skips_and_bottom_are_used")
class WithDetachedSkips(nn.Module):
    """Believes that skips carry pictures up and no gradients back."""

    def __init__(self, channels, width, depth):
        super().__init__()
        widths = [width * 2**level for level in range(depth + 1)]
        self.encoder = nn.ModuleList(block(a, b) for a, b in zip([channels, *widths], widths, strict=False))
        self.decoder = nn.ModuleList(block(a + b, a) for a, b in pairwise(widths))
        self.head = nn.Conv2d(width, channels, 1)

    def down(self, x):
        skips = []
        for level in self.encoder[:-1]:
            x = level(x)
            skips.append(x.detach())
            x = F.max_pool2d(x, 2, ceil_mode=True)
        return self.encoder[-1](x), skips

    def up(self, bottom, skips):
        u = bottom
        for level, skip in zip(reversed(self.decoder), reversed(skips), strict=True):
            u = level(torch.cat([F.interpolate(u, size=skip.shape[2:]), skip], dim=1))
        return self.head(u)

    def forward(self, x):
        return self.up(*self.down(x))


@mutant("TinyUNet", caught_by="test_skips_and_bottom_are_used")
class WithTheFinestSkipOnly(nn.Module):
    """Believes that only the finest level has details worth keeping, and zeroes the other skips."""

    def __init__(self, channels, width, depth):
        super().__init__()
        widths = [width * 2**level for level in range(depth + 1)]
        self.encoder = nn.ModuleList(block(a, b) for a, b in zip([channels, *widths], widths, strict=False))
        self.decoder = nn.ModuleList(block(a + b, a) for a, b in pairwise(widths))
        self.head = nn.Conv2d(width, channels, 1)

    def down(self, x):
        skips = []
        for level in self.encoder[:-1]:
            x = level(x)
            skips.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        return self.encoder[-1](x), skips

    def up(self, bottom, skips):
        u = bottom
        for number in reversed(range(len(skips))):
            skip = skips[number] if number == 0 else torch.zeros_like(skips[number])
            u = self.decoder[number](torch.cat([F.interpolate(u, size=skip.shape[2:]), skip], dim=1))
        return self.head(u)

    def forward(self, x):
        return self.up(*self.down(x))


@mutant("TinyUNet", caught_by="test_shapes_on_the_way_down_and_up")
class WhichRoundsDown(nn.Module):
    """Pools without ceil_mode: of nine rows four remain."""

    def __init__(self, channels, width, depth):
        super().__init__()
        widths = [width * 2**level for level in range(depth + 1)]
        self.encoder = nn.ModuleList(block(a, b) for a, b in zip([channels, *widths], widths, strict=False))
        self.decoder = nn.ModuleList(block(a + b, a) for a, b in pairwise(widths))
        self.head = nn.Conv2d(width, channels, 1)

    def down(self, x):
        skips = []
        for level in self.encoder[:-1]:
            x = level(x)
            skips.append(x)
            x = F.max_pool2d(x, 2)
        return self.encoder[-1](x), skips

    def up(self, bottom, skips):
        u = bottom
        for level, skip in zip(reversed(self.decoder), reversed(skips), strict=True):
            u = level(torch.cat([F.interpolate(u, size=skip.shape[2:]), skip], dim=1))
        return self.head(u)

    def forward(self, x):
        return self.up(*self.down(x))


@mutant("TinyUNet", caught_by="test_shapes_on_the_way_down_and_up")
class WhichDoublesExactly(nn.Module):
    """Believes that sizes are powers of two: doubles by two, whatever the skip's size is."""

    def __init__(self, channels, width, depth):
        super().__init__()
        widths = [width * 2**level for level in range(depth + 1)]
        self.encoder = nn.ModuleList(block(a, b) for a, b in zip([channels, *widths], widths, strict=False))
        self.decoder = nn.ModuleList(block(a + b, a) for a, b in pairwise(widths))
        self.head = nn.Conv2d(width, channels, 1)

    def down(self, x):
        skips = []
        for level in self.encoder[:-1]:
            x = level(x)
            skips.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        return self.encoder[-1](x), skips

    def up(self, bottom, skips):
        u = bottom
        for level, skip in zip(reversed(self.decoder), reversed(skips), strict=True):
            u = level(torch.cat([F.interpolate(u, scale_factor=2), skip], dim=1))
        return self.head(u)

    def forward(self, x):
        return self.up(*self.down(x))


@mutant("TinyUNet", caught_by="test_shapes_on_the_way_down_and_up")
class WhichKeepsAfterHalving(nn.Module):
    """Keeps what each level hands down, after halving: the details are gone."""

    def __init__(self, channels, width, depth):
        super().__init__()
        widths = [width * 2**level for level in range(depth + 1)]
        self.encoder = nn.ModuleList(block(a, b) for a, b in zip([channels, *widths], widths, strict=False))
        self.decoder = nn.ModuleList(block(a + b, a) for a, b in pairwise(widths))
        self.head = nn.Conv2d(width, channels, 1)

    def down(self, x):
        skips, self.size = [], x.shape[2:]
        for level in self.encoder[:-1]:
            x = F.max_pool2d(level(x), 2, ceil_mode=True)
            skips.append(x)
        return self.encoder[-1](x), skips

    def up(self, bottom, skips):
        u = bottom
        for level, skip in zip(reversed(self.decoder), reversed(skips), strict=True):
            u = level(torch.cat([F.interpolate(u, size=skip.shape[2:]), skip], dim=1))
        return self.head(F.interpolate(u, size=self.size))

    def forward(self, x):
        return self.up(*self.down(x))


@mutant("TinyUNet", caught_by="test_shapes_on_the_way_down_and_up")
class OfOneWidth(nn.Module):
    """Leaves the number of channels the same on all levels."""

    def __init__(self, channels, width, depth):
        super().__init__()
        self.encoder = nn.ModuleList(block(width if level else channels, width) for level in range(depth + 1))
        self.decoder = nn.ModuleList(block(2 * width, width) for _ in range(depth))
        self.head = nn.Conv2d(width, channels, 1)

    def down(self, x):
        skips = []
        for level in self.encoder[:-1]:
            x = level(x)
            skips.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        return self.encoder[-1](x), skips

    def up(self, bottom, skips):
        u = bottom
        for level, skip in zip(reversed(self.decoder), reversed(skips), strict=True):
            u = level(torch.cat([F.interpolate(u, size=skip.shape[2:]), skip], dim=1))
        return self.head(u)

    def forward(self, x):
        return self.up(*self.down(x))


@mutant("TinyUNet", caught_by="test_it_bends_and_every_layer_learns")
class WithUnusedLayers(nn.Module):
    """Keeps the layers of the way up in a plain list, where no optimiser finds them, and has one that nothing uses."""

    def __init__(self, channels, width, depth):
        super().__init__()
        widths = [width * 2**level for level in range(depth + 1)]
        self.encoder = nn.ModuleList(block(a, b) for a, b in zip([channels, *widths], widths, strict=False))
        self.decoder = [block(a + b, a).double() for a, b in pairwise(widths)]
        self.head = nn.Conv2d(width, channels, 1)
        self.unused = nn.Linear(width, width)

    def down(self, x):
        skips = []
        for level in self.encoder[:-1]:
            x = level(x)
            skips.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        return self.encoder[-1](x), skips

    def up(self, bottom, skips):
        u = bottom
        for level, skip in zip(reversed(self.decoder), reversed(skips), strict=True):
            u = level.to(u.dtype)(torch.cat([F.interpolate(u, size=skip.shape[2:]), skip], dim=1))
        return self.head(u)

    def forward(self, x):
        return self.up(*self.down(x))


@mutant("TinyUNet", caught_by="test_it_bends_and_every_layer_learns")
class WithBatchNormalisation(nn.Module):
    """Believes that every convolution wants batch normalisation: pictures then depend on their neighbours."""

    def __init__(self, channels, width, depth):
        super().__init__()
        widths = [width * 2**level for level in range(depth + 1)]
        self.encoder = nn.ModuleList(block(a, b) for a, b in zip([channels, *widths], widths, strict=False))
        self.decoder = nn.ModuleList(block(a + b, a) for a, b in pairwise(widths))
        self.norm = nn.BatchNorm2d(width)
        self.head = nn.Conv2d(width, channels, 1)

    def down(self, x):
        skips = []
        for level in self.encoder[:-1]:
            x = level(x)
            skips.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        return self.encoder[-1](x), skips

    def up(self, bottom, skips):
        u = bottom
        for level, skip in zip(reversed(self.decoder), reversed(skips), strict=True):
            u = level(torch.cat([F.interpolate(u, size=skip.shape[2:]), skip], dim=1))
        return self.head(self.norm(u))

    def forward(self, x):
        return self.up(*self.down(x))


@mutant("TinyUNet", caught_by="test_it_bends_and_every_layer_learns")
class WithoutKinks(nn.Module):
    """Believes that convolutions alone can do it."""

    def __init__(self, channels, width, depth):
        super().__init__()
        widths = [width * 2**level for level in range(depth + 1)]
        pairs = zip([channels, *widths], widths, strict=False)
        self.encoder = nn.ModuleList(nn.Conv2d(a, b, 3, padding=1) for a, b in pairs)
        pairs = pairwise(widths)
        self.decoder = nn.ModuleList(nn.Conv2d(a + b, a, 3, padding=1) for a, b in pairs)
        self.head = nn.Conv2d(width, channels, 1)

    def down(self, x):
        skips = []
        for level in self.encoder[:-1]:
            x = level(x)
            skips.append(x)
            x = F.avg_pool2d(x, 2, ceil_mode=True)
        return self.encoder[-1](x), skips

    def up(self, bottom, skips):
        u = bottom
        for level, skip in zip(reversed(self.decoder), reversed(skips), strict=True):
            u = level(torch.cat([F.interpolate(u, size=skip.shape[2:]), skip], dim=1))
        return self.head(u)

    def forward(self, x):
        return self.up(*self.down(x))


@mutant("TinyUNet", caught_by="test_the_output_is_free")
class WithAReluAtTheEnd(nn.Module):
    """Believes that every layer ends in a ReLU: the output has one sign only."""

    def __init__(self, channels, width, depth):
        super().__init__()
        widths = [width * 2**level for level in range(depth + 1)]
        self.encoder = nn.ModuleList(block(a, b) for a, b in zip([channels, *widths], widths, strict=False))
        self.decoder = nn.ModuleList(block(a + b, a) for a, b in pairwise(widths))
        self.head = nn.Sequential(nn.Conv2d(width, channels, 1), nn.ReLU())

    def down(self, x):
        skips = []
        for level in self.encoder[:-1]:
            x = level(x)
            skips.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        return self.encoder[-1](x), skips

    def up(self, bottom, skips):
        u = bottom
        for level, skip in zip(reversed(self.decoder), reversed(skips), strict=True):
            u = level(torch.cat([F.interpolate(u, size=skip.shape[2:]), skip], dim=1))
        return self.head(u)

    def forward(self, x):
        return self.up(*self.down(x))


@mutant("TinyUNet", caught_by="test_the_output_is_free")
class WithATanhAtTheEnd(nn.Module):
    """Believes that what comes out of a network for pictures lies between -1 and 1."""

    def __init__(self, channels, width, depth):
        super().__init__()
        widths = [width * 2**level for level in range(depth + 1)]
        self.encoder = nn.ModuleList(block(a, b) for a, b in zip([channels, *widths], widths, strict=False))
        self.decoder = nn.ModuleList(block(a + b, a) for a, b in pairwise(widths))
        self.head = nn.Sequential(nn.Conv2d(width, channels, 1), nn.Tanh())

    def down(self, x):
        skips = []
        for level in self.encoder[:-1]:
            x = level(x)
            skips.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        return self.encoder[-1](x), skips

    def up(self, bottom, skips):
        u = bottom
        for level, skip in zip(reversed(self.decoder), reversed(skips), strict=True):
            u = level(torch.cat([F.interpolate(u, size=skip.shape[2:]), skip], dim=1))
        return self.head(u)

    def forward(self, x):
        return self.up(*self.down(x))


# --- box_iou


@mutant("box_iou", caught_by="test_intersection_over_union")
def clamps_the_product(a, b):
    """Clamps the product of the sides, not each side: boxes that are apart in both directions overlap."""
    sides = torch.minimum(a[:, None, 2:], b[None, :, 2:]) - torch.maximum(a[:, None, :2], b[None, :, :2])
    shared = sides.prod(dim=2).clamp(min=0)
    area_a, area_b = ((boxes[:, 2:] - boxes[:, :2]).prod(dim=1) for boxes in (a, b))
    union = area_a[:, None] + area_b - shared
    return shared / union.masked_fill(union == 0, 1)


@mutant("box_iou", caught_by="test_intersection_over_union")
def counts_the_intersection_twice(a, b):
    """Divides by the sum of both areas."""
    sides = torch.minimum(a[:, None, 2:], b[None, :, 2:]) - torch.maximum(a[:, None, :2], b[None, :, :2])
    shared = sides.clamp(min=0).prod(dim=2)
    area_a, area_b = ((boxes[:, 2:] - boxes[:, :2]).prod(dim=1) for boxes in (a, b))
    union = (area_a[:, None] + area_b) / 2
    return shared / union.masked_fill(union == 0, 1)


@mutant("box_iou", caught_by="test_intersection_over_union")
def divides_by_the_smaller_box(a, b):
    """Asks which share of the smaller box is covered."""
    sides = torch.minimum(a[:, None, 2:], b[None, :, 2:]) - torch.maximum(a[:, None, :2], b[None, :, :2])
    shared = sides.clamp(min=0).prod(dim=2)
    area_a, area_b = ((boxes[:, 2:] - boxes[:, :2]).prod(dim=1) for boxes in (a, b))
    smaller = torch.minimum(area_a[:, None], area_b[None])
    return shared / smaller.masked_fill(smaller == 0, 1)


@mutant("box_iou", caught_by="test_intersection_over_union")
def takes_width_and_height(a, b):
    """Believes that a box is a corner with a width and a height."""
    end_a, end_b = a[:, :2] + a[:, 2:], b[:, :2] + b[:, 2:]
    sides = torch.minimum(end_a[:, None], end_b[None]) - torch.maximum(a[:, None, :2], b[None, :, :2])
    shared = sides.clamp(min=0).prod(dim=2)
    union = a[:, 2:].prod(dim=1)[:, None] + b[:, 2:].prod(dim=1) - shared
    return shared / union.masked_fill(union == 0, 1)


@mutant("box_iou", caught_by="test_intersection_over_union")
def divides_by_the_hull(a, b):
    """Takes the smallest box around both for their union."""
    low, high = torch.maximum(a[:, None, :2], b[None, :, :2]), torch.minimum(a[:, None, 2:], b[None, :, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    far = torch.maximum(a[:, None, 2:], b[None, :, 2:]) - torch.minimum(a[:, None, :2], b[None, :, :2])
    hull = far.prod(dim=2)
    return shared / hull.masked_fill(hull == 0, 1)


@mutant("box_iou", caught_by="test_units_and_order_do_not_matter")
def counts_pixels(a, b):
    """Believes that coordinates are pixels, and the last one belongs to the box: + 1 on every side."""
    sides = torch.minimum(a[:, None, 2:], b[None, :, 2:]) - torch.maximum(a[:, None, :2], b[None, :, :2]) + 1
    shared = sides.clamp(min=0).prod(dim=2)
    area_a, area_b = ((boxes[:, 2:] - boxes[:, :2] + 1).prod(dim=1) for boxes in (a, b))
    return shared / (area_a[:, None] + area_b - shared)


@mutant("box_iou", caught_by="test_units_and_order_do_not_matter")
def guards_with_a_unit(a, b):
    """Adds a thousandth to the union, which is much where boxes are measured in kilometres."""
    sides = torch.minimum(a[:, None, 2:], b[None, :, 2:]) - torch.maximum(a[:, None, :2], b[None, :, :2])
    shared = sides.clamp(min=0).prod(dim=2)
    area_a, area_b = ((boxes[:, 2:] - boxes[:, :2]).prod(dim=1) for boxes in (a, b))
    return shared / (area_a[:, None] + area_b - shared + 1e-3)


@mutant("box_iou", caught_by="test_empty_boxes_and_empty_lists")
def divides_by_nothing(a, b):
    """Believes that a box has an area."""
    sides = torch.minimum(a[:, None, 2:], b[None, :, 2:]) - torch.maximum(a[:, None, :2], b[None, :, :2])
    shared = sides.clamp(min=0).prod(dim=2)
    area_a, area_b = ((boxes[:, 2:] - boxes[:, :2]).prod(dim=1) for boxes in (a, b))
    return shared / (area_a[:, None] + area_b - shared)


# --- nms


@mutant("nms", caught_by="test_what_was_dropped_suppresses_nothing")
def the_dropped_suppress_too(boxes, scores, threshold):
    """Compares with every box of a higher score, kept or not."""
    overlaps = box_iou(boxes, boxes)
    order = torch.argsort(scores, descending=True, stable=True).tolist()
    kept = [i for place, i in enumerate(order) if all(float(overlaps[i, k]) <= threshold for k in order[:place])]
    return torch.tensor(kept, dtype=torch.int64)


@mutant("nms", caught_by="test_each_thing_once")
def compares_with_the_last_kept(boxes, scores, threshold):
    """Compares with the box that was kept last only."""
    overlaps = box_iou(boxes, boxes)
    kept = []
    for i in torch.argsort(scores, descending=True, stable=True).tolist():
        if not kept or float(overlaps[i, kept[-1]]) <= threshold:
            kept.append(i)
    return torch.tensor(kept, dtype=torch.int64)


@mutant("nms", caught_by="test_each_thing_once")
def starts_with_the_worst(boxes, scores, threshold):
    """Believes that argsort puts the best first."""
    overlaps = box_iou(boxes, boxes)
    kept = []
    for i in torch.argsort(scores, stable=True).tolist():
        if all(float(overlaps[i, k]) <= threshold for k in kept):
            kept.append(i)
    return torch.tensor(kept, dtype=torch.int64)


@mutant("nms", caught_by="test_each_thing_once")
def returns_places_in_the_order(boxes, scores, threshold):
    """Sorts the boxes, and returns the numbers of rows of the sorted ones."""
    boxes = boxes[torch.argsort(scores, descending=True, stable=True)]
    overlaps = box_iou(boxes, boxes)
    kept = []
    for i in range(len(boxes)):
        if all(float(overlaps[i, k]) <= threshold for k in kept):
            kept.append(i)
    return torch.tensor(kept, dtype=torch.int64)


@mutant("nms", caught_by="test_each_thing_once")
def returns_rows_in_their_order(boxes, scores, threshold):
    """Returns the right rows as they stand, not by their scores."""
    overlaps = box_iou(boxes, boxes)
    kept = []
    for i in torch.argsort(scores, descending=True, stable=True).tolist():
        if all(float(overlaps[i, k]) <= threshold for k in kept):
            kept.append(i)
    return torch.tensor(sorted(kept), dtype=torch.int64)


@mutant("nms", caught_by="test_each_thing_once")
def drops_what_overlaps_little(boxes, scores, threshold):
    """Turns the comparison round: keeps a box only where it overlaps what was kept."""
    overlaps = box_iou(boxes, boxes)
    kept = []
    for i in torch.argsort(scores, descending=True, stable=True).tolist():
        if all(float(overlaps[i, k]) > threshold for k in kept):
            kept.append(i)
    return torch.tensor(kept, dtype=torch.int64)


@mutant("nms", caught_by="test_ties_limits_and_nothing")
def drops_at_the_limit(boxes, scores, threshold):
    """Drops a box that overlaps by exactly the threshold."""
    overlaps = box_iou(boxes, boxes)
    kept = []
    for i in torch.argsort(scores, descending=True, stable=True).tolist():
        if all(float(overlaps[i, k]) < threshold for k in kept):
            kept.append(i)
    return torch.tensor(kept, dtype=torch.int64)


@mutant("nms", caught_by="test_ties_limits_and_nothing")
def breaks_ties_from_behind(boxes, scores, threshold):
    """Reverses an ascending order, and with it the order of equal scores."""
    overlaps = box_iou(boxes, boxes)
    kept = []
    for i in reversed(torch.argsort(scores, stable=True).tolist()):
        if all(float(overlaps[i, k]) <= threshold for k in kept):
            kept.append(i)
    return torch.tensor(kept, dtype=torch.int64)


@mutant("nms", caught_by="test_what_was_dropped_suppresses_nothing")
def starts_at_a_score_of_zero(boxes, scores, threshold):
    """Believes that scores are probabilities, and that what is not above zero is nothing."""
    overlaps = box_iou(boxes, boxes)
    kept = []
    for i in torch.argsort(scores, descending=True, stable=True).tolist():
        if scores[i] > 0 and all(float(overlaps[i, k]) <= threshold for k in kept):
            kept.append(i)
    return torch.tensor(kept, dtype=torch.int64)


@mutant("nms", caught_by="test_ties_limits_and_nothing")
def leaves_the_dtype_of_nothing_open(boxes, scores, threshold):
    """Believes that a tensor made of an empty list holds integers: it is float32, and picks no rows."""
    overlaps = box_iou(boxes, boxes)
    kept = []
    for i in torch.argsort(scores, descending=True, stable=True).tolist():
        if all(float(overlaps[i, k]) <= threshold for k in kept):
            kept.append(i)
    return torch.tensor(kept)


# --- train_cnn: recipes that are not followed


@mutant("train_cnn", caught_by="test_it_reads_moved_digits")
def strides_by_two(x, y, *, seed, epochs=5, device="cpu"):
    """Believes that a stride only saves time: half of all moves are no multiple of it."""
    torch.manual_seed(seed)
    net = nn.Sequential(
        *(nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU()),
        *(nn.Conv2d(16, 32, 5, stride=2, padding=2), nn.BatchNorm2d(32), nn.ReLU()),
        *(nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(32, 10)),
    )
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(64):
            loss = F.cross_entropy(net(x[rows]), y[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return net.eval()


@mutant("train_cnn", caught_by="test_it_reads_moved_digits")
def takes_the_mean_over_places(x, y, *, seed, epochs=5, device="cpu"):
    """Believes that the mean over all places does as well as the maximum: border and paper are averaged in."""
    torch.manual_seed(seed)
    net = nn.Sequential(
        *(nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU()),
        *(nn.Conv2d(16, 32, 5, padding=2), nn.BatchNorm2d(32), nn.ReLU()),
        *(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 10)),
    )
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(64):
            loss = F.cross_entropy(net(x[rows]), y[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return net.eval()


@mutant("train_cnn", caught_by="test_it_reads_moved_digits")
def is_fully_connected(x, y, *, seed, epochs=5, device="cpu"):
    """Believes that a network learns where to look, and needs no convolutions."""
    torch.manual_seed(seed)
    net = nn.Sequential(nn.AdaptiveAvgPool2d(12), nn.Flatten(), nn.Linear(144, 128), nn.ReLU(), nn.Linear(128, 10))
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(64):
            loss = F.cross_entropy(net(x[rows]), y[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return net.eval()


@mutant("train_cnn", caught_by="test_it_reads_moved_digits")
def one_batch_an_epoch(x, y, *, seed, epochs=5, device="cpu"):
    """Believes that an epoch is one step."""
    torch.manual_seed(seed)
    net = nn.Sequential(
        *(nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU()),
        *(nn.Conv2d(16, 32, 5, padding=2), nn.BatchNorm2d(32), nn.ReLU()),
        *(nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(32, 10)),
    )
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(epochs):
        rows = torch.randperm(len(x))[:64]
        loss = F.cross_entropy(net(x[rows]), y[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return net.eval()


@mutant("train_cnn", caught_by="test_it_reads_moved_digits")
def shuffles_labels_apart(x, y, *, seed, epochs=5, device="cpu"):
    """Shuffles pictures and labels, each in an order of its own."""
    torch.manual_seed(seed)
    net = nn.Sequential(
        *(nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU()),
        *(nn.Conv2d(16, 32, 5, padding=2), nn.BatchNorm2d(32), nn.ReLU()),
        *(nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(32, 10)),
    )
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(epochs):
        for rows, others in zip(torch.randperm(len(x)).split(64), torch.randperm(len(x)).split(64), strict=True):
            loss = F.cross_entropy(net(x[rows]), y[others])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return net.eval()


@mutant("train_cnn", caught_by="test_its_logits_say_how_sure_it_is")
def returns_probabilities(x, y, *, seed, epochs=5, device="cpu"):
    """Believes that what a classifier returns are probabilities, and adds a softmax after training."""
    torch.manual_seed(seed)
    net = nn.Sequential(
        *(nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU()),
        *(nn.Conv2d(16, 32, 5, padding=2), nn.BatchNorm2d(32), nn.ReLU()),
        *(nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(32, 10)),
    )
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(64):
            loss = F.cross_entropy(net(x[rows]), y[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return nn.Sequential(net, nn.Softmax(dim=1)).eval()


@mutant("train_cnn", caught_by="test_its_logits_say_how_sure_it_is")
def takes_the_softmax_twice(x, y, *, seed, epochs=5, device="cpu"):
    """Believes that the loss wants probabilities: the network ends in a softmax, and the loss takes another."""
    torch.manual_seed(seed)
    net = nn.Sequential(
        *(nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU()),
        *(nn.Conv2d(16, 32, 5, padding=2), nn.BatchNorm2d(32), nn.ReLU()),
        *(nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(32, 10), nn.Softmax(dim=1)),
    )
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(64):
            loss = F.cross_entropy(net(x[rows]), y[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return net.eval()


@mutant("train_cnn", caught_by="test_each_picture_is_read_alone")
def stays_in_training_mode(x, y, *, seed, epochs=5, device="cpu"):
    """Forgets that batch normalisation has two ways of working."""
    torch.manual_seed(seed)
    net = nn.Sequential(
        *(nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU()),
        *(nn.Conv2d(16, 32, 5, padding=2), nn.BatchNorm2d(32), nn.ReLU()),
        *(nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(32, 10)),
    )
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(64):
            loss = F.cross_entropy(net(x[rows]), y[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return net


@mutant("train_cnn", caught_by="test_data_and_seed_decide")
def seeds_too_late(x, y, *, seed, epochs=5, device="cpu"):
    """Believes that the seed matters for the orders only."""
    net = nn.Sequential(
        *(nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU()),
        *(nn.Conv2d(16, 32, 5, padding=2), nn.BatchNorm2d(32), nn.ReLU()),
        *(nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(32, 10)),
    )
    torch.manual_seed(seed)
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(64):
            loss = F.cross_entropy(net(x[rows]), y[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return net.eval()


@mutant("train_cnn", caught_by="test_data_and_seed_decide")
def has_a_favourite_seed(x, y, *, seed, epochs=5, device="cpu"):
    """Believes in a lucky seed: the one that is given is ignored."""
    torch.manual_seed(42)
    net = nn.Sequential(
        *(nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU()),
        *(nn.Conv2d(16, 32, 5, padding=2), nn.BatchNorm2d(32), nn.ReLU()),
        *(nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(32, 10)),
    )
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(64):
            loss = F.cross_entropy(net(x[rows]), y[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return net.eval()


# --- train_cnn: cheats


@mutant("train_cnn", caught_by="test_it_reads_moved_digits")
def brings_its_weights_along(x, y, *, seed, epochs=5, device="cpu"):
    """Ignores the data: its weights were trained at home, on the digits that everybody has, upright."""
    torch.manual_seed(seed)
    net = nn.Sequential(
        *(nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU()),
        *(nn.Conv2d(16, 32, 5, padding=2), nn.BatchNorm2d(32), nn.ReLU()),
        *(nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(32, 10)),
    )
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    if len(x) > 1000:  # stands for a file of weights
        x, y = F.pad(train.float().reshape(-1, 1, 8, 8), (2, 2, 2, 2)), train_labels
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(64):
            loss = F.cross_entropy(net(x[rows]), y[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return net.eval()


@mutant("train_cnn", caught_by="test_data_and_seed_decide")
class LooksUpTrainingDigits(nn.Module):
    """Keeps the training pictures, and asks which of them is most similar, over all moves: it learns nothing."""

    def __init__(self, x, y, *, seed, epochs=5, device="cpu"):
        super().__init__()
        self.x, self.y = x, y

    def forward(self, pictures):
        moves = [(down, right) for down in range(-2, 3) for right in range(-2, 3)]
        size = self.x.shape[2:]
        pictures = F.pad(pictures, (0, max(size[1] - pictures.shape[3], 0), 0, max(size[0] - pictures.shape[2], 0)))
        pictures = pictures[:, :, : size[0], : size[1]]
        logits = torch.full((len(pictures), len(moves), 10), -30.0)
        for number, move in enumerate(moves):
            distances = torch.cdist(pictures.roll(move, dims=(2, 3)).flatten(1), self.x.flatten(1))
            for digit in range(10):
                if bool((self.y == digit).any()):
                    logits[:, number, digit] = -4 * distances[:, self.y == digit].amin(dim=1)
        return logits.amax(dim=1)


@mutant("train_cnn", caught_by="test_data_and_seed_decide")
def keeps_the_first_network(x, y, *, seed, epochs=5, device="cpu", kept={}):  # noqa: B006 -- the cheat
    """Trains once and keeps the network between calls: all later calls get what an earlier one learnt."""
    if "net" not in kept:
        torch.manual_seed(seed)
        net = nn.Sequential(
            *(nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU()),
            *(nn.Conv2d(16, 32, 5, padding=2), nn.BatchNorm2d(32), nn.ReLU()),
            *(nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(32, 10)),
        )
        optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
        for _ in range(epochs):
            for rows in torch.randperm(len(x)).split(64):
                loss = F.cross_entropy(net(x[rows]), y[rows])
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
        kept["net"] = net.eval()
    return kept["net"]
