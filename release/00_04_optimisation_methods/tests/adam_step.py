# Generated from lessons/00_prerequisites/04_optimisation_methods.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "adam_step"
points = 7


@test_case()
def public_check(env):
    global g, new, state, theta
    globals().update(env)
    theta, g = torch.zeros(2, 3), torch.tensor([[1.0, -2.0, 3.0], [-4.0, 5.0, -6.0]])
    new, state = adam_step(theta, g, None, lr=0.1)
    new = torch.as_tensor(new)
    assert new.shape == (2, 3), "the shape of theta"
    assert new.dtype == torch.float32, "float32 in, float32 out"
    assert bool((new * g < 0).all()), "each entry should have moved against its gradient"
    assert abs(float(new.abs().max() / new.abs().min()) - 1) < 1e-4, (
        "the first step is as long for every entry: equation (9)"
    )
    assert bool((theta == 0).all()), "theta was changed"
    assert adam_step(new, g, state, lr=0.1)[0].shape == (2, 3), "a second step, with the state of the first"
