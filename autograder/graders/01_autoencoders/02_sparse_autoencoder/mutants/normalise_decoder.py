"""Wrong answers to `normalise_decoder`, which a hidden test must catch. Each docstring says what the student believed."""

from torch import nn

from autograder.testing import mutant


@mutant(caught_by="test_atoms_have_length_one")
def normalises_columns(D, G):
    """Believes that atoms stand in columns."""
    length = D.norm(dim=0, keepdim=True)
    unit = D / length.masked_fill(length == 0, 1)
    return unit, G - (G * unit).sum(dim=0, keepdim=True) * unit


@mutant(caught_by="test_gradients_stand_at_right_angles")
def leaves_the_gradient(D, G):
    """Believes that bringing the atoms to length 1 is enough."""
    length = D.norm(dim=1, keepdim=True)
    return D / length.masked_fill(length == 0, 1), G.clone()


@mutant(caught_by="test_gradients_stand_at_right_angles")
def projects_with_long_atoms(D, G):
    """Believes that d (d^T g) projects for a d of any length."""
    length = D.norm(dim=1, keepdim=True)
    return D / length.masked_fill(length == 0, 1), G - (G * D).sum(dim=1, keepdim=True) * D


@mutant(caught_by="test_atoms_have_length_one")
def divides_by_zero(D, G):
    """Believes that no atom is zero."""
    unit = D / D.norm(dim=1, keepdim=True)
    return unit, G - (G * unit).sum(dim=1, keepdim=True) * unit


@mutant(caught_by="test_gradients_stand_at_right_angles")
def keeps_the_wrong_part(D, G):
    """Believes that the part along the atom is what is wanted."""
    length = D.norm(dim=1, keepdim=True)
    unit = D / length.masked_fill(length == 0, 1)
    return unit, (G * unit).sum(dim=1, keepdim=True) * unit


@mutant(caught_by="test_atoms_have_length_one")
def adds_a_tiny_number(D, G):
    """Believes that 1e-12 in the denominator harms nobody: short atoms get no length at all."""
    unit = D / (D.norm(dim=1, keepdim=True) + 1e-12)
    return unit, G - (G * unit).sum(dim=1, keepdim=True) * unit


@mutant(caught_by="test_atoms_have_length_one")
def shortens_only(D, G):
    """Believes that atoms need only be kept from growing: those below length 1 stay."""
    unit = D / D.norm(dim=1, keepdim=True).clamp_min(1)
    hat = nn.functional.normalize(D, dim=1, eps=1e-30)
    return unit, G - (G * hat).sum(dim=1, keepdim=True) * hat


@mutant(caught_by="test_lengths_change_in_second_order")
def writes_into_its_arguments(D, G):
    """Believes that `D /= length` makes a new tensor."""
    length = D.norm(dim=1, keepdim=True)
    D /= length.masked_fill(length == 0, 1)
    G -= (G * D).sum(dim=1, keepdim=True) * D
    return D, G


@mutant(caught_by="test_atoms_have_length_one")
def divides_by_the_matrix_norm(D, G):
    """Believes that `D.norm()` is a length for each row."""
    unit = D / D.norm().clamp_min(1e-30)
    hat = nn.functional.normalize(D, dim=1, eps=1e-30)
    return unit, G - (G * hat).sum(dim=1, keepdim=True) * hat
