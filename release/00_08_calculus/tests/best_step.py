# Generated from lessons/00_prerequisites/08_calculus.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "best_step"
points = 5


@test_case()
def public_check(env):
    global error, h, rule
    globals().update(env)
    for rule in ("forward", "central"):
        h, error = best_step(rule, 1.0, 1e-16)
        assert min(h, error) > 0, "a step and a bound are positive numbers"
        assert best_step(rule, 1.0, 1e-6)[0] > h, "with values that are less exact, the step has to be larger"
    try:
        best_step("backward", 1.0, 1e-16)
    except ValueError:
        pass
    else:
        raise AssertionError("another rule has to be refused with a ValueError")
