"""What hidden graders import: marks, checks, random inputs, mutants and alternatives."""

from autograder.testing.checks import as_tensor, assert_close, assert_dtype, assert_shape, coarse, raises, require
from autograder.testing.gradients import vjp
from autograder.testing.marks import Helper, inside, points, trained
from autograder.testing.rng import Rng
from autograder.testing.thresholds import Direction, Judgement, Threshold, Thresholds, Verdict
from autograder.testing.variants import Variant, alternative, load_variants, mutant

__all__ = [
    "Direction",
    "Helper",
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
    "inside",
    "load_variants",
    "mutant",
    "points",
    "raises",
    "require",
    "trained",
    "vjp",
]
