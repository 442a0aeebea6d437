"""Wrong answers to `l0`, which a hidden test must catch. Each docstring says what the student believed."""

from autograder.testing import mutant


@mutant(caught_by="test_counts_contributions")
def counts_entries(z, D, tol=0.01):
    """Believes that every entry that is not zero is in use."""
    return (z != 0).sum(dim=1)


@mutant(caught_by="test_rescaling_units_changes_no_count")
def ignores_the_atoms(z, D, tol=0.01):
    """Believes that the size of the code says what a unit does, whatever the length of its atom."""
    return (z.abs() > tol * z.abs().amax(dim=1, keepdim=True)).sum(dim=1)


@mutant(caught_by="test_tolerance_is_relative_to_each_example")
def compares_with_the_whole_batch(z, D, tol=0.01):
    """Believes that the largest contribution of the batch is the measure of all examples."""
    contributions = z.abs() * D.norm(dim=1)
    return (contributions > tol * contributions.max()).sum(dim=1)


@mutant(caught_by="test_tolerance_is_relative_to_each_example")
def counts_zeros_among_zeros(z, D, tol=0.01):
    """Believes that `>=` and `>` are the same."""
    contributions = z.abs() * D.norm(dim=1)
    return (contributions >= tol * contributions.amax(dim=1, keepdim=True)).sum(dim=1)


@mutant(caught_by="test_counts_contributions")
def forgets_negative_codes(z, D, tol=0.01):
    """Believes that codes are never negative."""
    contributions = z * D.norm(dim=1)
    return (contributions > tol * contributions.amax(dim=1, keepdim=True)).sum(dim=1)


@mutant(caught_by="test_tolerance_is_relative_to_each_example")
def takes_the_tolerance_as_absolute(z, D, tol=0.01):
    """Believes that one per cent is a size."""
    return (z.abs() * D.norm(dim=1) > tol).sum(dim=1)


@mutant(caught_by="test_counts_contributions")
def averages_the_counts(z, D, tol=0.01):
    """Believes that one number for the batch is wanted."""
    contributions = z.abs() * D.norm(dim=1)
    return (contributions > tol * contributions.amax(dim=1, keepdim=True)).sum(dim=1).double().mean()


@mutant(caught_by="test_counts_contributions")
def changes_the_default(z, D, tol=0.1):
    """Believes that a default is there to be improved."""
    contributions = z.abs() * D.norm(dim=1)
    return (contributions > tol * contributions.amax(dim=1, keepdim=True)).sum(dim=1)
