# Generated from lessons/01_autoencoders/03_denoising_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "could_be_optimal"
points = 6


@test_case()
def public_check(env):
    global points_here
    globals().update(env)
    points_here = torch.tensor([[0.3, -0.2], [1.0, 2.0]], dtype=torch.float64)
    assert could_be_optimal(lambda x: 0.5 * x, points_here) in (True, False), "the answer is a bool"
    assert could_be_optimal(lambda x: 0.5 * x, points_here), "shrinking is the best denoiser of Gaussian data"
    assert not could_be_optimal(lambda x: -0.5 * x, points_here), "this one moves backward"
