"""Hidden tests of `conv_stack`: equation (3) against torch, equation (4) against what outputs depend on."""

import torch
from torch import nn

from autograder.testing import as_tensor, assert_close, points, raises


def predict(notebook, n, layers):
    """The student's three numbers."""
    found = as_tensor(notebook.conv_stack(n, layers), "the prediction").reshape(-1)
    assert_close(torch.tensor(float(len(found))), torch.tensor(3.0), what="how many numbers are returned")
    return found


def draw_layers(rng, count, **fixed):
    """Random layers; kernels of three kinds, so that the padding never exceeds half of a window."""
    layers = []
    for _ in range(count):
        kernel, stride, dilation = (int(rng.integers(low, high)) for low, high in ((1, 6), (1, 4), (1, 4)))
        padding = int(rng.integers(0, 3))
        drawn = {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation} | fixed
        layers.append(tuple(drawn.values()))
    return layers


def reach(layers):
    """Lowest and highest input pixel that outputs 0 and 1 depend on, walking back from the output."""
    spans = []
    for output in (0, 1):
        low = high = output
        for kernel, stride, padding, dilation in reversed(layers):
            low, high = low * stride - padding, high * stride - padding + dilation * (kernel - 1)
        spans.append((low, high))
    return spans


@points("conv_stack", 2)
def test_sizes(notebook, rng):
    """The size is that of torch's convolutions, for all kernels, strides, paddings and dilations; leftovers are dropped."""
    hint = "Equation (3), layer after layer: padding counts twice, the division is rounded down, then comes the + 1."
    for _ in range(12):
        layers = draw_layers(rng, 3)
        n = int(rng.integers(250, 400))
        x = torch.zeros(1, 1, n)
        for kernel, stride, padding, dilation in layers:
            x = nn.functional.conv1d(x, torch.zeros(1, 1, kernel), stride=stride, padding=padding, dilation=dilation)
        size = torch.tensor(float(x.shape[2]))
        assert_close(predict(notebook, n, layers)[0], size, what="the size behind three layers", hint=hint)
    for n, layer, size in (
        (7, (7, 1, 0, 1), 1),
        (7, (3, 5, 0, 3), 1),
        (1, (3, 2, 1, 1), 1),
        (10**9, (4, 2, 1, 1), 5 * 10**8),
    ):
        what = "the size where a window just fits, or of a huge input"
        assert_close(predict(notebook, n, [layer])[0], torch.tensor(float(size)), what=what, hint=hint, rtol=1e-12)


@points("conv_stack", 2)
def test_receptive_field_and_jump(notebook, rng):
    """One output depends on exactly this stretch of the input, and its neighbour on a stretch that is one jump further."""
    for count, fixed in ((1, {}), (4, {"stride": 1}), (4, {"dilation": 1}), (5, {}), (4, {"padding": 0}), (0, {})):
        for _ in range(3):
            layers = draw_layers(rng, count, **fixed)
            (low, high), (low_of_next, _) = reach(layers)
            _, field, jump = predict(notebook, 10**7, layers)
            hint = (
                "The field grows by d (k - 1) times the jump of the layers before. Borders and padding do not matter."
            )
            assert_close(field, torch.tensor(float(high - low + 1)), what="the receptive field", hint=hint, rtol=1e-12)
            hint = "The jump is the product of all strides, and 1 before the first layer."
            assert_close(jump, torch.tensor(float(low_of_next - low)), what="the jump", hint=hint, rtol=1e-12)


@points("conv_stack", 1)
def test_windows_that_do_not_fit(notebook, rng):
    """A window that is larger than what it is to slide over is a ValueError, in the first layer or in a later one."""
    hint = "Is n + 2 p - d (k - 1) - 1 negative? Then not even one window fits."
    n = int(rng.integers(3, 9))
    for layers in (
        [(n + 1, 1, 0, 1)],
        [(n + 3, 4, 1, 1)],
        [(2, 3, 0, n)],
        [(n, 1, 0, 1), (2, 2, 0, 1)],
        [(1, n, 0, 1), (4, 1, 1, 1), (1, 1, 0, 1)],
        [(n + 3, 3, 1, 1), (1, 1, 4, 1)],
    ):
        with raises("ValueError", hint=hint, what="a stack with a window that does not fit"):
            notebook.conv_stack(n, layers)
    expected = torch.tensor([1.0, n + 2, 1.0])
    what = "the prediction for a window that just fits its padded input"
    assert_close(predict(notebook, n, [(n + 2, 1, 1, 1)]), expected, what=what, hint=hint)
