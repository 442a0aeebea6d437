# Generated from lessons/02_gans/02_dcgan.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "update_average"
points = 5


@test_case()
def public_check(env):
    global average, model
    globals().update(env)
    model, average = nn.Linear(2, 2), nn.Linear(2, 2)
    update_average(average, model, decay=0.0)
    assert torch.allclose(average.weight, model.weight), "with decay 0 nothing of the past is left"
    update_average(average, nn.Linear(2, 2), decay=1.0)
    assert torch.allclose(average.weight, model.weight), "with decay 1 nothing moves"
