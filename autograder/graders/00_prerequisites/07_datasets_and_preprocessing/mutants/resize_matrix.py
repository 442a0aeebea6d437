"""Wrong answers to `resize_matrix`, which a hidden test must catch. Each docstring says what the student believed."""

import torch
from torch import nn

from autograder.testing import mutant


@mutant(caught_by="test_fewer_pixels_antialiased")
def never_widens(n_in, n_out, antialias=True):
    """Believes that two neighbours are enough, however many pixels lie between."""
    s = n_in / n_out
    old = torch.arange(n_in, dtype=torch.float64) + 0.5
    new = s * (torch.arange(n_out, dtype=torch.float64) + 0.5)
    tent = (1 - (old - new[:, None]).abs()).clamp(min=0)
    return tent / tent.sum(dim=1, keepdim=True)


@mutant(caught_by="test_fewer_pixels_antialiased")
def antialiases_on_request(n_in, n_out, antialias=False):
    """Believes that antialiasing has to be asked for."""
    s = n_in / n_out
    v = max(1.0, s) if antialias else 1.0
    old = torch.arange(n_in, dtype=torch.float64) + 0.5
    new = s * (torch.arange(n_out, dtype=torch.float64) + 0.5)
    tent = (1 - (old - new[:, None]).abs() / v).clamp(min=0)
    return tent / tent.sum(dim=1, keepdim=True)


@mutant(caught_by="test_two_nearest_pixels")
def aligns_the_corners(n_in, n_out, antialias=True):
    """Believes that the first and the last pixels stand on top of each other."""
    s = n_in / n_out
    v = max(1.0, s) if antialias else 1.0
    old = torch.arange(n_in, dtype=torch.float64)
    new = torch.linspace(0, n_in - 1, n_out, dtype=torch.float64)
    tent = (1 - (old - new[:, None]).abs() / v).clamp(min=0)
    return tent / tent.sum(dim=1, keepdim=True)


@mutant(caught_by="test_fewer_pixels_antialiased")
def forgets_the_half(n_in, n_out, antialias=True):
    """Believes that pixel j stands at j, in the old and in the new picture."""
    s = n_in / n_out
    v = max(1.0, s) if antialias else 1.0
    old = torch.arange(n_in, dtype=torch.float64)
    new = s * torch.arange(n_out, dtype=torch.float64)
    tent = (1 - (old - new[:, None]).abs() / v).clamp(min=0)
    return tent / tent.sum(dim=1, keepdim=True)


@mutant(caught_by="test_two_nearest_pixels")
def narrows_for_more_pixels(n_in, n_out, antialias=True):
    """Believes that the tent is s wide, also where s is below 1."""
    s = n_in / n_out
    v = s if antialias else 1.0
    old = torch.arange(n_in, dtype=torch.float64) + 0.5
    new = s * (torch.arange(n_out, dtype=torch.float64) + 0.5)
    distance = (old - new[:, None]).abs()
    tent = (1 - distance / v).clamp(min=0) + 1e-12 * (distance == distance.min(dim=1, keepdim=True).values)
    return tent / tent.sum(dim=1, keepdim=True)


@mutant(caught_by="test_fewer_pixels_antialiased")
def a_box_for_a_tent(n_in, n_out, antialias=True):
    """Believes that the plain mean over a new pixel is the tent's."""
    s = n_in / n_out
    old = torch.arange(n_in, dtype=torch.float64) + 0.5
    new = s * (torch.arange(n_out, dtype=torch.float64) + 0.5)
    if antialias and s > 1:
        edges = torch.arange(n_in, dtype=torch.float64)
        low, high = new[:, None] - s / 2, new[:, None] + s / 2
        tent = (torch.minimum(high, edges + 1) - torch.maximum(low, edges)).clamp(min=0)
    else:
        tent = (1 - (old - new[:, None]).abs()).clamp(min=0)
    return tent / tent.sum(dim=1, keepdim=True)


@mutant(caught_by="test_it_is_your_own")
def lets_torch_do_it(n_in, n_out, antialias=True):
    """Resizes every unit vector by torch: right, and not what was asked."""
    old = torch.eye(n_in, dtype=torch.float64)[None, None]
    return nn.functional.interpolate(old, size=(n_out, n_in), mode="bilinear", antialias=antialias)[0, 0]


@mutant(caught_by="test_fewer_pixels_antialiased")
def divides_by_the_width(n_in, n_out, antialias=True):
    """Believes that a tent's weights add up to its half-width, also at the borders."""
    s = n_in / n_out
    v = max(1.0, s) if antialias else 1.0
    old = torch.arange(n_in, dtype=torch.float64) + 0.5
    new = s * (torch.arange(n_out, dtype=torch.float64) + 0.5)
    return (1 - (old - new[:, None]).abs() / v).clamp(min=0) / v
