"""Wrong answers to `GatedUnit`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_has_two_weight_matrices")
class SharesWeights(torch.nn.Module):
    """Believes that both maps may be the same."""

    def __init__(self, d, k):
        super().__init__()
        self.value = torch.nn.Parameter(torch.randn(d, k, dtype=torch.float64))
        self.gate = self.value

    def forward(self, x):
        return (x @ self.value) * torch.sigmoid(x @ self.gate)


@mutant(caught_by="test_gates_one_map_by_the_other")
class GatesWithTanh(torch.nn.Module):
    """Believes that any squashing function is a gate."""

    def __init__(self, d, k):
        super().__init__()
        self.value = torch.nn.Parameter(torch.randn(d, k, dtype=torch.float64))
        self.gate = torch.nn.Parameter(torch.randn(d, k, dtype=torch.float64))

    def forward(self, x):
        return (x @ self.value) * torch.tanh(x @ self.gate)
