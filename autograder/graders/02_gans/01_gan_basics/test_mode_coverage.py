"""Hidden tests of `mode_coverage`: both numbers, how many hits a mode needs, borders and samples that are nowhere."""

import math

import torch

from autograder.metrics import mode_coverage
from autograder.testing import as_tensor, points, require


def ask(notebook, *args, **kwargs):
    """The student's two numbers, checked."""
    answer = notebook.mode_coverage(*args, **kwargs)
    is_pair = isinstance(answer, tuple | list) and len(answer) == 2
    require(is_pair, "two numbers have to be returned", hint="return modes, share", target="(modes, share)")
    modes, share = (as_tensor(each, "a number of the result").reshape(-1) for each in answer)
    require(modes.numel() == share.numel() == 1, "each of the two results has to be one number")
    return float(modes[0]), float(share[0])


def compare(found, wanted, hint, about):
    """Counts exactly, shares to rounding."""
    require(found[0] == wanted[0], f"the number of modes is wrong {about}", hint=hint)
    require(abs(found[1] - wanted[1]) < 1e-6, f"the share is wrong {about}", hint=hint)


def off_the_borders(samples, centres, radii):
    """Without those so near a border that rounding decides on which side they are, as it may in float32."""
    distances = torch.cdist(samples, centres, compute_mode="donot_use_mm_for_euclid_dist")
    near = torch.stack([(distances - radius).abs() < 1e-3 * radius for radius in radii])
    return samples[~near.any(dim=0).any(dim=1)]


@points("mode_coverage", 2)
def test_counts_modes_and_hits(notebook, rng):
    """Samples hit their nearest centre if they are near enough, in any number of dimensions; the share is of all samples."""
    hint = "Nearest centre, Euclidean distance, at most within * sigma; divide by all samples, not by those that hit."
    for d, sigma in ((2, 0.3), (3, 0.5), (1, 0.2)):
        centres = 3 * rng.normal(6, d)
        chosen = rng.integers(0, 4, (300,))
        samples = torch.cat([centres[chosen] + 1.5 * sigma * rng.normal(300, d), 4 * rng.normal(60, d)])
        samples = off_the_borders(samples, centres, (3 * sigma, sigma))
        for within in (3.0, 1.0):
            wanted = mode_coverage(samples, centres, sigma, within)
            compare(ask(notebook, samples, centres, sigma, within), wanted, hint, f"in {d} dimensions")
        compare(
            ask(notebook, samples.float(), centres, sigma), mode_coverage(samples, centres, sigma), hint, "in float32"
        )


@points("mode_coverage", 1)
def test_each_mode_needs_enough_hits(notebook, rng):
    """A mode counts from `least` hits on, its border belongs to it, and a sample hits only one, also where they overlap."""
    centres = torch.tensor([[0.0, 0.0], [10.0, 0.0], [0.0, 10.0]], dtype=torch.float64)
    samples = torch.cat([centres[:1].expand(7, 2), centres[1:2].expand(3, 2), centres[2:].expand(1, 2)])
    samples = samples + 0.01 * rng.normal(11, 2)
    for least, modes in ((1, 3), (2, 2), (3, 2), (4, 1), (8, 0)):
        hint = "A mode with exactly `least` hits is covered; the share does not depend on it."
        compare(ask(notebook, samples, centres, 0.1, least=least), (modes, 1.0), hint, f"for least = {least}")
    close = torch.tensor([[0.0, 0.0], [1.0, 0.0]], dtype=torch.float64)
    hint = "A sample between two centres hits the nearer one, not both, and counts once."
    compare(ask(notebook, 0.2 * rng.uniform(0, 1, (20, 2)), close, 1.0), (1, 1.0), hint, "where modes overlap")
    border = torch.tensor([[2.0, 0.0], [0.0, -2.0], [2.125, 0.0]], dtype=torch.float64)
    hint = "At most within * sigma away: who is exactly that far away still hits."
    compare(ask(notebook, border, centres, 0.5, 4.0), (1, 2 / 3), hint, "for samples on the border of a mode")


@points("mode_coverage", 1)
def test_samples_that_are_nowhere(notebook, rng):
    """Samples far away, NaN or infinite hit nothing, and still count in the share."""
    centres = 5 * torch.eye(4, dtype=torch.float64)[:, :3]
    good = centres[:2].repeat(3, 1) + 0.01 * rng.normal(6, 3)
    lost = torch.full((4, 3), 50.0, dtype=torch.float64)
    lost[1, 0], lost[2, 2] = math.nan, math.inf
    lost[3] = -math.inf
    hint = "A comparison with NaN is False, but a minimum may be NaN; an `argmin` of NaN is some mode. Divide by all N."
    compare(ask(notebook, torch.cat([good, lost]), centres, 0.1), (2, 0.6), hint, "with samples that are not finite")
    compare(ask(notebook, lost, centres, 0.1), (0, 0.0), hint, "where nothing hits")
