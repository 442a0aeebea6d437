# Generated from lessons/00_prerequisites/02_probability_and_statistics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "gmm_em_step"
points = 7


@test_case()
def public_check(env):
    global X, cov, log_lik, mu, pi, start
    globals().update(env)
    X = torch.tensor([[-2.0, 0.0], [-1.0, 1.0], [1.0, 1.0], [2.0, 0.0], [0.5, 3.0]], dtype=float64)
    start = (
        torch.tensor([0.5, 0.5]).double(),
        torch.tensor([[-1.0, 0.0], [1.0, 0.0]]).double(),
        torch.eye(2).double().repeat(2, 1, 1),
    )
    pi, mu, cov, log_lik = gmm_em_step(X, *start)
    assert torch.as_tensor(pi).shape == (2,), "one proportion for each component"
    assert torch.as_tensor(mu).shape == (2, 2), "a mean for each component: [K, D]"
    assert torch.as_tensor(cov).shape == (2, 2, 2), "a covariance for each component: [K, D, D]"
    assert torch.as_tensor(mu).dtype == float64, "float64 in, float64 out"
    assert torch.as_tensor(log_lik).numel() == 1, "the log-likelihood is one number: the mean over examples"
    assert abs(float(torch.as_tensor(pi).sum()) - 1) < 1e-9, "proportions sum to 1"
