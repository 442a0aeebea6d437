"""Wrong answers to `Swish`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_the_gradient_of_x")
class ForgetsTheSecondPart(torch.autograd.Function):
    """Believes that the derivative of x times a gate is the gate."""

    @staticmethod
    def forward(ctx, x, beta):
        ctx.save_for_backward(x, beta)
        return x * torch.sigmoid(beta * x)

    @staticmethod
    def backward(ctx, grad):
        x, beta = ctx.saved_tensors
        gate = torch.sigmoid(beta * x)
        return grad * gate, (grad * x * x * gate * (1 - gate)).sum_to_size(beta.shape)


@mutant(caught_by="test_the_gradient_of_x")
class ForgetsTheInnerDerivative(torch.autograd.Function):
    """Believes that the sigmoid of beta x has the slope of the sigmoid: for beta = 1 nobody notices."""

    @staticmethod
    def forward(ctx, x, beta):
        ctx.save_for_backward(x, beta)
        return x * torch.sigmoid(beta * x)

    @staticmethod
    def backward(ctx, grad):
        x, beta = ctx.saved_tensors
        gate = torch.sigmoid(beta * x)
        slope = gate * (1 - gate)
        return grad * (gate + x * slope), (grad * x * x * slope).sum_to_size(beta.shape)


@mutant(caught_by="test_the_gradient_of_x")
class IgnoresWhatArrives(torch.autograd.Function):
    """Believes that backward returns the derivative, whatever comes after the function."""

    @staticmethod
    def forward(ctx, x, beta):
        ctx.save_for_backward(x, beta)
        return x * torch.sigmoid(beta * x)

    @staticmethod
    def backward(ctx, grad):
        x, beta = ctx.saved_tensors
        gate = torch.sigmoid(beta * x)
        slope = gate * (1 - gate)
        return gate + beta * x * slope, (x * x * slope).sum_to_size(beta.shape)


@mutant(caught_by="test_second_derivatives")
class SavesTheGate(torch.autograd.Function):
    """Believes that what was computed in forward may be saved for later: it has no past there."""

    @staticmethod
    def forward(ctx, x, beta):
        gate = torch.sigmoid(beta * x)
        ctx.save_for_backward(x, beta, gate)
        return x * gate

    @staticmethod
    def backward(ctx, grad):
        x, beta, gate = ctx.saved_tensors
        slope = gate * (1 - gate)
        return grad * (gate + beta * x * slope), (grad * x * x * slope).sum_to_size(beta.shape)


@mutant(caught_by="test_second_derivatives")
class DetachesInBackward(torch.autograd.Function):
    """Believes that backward needs no graph of its own."""

    @staticmethod
    def forward(ctx, x, beta):
        ctx.save_for_backward(x, beta)
        return x * torch.sigmoid(beta * x)

    @staticmethod
    def backward(ctx, grad):
        x, beta = ctx.saved_tensors
        with torch.no_grad():
            gate = torch.sigmoid(beta * x)
            slope = gate * (1 - gate)
            by_x, by_beta = gate + beta * x * slope, x * x * slope
        return grad * by_x, (grad * by_beta).sum_to_size(beta.shape)


@mutant(caught_by="test_the_gradient_of_beta")
class AveragesForBeta(torch.autograd.Function):
    """Believes that a shared parameter gets the mean of what its uses contribute."""

    @staticmethod
    def forward(ctx, x, beta):
        ctx.save_for_backward(x, beta)
        return x * torch.sigmoid(beta * x)

    @staticmethod
    def backward(ctx, grad):
        x, beta = ctx.saved_tensors
        gate = torch.sigmoid(beta * x)
        slope = gate * (1 - gate)
        by_beta = (grad * x * x * slope).sum_to_size(beta.shape) * (beta.numel() / x.numel())
        return grad * (gate + beta * x * slope), by_beta


@mutant(caught_by="test_the_gradient_of_beta")
class SumsTheFirstAxisOnly(torch.autograd.Function):
    """Believes that a parameter is repeated along the batch and nothing else; there, broadcasting fills the rest."""

    @staticmethod
    def forward(ctx, x, beta):
        ctx.save_for_backward(x, beta)
        return x * torch.sigmoid(beta * x)

    @staticmethod
    def backward(ctx, grad):
        x, beta = ctx.saved_tensors
        gate = torch.sigmoid(beta * x)
        slope = gate * (1 - gate)
        by_beta = (grad * x * x * slope).sum(dim=0)
        by_beta = by_beta.sum() if beta.ndim == 0 else by_beta.expand(beta.shape)
        return grad * (gate + beta * x * slope), by_beta


@mutant(caught_by="test_one_node_and_large_numbers")
class LeavesItToTorch(torch.autograd.Function):
    """Believes that the gradient need not be written: composes torch's operations in place of `apply`."""

    apply = staticmethod(lambda x, beta: x * torch.sigmoid(beta * x))


@mutant(caught_by="test_one_node_and_large_numbers")
class Overflows(torch.autograd.Function):
    """Believes that e^u / (1 + e^u) can be computed for every u."""

    @staticmethod
    def forward(ctx, x, beta):
        ctx.save_for_backward(x, beta)
        return x * torch.exp(beta * x) / (1 + torch.exp(beta * x))

    @staticmethod
    def backward(ctx, grad):
        x, beta = ctx.saved_tensors
        gate = torch.exp(beta * x) / (1 + torch.exp(beta * x))
        slope = gate * (1 - gate)
        return grad * (gate + beta * x * slope), (grad * x * x * slope).sum_to_size(beta.shape)


@mutant(caught_by="test_the_function")
class SlopeOutsideTheGate(torch.autograd.Function):
    """Believes that beta scales the result, not what the sigmoid is given."""

    @staticmethod
    def forward(ctx, x, beta):
        ctx.save_for_backward(x, beta)
        return beta * x * torch.sigmoid(x)

    @staticmethod
    def backward(ctx, grad):
        x, beta = ctx.saved_tensors
        gate = torch.sigmoid(x)
        return grad * beta * (gate + x * gate * (1 - gate)), (grad * x * gate).sum_to_size(beta.shape)
