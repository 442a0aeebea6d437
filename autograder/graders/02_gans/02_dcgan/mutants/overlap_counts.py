"""Wrong answers to `overlap_counts`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_counts_without_padding")
def sizes_of_an_ordinary_convolution(size, kernel, stride, padding=0):
    """Takes the size formula of a convolution, which shrinks."""
    total = (size + 2 * padding - kernel) // stride + 1
    if total < 1:
        raise ValueError
    return torch.full((total,), kernel, dtype=torch.int64)


@mutant(caught_by="test_counts_without_padding")
def swaps_kernel_and_stride(size, kernel, stride, padding=0):
    """Lets patches be as wide as the stride and a kernel apart."""
    painted = (size - 1) * kernel + stride
    if painted - 2 * padding < 1:
        raise ValueError
    counts = torch.zeros(painted, dtype=torch.int64)
    for i in range(size):
        counts[i * kernel : i * kernel + stride] += 1
    return counts[padding : painted - padding]


@mutant(caught_by="test_padding_cuts_both_ends")
def cuts_at_the_right_only(size, kernel, stride, padding=0):
    """Cuts all of the padding off at the end."""
    painted = (size - 1) * stride + kernel
    if painted - 2 * padding < 1:
        raise ValueError
    counts = torch.zeros(painted, dtype=torch.int64)
    for i in range(size):
        counts[i * stride : i * stride + kernel] += 1
    return counts[: painted - 2 * padding]


@mutant(caught_by="test_padding_cuts_both_ends")
def cuts_without_looking(size, kernel, stride, padding=0):
    """Does not ask whether anything is left: an empty tensor is a tensor too."""
    painted = (size - 1) * stride + kernel
    counts = torch.zeros(painted, dtype=torch.int64)
    for i in range(size):
        counts[i * stride : i * stride + kernel] += 1
    return counts[padding : max(padding, painted - padding)]


@mutant(caught_by="test_padding_cuts_both_ends")
def adds_padding(size, kernel, stride, padding=0):
    """Believes that padding makes the output larger, as it does in a convolution."""
    painted = (size - 1) * stride + kernel
    counts = torch.zeros(painted + 2 * padding, dtype=torch.int64)
    for i in range(size):
        counts[padding + i * stride : padding + i * stride + kernel] += 1
    return counts


@mutant(caught_by="test_patches_that_leave_holes")
def knows_no_holes(size, kernel, stride, padding=0):
    """Believes that every output pixel is reached at least once."""
    painted = (size - 1) * stride + kernel
    if painted - 2 * padding < 1:
        raise ValueError
    counts = torch.zeros(painted, dtype=torch.int64)
    for i in range(size):
        counts[i * stride : i * stride + kernel] += 1
    return counts[padding : painted - padding].clamp(min=1)


@mutant(caught_by="test_an_even_floor")
def marks_instead_of_counting(size, kernel, stride, padding=0):
    """Marks the places that are reached, and does not add up where patches overlap."""
    painted = (size - 1) * stride + kernel
    if painted - 2 * padding < 1:
        raise ValueError
    counts = torch.zeros(painted, dtype=torch.int64)
    for i in range(size):
        counts[i * stride : i * stride + kernel] = 1
    return counts[padding : painted - padding]
