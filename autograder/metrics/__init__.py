"""What generated samples and reconstructions are worth: pure functions on float64 tensors, for the trusted side.

A metric never raises over a value that is NaN or infinite, for such come from students' models: it answers NaN, which no
threshold accepts. It raises ValueError over a shape that makes no sense.
"""

from autograder.metrics.digit_classifier import DigitClassifier, digit_classifier
from autograder.metrics.features import Features, PcaFeatures, fpd
from autograder.metrics.frechet import frechet_at_infinity, frechet_distance, frechet_distance_of, moments
from autograder.metrics.inception import InceptionFeatures
from autograder.metrics.kernel import kernel_distance
from autograder.metrics.likelihood import (
    bernoulli_log_likelihood,
    elbo,
    iwae_bound,
    kl_diagonal,
    kl_to_standard_normal,
    log_mean_exp,
    normal_log_density,
)
from autograder.metrics.modes import mode_coverage
from autograder.metrics.neighbours import nearest_distances, nearest_neighbour_ratio, precision_recall
from autograder.metrics.pixels import binary_cross_entropy, mean_squared_error, psnr, ssim
from autograder.metrics.scores import inception_score
from autograder.metrics.transport import fixed_directions, sliced_wasserstein

__all__ = [
    "DigitClassifier",
    "Features",
    "InceptionFeatures",
    "PcaFeatures",
    "bernoulli_log_likelihood",
    "binary_cross_entropy",
    "digit_classifier",
    "elbo",
    "fixed_directions",
    "fpd",
    "frechet_at_infinity",
    "frechet_distance",
    "frechet_distance_of",
    "inception_score",
    "iwae_bound",
    "kernel_distance",
    "kl_diagonal",
    "kl_to_standard_normal",
    "log_mean_exp",
    "mean_squared_error",
    "mode_coverage",
    "moments",
    "nearest_distances",
    "nearest_neighbour_ratio",
    "normal_log_density",
    "precision_recall",
    "psnr",
    "sliced_wasserstein",
    "ssim",
]
