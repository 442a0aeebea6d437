# Generated from lessons/00_prerequisites/02_probability_and_statistics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "bayes_update"
points = 4


@test_case()
def public_check(env):
    global log_evidence, log_posterior
    globals().update(env)
    log_posterior, log_evidence = bayes_update(
        torch.tensor([0.5, 0.3, 0.2], dtype=float64).log(), -torch.rand(4, 3, dtype=float64)
    )
    log_posterior, log_evidence = torch.as_tensor(log_posterior), torch.as_tensor(log_evidence)
    assert log_posterior.shape == (4, 3), "a belief about each of 3 hypotheses, for each of 4 observations"
    assert log_evidence.shape == (4,), "one number for each observation"
    assert log_posterior.dtype == log_evidence.dtype == float64, "float64 in, float64 out"
    assert float((log_posterior.exp().sum(dim=-1) - 1).abs().max()) < 1e-9, "the beliefs about one observation sum to 1"
