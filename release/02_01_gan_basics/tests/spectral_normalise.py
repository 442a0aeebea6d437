# Generated from lessons/02_gans/01_gan_basics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "spectral_normalise"
points = 5


@test_case()
def public_check(env):
    global W_bar, u_new
    globals().update(env)
    W_bar, u_new = spectral_normalise(torch.diag(torch.tensor([3.0, 1.0])), torch.ones(2), 50)
    assert W_bar.shape == (2, 2), "the normalised weight has the shape of the weight"
    assert u_new.shape == (2,), "u has one entry for each output"
    assert abs(float(torch.linalg.matrix_norm(W_bar, 2)) - 1) < 1e-4, "after many repetitions the largest stretch is 1"
    assert spectral_normalise(torch.ones(4, 3, 2, 2), torch.ones(4))[0].shape == (4, 3, 2, 2), (
        "a convolution keeps its shape"
    )
