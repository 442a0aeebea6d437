# Generated from lessons/02_gans/09_gan_evaluation.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "fid_at_infinity"
points = 5


@test_case()
def public_check(env):
    global line, orders
    globals().update(env)
    orders = [torch.arange(60) for _ in range(3)]
    line = fid_at_infinity(pca(fresh), pca(real[:60]), [20, 30, 60], orders)
    assert len(line) == 2, "two things: at_infinity and slope"
    assert all(isinstance(value, float) for value in line), "both are Python floats"
    assert line[1] > 0, "fewer samples, larger distance: the line rises with 1 / n"
