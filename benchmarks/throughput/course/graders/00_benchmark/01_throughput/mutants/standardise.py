"""Wrong answers to `standardise`, which a hidden test must catch. Each docstring says what the student believed."""

from autograder.testing import mutant


@mutant(caught_by="test_constant_columns_become_zero")
def divides_by_zero(X):
    """Believes that no column is constant."""
    return (X - X.mean(0)) / X.std(0, correction=0)


@mutant(caught_by="test_columns_are_standard")
def standardises_everything(X):
    """Believes that there is one mean and one deviation for the whole matrix."""
    return (X - X.mean()) / X.std()
