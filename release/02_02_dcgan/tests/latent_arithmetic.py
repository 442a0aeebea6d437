# Generated from lessons/02_gans/02_dcgan.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "latent_arithmetic"
points = 4


@test_case()
def public_check(env):
    global same, v
    globals().update(env)
    v = latent_arithmetic(noise[:3], noise[3:8], noise[8:9])
    assert v.shape == (16,), "one latent vector"
    assert v.dtype == torch.float32, "float32 in, float32 out"
    same = latent_arithmetic(noise[:1], noise[1:2], noise[1:2])
    assert torch.allclose(same / same.norm(), noise[0] / noise[0].norm(), atol=1e-5), "a - b + b points where a does"
