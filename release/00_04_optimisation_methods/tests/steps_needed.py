# Generated from lessons/00_prerequisites/04_optimisation_methods.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "steps_needed"
points = 4


@test_case()
def public_check(env):
    global needed
    globals().update(env)
    needed = float(steps_needed(vector(1.0, 3.0), 0.3, 0.01))
    assert needed == int(needed) >= 1, "a whole number of steps"
    assert float(steps_needed(vector(1.0, 3.0), 0.3, 1e-6)) > needed, "to come closer takes longer"
    assert float(steps_needed(vector(1.0, 3.0), 10.0, 0.01)) == math.inf, (
        "steps as long as these lead away: never is math.inf"
    )
