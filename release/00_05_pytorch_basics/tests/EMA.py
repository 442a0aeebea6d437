# Generated from lessons/00_prerequisites/05_pytorch_basics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "EMA"
points = 5


@test_case()
def public_check(env):
    global ema, model, other
    globals().update(env)
    model, other = nn.Linear(3, 2), nn.Linear(3, 2)
    ema = EMA(model, 0.9)
    ema.update(model)
    ema.copy_to(other)
    assert other.weight.shape == (2, 3), "the shadow has the shapes of the model"
    assert other.weight.requires_grad, "a model that the shadow was copied to can be trained on"
    assert float((other.weight - model.weight).detach().abs().max()) < 1e-6, "the average of twice the same is the same"
