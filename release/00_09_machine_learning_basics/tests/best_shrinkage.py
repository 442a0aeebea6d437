# Generated from lessons/00_prerequisites/09_machine_learning_basics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "best_shrinkage"
points = 5


@test_case()
def public_check(env):
    global prediction
    globals().update(env)
    prediction = best_shrinkage(0.5, 1.0, 4)
    assert len(prediction) == 3, "three things: lam, bias squared, variance"
    assert min(prediction) > 0, "with noise, a little bias pays: all three are positive"
    assert prediction[1] + prediction[2] < 0.1805, "lam = 0.2, in the table above, is as good as that"
    assert best_shrinkage(0.5, 1.0, 400)[0] < prediction[0], "the more measurements, the less needs to be shrunk"
