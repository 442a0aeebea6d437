# Generated from lessons/01_autoencoders/04_variational_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "kl_diagonal"
points = 5


@test_case()
def public_check(env):
    global answer, zeros
    globals().update(env)
    zeros = torch.zeros(5, 3)
    answer = torch.as_tensor(kl_diagonal(zeros, zeros, zeros, zeros))
    assert answer.shape == (5,), "one number for each example"
    assert float(answer.abs().max()) < 1e-6, "a distribution does not differ from itself"
    assert bool((torch.as_tensor(kl_diagonal(zeros + 1, zeros - 1, zeros[0], zeros[0])) > 0).all()), "never negative"
    assert answer.dtype == torch.float32, "float32 in, float32 out"
