"""Wrong answers that the hidden tests must catch. Each docstring says what the student believed, or how the answer cheats."""
# ruff: noqa: D102, F821 -- methods are the notebook's, and so are the names of its other answers

from itertools import pairwise

import torch
from torch import nn

from autograder.testing import mutant

# --- broadcast_plan


@mutant("broadcast_plan", caught_by="test_the_shape_of_the_result")
def aligns_on_the_left(a, b):
    """Believes that shapes are compared from the left, and that the shorter one gets ones behind."""
    n = max(len(a), len(b))
    p, q = (tuple(shape) + (1,) * (n - len(shape)) for shape in (a, b))
    if any(i != j and 1 not in (i, j) for i, j in zip(p, q, strict=True)):
        return None
    result = tuple(j if i == 1 else i for i, j in zip(p, q, strict=True))
    axes = [tuple(i for i in range(n) if i >= len(s) or s[i] != result[i]) for s in (a, b)]
    return result, axes[0], axes[1]


@mutant("broadcast_plan", caught_by="test_shapes_that_do_not_fit")
def everything_fits(a, b):
    """Believes that the larger of two sizes wins, whatever they are."""
    n = max(len(a), len(b))
    p, q = ((1,) * (n - len(shape)) + tuple(shape) for shape in (a, b))
    result = tuple(0 if 0 in (i, j) else max(i, j) for i, j in zip(p, q, strict=True))
    axes = [tuple(i for i in range(n) if i < n - len(s) or full[i] != result[i]) for s, full in ((a, p), (b, q))]
    return result, axes[0], axes[1]


@mutant("broadcast_plan", caught_by="test_shapes_that_do_not_fit")
def whole_multiples_fit(a, b):
    """Believes that a size is repeated as often as it needs to be, if it divides its partner."""
    n = max(len(a), len(b))
    p, q = ((1,) * (n - len(shape)) + tuple(shape) for shape in (a, b))
    if any(max(i, j) % max(1, min(i, j)) for i, j in zip(p, q, strict=True)):
        return None
    result = tuple(0 if 0 in (i, j) else max(i, j) for i, j in zip(p, q, strict=True))
    axes = [tuple(i for i in range(n) if i < n - len(s) or full[i] != result[i]) for s, full in ((a, p), (b, q))]
    return result, axes[0], axes[1]


@mutant("broadcast_plan", caught_by="test_axes_that_are_summed_over")
def forgets_axes_that_are_lacking(a, b):
    """Believes that only a size of 1 is repeated: axes in front that a tensor lacks are left out."""
    n = max(len(a), len(b))
    p, q = ((1,) * (n - len(shape)) + tuple(shape) for shape in (a, b))
    if any(i != j and 1 not in (i, j) for i, j in zip(p, q, strict=True)):
        return None
    result = tuple(j if i == 1 else i for i, j in zip(p, q, strict=True))
    axes = [tuple(i for i in range(n - len(s), n) if full[i] != result[i]) for s, full in ((a, p), (b, q))]
    return result, axes[0], axes[1]


@mutant("broadcast_plan", caught_by="test_axes_that_are_summed_over")
def counts_axes_in_the_tensor(a, b):
    """Believes that axes are counted in the tensor's own shape, not in that of the result."""
    n = max(len(a), len(b))
    p, q = ((1,) * (n - len(shape)) + tuple(shape) for shape in (a, b))
    if any(i != j and 1 not in (i, j) for i, j in zip(p, q, strict=True)):
        return None
    result = tuple(j if i == 1 else i for i, j in zip(p, q, strict=True))
    axes = [tuple(i for i in range(len(s)) if s[i] != result[n - len(s) + i]) for s in (a, b)]
    return result, axes[0], axes[1]


@mutant("broadcast_plan", caught_by="test_ones_nothings_and_missing_axes")
def counts_every_one(a, b):
    """Believes that every axis of size 1 is repeated, also beside another 1."""
    n = max(len(a), len(b))
    p, q = ((1,) * (n - len(shape)) + tuple(shape) for shape in (a, b))
    if any(i != j and 1 not in (i, j) for i, j in zip(p, q, strict=True)):
        return None
    result = tuple(j if i == 1 else i for i, j in zip(p, q, strict=True))
    return result, tuple(i for i in range(n) if p[i] == 1), tuple(i for i in range(n) if q[i] == 1)


@mutant("broadcast_plan", caught_by="test_ones_nothings_and_missing_axes")
def takes_the_larger_size(a, b):
    """Believes that the larger size wins, also where one of them is 0."""
    n = max(len(a), len(b))
    p, q = ((1,) * (n - len(shape)) + tuple(shape) for shape in (a, b))
    if any(i != j and 1 not in (i, j) for i, j in zip(p, q, strict=True)):
        return None
    result = tuple(max(i, j) for i, j in zip(p, q, strict=True))
    axes = [tuple(i for i in range(n) if i < n - len(s) or full[i] != result[i]) for s, full in ((a, p), (b, q))]
    return result, axes[0], axes[1]


@mutant("broadcast_plan", caught_by="test_ones_nothings_and_missing_axes")
def compares_padded_shapes_only(a, b):
    """Believes that an axis which is lacking is the same as one of size 1, also beside another 1."""
    n = max(len(a), len(b))
    p, q = ((1,) * (n - len(shape)) + tuple(shape) for shape in (a, b))
    if any(i != j and 1 not in (i, j) for i, j in zip(p, q, strict=True)):
        return None
    result = tuple(j if i == 1 else i for i, j in zip(p, q, strict=True))
    axes = [tuple(i for i in range(n) if full[i] != result[i]) for full in (p, q)]
    return result, axes[0], axes[1]


# --- Puzzles


