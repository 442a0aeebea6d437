"""Wrong answers, as students give them; each docstring is what they believed."""

import math

import torch

from autograder.testing import mutant


@mutant("standardise", caught_by="test_constant_columns_become_zero")
def divides_by_zero(X):
    """Believes that no column is constant."""
    return (X - X.mean(0)) / X.std(0, correction=0)


@mutant("standardise", caught_by="test_columns_are_standard")
def standardises_everything(X):
    """Believes that there is one mean and one deviation for the whole matrix."""
    return (X - X.mean()) / X.std()


@mutant("log_softmax", caught_by="test_large_logits_do_not_overflow")
def overflows(z):
    """Believes that exponentials are always finite."""
    return (z.exp() / z.exp().sum(-1, keepdim=True)).log()


@mutant("log_softmax", caught_by="test_matches_the_definition")
def sums_the_wrong_axis(z):
    """Believes that classes stand in the first axis."""
    return z - torch.logsumexp(z, dim=0, keepdim=True)


@mutant("attention", caught_by="test_causal_attention_does_not_look_ahead")
def ignores_causal(Q, K, V, causal=False):
    """Believes that the mask is only for training."""
    return (Q @ K.mT / math.sqrt(Q.shape[-1])).softmax(-1) @ V


@mutant("attention", caught_by="test_weighs_the_values")
def forgets_the_root(Q, K, V, causal=False):
    """Believes that scores need no scale."""
    scores = Q @ K.mT
    if causal:
        scores = scores + torch.full(scores.shape[-2:], -math.inf, dtype=scores.dtype).triu(1)
    return scores.softmax(-1) @ V


@mutant("GatedUnit", caught_by="test_has_two_weight_matrices")
class SharesWeights(torch.nn.Module):
    """Believes that both maps may be the same."""

    def __init__(self, d, k):
        super().__init__()
        self.value = torch.nn.Parameter(torch.randn(d, k, dtype=torch.float64))
        self.gate = self.value

    def forward(self, x):
        return (x @ self.value) * torch.sigmoid(x @ self.gate)


@mutant("GatedUnit", caught_by="test_gates_one_map_by_the_other")
class GatesWithTanh(torch.nn.Module):
    """Believes that any squashing function is a gate."""

    def __init__(self, d, k):
        super().__init__()
        self.value = torch.nn.Parameter(torch.randn(d, k, dtype=torch.float64))
        self.gate = torch.nn.Parameter(torch.randn(d, k, dtype=torch.float64))

    def forward(self, x):
        return (x @ self.value) * torch.tanh(x @ self.gate)


@mutant("ridge", caught_by="test_more_columns_than_rows")
def penalises_small_problems_only(X, y, penalty):
    """Believes that the penalty may be capped."""
    identity = torch.eye(X.shape[1], dtype=X.dtype)
    return torch.linalg.solve(X.T @ X + min(penalty, 1.0) * identity, X.T @ y)


@mutant("ridge", caught_by="test_gradient_vanishes")
def penalises_the_mean(X, y, penalty):
    """Believes that the penalty grows with the number of examples."""
    identity = torch.eye(X.shape[1], dtype=X.dtype)
    return torch.linalg.solve(X.T @ X + penalty * len(y) * identity, X.T @ y)


@mutant("descend", caught_by="test_first_steps_are_exact")
def halves_the_gradient(X, y, steps, rate):
    """Believes that the 2 of a square's derivative may be left out."""
    w, losses = torch.zeros(X.shape[1], dtype=X.dtype), []
    for _ in range(steps):
        rest = X @ w - y
        losses.append(rest.square().mean().item())
        w = w - rate * X.T @ rest / len(y)
    return w, losses


@mutant("descend", caught_by="test_finds_the_least_squares")
def takes_one_step(X, y, steps, rate):
    """Believes that returning inside the loop ends the step."""
    w, losses = torch.zeros(X.shape[1], dtype=X.dtype), []
    for _ in range(steps):
        rest = X @ w - y
        losses.append(rest.square().mean().item())
        w = w - rate * 2 * X.T @ rest / len(y)
        return w, losses
