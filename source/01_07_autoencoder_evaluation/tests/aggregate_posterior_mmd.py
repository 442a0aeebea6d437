# Generated from lessons/01_autoencoders/07_autoencoder_evaluation.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "aggregate_posterior_mmd"
points = 6


@test_case()
def public_check(env):
    global answer
    globals().update(env)
    answer = torch.as_tensor(aggregate_posterior_mmd(torch.randn(300, 2, generator=torch.Generator().manual_seed(0)), 1.0))
    assert answer.numel() == 1, "one number for all codes together"
    assert abs(float(answer)) < 0.02, "dice do not differ from dice"
    assert float(aggregate_posterior_mmd(torch.full((5, 2), 50.0), 1.0)) > 1, "five codes in one far place differ from dice"
