# Generated from lessons/00_prerequisites/11_python_and_data.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "first_failure"
points = 4


@test_case()
def public_check(env):
    global _, answer, stop
    globals().update(env)
    answer = first_failure([(set(), {"x"}), ({"x"}, {"x"}), ({"x"}, {"y"})])
    assert answer is not None, "is a `return` missing?"
    assert len(answer) == 2, "two things: where it stops, and the names in memory"
    assert answer[0] is None, "these are the three cells above, from top to bottom: none of them stops"
    assert all(isinstance(name, str) for name in answer[1]), "the second thing is a set of names"
    stop, _ = first_failure([({"z"}, {"y"})])
    assert isinstance(stop, (int, np.integer)), "nobody has written z: a position, one whole number"
