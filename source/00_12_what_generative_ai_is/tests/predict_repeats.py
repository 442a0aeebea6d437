# Generated from lessons/00_prerequisites/12_what_generative_ai_is.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "predict_repeats"
points = 5


@test_case()
def public_check(env):
    global different, no_repeat
    globals().update(env)
    different, no_repeat = predict_repeats(50, 10)
    assert isinstance(different, float), "a number, a float"
    assert isinstance(no_repeat, float), "a number, a float"
    assert 1 < different < 10, "some come again: fewer different ones than draws"
    assert 0 < no_repeat < 1, "a probability"
