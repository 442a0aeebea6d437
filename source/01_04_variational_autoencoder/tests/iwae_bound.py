# Generated from lessons/01_autoencoders/04_variational_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "iwae_bound"
points = 6


@test_case()
def public_check(env):
    global answer, dice
    globals().update(env)
    dice = torch.randn(4, 500, 2, generator=torch.Generator().manual_seed(0))
    answer = torch.as_tensor(
        iwae_bound(lambda x: (x[:, :2], x[:, 2:4]), lambda z: z.repeat(1, 1, 32), x_test, dice),
    )
    assert answer.shape == (500,), "the samples are averaged away, the examples are not"
    assert bool((answer < 0).all()), "these are logarithms of probabilities"
    assert answer.dtype == torch.float32, "float32 in, float32 out"
