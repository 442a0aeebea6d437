# Generated from lessons/02_gans/01_gan_basics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "minibatch_std"
points = 5


@test_case()
def public_check(env):
    global batch, out
    globals().update(env)
    batch = torch.tensor([[0.0, 1.0, 5.0], [2.0, 1.0, 5.0]])
    out = minibatch_std(batch)
    assert out.shape == (2, 4), "one more feature for each example"
    assert torch.equal(out[:, :3], batch), "the features themselves stay as they are"
    assert out.dtype == torch.float32, "float32 in, float32 out"
    assert float(out[0, 3]) == float(out[1, 3]), "one number for the whole batch"
