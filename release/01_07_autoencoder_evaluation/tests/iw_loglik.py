# Generated from lessons/01_autoencoders/07_autoencoder_evaluation.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "iw_loglik"
points = 6


@test_case()
def public_check(env):
    global answer
    globals().update(env)
    answer = torch.as_tensor(iw_loglik(torch.zeros(10, 3) - 300, 4))
    assert answer.shape == (3,), "one number for each example"
    assert answer.dtype == torch.float32, "float32 in, float32 out"
    assert float((answer + 300).abs().max()) < 1e-3, "if all weights are equal, their mean is that weight"
