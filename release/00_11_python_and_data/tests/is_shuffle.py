# Generated from lessons/00_prerequisites/11_python_and_data.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "is_shuffle"
points = 6


@test_case()
def public_check(env):
    global answer
    globals().update(env)
    answer = is_shuffle(shuffle_together)
    assert isinstance(answer, (bool, np.bool_)), "one answer, True or False"
    assert answer, "this one is right"
    answer = is_shuffle(lambda pictures, labels, rng: (pictures, labels))
    assert isinstance(answer, (bool, np.bool_)), "one answer, True or False"
    assert not answer, "this one does nothing at all"
