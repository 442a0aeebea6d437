# Generated from lessons/00_prerequisites/04_optimisation_methods.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "sgd_momentum_step"
points = 5


@test_case()
def public_check(env):
    global g, new, theta, v
    globals().update(env)
    theta, g = torch.ones(2, 3), torch.full((2, 3), 0.5)
    new, v = sgd_momentum_step(theta, g, None, 0.1)
    new, v = torch.as_tensor(new), torch.as_tensor(v)
    assert new.shape == v.shape == (2, 3), "parameters and velocity have the shape of theta"
    assert new.dtype == v.dtype == torch.float32, "float32 in, float32 out"
    assert bool((new < theta).all()), "the gradient is positive, so downhill is to smaller numbers"
    assert bool((theta == 1).all()), "theta was changed"
    assert bool((g == 0.5).all()), "g was changed"
