# Generated from lessons/00_prerequisites/07_datasets_and_preprocessing.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "is_leak_free"
points = 6


@test_case()
def public_check(env):
    global verdict
    globals().update(env)
    verdict = is_leak_free(lambda train, test: (train, test))
    assert isinstance(verdict, bool), "one bool"
    assert verdict, "to do nothing at all leaks nothing"
