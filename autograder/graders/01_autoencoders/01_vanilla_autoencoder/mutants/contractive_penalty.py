"""Wrong answers to `contractive_penalty`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_it_is_the_squared_norm_of_the_jacobian")
def forgets_to_square_the_slope(W, b, x, activation):
    """Believes that the slope enters once."""
    h = {"sigmoid": torch.sigmoid, "tanh": torch.tanh}[activation](x @ W.T + b)
    slope = h * (1 - h) if activation == "sigmoid" else 1 - h**2
    return slope @ W.square().sum(dim=1)


@mutant(caught_by="test_it_is_the_squared_norm_of_the_jacobian")
def sums_before_squaring(W, b, x, activation):
    """Believes that the square of a sum is the sum of squares."""
    h = {"sigmoid": torch.sigmoid, "tanh": torch.tanh}[activation](x @ W.T + b)
    slope = h * (1 - h) if activation == "sigmoid" else 1 - h**2
    return slope.square() @ W.sum(dim=1).square()


@mutant(caught_by="test_it_is_the_squared_norm_of_the_jacobian")
def one_slope_for_both(W, b, x, activation):
    """Believes that h (1 - h) is the slope of tanh, too."""
    h = {"sigmoid": torch.sigmoid, "tanh": torch.tanh}[activation](x @ W.T + b)
    return (h * (1 - h)).square() @ W.square().sum(dim=1)


@mutant(caught_by="test_it_is_the_squared_norm_of_the_jacobian")
def takes_the_root(W, b, x, activation):
    """Believes that the penalty is the norm, not its square."""
    h = {"sigmoid": torch.sigmoid, "tanh": torch.tanh}[activation](x @ W.T + b)
    slope = h * (1 - h) if activation == "sigmoid" else 1 - h**2
    return (slope.square() @ W.square().sum(dim=1)).sqrt()


@mutant(caught_by="test_it_is_the_squared_norm_of_the_jacobian")
def forgets_the_offsets(W, b, x, activation):
    """Believes that offsets drop out of derivatives: they do not, the slope is taken at a."""
    h = {"sigmoid": torch.sigmoid, "tanh": torch.tanh}[activation](x @ W.T)
    slope = h * (1 - h) if activation == "sigmoid" else 1 - h**2
    return slope.square() @ W.square().sum(dim=1) + 0 * b.sum()


@mutant(caught_by="test_it_is_the_squared_norm_of_the_jacobian")
def averages_over_examples(W, b, x, activation):
    """Believes that a penalty is one number for the whole batch."""
    h = {"sigmoid": torch.sigmoid, "tanh": torch.tanh}[activation](x @ W.T + b)
    slope = h * (1 - h) if activation == "sigmoid" else 1 - h**2
    return (slope.square() @ W.square().sum(dim=1)).mean()


@mutant(caught_by="test_gradients_flow_to_weights_offsets_and_examples")
def detaches_the_slope(W, b, x, activation):
    """Believes that the slope is a constant of the penalty: training then only shrinks the weights."""
    h = {"sigmoid": torch.sigmoid, "tanh": torch.tanh}[activation](x @ W.T + b)
    slope = (h * (1 - h) if activation == "sigmoid" else 1 - h**2).detach()
    return slope.square() @ W.square().sum(dim=1)


@mutant(caught_by="test_gradients_flow_to_weights_offsets_and_examples")
def reads_the_weights_data(W, b, x, activation):
    """Believes that a regulariser must not disturb the weights, and reads them through .data."""
    h = {"sigmoid": torch.sigmoid, "tanh": torch.tanh}[activation](x @ W.T + b)
    slope = h * (1 - h) if activation == "sigmoid" else 1 - h**2
    return slope.square() @ W.data.square().sum(dim=1)


@mutant(caught_by="test_saturated_units_and_float32")
def exponentials_by_hand(W, b, x, activation):
    """Believes that a formula with exponentials can be typed as it stands: far out they overflow to NaN."""
    a = x @ W.T + b
    if activation == "sigmoid":
        slope = a.exp() / (1 + a.exp()) ** 2
    elif activation == "tanh":
        slope = 1 - ((a.exp() - (-a).exp()) / (a.exp() + (-a).exp())) ** 2
    else:
        raise ValueError(activation)
    return slope.square() @ W.square().sum(dim=1)


@mutant(caught_by="test_each_example_counts_alone_and_others_are_refused")
def takes_anything_for_tanh(W, b, x, activation):
    """Believes that what is not sigmoid is tanh."""
    h = torch.sigmoid(x @ W.T + b) if activation == "sigmoid" else torch.tanh(x @ W.T + b)
    slope = h * (1 - h) if activation == "sigmoid" else 1 - h**2
    return slope.square() @ W.square().sum(dim=1)
