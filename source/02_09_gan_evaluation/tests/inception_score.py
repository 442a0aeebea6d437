# Generated from lessons/02_gans/09_gan_evaluation.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "inception_score"
points = 5


@test_case()
def public_check(env):
    global score
    globals().update(env)
    score = inception_score(torch.full((6, 3), 1 / 3, dtype=torch.float64))
    assert isinstance(score, float), "one number, a Python float"
    assert abs(score - 1) < 1e-9, "samples that all get the same answer score 1"
    assert isinstance(inception_score(torch.full((6, 3), 1 / 3), splits=4), float), "six rows make four parts, too"
