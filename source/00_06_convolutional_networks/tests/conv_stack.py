# Generated from lessons/00_prerequisites/06_convolutional_networks.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "conv_stack"
points = 5


@test_case()
def public_check(env):
    global found
    globals().update(env)
    found = conv_stack(8, [(3, 1, 1, 1)])
    assert len(found) == 3, "three numbers: size, field, jump"
    assert all(int(number) == number for number in found), "pixels are whole"
    assert found[0] == 8, "a 3 by 3 window with a padding of 1 keeps the size"
    assert conv_stack(5, [])[0] == 5, "no layer changes nothing"