@mutant("Puzzles", caught_by="test_lift")
class LiftsOntoTheLastAxis:
    """Believes that t meets the first axis of x by itself."""

    one_hot = staticmethod(lambda labels, k: (labels[:, None] == torch.arange(k)).float())
    pick = staticmethod(lambda table, labels: table[torch.arange(len(labels)), labels])
    squared_distances = staticmethod(lambda x, y: (x[:, None] - y).square().sum(dim=-1))
    causal_mask = staticmethod(lambda n: torch.arange(n)[:, None] >= torch.arange(n))
    lift = staticmethod(lambda t, x: t * x if t.shape[-1] == x.shape[-1] else t.reshape(-1, *[1] * (x.ndim - 1)) * x)
    patches = staticmethod(
        lambda images, p: (
            images.reshape(len(images), images.shape[1] // p, p, images.shape[2] // p, p)
            .permute(0, 1, 3, 2, 4)
            .reshape(len(images), -1, p * p)
        )
    )


@mutant("Puzzles", caught_by="test_lift")
class LiftsToFourAxes:
    """Believes that whatever has a time has channels, height and width."""

    one_hot = staticmethod(lambda labels, k: (labels[:, None] == torch.arange(k)).float())
    pick = staticmethod(lambda table, labels: table[torch.arange(len(labels)), labels])
    squared_distances = staticmethod(lambda x, y: (x[:, None] - y).square().sum(dim=-1))
    causal_mask = staticmethod(lambda n: torch.arange(n)[:, None] >= torch.arange(n))
    lift = staticmethod(lambda t, x: t[:, None, None, None] * x)
    patches = staticmethod(
        lambda images, p: (
            images.reshape(len(images), images.shape[1] // p, p, images.shape[2] // p, p)
            .permute(0, 1, 3, 2, 4)
            .reshape(len(images), -1, p * p)
        )
    )


@mutant("Puzzles", caught_by="test_patches")
class ReshapesIntoTiles:
    """Believes that a reshape of the right shape cuts tiles."""

    one_hot = staticmethod(lambda labels, k: (labels[:, None] == torch.arange(k)).float())
    pick = staticmethod(lambda table, labels: table[torch.arange(len(labels)), labels])
    squared_distances = staticmethod(lambda x, y: (x[:, None] - y).square().sum(dim=-1))
    causal_mask = staticmethod(lambda n: torch.arange(n)[:, None] >= torch.arange(n))
    lift = staticmethod(lambda t, x: t.reshape(-1, *[1] * (x.ndim - 1)) * x)
    patches = staticmethod(lambda images, p: images.reshape(len(images), -1, p * p))


@mutant("Puzzles", caught_by="test_patches")
class ReadsTilesByColumns:
    """Believes that tiles are read column by column."""

    one_hot = staticmethod(lambda labels, k: (labels[:, None] == torch.arange(k)).float())
    pick = staticmethod(lambda table, labels: table[torch.arange(len(labels)), labels])
    squared_distances = staticmethod(lambda x, y: (x[:, None] - y).square().sum(dim=-1))
    causal_mask = staticmethod(lambda n: torch.arange(n)[:, None] >= torch.arange(n))
    lift = staticmethod(lambda t, x: t.reshape(-1, *[1] * (x.ndim - 1)) * x)
    patches = staticmethod(
        lambda images, p: (
            images.reshape(len(images), images.shape[1] // p, p, images.shape[2] // p, p)
            .permute(0, 3, 1, 2, 4)
            .reshape(len(images), -1, p * p)
        )
    )


@mutant("Puzzles", caught_by="test_squared_distances")
class AveragesOverNumbers:
    """Believes that the square of a distance is a mean of squared differences."""

    one_hot = staticmethod(lambda labels, k: (labels[:, None] == torch.arange(k)).float())
    pick = staticmethod(lambda table, labels: table[torch.arange(len(labels)), labels])
    squared_distances = staticmethod(lambda x, y: (x[:, None] - y).square().mean(dim=-1))
    causal_mask = staticmethod(lambda n: torch.arange(n)[:, None] >= torch.arange(n))
    lift = staticmethod(lambda t, x: t.reshape(-1, *[1] * (x.ndim - 1)) * x)
    patches = staticmethod(
        lambda images, p: (
            images.reshape(len(images), images.shape[1] // p, p, images.shape[2] // p, p)
            .permute(0, 1, 3, 2, 4)
            .reshape(len(images), -1, p * p)
        )
    )


@mutant("Puzzles", caught_by="test_causal_mask")
class LooksAheadOnly:
    """Believes that the row is looked at: upper triangle, without the position itself."""

    one_hot = staticmethod(lambda labels, k: (labels[:, None] == torch.arange(k)).float())
    pick = staticmethod(lambda table, labels: table[torch.arange(len(labels)), labels])
    squared_distances = staticmethod(lambda x, y: (x[:, None] - y).square().sum(dim=-1))
    causal_mask = staticmethod(lambda n: torch.arange(n)[:, None] > torch.arange(n))
    lift = staticmethod(lambda t, x: t.reshape(-1, *[1] * (x.ndim - 1)) * x)
    patches = staticmethod(
        lambda images, p: (
            images.reshape(len(images), images.shape[1] // p, p, images.shape[2] // p, p)
            .permute(0, 1, 3, 2, 4)
            .reshape(len(images), -1, p * p)
        )
    )


@mutant("Puzzles", caught_by="test_one_hot")
class CountsClassesFromTheLabels:
    """Believes that all classes occur: the width of the table is the largest label."""

    @staticmethod
    def one_hot(labels, k):
        table = torch.zeros(len(labels), k)
        width = int(labels.max()) + 1
        table[:, -width:] = (labels[:, None] == torch.arange(width)).float()
        return table

    pick = staticmethod(lambda table, labels: table[torch.arange(len(labels)), labels])
    squared_distances = staticmethod(lambda x, y: (x[:, None] - y).square().sum(dim=-1))
    causal_mask = staticmethod(lambda n: torch.arange(n)[:, None] >= torch.arange(n))
    lift = staticmethod(lambda t, x: t.reshape(-1, *[1] * (x.ndim - 1)) * x)
    patches = staticmethod(
        lambda images, p: (
            images.reshape(len(images), images.shape[1] // p, p, images.shape[2] // p, p)
            .permute(0, 1, 3, 2, 4)
            .reshape(len(images), -1, p * p)
        )
    )


@mutant("Puzzles", caught_by="test_pick")
class PicksALabelForAll:
    """Believes that indexing with labels takes one entry for each row; takes columns, and then one of them."""

    one_hot = staticmethod(lambda labels, k: (labels[:, None] == torch.arange(k)).float())
    pick = staticmethod(lambda table, labels: table[:, labels][0])
    squared_distances = staticmethod(lambda x, y: (x[:, None] - y).square().sum(dim=-1))
    causal_mask = staticmethod(lambda n: torch.arange(n)[:, None] >= torch.arange(n))
    lift = staticmethod(lambda t, x: t.reshape(-1, *[1] * (x.ndim - 1)) * x)
    patches = staticmethod(
        lambda images, p: (
            images.reshape(len(images), images.shape[1] // p, p, images.shape[2] // p, p)
            .permute(0, 1, 3, 2, 4)
            .reshape(len(images), -1, p * p)
        )
    )


@mutant("Puzzles", caught_by="test_the_work_does_not_grow")
class LoopsOverEverything:
    """Believes that a loop over entries is as good as an operation on all of them."""

    @staticmethod
    def one_hot(labels, k):
        table = torch.zeros(len(labels), k)
        for row, label in enumerate(labels):
            table[row, label] = 1
        return table

    pick = staticmethod(lambda table, labels: torch.stack([table[i, label] for i, label in enumerate(labels)]))
    squared_distances = staticmethod(
        lambda x, y: torch.stack([torch.stack([(a - b).square().sum() for b in y]) for a in x])
    )
    causal_mask = staticmethod(lambda n: torch.stack([torch.arange(n) <= i for i in range(n)]))
    lift = staticmethod(lambda t, x: torch.stack([factor * example for factor, example in zip(t, x, strict=True)]))

    @staticmethod
    def patches(images, p):
        n, height, width = images.shape
        tiles = [
            images[:, i : i + p, j : j + p].reshape(n, -1) for i in range(0, height, p) for j in range(0, width, p)
        ]
        return torch.stack(tiles, dim=1)


# --- Swish


@mutant("Swish", caught_by="test_the_gradient_of_x")
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


@mutant("Swish", caught_by="test_the_gradient_of_x")
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


@mutant("Swish", caught_by="test_the_gradient_of_x")
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


@mutant("Swish", caught_by="test_second_derivatives")
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


@mutant("Swish", caught_by="test_second_derivatives")
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


@mutant("Swish", caught_by="test_the_gradient_of_beta")
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


@mutant("Swish", caught_by="test_the_gradient_of_beta")
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


@mutant("Swish", caught_by="test_one_node_and_large_numbers")
class LeavesItToTorch(torch.autograd.Function):
    """Believes that the gradient need not be written: composes torch's operations in place of `apply`."""

    apply = staticmethod(lambda x, beta: x * torch.sigmoid(beta * x))


@mutant("Swish", caught_by="test_one_node_and_large_numbers")
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


@mutant("Swish", caught_by="test_the_function")
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


# --- gradient_penalty


@mutant("gradient_penalty", caught_by="test_its_gradient_reaches_the_critic")
def without_a_graph_of_the_gradient(critic, x):
    """Believes that a gradient can be differentiated like anything else."""
    x = x.detach().clone().requires_grad_()
    (gradient,) = torch.autograd.grad(critic(x).sum(), x)
    return (gradient.flatten(1).norm(dim=1) - 1).square().mean()


@mutant("gradient_penalty", caught_by="test_its_gradient_reaches_the_critic")
def detaches_the_norm(critic, x):
    """Silences the complaint that there is no graph: the number requires a gradient, and has a wrong one."""
    x = x.detach().clone().requires_grad_()
    values = critic(x)
    (gradient,) = torch.autograd.grad(values.sum(), x, create_graph=True)
    steepness = gradient.flatten(1).norm(dim=1).detach()
    return (steepness - 1).square().mean() + 0 * values.sum()


@mutant("gradient_penalty", caught_by="test_value_for_a_batch")
def gradient_of_the_mean(critic, x):
    """Believes that the mean over examples belongs in front of the gradient: every steepness is N times too small."""
    x = x.detach().clone().requires_grad_()
    (gradient,) = torch.autograd.grad(critic(x).mean(), x, create_graph=True)
    return (gradient.flatten(1).norm(dim=1) - 1).square().mean()


@mutant("gradient_penalty", caught_by="test_value_for_a_batch")
def one_norm_for_all(critic, x):
    """Believes that the norm of a batch of gradients is one number."""
    x = x.detach().clone().requires_grad_()
    (gradient,) = torch.autograd.grad(critic(x).sum(), x, create_graph=True)
    return (gradient.norm() - 1).square()


@mutant("gradient_penalty", caught_by="test_value_for_a_batch")
def penalises_only_what_is_too_steep(critic, x):
    """Believes that a critic may be as flat as it likes."""
    x = x.detach().clone().requires_grad_()
    (gradient,) = torch.autograd.grad(critic(x).sum(), x, create_graph=True)
    return (gradient.flatten(1).norm(dim=1) - 1).clamp_min(0).square().mean()


@mutant("gradient_penalty", caught_by="test_value_for_a_batch")
def forgets_the_root(critic, x):
    """Believes that the square of the norm is to be 1, and leaves the root out."""
    x = x.detach().clone().requires_grad_()
    (gradient,) = torch.autograd.grad(critic(x).sum(), x, create_graph=True)
    return (gradient.flatten(1).square().sum(dim=1) - 1).square().mean()


@mutant("gradient_penalty", caught_by="test_value_for_a_batch")
def distance_of_the_mean(critic, x):
    """Believes that the mean steepness is to be 1."""
    x = x.detach().clone().requires_grad_()
    (gradient,) = torch.autograd.grad(critic(x).sum(), x, create_graph=True)
    return (gradient.flatten(1).norm(dim=1).mean() - 1).square()


@mutant("gradient_penalty", caught_by="test_images_and_what_is_left_behind")
def norm_over_the_last_axis(critic, x):
    """Believes that the numbers of an example stand along one axis."""
    x = x.detach().clone().requires_grad_()
    (gradient,) = torch.autograd.grad(critic(x).sum(), x, create_graph=True)
    return (gradient.norm(dim=-1) - 1).square().mean()


@mutant("gradient_penalty", caught_by="test_images_and_what_is_left_behind")
def walks_back_with_backward(critic, x):
    """Believes that backward and grad are the same: leaves gradients in the critic's parameters."""
    x = x.detach().clone().requires_grad_()
    critic(x).sum().backward(create_graph=True)
    return (x.grad.flatten(1).norm(dim=1) - 1).square().mean()


@mutant("gradient_penalty", caught_by="test_where_the_critic_stands_still")
def root_of_a_sum(critic, x):
    """Believes that a root can be differentiated everywhere."""
    x = x.detach().clone().requires_grad_()
    (gradient,) = torch.autograd.grad(critic(x).sum(), x, create_graph=True)
    return (gradient.flatten(1).square().sum(dim=1).sqrt() - 1).square().mean()


# --- MLP


@mutant("MLP", caught_by="test_its_book")
class PlainListOfActivations(nn.Module):
    """Believes that activations have nothing to learn, and keeps them in a plain list."""

    def __init__(self, sizes, activation=nn.ReLU, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))
        self.activations = [activation() for _ in sizes[2:]]
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        for layer, activation in zip(self.layers[:-1], self.activations, strict=True):
            x = self.dropout(activation(layer(x)))
        return self.layers[-1](x)


@mutant("MLP", caught_by="test_its_book")
class PlainListOfLayers(nn.Module):
    """Believes that a module finds layers in a list; files only the first one, by another name."""

    def __init__(self, sizes, activation=nn.ReLU, dropout=0.0):
        super().__init__()
        self.layers = [nn.Linear(a, b) for a, b in pairwise(sizes)]
        self.activations = nn.ModuleList(activation() for _ in sizes[2:])
        self.register_module("layers.0".replace(".", "_"), self.layers[0])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        for layer, activation in zip(self.layers[:-1], self.activations, strict=True):
            x = self.dropout(activation(layer(x)))
        return self.layers[-1](x)


@mutant("MLP", caught_by="test_activations_of_their_own")
class SharesOneActivation(nn.Module):
    """Believes that an activation is a function without a state: one is enough, under each name."""

    def __init__(self, sizes, activation=nn.ReLU, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))
        self.activations = nn.ModuleList([activation()] * (len(sizes) - 2))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        for layer, activation in zip(self.layers[:-1], self.activations, strict=True):
            x = self.dropout(activation(layer(x)))
        return self.layers[-1](x)


@mutant("MLP", caught_by="test_its_formula")
class ActivatesTheLast(nn.Module):
    """Believes that every layer has an activation."""

    def __init__(self, sizes, activation=nn.ReLU, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))
        self.activations = nn.ModuleList(activation() for _ in sizes[2:])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        for layer, activation in zip(self.layers[:-1], self.activations, strict=True):
            x = self.dropout(activation(layer(x)))
        return self.layers[-1](x).relu()


@mutant("MLP", caught_by="test_its_formula")
class ReturnsProbabilities(nn.Module):
    """Believes that a network has to end in a softmax."""

    def __init__(self, sizes, activation=nn.ReLU, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))
        self.activations = nn.ModuleList(activation() for _ in sizes[2:])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        for layer, activation in zip(self.layers[:-1], self.activations, strict=True):
            x = self.dropout(activation(layer(x)))
        return self.layers[-1](x).softmax(dim=-1)


@mutant("MLP", caught_by="test_its_formula")
class AlwaysReLU(nn.Module):
    """Believes that the activation is a ReLU, whatever was asked for."""

    def __init__(self, sizes, activation=nn.ReLU, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))
        self.activations = nn.ModuleList(activation() for _ in sizes[2:])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = self.dropout(layer(x).relu())
        return self.layers[-1](x)


@mutant("MLP", caught_by="test_dropout")
class DropsAlways(nn.Module):
    """Believes that functional dropout knows about evaluation mode."""

    def __init__(self, sizes, activation=nn.ReLU, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))
        self.activations = nn.ModuleList(activation() for _ in sizes[2:])
        self.p = dropout

    def forward(self, x):
        for layer, activation in zip(self.layers[:-1], self.activations, strict=True):
            x = nn.functional.dropout(activation(layer(x)), self.p)
        return self.layers[-1](x)


@mutant("MLP", caught_by="test_dropout")
class DropsTheLogits(nn.Module):
    """Believes that dropout comes last."""

    def __init__(self, sizes, activation=nn.ReLU, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))
        self.activations = nn.ModuleList(activation() for _ in sizes[2:])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        for layer, activation in zip(self.layers[:-1], self.activations, strict=True):
            x = activation(layer(x))
        return self.dropout(self.layers[-1](x))


