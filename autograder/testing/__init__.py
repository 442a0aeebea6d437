"""What hidden graders import: marks, checks, random inputs, mutants and alternatives."""

from autograder.testing.checks import as_tensor, assert_close, assert_dtype, assert_shape, coarse, raises, require
from autograder.testing.data import HiddenDigits, hidden_digits, ring_centres, ring_of_gaussians, shapes, two_moons
from autograder.testing.gradients import vjp
from autograder.testing.marks import Helper, inside, points, trained
from autograder.testing.rng import Rng
from autograder.testing.thresholds import Direction, Judgement, Threshold, Thresholds, Verdict
from autograder.testing.variants import Variant, alternative, load_variants, mutant

__all__ = [
    "Direction",
    "Helper",
    "HiddenDigits",
    "Judgement",
    "Rng",
    "Threshold",
    "Thresholds",
    "Variant",
    "Verdict",
    "alternative",
    "as_tensor",
    "assert_close",
    "assert_dtype",
    "assert_shape",
    "coarse",
    "hidden_digits",
    "inside",
    "load_variants",
    "mutant",
    "points",
    "raises",
    "require",
    "ring_centres",
    "ring_of_gaussians",
    "shapes",
    "trained",
    "two_moons",
    "vjp",
]
