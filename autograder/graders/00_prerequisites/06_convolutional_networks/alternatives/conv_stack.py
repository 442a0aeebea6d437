"""Other right answers to `conv_stack`, which must have full marks. Each docstring says how it differs."""

from autograder.testing import alternative


@alternative
def walks_back_from_the_end(n, layers):
    """Finds the field from the last layer to the first."""
    for kernel, stride, padding, dilation in layers:
        reach = dilation * (kernel - 1) + 1
        if n + 2 * padding < reach:
            raise ValueError("too small")
        n = (n + 2 * padding - reach + stride) // stride
    field = jump = 1
    for kernel, stride, _, dilation in reversed(layers):
        field = (field - 1) * stride + dilation * (kernel - 1) + 1
        jump *= stride
    return n, field, jump


@alternative
def counts_places(n, layers):
    """Counts the window's places with a range, and returns a list."""
    field, jump = 1, 1
    for k, s, p, d in layers:
        n = len(range(0, n + 2 * p - d * (k - 1), s))
        if n == 0:
            raise ValueError("no window fits")
        field, jump = field + (k - 1) * d * jump, jump * s
    return [n, field, jump]