@mutant("MLP", caught_by="test_dropout")
class DropsBeforeTheLayer(nn.Module):
    """Believes that dropout comes before each layer, the input included."""

    def __init__(self, sizes, activation=nn.ReLU, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))
        self.activations = nn.ModuleList(activation() for _ in sizes[2:])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        for layer, activation in zip(self.layers[:-1], self.activations, strict=True):
            x = activation(layer(self.dropout(x)))
        return self.layers[-1](self.dropout(x))


@mutant("MLP", caught_by="test_dropout")
class KeepsWithP(nn.Module):
    """Believes that p is the share that is kept."""

    def __init__(self, sizes, activation=nn.ReLU, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))
        self.activations = nn.ModuleList(activation() for _ in sizes[2:])
        self.dropout = nn.Dropout(1 - dropout if 0 < dropout < 1 else dropout)

    def forward(self, x):
        for layer, activation in zip(self.layers[:-1], self.activations, strict=True):
            x = self.dropout(activation(layer(x)))
        return self.layers[-1](x)


@mutant("MLP", caught_by="test_dropout")
class DoesNotScale(nn.Module):
    """Believes that dropout only sets numbers to zero."""

    def __init__(self, sizes, activation=nn.ReLU, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))
        self.activations = nn.ModuleList(activation() for _ in sizes[2:])
        self.p = dropout

    def forward(self, x):
        for layer, activation in zip(self.layers[:-1], self.activations, strict=True):
            x = activation(layer(x))
            if self.training:
                x = x * (torch.rand_like(x) >= self.p)
        return self.layers[-1](x)


