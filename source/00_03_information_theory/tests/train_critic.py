# Generated from lessons/00_prerequisites/03_information_theory.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "train_critic"
points = 10


@test_case()
def public_check(env):
    global critic, generator, table, x
    globals().update(env)
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(100, 3, generator=generator)
    critic = train_critic(x, x[:, :2], seed=0, steps=5)
    table = critic(x[:6], x[:4, :2])
    assert table.shape == (6, 4), "6 halves on one side and 4 on the other make a table of 6 times 4 scores"
    assert bool(table.isfinite().all()), "scores that are not finite"
