# Generated from lessons/00_prerequisites/02_probability_and_statistics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "gaussian_logpdf"
points = 6


@test_case()
def public_check(env):
    global cov, log_p, many, peak
    globals().update(env)
    cov = torch.tensor([[4.0, 2.0], [2.0, 3.0]], dtype=float64)
    log_p = torch.as_tensor(gaussian_logpdf(torch.ones(5, 2, dtype=float64), torch.zeros(2, dtype=float64), cov))
    assert log_p.shape == (5,), "one number for each example: sum over dimensions, and nothing else"
    assert log_p.dtype == float64, "float64 in, float64 out"
    peak = torch.as_tensor(gaussian_logpdf(torch.zeros(1, 2, dtype=float64), torch.zeros(2, dtype=float64), cov))
    assert float(peak[0]) > float(log_p[0]), "the density is highest at the mean"
    many = torch.as_tensor(
        gaussian_logpdf(torch.zeros(3, 200).double(), torch.zeros(200).double(), 0.01 * torch.eye(200).double())
    )
    assert bool(torch.isfinite(many).all()), "in 200 dimensions the determinant is too small for a float64"