# --- train_one_epoch


@mutant("train_one_epoch", caught_by="test_one_step_for_each_batch")
def never_clears(model, loader, optimiser, loss_fn):
    """Believes that backward replaces the old gradients."""
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        loss.backward()
        optimiser.step()
        total, count = total + loss.item() * len(x), count + len(x)
    return total / count


@mutant("train_one_epoch", caught_by="test_one_step_for_each_batch")
def clears_once_an_epoch(model, loader, optimiser, loss_fn):
    """Believes that gradients have to be cleared once, before the loop."""
    model.train()
    optimiser.zero_grad()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        loss.backward()
        optimiser.step()
        total, count = total + loss.item() * len(x), count + len(x)
    return total / count


@mutant("train_one_epoch", caught_by="test_one_step_for_each_batch")
def puts_the_targets_first(model, loader, optimiser, loss_fn):
    """Believes that a loss is the same from either side, as a squared error is."""
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(y, model(x))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total, count = total + loss.item() * len(x), count + len(x)
    return total / count


@mutant("train_one_epoch", caught_by="test_one_step_for_each_batch")
def clears_too_late(model, loader, optimiser, loss_fn):
    """Believes that it is all the same whether gradients are cleared before or after backward."""
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        loss.backward()
        optimiser.zero_grad()
        optimiser.step()
        total, count = total + loss.item() * len(x), count + len(x)
    return total / count


@mutant("train_one_epoch", caught_by="test_one_step_for_each_batch")
def clears_only_after_the_step(model, loader, optimiser, loss_fn):
    """Believes that nobody has left anything in .grad before the epoch."""
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        loss.backward()
        optimiser.step()
        optimiser.zero_grad()
        total, count = total + loss.item() * len(x), count + len(x)
    return total / count


