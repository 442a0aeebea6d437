# Generated from lessons/00_prerequisites/10_neural_networks_from_scratch.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "plan_init"
points = 5


@test_case()
def public_check(env):
    global plan
    globals().update(env)
    plan = plan_init([64, 32, 16, 10], "he")
    assert len(plan) == 3, "three layers between four widths"
    assert np.shape(plan) == (3, 2), "two numbers for each layer"
    assert np.asarray(plan).dtype == np.float64, "floats"
    assert np.min(plan) > 0, "standard deviations and sizes are positive"
    assert plan_init([7, 3], "unit")[0][0] == 1, "everybody's first idea"
