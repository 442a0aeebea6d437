"""Calibration: from what honest and wrong answers measure over seeds to the limits between them."""

from autograder.calibration.gates import Fit, Question, Samples, fit_test, judge_samples
from autograder.calibration.limits import calibrated_exercises, read_limits, write_limits
from autograder.calibration.samples import gather_samples, is_caught_outright
from autograder.calibration.statistics import Distribution, Rate
from autograder.calibration.store import Store
from autograder.calibration.trials import Kind, Measured, Trial, close_bench, run_trial
from autograder.calibration.verifying import Verified, verify_exercise

__all__ = [
    "Distribution",
    "Fit",
    "Kind",
    "Measured",
    "Question",
    "Rate",
    "Samples",
    "Store",
    "Trial",
    "Verified",
    "calibrated_exercises",
    "close_bench",
    "fit_test",
    "gather_samples",
    "is_caught_outright",
    "judge_samples",
    "read_limits",
    "run_trial",
    "verify_exercise",
    "write_limits",
]
