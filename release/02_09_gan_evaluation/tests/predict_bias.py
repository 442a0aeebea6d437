# Generated from lessons/02_gans/09_gan_evaluation.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "predict_bias"
points = 4


@test_case()
def public_check(env):
    global bias
    globals().update(env)
    bias = predict_bias(torch.ones(3, dtype=torch.float64), 10, 20)
    assert isinstance(bias, float), "one number, a Python float"
    assert 0 < bias < 10, "a squared distance is positive, and this one is not that large"
    assert math.isfinite(predict_bias(torch.tensor([1.0, 0.0, 0.0]), 10, 20)), "directions without variance"
