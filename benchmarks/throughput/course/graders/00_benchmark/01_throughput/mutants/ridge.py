"""Wrong answers to `ridge`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_more_columns_than_rows")
def penalises_small_problems_only(X, y, penalty):
    """Believes that the penalty may be capped."""
    identity = torch.eye(X.shape[1], dtype=X.dtype)
    return torch.linalg.solve(X.T @ X + min(penalty, 1.0) * identity, X.T @ y)


@mutant(caught_by="test_gradient_vanishes")
def penalises_the_mean(X, y, penalty):
    """Believes that the penalty grows with the number of examples."""
    identity = torch.eye(X.shape[1], dtype=X.dtype)
    return torch.linalg.solve(X.T @ X + penalty * len(y) * identity, X.T @ y)
