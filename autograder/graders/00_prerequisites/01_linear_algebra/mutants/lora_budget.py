"""Wrong answers to `lora_budget`, which a hidden test must catch. Each docstring says what the student believed."""

from autograder.testing import mutant


@mutant(caught_by="test_counts_of_numbers")
def multiplies_both_sides(d_out, d_in, r):
    """Believes that the adapter has r numbers for each entry of W."""
    return d_out * d_in, r * d_out * d_in, min(r, d_out, d_in), (d_out * d_in - 1) // (d_out + d_in)


@mutant(caught_by="test_counts_of_numbers")
def counts_one_factor(d_out, d_in, r):
    """Believes that only B is trained."""
    return d_out * d_in, r * d_out, min(r, d_out, d_in), (d_out * d_in - 1) // (d_out + d_in)


@mutant(caught_by="test_highest_rank_of_the_correction")
def rank_is_the_width(d_out, d_in, r):
    """Believes that the rank of BA is always r."""
    return d_out * d_in, r * (d_out + d_in), r, (d_out * d_in - 1) // (d_out + d_in)


@mutant(caught_by="test_highest_rank_of_the_correction")
def rank_is_that_of_the_layer(d_out, d_in, r):
    """Believes that BA can be any matrix of the size of W."""
    return d_out * d_in, r * (d_out + d_in), min(d_out, d_in), (d_out * d_in - 1) // (d_out + d_in)


@mutant(caught_by="test_break_even")
def allows_equality(d_out, d_in, r):
    """Believes that as many numbers are fewer numbers."""
    return d_out * d_in, r * (d_out + d_in), min(r, d_out, d_in), d_out * d_in // (d_out + d_in)


@mutant(caught_by="test_break_even")
def assumes_a_square_layer(d_out, d_in, r):
    """Believes that the break-even is half the width, as it is for a square W."""
    return d_out * d_in, r * (d_out + d_in), min(r, d_out, d_in), max((d_in - 1) // 2, 0)


@mutant(caught_by="test_break_even")
def always_one_less(d_out, d_in, r):
    """Believes that "strictly" means one less than the quotient, also where the division leaves a remainder."""
    return d_out * d_in, r * (d_out + d_in), min(r, d_out, d_in), max(d_out * d_in // (d_out + d_in) - 1, 0)
