"""Wrong answers to `conv_stack`, which a hidden test must catch. Each docstring says what the student believed."""

from autograder.testing import mutant


@mutant(caught_by="test_sizes")
def rounds_up(n, layers):
    """Believes that a last window that is cut off counts, too."""
    field, jump = 1, 1
    for kernel, stride, padding, dilation in layers:
        room = n + 2 * padding - dilation * (kernel - 1) - 1
        if room < 0:
            raise ValueError
        n, field, jump = -(-room // stride) + 1, field + dilation * (kernel - 1) * jump, jump * stride
    return n, field, jump


@mutant(caught_by="test_sizes")
def pads_once(n, layers):
    """Believes that the padding is what is added in all."""
    field, jump = 1, 1
    for kernel, stride, padding, dilation in layers:
        room = n + padding - dilation * (kernel - 1) - 1
        if room < 0:
            raise ValueError
        n, field, jump = room // stride + 1, field + dilation * (kernel - 1) * jump, jump * stride
    return n, field, jump


@mutant(caught_by="test_sizes")
def dilates_the_whole_kernel(n, layers):
    """Believes that a dilated window reaches over d k pixels."""
    field, jump = 1, 1
    for kernel, stride, padding, dilation in layers:
        room = n + 2 * padding - dilation * kernel
        if room < 0:
            raise ValueError
        n, field, jump = room // stride + 1, field + dilation * (kernel - 1) * jump, jump * stride
    return n, field, jump


@mutant(caught_by="test_receptive_field_and_jump")
def forgets_the_jump(n, layers):
    """Believes that the field grows by k - 1 a layer, whatever the strides before it."""
    field, jump = 1, 1
    for kernel, stride, padding, dilation in layers:
        room = n + 2 * padding - dilation * (kernel - 1) - 1
        if room < 0:
            raise ValueError
        n, field, jump = room // stride + 1, field + dilation * (kernel - 1), jump * stride
    return n, field, jump


@mutant(caught_by="test_receptive_field_and_jump")
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


@mutant(caught_by="test_receptive_field_and_jump")
def multiplies_fields(n, layers):
    """Believes that a window of three windows of three sees nine pixels."""
    field, jump = 1, 1
    for kernel, stride, padding, dilation in layers:
        room = n + 2 * padding - dilation * (kernel - 1) - 1
        if room < 0:
            raise ValueError
        n, field, jump = room // stride + 1, field * (dilation * (kernel - 1) + 1), jump * stride
    return n, field, jump


@mutant(caught_by="test_receptive_field_and_jump")
def adds_strides(n, layers):
    """Believes that jumps add up."""
    field, jump = 1, 1
    for kernel, stride, padding, dilation in layers:
        room = n + 2 * padding - dilation * (kernel - 1) - 1
        if room < 0:
            raise ValueError
        n, field, jump = room // stride + 1, field + dilation * (kernel - 1) * jump, jump + stride - 1
    return n, field, jump


@mutant(caught_by="test_receptive_field_and_jump")
def counts_without_gaps(n, layers):
    """Believes that the gaps of a dilated window do not belong to the field."""
    field, jump = 1, 1
    for kernel, stride, padding, dilation in layers:
        room = n + 2 * padding - dilation * (kernel - 1) - 1
        if room < 0:
            raise ValueError
        n, field, jump = room // stride + 1, field + (kernel - 1) * jump, jump * stride
    return n, field, jump


@mutant(caught_by="test_windows_that_do_not_fit")
def never_refuses(n, layers):
    """Believes that what does not fit leaves nothing, and goes on with a size of zero or less."""
    field, jump = 1, 1
    for kernel, stride, padding, dilation in layers:
        n = (n + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1
        field, jump = field + dilation * (kernel - 1) * jump, jump * stride
    return n, field, jump


@mutant(caught_by="test_windows_that_do_not_fit")
def looks_at_the_end_only(n, layers):
    """Believes that it is enough to look at what comes out in the end."""
    field, jump = 1, 1
    for kernel, stride, padding, dilation in layers:
        n = (n + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1
        field, jump = field + dilation * (kernel - 1) * jump, jump * stride
    if n < 1:
        raise ValueError
    return n, field, jump


@mutant(caught_by="test_windows_that_do_not_fit")
def forgets_the_padding_when_refusing(n, layers):
    """Believes that a kernel must not be larger than the picture, padded or not, dilated or not."""
    field, jump = 1, 1
    for kernel, stride, padding, dilation in layers:
        if kernel > n:
            raise ValueError
        n = (n + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1
        field, jump = field + dilation * (kernel - 1) * jump, jump * stride
    return n, field, jump