@mutant("train_one_epoch", caught_by="test_one_step_for_each_batch")
def one_step_an_epoch(model, loader, optimiser, loss_fn):
    """Believes that the optimiser steps once all batches are through."""
    model.train()
    optimiser.zero_grad()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        loss.backward()
        total, count = total + loss.item() * len(x), count + len(x)
    optimiser.step()
    return total / count


@mutant("train_one_epoch", caught_by="test_the_returned_loss")
def mean_of_means(model, loader, optimiser, loss_fn):
    """Believes that the mean of the batches' losses is the mean over examples."""
    model.train()
    losses = []
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return sum(losses) / len(losses)


@mutant("train_one_epoch", caught_by="test_the_returned_loss")
def measures_after_the_step(model, loader, optimiser, loss_fn):
    """Believes that the loss of a batch is what is left of it after the step."""
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        with torch.no_grad():
            total += loss_fn(model(x), y).item() * len(x)
        count += len(x)
    return total / count


@mutant("train_one_epoch", caught_by="test_the_returned_loss")
def keeps_every_graph(model, loader, optimiser, loss_fn):
    """Believes that losses can be added up as they are."""
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total, count = total + loss * len(x), count + len(x)
    return total / count


@mutant("train_one_epoch", caught_by="test_any_loader")
def leaves_out_short_batches(model, loader, optimiser, loss_fn):
    """Believes that a batch that is shorter than the first one is to be left out."""
    model.train()
    total, count, length = 0.0, 0, 0
    for x, y in loader:
        length = max(length, len(x))
        if len(x) < length:
            continue
        loss = loss_fn(model(x), y)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total, count = total + loss.item() * len(x), count + len(x)
    return total / count


@mutant("train_one_epoch", caught_by="test_any_loader")
def runs_through_it_twice(model, loader, optimiser, loss_fn):
    """Believes that a loader can be run through as often as one likes: first to count the examples."""
    model.train()
    count, total = sum(len(x) for x, _ in loader), 0.0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total += loss.item() * len(x)
    return total / count


@mutant("train_one_epoch", caught_by="test_training_mode")
def forgets_the_mode(model, loader, optimiser, loss_fn):
    """Believes that a model is in training mode whenever it is trained."""
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total, count = total + loss.item() * len(x), count + len(x)
    return total / count


@mutant("train_one_epoch", caught_by="test_training_mode")
def leaves_it_in_evaluation_mode(model, loader, optimiser, loss_fn):
    """Believes that whoever trains has to tidy up."""
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total, count = total + loss.item() * len(x), count + len(x)
    model.eval()
    return total / count


# --- EMA


@mutant("EMA", caught_by="test_closed_form")
class SwapsTheWeights:
    """Believes that the decay is the share of the new weights."""

    def __init__(self, model, decay):
        self.decay = decay
        self.shadow = {name: value.detach().clone() for name, value in model.state_dict().items()}
        self.averaged = {name for name, _ in model.named_parameters()}

    def update(self, model):
        for name, value in model.state_dict().items():
            if name in self.averaged:
                self.shadow[name].mul_(1 - self.decay).add_(value, alpha=self.decay)
            else:
                self.shadow[name].copy_(value)

    def copy_to(self, model):
        model.load_state_dict(self.shadow)


@mutant("EMA", caught_by="test_closed_form")
class StartsFromZero:
    """Believes that an average starts from zero."""

    def __init__(self, model, decay):
        self.decay = decay
        self.shadow = {name: torch.zeros_like(value) for name, value in model.state_dict().items()}
        self.averaged = {name for name, _ in model.named_parameters()}

    def update(self, model):
        for name, value in model.state_dict().items():
            if name in self.averaged:
                self.shadow[name].mul_(self.decay).add_(value, alpha=1 - self.decay)
            else:
                self.shadow[name].copy_(value)

    def copy_to(self, model):
        model.load_state_dict(self.shadow)


@mutant("EMA", caught_by="test_closed_form")
class PlainMean:
    """Believes that it is the mean of all weights so far, each counting alike."""

    def __init__(self, model, decay):
        self.n = 1
        self.shadow = {name: value.detach().clone() for name, value in model.state_dict().items()}
        self.averaged = {name for name, _ in model.named_parameters()}

    def update(self, model):
        self.n += 1
        for name, value in model.state_dict().items():
            if name in self.averaged:
                self.shadow[name].add_((value - self.shadow[name]) / self.n)
            else:
                self.shadow[name].copy_(value)

    def copy_to(self, model):
        model.load_state_dict(self.shadow)


@mutant("EMA", caught_by="test_buffers_are_the_latest")
class AveragesBuffersToo:
    """Believes that everything that is not a whole number is averaged."""

    def __init__(self, model, decay):
        self.decay = decay
        self.shadow = {name: value.detach().clone() for name, value in model.state_dict().items()}

    def update(self, model):
        for name, value in model.state_dict().items():
            if value.is_floating_point():
                self.shadow[name].mul_(self.decay).add_(value, alpha=1 - self.decay)
            else:
                self.shadow[name].copy_(value)

    def copy_to(self, model):
        model.load_state_dict(self.shadow)


@mutant("EMA", caught_by="test_buffers_are_the_latest")
class ForgetsBuffers:
    """Believes that a model is its parameters."""

    def __init__(self, model, decay):
        self.decay = decay
        self.shadow = {name: value.detach().clone() for name, value in model.named_parameters()}

    def update(self, model):
        for name, value in model.named_parameters():
            self.shadow[name].mul_(self.decay).add_(value.detach(), alpha=1 - self.decay)

    def copy_to(self, model):
        model.load_state_dict(self.shadow, strict=False)


@mutant("EMA", caught_by="test_buffers_are_the_latest")
class KeepsTheFirstBuffers:
    """Believes that buffers never change."""

    def __init__(self, model, decay):
        self.decay = decay
        self.shadow = {name: value.detach().clone() for name, value in model.state_dict().items()}

    def update(self, model):
        for name, value in model.named_parameters():
            self.shadow[name].mul_(self.decay).add_(value.detach(), alpha=1 - self.decay)

    def copy_to(self, model):
        model.load_state_dict(self.shadow)


@mutant("EMA", caught_by="test_memory_of_its_own")
class LooksOn:
    """Believes that detach makes a copy: the first shadow is the model itself."""

    def __init__(self, model, decay):
        self.decay = decay
        self.shadow = {name: value.detach() for name, value in model.state_dict().items()}
        self.averaged = {name for name, _ in model.named_parameters()}

    def update(self, model):
        for name, value in model.state_dict().items():
            is_averaged = name in self.averaged
            self.shadow[name] = (
                self.decay * self.shadow[name] + (1 - self.decay) * value if is_averaged else value.clone()
            )

    def copy_to(self, model):
        model.load_state_dict(self.shadow)


