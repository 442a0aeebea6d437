# Generated from lessons/00_prerequisites/12_what_generative_ai_is.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "sample_name"
points = 6


@test_case()
def public_check(env):
    global always_a, name
    globals().update(env)
    always_a = np.zeros((27, 27))
    always_a[:, 1] = 1.0
    name = sample_name(always_a, np.array([0.3, 0.9, 0.1]))
    assert isinstance(name, str), "a name is a text"
    assert len(name) <= 3, "no more letters than uniform numbers"
    assert name == "aaa", "where only 'a' can come, only 'a' comes"
