# Generated from lessons/01_autoencoders/01_vanilla_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "predict_linear_ae"
points = 4


@test_case()
def public_check(env):
    global curvature, is_minimum, loss, prediction
    globals().update(env)
    prediction = predict_linear_ae(torch.tensor([5.0, 3.0, 1.0], dtype=torch.float64), [0])
    assert len(prediction) == 3, "three things: loss, curvature, is_minimum"
    loss, curvature, is_minimum = prediction
    assert float(loss) >= 0, "a squared error is never negative"
    assert bool(is_minimum), "the one with the largest eigenvalue: there is no better choice"
    assert float(curvature) > 0, "at this minimum every turning goes uphill"