@mutant("EMA", caught_by="test_memory_of_its_own")
class KeepsTheModelsBuffers:
    """Believes that a buffer need not be copied, since it is not averaged."""

    def __init__(self, model, decay):
        self.decay = decay
        self.shadow = {name: value.detach().clone() for name, value in model.state_dict().items()}
        self.averaged = {name for name, _ in model.named_parameters()}

    def update(self, model):
        for name, value in model.state_dict().items():
            if name in self.averaged:
                self.shadow[name].mul_(self.decay).add_(value, alpha=1 - self.decay)
            else:
                self.shadow[name] = value

    def copy_to(self, model):
        model.load_state_dict(self.shadow)


@mutant("EMA", caught_by="test_memory_of_its_own")
class HandsItsMemoryOver:
    """Believes that assigning to .data copies: from then on the model trains the shadow."""

    def __init__(self, model, decay):
        self.decay = decay
        self.shadow = {name: value.detach().clone() for name, value in model.state_dict().items()}
        self.averaged = {name for name, _ in model.named_parameters()}

    def update(self, model):
        for name, value in model.state_dict().items():
            if name in self.averaged:
                self.shadow[name].mul_(self.decay).add_(value, alpha=1 - self.decay)
            else:
                self.shadow[name].copy_(value)

    def copy_to(self, model):
        for name, value in [*model.named_parameters(), *model.named_buffers()]:
            value.data = self.shadow[name]


@mutant("EMA", caught_by="test_no_past_and_the_same_objects")
class GrowsAGraph:
    """Believes that an average outside of no_grad costs nothing."""

    def __init__(self, model, decay):
        self.decay = decay
        self.shadow = {name: value.detach().clone() for name, value in model.named_parameters()}
        self.buffers = {name: value.clone() for name, value in model.named_buffers()}

    def update(self, model):
        for name, value in model.named_parameters():
            self.shadow[name] = self.decay * self.shadow[name] + (1 - self.decay) * value.clone()
        self.buffers = {name: value.clone() for name, value in model.named_buffers()}

    def copy_to(self, model):
        model.load_state_dict({**self.shadow, **self.buffers})


@mutant("EMA", caught_by="test_no_past_and_the_same_objects")
class PutsNewParameters:
    """Believes that a new Parameter in the old one's place is the same for everybody."""

    def __init__(self, model, decay):
        self.decay = decay
        self.shadow = {name: value.detach().clone() for name, value in model.state_dict().items()}
        self.averaged = {name for name, _ in model.named_parameters()}

    def update(self, model):
        for name, value in model.state_dict().items():
            if name in self.averaged:
                self.shadow[name].mul_(self.decay).add_(value, alpha=1 - self.decay)
            else:
                self.shadow[name].copy_(value)

    def copy_to(self, model):
        model.load_state_dict({name: value.clone() for name, value in self.shadow.items()}, assign=True)


# --- Checkpoint


@mutant("Checkpoint", caught_by="test_an_interruption_makes_no_difference")
class ForgetsTheOptimiser:
    """Believes that an optimiser has no memory, but for its learning rate."""

    @staticmethod
    def save(path, model, optimiser, generator, epoch):
        rates = [group["lr"] for group in optimiser.param_groups]
        state = {"model": model.state_dict(), "generator": generator.get_state(), "rates": rates, "epoch": epoch}
        torch.save(state, path)

    @staticmethod
    def load(path, model, optimiser, generator):
        state = torch.load(path, weights_only=True)
        model.load_state_dict(state["model"])
        generator.set_state(state["generator"])
        for group, rate in zip(optimiser.param_groups, state["rates"], strict=True):
            group["lr"] = rate
        return state["epoch"]


@mutant("Checkpoint", caught_by="test_an_interruption_makes_no_difference")
class ForgetsTheOrder:
    """Believes that the order of the data does not matter, since it is random anyway."""

    @staticmethod
    def save(path, model, optimiser, generator, epoch):
        torch.save({"model": model.state_dict(), "optimiser": optimiser.state_dict(), "epoch": epoch}, path)

    @staticmethod
    def load(path, model, optimiser, generator):
        state = torch.load(path, weights_only=True)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        return state["epoch"]


@mutant("Checkpoint", caught_by="test_an_interruption_makes_no_difference")
class SeedsTheGeneratorAgain:
    """Believes that a generator is its seed: starts the orders from the beginning."""

    @staticmethod
    def save(path, model, optimiser, generator, epoch):
        state = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "seed": generator.initial_seed()}
        torch.save({**state, "epoch": epoch}, path)

    @staticmethod
    def load(path, model, optimiser, generator):
        state = torch.load(path, weights_only=True)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        generator.manual_seed(state["seed"])
        return state["epoch"]


@mutant("Checkpoint", caught_by="test_an_interruption_makes_no_difference")
class ForgetsBuffersToo:
    """Believes that a model is its parameters: running means start anew."""

    @staticmethod
    def save(path, model, optimiser, generator, epoch):
        state = {"model": dict(model.named_parameters()), "optimiser": optimiser.state_dict()}
        torch.save({**state, "generator": generator.get_state(), "epoch": epoch}, path)

    @staticmethod
    def load(path, model, optimiser, generator):
        state = torch.load(path, weights_only=True)
        own = dict(model.named_parameters())
        if own.keys() != state["model"].keys():
            raise KeyError("names differ")
        with torch.no_grad():
            for name, value in own.items():
                value.copy_(state["model"][name])
        optimiser.load_state_dict(state["optimiser"])
        generator.set_state(state["generator"])
        return state["epoch"]


@mutant("Checkpoint", caught_by="test_an_interruption_makes_no_difference")
class CountsOneMore:
    """Believes that the epoch to go on with is the next one."""

    @staticmethod
    def save(path, model, optimiser, generator, epoch):
        state = {"model": model.state_dict(), "optimiser": optimiser.state_dict()}
        torch.save({**state, "generator": generator.get_state(), "epoch": epoch}, path)

    @staticmethod
    def load(path, model, optimiser, generator):
        state = torch.load(path, weights_only=True)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        generator.set_state(state["generator"])
        return state["epoch"] + 1


