# Generated from lessons/02_gans/09_gan_evaluation.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "precision_recall"
points = 6


@test_case()
def public_check(env):
    global answer
    globals().update(env)
    answer = precision_recall(pca(fresh[:30]), pca(real[:20]), k=3)
    assert len(answer) == 2, "two things: precision and recall"
    assert all(isinstance(value, float) for value in answer), "both are Python floats"
    assert all(0 <= value <= 1 for value in answer), "they are shares"
    assert tuple(precision_recall(pca(fresh[:9]), pca(fresh[:9]))) == (1, 1), "a set covers itself"
