# Generated from lessons/00_prerequisites/08_calculus.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "simpson"
points = 5


@test_case()
def public_check(env):
    global area
    globals().update(env)
    area = simpson(np.sin, 0.0, 1.0, 10)
    assert np.ndim(area) == 0, "an integral is one number"
    assert np.asarray(area).dtype == np.float64, "in double precision, as f computes"
    assert 0 < area < 1, "between 0 and 1 the sine lies between 0 and 1, and so does the area below it"
    assert abs(simpson(np.cos, 2.0, 2.0, 4)) < 1e-12, "no width, no area"
    try:
        simpson(np.sin, 0.0, 1.0, 3)
    except ValueError:
        pass
    else:
        raise AssertionError("an odd number of intervals has to be refused with a ValueError")