@mutant("Checkpoint", caught_by="test_saving_and_loading_in_place")
class DrawsWhileSaving:
    """Believes that drawing a seed for later from the generator does no harm."""

    @staticmethod
    def save(path, model, optimiser, generator, epoch):
        seed = int(torch.randint(0, 2**31, (), generator=generator))
        generator.manual_seed(seed)
        state = {"model": model.state_dict(), "optimiser": optimiser.state_dict()}
        torch.save({**state, "seed": seed, "epoch": epoch}, path)

    @staticmethod
    def load(path, model, optimiser, generator):
        state = torch.load(path, weights_only=True)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        generator.manual_seed(state["seed"])
        return state["epoch"]


@mutant("Checkpoint", caught_by="test_saving_and_loading_in_place")
class PutsNewParametersInPlace:
    """Believes that the model may be given the tensors of the file themselves: the optimiser trains the old ones."""

    @staticmethod
    def save(path, model, optimiser, generator, epoch):
        state = {"model": model.state_dict(), "optimiser": optimiser.state_dict()}
        torch.save({**state, "generator": generator.get_state(), "epoch": epoch}, path)

    @staticmethod
    def load(path, model, optimiser, generator):
        state = torch.load(path, weights_only=True)
        model.load_state_dict(state["model"], assign=True)
        optimiser.load_state_dict(state["optimiser"])
        generator.set_state(state["generator"])
        return state["epoch"]


@mutant("Checkpoint", caught_by="test_a_misfit_is_an_error")
class KeepsSilent:
    """Believes that strict=False makes loading robust."""

    @staticmethod
    def save(path, model, optimiser, generator, epoch):
        state = {"model": model.state_dict(), "optimiser": optimiser.state_dict()}
        torch.save({**state, "generator": generator.get_state(), "epoch": epoch}, path)

    @staticmethod
    def load(path, model, optimiser, generator):
        state = torch.load(path, weights_only=True)
        model.load_state_dict(state["model"], strict=False)
        optimiser.load_state_dict(state["optimiser"])
        generator.set_state(state["generator"])
        return state["epoch"]


@mutant("Checkpoint", caught_by="test_a_misfit_is_an_error")
class ForgivesWhatIsTooMuch:
    """Believes that names which the model does not know can be skipped."""

    @staticmethod
    def save(path, model, optimiser, generator, epoch):
        state = {"model": model.state_dict(), "optimiser": optimiser.state_dict()["state"]}
        rates = [group["lr"] for group in optimiser.param_groups]
        torch.save({**state, "generator": generator.get_state(), "epoch": epoch, "rates": rates}, path)

    @staticmethod
    def load(path, model, optimiser, generator):
        state = torch.load(path, weights_only=True)
        for name, value in model.state_dict().items():
            value.copy_(state["model"][name])
        settings = optimiser.state_dict()
        for group, rate in zip(settings["param_groups"], state["rates"], strict=True):
            group["lr"] = rate
        optimiser.load_state_dict({**settings, "state": state["optimiser"]})
        generator.set_state(state["generator"])
        return state["epoch"]


@mutant("Checkpoint", caught_by="test_plain_data")
class StoresObjects:
    """Believes that the simplest thing is to store the objects themselves."""

    @staticmethod
    def save(path, model, optimiser, generator, epoch):
        torch.save((model, optimiser.state_dict(), generator.get_state(), epoch), path)

    @staticmethod
    def load(path, model, optimiser, generator):
        stored, memory, state, epoch = torch.load(path, weights_only=False)
        model.load_state_dict(stored.state_dict())
        optimiser.load_state_dict(memory)
        generator.set_state(state)
        return epoch


@mutant("Checkpoint", caught_by="test_plain_data")
class TrustsEveryFile:
    """Believes that a file is only data, and reads whatever it holds."""

    @staticmethod
    def save(path, model, optimiser, generator, epoch):
        state = {"model": model.state_dict(), "optimiser": optimiser.state_dict()}
        torch.save({**state, "generator": generator.get_state(), "epoch": epoch}, path)

    @staticmethod
    def load(path, model, optimiser, generator):
        state = torch.load(path, weights_only=False)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        generator.set_state(state["generator"])
        return state["epoch"]


# --- train_digits


@mutant("train_digits", caught_by="test_it_reads_unseen_digits")
def labels_of_other_images(x, y, *, seed, epochs=30, device="cpu"):
    """Shuffles images and labels separately."""
    torch.manual_seed(seed)
    network = MLP([x.shape[1], 128, 10], dropout=0.2).to(device, x.dtype)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9)
    for _ in range(epochs):
        images, labels = x[torch.randperm(len(x))].to(device), y[torch.randperm(len(x))].to(device)
        batches = zip(images.split(64), labels.split(64), strict=True)
        train_one_epoch(network, batches, optimiser, nn.functional.cross_entropy)
    return network.cpu().eval()


@mutant("train_digits", caught_by="test_it_reads_unseen_digits")
def never_clears_gradients(x, y, *, seed, epochs=30, device="cpu"):
    """Believes that backward replaces the old gradients."""
    torch.manual_seed(seed)
    network = MLP([x.shape[1], 128, 10], dropout=0.2).to(device, x.dtype)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9)
    for _ in range(epochs):
        network.train()
        for rows in torch.randperm(len(x)).split(64):
            nn.functional.cross_entropy(network(x[rows].to(device)), y[rows].to(device)).backward()
            optimiser.step()
    return network.cpu().eval()


@mutant("train_digits", caught_by="test_it_reads_unseen_digits")
def one_epoch_is_enough(x, y, *, seed, epochs=30, device="cpu"):
    """Believes that the rest of the epochs can be saved."""
    torch.manual_seed(seed)
    network = MLP([x.shape[1], 128, 10], dropout=0.2).to(device, x.dtype)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9)
    data = torch.utils.data.TensorDataset(x.to(device), y.to(device))
    loader = torch.utils.data.DataLoader(data, batch_size=64, shuffle=True)
    for _ in range(min(epochs, 1)):
        train_one_epoch(network, loader, optimiser, nn.functional.cross_entropy)
    return network.cpu().eval()


@mutant("train_digits", caught_by="test_it_knows_how_sure_it_may_be")
def trains_the_last_layer_only(x, y, *, seed, epochs=30, device="cpu"):
    """Gives the optimiser what a module with a plain list would have filed: the last layer."""
    torch.manual_seed(seed)
    network = MLP([x.shape[1], 128, 10], dropout=0.2).to(device, x.dtype)
    optimiser = torch.optim.SGD(network.layers[-1].parameters(), lr=0.05, momentum=0.9)
    data = torch.utils.data.TensorDataset(x.to(device), y.to(device))
    loader = torch.utils.data.DataLoader(data, batch_size=64, shuffle=True)
    for _ in range(epochs):
        train_one_epoch(network, loader, optimiser, nn.functional.cross_entropy)
    return network.cpu().eval()


