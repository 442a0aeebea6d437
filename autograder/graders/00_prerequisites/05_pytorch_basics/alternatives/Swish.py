"""Other right answers to `Swish`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
class KeepsTheOutput(torch.autograd.Function):
    """Saves inputs and output in `setup_context`, and writes the derivative with the output."""

    @staticmethod
    def forward(x, beta):
        return x * torch.sigmoid(beta * x)

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs, output)

    @staticmethod
    def backward(ctx, grad):
        x, beta, y = ctx.saved_tensors
        gate = torch.sigmoid(beta * x)
        rest = 1 - gate
        return grad * (gate + beta * y * rest), (grad * x * y * rest).sum_to_size(tuple(beta.shape))


@alternative
class SumsAxisByAxis(torch.autograd.Function):
    """The sigmoid from a tanh, its slope from a cosh; the axes of beta's gradient are summed one after the other."""

    @staticmethod
    def forward(ctx, x, beta):
        ctx.save_for_backward(x, beta)
        return 0.5 * x * (1 + torch.tanh(0.5 * beta * x))

    @staticmethod
    def backward(ctx, grad):
        x, beta = ctx.saved_tensors
        t = torch.tanh(0.5 * beta * x)
        slope = 0.25 * (1 - t * t)
        grad_beta = grad * x**2 * slope
        while grad_beta.ndim > beta.ndim:
            grad_beta = grad_beta.sum(dim=0)
        for axis, size in enumerate(beta.shape):
            if size == 1:
                grad_beta = grad_beta.sum(dim=axis, keepdim=True)
        return grad * (0.5 * (1 + t) + beta * x * slope), grad_beta
