# Generated from lessons/00_prerequisites/04_optimisation_methods.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "minimise"
points = 9


@test_case()
def public_check(env):
    global asked, average, start, theta, towards_one
    globals().update(env)
    asked = []


    def towards_one(theta, step):
        asked.append(step)
        return theta - 1


    start = torch.zeros(2, 2, dtype=torch.float64)
    theta, average = minimise(towards_one, start, 5, 0.1)
    assert torch.as_tensor(theta).shape == torch.as_tensor(average).shape == (2, 2), "both have theta's shape"
    assert asked == [0, 1, 2, 3, 4], "one gradient for each step, and the steps count from 0"
    assert bool((torch.as_tensor(theta) > 0).all()), "the walk should have begun to move towards 1"
    assert bool((start == 0).all()), "theta was changed"
