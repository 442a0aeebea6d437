# Generated from lessons/02_gans/09_gan_evaluation.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "report"
points = 5


@test_case()
def public_check(env):
    global row
    globals().update(env)
    row = report(pca, x_train, fresh[:40], real[:30])
    assert set(row) == {"fid", "kid", "precision", "recall", "copies"}, "five numbers, by these names"
    assert all(isinstance(value, float) for value in row.values()), "floats"
    assert row["copies"] > 0.5, "real digits are no copies"
