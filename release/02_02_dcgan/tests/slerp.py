# Generated from lessons/02_gans/02_dcgan.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "slerp"
points = 5


@test_case()
def public_check(env):
    global walk
    globals().update(env)
    walk = slerp(noise[0], noise[1], torch.linspace(0, 1, 9))
    assert walk.shape == (9, 16), "nine places on the way, each a z"
    assert walk.dtype == torch.float32, "float32 in, float32 out"
    assert torch.allclose(walk[0], noise[0], atol=1e-5), "it begins at z_0"
    assert torch.allclose(walk[8], noise[1], atol=1e-5), "and ends at z_1"
    assert slerp(noise[:5], noise[5:10], 0.3).shape == (5, 16), "many pairs at once, and t a float"
