"""Wrong answers to `predict_linear_ae`, which a hidden test must catch. Each docstring says what the student believed."""

from autograder.testing import mutant


@mutant(caught_by="test_loss_is_what_is_left_out")
def sums_what_is_kept(eigenvalues, chosen):
    """Believes that the loss is the variance along the chosen directions."""
    kept = [float(eigenvalues[i]) for i in chosen]
    others = [float(value) for i, value in enumerate(eigenvalues) if i not in chosen]
    curvature = 2 * (min(kept) - max(others))
    return sum(kept), curvature, curvature >= 0


@mutant(caught_by="test_loss_is_what_is_left_out")
def loss_as_a_share(eigenvalues, chosen):
    """Believes that the loss is the share of the variance that is lost."""
    kept = [float(eigenvalues[i]) for i in chosen]
    others = [float(value) for i, value in enumerate(eigenvalues) if i not in chosen]
    curvature = 2 * (min(kept) - max(others))
    return sum(others) / (sum(kept) + sum(others)), curvature, curvature >= 0


@mutant(caught_by="test_steepest_turning")
def forgets_the_two_of_the_sine(eigenvalues, chosen):
    """Believes that the second derivative of sin squared at 0 is 1."""
    kept = [float(eigenvalues[i]) for i in chosen]
    others = [float(value) for i, value in enumerate(eigenvalues) if i not in chosen]
    curvature = min(kept) - max(others)
    return sum(others), curvature, curvature >= 0


@mutant(caught_by="test_steepest_turning")
def exchanges_the_wrong_ones(eigenvalues, chosen):
    """Believes that the best exchange sends the largest away and takes the smallest in."""
    kept = [float(eigenvalues[i]) for i in chosen]
    others = [float(value) for i, value in enumerate(eigenvalues) if i not in chosen]
    return sum(others), 2 * (max(kept) - min(others)), min(kept) >= max(others)


@mutant(caught_by="test_steepest_turning")
def turns_the_sign(eigenvalues, chosen):
    """Believes that taking in a larger eigenvalue bends the loss upwards."""
    kept = [float(eigenvalues[i]) for i in chosen]
    others = [float(value) for i, value in enumerate(eigenvalues) if i not in chosen]
    curvature = 2 * (max(others) - min(kept))
    return sum(others), curvature, curvature <= 0


@mutant(caught_by="test_minimum_or_saddle")
def every_flat_place_is_a_minimum(eigenvalues, chosen):
    """Believes that where the gradient is zero, training is done."""
    kept = [float(eigenvalues[i]) for i in chosen]
    others = [float(value) for i, value in enumerate(eigenvalues) if i not in chosen]
    return sum(others), 2 * (min(kept) - max(others)), True


@mutant(caught_by="test_minimum_or_saddle")
def trusts_the_order(eigenvalues, chosen):
    """Believes that eigenvalues always come sorted, the largest first."""
    kept = [float(eigenvalues[i]) for i in chosen]
    others = [float(value) for i, value in enumerate(eigenvalues) if i not in chosen]
    return sum(others), 2 * (min(kept) - max(others)), sorted(chosen) == list(range(len(chosen)))


@mutant(caught_by="test_minimum_or_saddle")
def level_ground_is_downhill(eigenvalues, chosen):
    """Believes that a minimum needs a strictly larger eigenvalue than all that are left out."""
    kept = [float(eigenvalues[i]) for i in chosen]
    others = [float(value) for i, value in enumerate(eigenvalues) if i not in chosen]
    curvature = 2 * (min(kept) - max(others))
    return sum(others), curvature, curvature > 0


@mutant(caught_by="test_loss_is_what_is_left_out")
def tells_directions_apart_by_value(eigenvalues, chosen):
    """Believes that what was not chosen are the eigenvalues that differ from all chosen ones."""
    kept = [float(eigenvalues[i]) for i in chosen]
    others = [value for value in eigenvalues.tolist() if value not in kept]
    curvature = 2 * (min(kept) - max(others)) if others else 0.0
    return sum(others), curvature, curvature >= 0


@mutant(caught_by="test_steepest_turning")
def smallest_is_nearest_to_zero(eigenvalues, chosen):
    """Reads "the smallest second derivative" as the one that is smallest in absolute value."""
    kept = [float(eigenvalues[i]) for i in chosen]
    others = [float(value) for i, value in enumerate(eigenvalues) if i not in chosen]
    bends = [2 * (p - q) for p in kept for q in others]
    return sum(others), min(bends, key=abs), min(bends) >= 0


@mutant(caught_by="test_loss_is_what_is_left_out")
def chosen_are_ranks(eigenvalues, chosen):
    """Takes `chosen` for ranks, the largest eigenvalue first, as the text numbers them; they are indices as given."""
    values = eigenvalues.sort(descending=True).values.tolist()
    kept = [values[i] for i in chosen]
    others = [value for i, value in enumerate(values) if i not in chosen]
    curvature = 2 * (min(kept) - max(others))
    return sum(others), curvature, curvature >= 0


@mutant(caught_by="test_minimum_or_saddle")
def compares_two_sums_exactly(eigenvalues, chosen):
    """Calls it a minimum where the loss equals that of the largest, to the last bit, summed in another order."""
    inside = eigenvalues[chosen]
    loss = eigenvalues.sum() - inside.sum()
    best = eigenvalues.sort().values[: len(eigenvalues) - len(chosen)].sum()
    others = [value for i, value in enumerate(eigenvalues.tolist()) if i not in chosen]
    return float(loss), float(2 * (inside.min() - max(others))), bool(loss == best)