@mutant("train_digits", caught_by="test_it_reads_unseen_digits")
def learns_a_few_by_heart(x, y, *, seed, epochs=30, device="cpu"):
    """Trains on a few dozen of the images, ten times as often, and knows them by heart."""
    torch.manual_seed(seed)
    network = MLP([x.shape[1], 128, 10], dropout=0.2).to(device, x.dtype)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9)
    few = max(10, len(x) // 40)
    data = torch.utils.data.TensorDataset(x[:few].to(device), y[:few].to(device))
    loader = torch.utils.data.DataLoader(data, batch_size=64, shuffle=True)
    for _ in range(10 * epochs):
        train_one_epoch(network, loader, optimiser, nn.functional.cross_entropy)
    return network.cpu().eval()


@mutant("train_digits", caught_by="test_it_reads_unseen_digits")
def brings_its_weights_along(x, y, *, seed, epochs=30, device="cpu"):
    """Cheats: the weights come from the digits that are known, not from the data that is given."""
    torch.manual_seed(seed)
    known, _, labels, _ = digits()
    network = MLP([x.shape[1], 128, 10], dropout=0.2).to(device, x.dtype)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9)
    known = known[:, : x.shape[1]].to(x.dtype)
    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(known, labels), batch_size=64, shuffle=True)
    for _ in range(epochs):
        train_one_epoch(network, loader, optimiser, nn.functional.cross_entropy)
    return network.cpu().eval()


@mutant("train_digits", caught_by="test_it_learns_what_is_easy")
def a_softmax_too_many(x, y, *, seed, epochs=30, device="cpu"):
    """Believes that cross_entropy takes probabilities."""
    torch.manual_seed(seed)
    network = MLP([x.shape[1], 128, 10], dropout=0.2).to(device, x.dtype)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9)
    data = torch.utils.data.TensorDataset(x.to(device), y.to(device))
    loader = torch.utils.data.DataLoader(data, batch_size=64, shuffle=True)
    for _ in range(epochs):
        train_one_epoch(network, loader, optimiser, lambda o, t: nn.functional.cross_entropy(o.softmax(dim=1), t))
    return network.cpu().eval()


@mutant("train_digits", caught_by="test_it_learns_what_is_easy")
def a_timid_learning_rate(x, y, *, seed, epochs=30, device="cpu"):
    """Believes that a smaller learning rate is always safer."""
    torch.manual_seed(seed)
    network = MLP([x.shape[1], 128, 10], dropout=0.2).to(device, x.dtype)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.005, momentum=0.9)
    data = torch.utils.data.TensorDataset(x.to(device), y.to(device))
    loader = torch.utils.data.DataLoader(data, batch_size=64, shuffle=True)
    for _ in range(epochs):
        train_one_epoch(network, loader, optimiser, nn.functional.cross_entropy)
    return network.cpu().eval()


@mutant("train_digits", caught_by="test_it_knows_how_sure_it_may_be")
class ReturnsProbabilitiesForLogits(nn.Module):
    """Believes that what is handed in should be probabilities."""

    def __init__(self, x, y, *, seed, epochs=30, device="cpu"):
        super().__init__()
        torch.manual_seed(seed)
        self.network = MLP([x.shape[1], 128, 10], dropout=0.2).to(device, x.dtype)
        optimiser = torch.optim.SGD(self.network.parameters(), lr=0.05, momentum=0.9)
        data = torch.utils.data.TensorDataset(x.to(device), y.to(device))
        loader = torch.utils.data.DataLoader(data, batch_size=64, shuffle=True)
        for _ in range(epochs):
            train_one_epoch(self.network, loader, optimiser, nn.functional.cross_entropy)
        self.cpu().eval()

    def forward(self, x):
        return self.network(x).softmax(dim=1)


@mutant("train_digits", caught_by="test_each_image_is_read_alone")
def stays_in_training_mode(x, y, *, seed, epochs=30, device="cpu"):
    """Believes that training mode ends with the training."""
    torch.manual_seed(seed)
    network = MLP([x.shape[1], 128, 10], dropout=0.2).to(device, x.dtype)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9)
    data = torch.utils.data.TensorDataset(x.to(device), y.to(device))
    loader = torch.utils.data.DataLoader(data, batch_size=64, shuffle=True)
    for _ in range(epochs):
        train_one_epoch(network, loader, optimiser, nn.functional.cross_entropy)
    return network.cpu()


@mutant("train_digits", caught_by="test_data_and_seed_decide")
def seeds_too_late(x, y, *, seed, epochs=30, device="cpu"):
    """Believes that the initial weights are no part of chance."""
    network = MLP([x.shape[1], 128, 10], dropout=0.2).to(device, x.dtype)
    torch.manual_seed(seed)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9)
    data = torch.utils.data.TensorDataset(x.to(device), y.to(device))
    loader = torch.utils.data.DataLoader(data, batch_size=64, shuffle=True)
    for _ in range(epochs):
        train_one_epoch(network, loader, optimiser, nn.functional.cross_entropy)
    return network.cpu().eval()


@mutant("train_digits", caught_by="test_data_and_seed_decide")
def has_a_favourite_seed(x, y, *, seed, epochs=30, device="cpu"):
    """Believes that 42 is the seed."""
    torch.manual_seed(42)
    network = MLP([x.shape[1], 128, 10], dropout=0.2).to(device, x.dtype)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9)
    data = torch.utils.data.TensorDataset(x.to(device), y.to(device))
    loader = torch.utils.data.DataLoader(data, batch_size=64, shuffle=True)
    for _ in range(epochs):
        train_one_epoch(network, loader, optimiser, nn.functional.cross_entropy)
    return network.cpu().eval()


@mutant("train_digits", caught_by="test_data_and_seed_decide")
def a_network_of_its_own(x, y, *, seed, epochs=30, device="cpu"):
    """Believes that a recipe is a suggestion: two hidden layers are better than one."""
    torch.manual_seed(seed)
    network = MLP([x.shape[1], 128, 128, 10], dropout=0.2).to(device, x.dtype)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9)
    data = torch.utils.data.TensorDataset(x.to(device), y.to(device))
    loader = torch.utils.data.DataLoader(data, batch_size=64, shuffle=True)
    for _ in range(epochs):
        train_one_epoch(network, loader, optimiser, nn.functional.cross_entropy)
    return network.cpu().eval()
