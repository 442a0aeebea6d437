# Generated from lessons/02_gans/01_gan_basics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "train_gan"
points = 10


@test_case()
def public_check(env):
    global G, made
    globals().update(env)
    G = train_gan(x, seed=0, steps=3)
    made = G(z[:5])
    assert torch.is_tensor(made), "the generator itself is returned: z in, points out"
    assert made.shape == (5, 2), "five z in, five points out"
    assert bool(made.isfinite().all()), "points that are not finite"
    assert len(train_gan(x + 1, seed=1, steps=1)(z[:1])) == 1, "other data, another seed"
