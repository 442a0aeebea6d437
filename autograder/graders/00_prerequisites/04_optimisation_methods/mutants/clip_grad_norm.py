"""Wrong answers to `clip_grad_norm`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch

from autograder.testing import mutant


@mutant(caught_by="test_keeps_the_direction")
def each_on_its_own(grads, max_norm):
    """Believes that each tensor is clipped by its own norm, as in the draft."""
    norm = math.sqrt(sum(float((grad**2).sum()) for grad in grads))
    if not math.isfinite(norm):
        return [torch.zeros_like(grad) for grad in grads], norm
    return [grad * min(1.0, max_norm / max(float(grad.norm()), 1e-30)) for grad in grads], norm


@mutant(caught_by="test_keeps_the_direction")
def the_largest_norm(grads, max_norm):
    """Believes that the largest of the norms is the norm of all, as in the draft."""
    norm = max([float(grad.norm()) for grad in grads], default=0.0)
    if not all(bool(grad.isfinite().all()) for grad in grads):
        return [torch.zeros_like(grad) for grad in grads], math.nan
    factor = max_norm / norm if norm > max_norm else 1.0
    return [factor * grad for grad in grads], norm


@mutant(caught_by="test_keeps_the_direction")
def adds_the_norms(grads, max_norm):
    """Believes that norms add up."""
    norm = sum(float(grad.norm()) for grad in grads)
    if not math.isfinite(norm):
        return [torch.zeros_like(grad) for grad in grads], norm
    factor = max_norm / norm if norm > max_norm else 1.0
    return [factor * grad for grad in grads], norm


@mutant(caught_by="test_keeps_the_direction")
def forgets_the_root_of_the_sum(grads, max_norm):
    """Believes that the sum of squares is the norm."""
    norm = sum(float((grad**2).sum()) for grad in grads)
    if not math.isfinite(norm):
        return [torch.zeros_like(grad) for grad in grads], norm
    factor = max_norm / norm if norm > max_norm else 1.0
    return [factor * grad for grad in grads], norm


@mutant(caught_by="test_keeps_the_direction")
def clips_entries(grads, max_norm):
    """Believes that clipping is for single entries."""
    norm = math.sqrt(sum(float((grad**2).sum()) for grad in grads))
    if not math.isfinite(norm):
        return [torch.zeros_like(grad) for grad in grads], norm
    return [grad.clamp(-max_norm, max_norm) if norm > max_norm else grad for grad in grads], norm


@mutant(caught_by="test_keeps_the_direction")
def logs_what_is_left(grads, max_norm):
    """Believes that the norm after clipping is what one wants to know."""
    norm = math.sqrt(sum(float((grad**2).sum()) for grad in grads))
    if not math.isfinite(norm):
        return [torch.zeros_like(grad) for grad in grads], norm
    factor = max_norm / norm if norm > max_norm else 1.0
    return [factor * grad for grad in grads], factor * norm


@mutant(caught_by="test_small_gradients_stay")
def always_scales(grads, max_norm):
    """Believes that every gradient gets the norm max_norm, as in the draft."""
    norm = math.sqrt(sum(float((grad**2).sum()) for grad in grads))
    if not math.isfinite(norm):
        return [torch.zeros_like(grad) for grad in grads], norm
    return [max_norm / max(norm, 1e-30) * grad for grad in grads], norm


@mutant(caught_by="test_small_gradients_stay")
def divides_by_the_norm_of_zeros(grads, max_norm):
    """Believes that no layer's gradient is ever zero."""
    norm = torch.sqrt(sum((grad**2).sum() for grad in grads)) if grads else 0.0
    if not math.isfinite(norm):
        return [torch.zeros_like(grad) for grad in grads], norm
    return [grad / norm * min(float(norm), max_norm) for grad in grads], norm


@mutant(caught_by="test_no_direction_no_step")
def multiplies_nan_by_zero(grads, max_norm):
    """Believes that zero times NaN is zero."""
    norm = math.sqrt(sum(float((grad**2).sum()) for grad in grads))
    factor = (max_norm / norm if norm > max_norm else 1.0) if math.isfinite(norm) else 0.0
    return [factor * grad for grad in grads], norm


@mutant(caught_by="test_no_direction_no_step")
def mends_the_bad_entries(grads, max_norm):
    """Believes that it is enough to replace the entries that are not finite, and to go on with the others."""
    grads = [grad.nan_to_num(0.0, 0.0, 0.0) for grad in grads]
    norm = math.sqrt(sum(float((grad**2).sum()) for grad in grads))
    factor = max_norm / norm if norm > max_norm else 1.0
    return [factor * grad for grad in grads], norm


@mutant(caught_by="test_shapes_and_dtypes_stay")
def answers_in_double(grads, max_norm):
    """Believes that float64 is always wanted."""
    norm = math.sqrt(sum(float((grad.double() ** 2).sum()) for grad in grads))
    if not math.isfinite(norm):
        return [torch.zeros_like(grad) for grad in grads], norm
    factor = max_norm / norm if norm > max_norm else 1.0
    return [factor * grad.double() for grad in grads], norm
